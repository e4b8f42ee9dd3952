"""The Airflow DAG that writes the feeds when items have moved."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, Asset, task
from airflow.sdk.exceptions import AirflowFailException

with DAG(
    dag_id="publish",
    description="Feeds of the agenda, the watch and the calls",
    schedule=[Asset(name="items", uri="vigie://warehouse/items")],
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=30),
    doc_md="Writes every feed whose content moved to `var/feeds`, whole or not at all. A feed that would lose more "
    "than half of its rows is kept as it was and the run fails: look at the sources, then `vigie publish --confirm`.",
    tags=["shared"],
    default_args={"owner": "vigie"},
) as dag:

    @task(
        outlets=[Asset(name="feeds", uri="vigie://feeds")],
        execution_timeout=timedelta(minutes=25),
        retries=2,
        retry_delay=timedelta(seconds=30),
        retry_exponential_backoff=True,
    )
    def publish() -> str:
        from pipeline import tasks

        try:
            return tasks.publish()
        except tasks.StepFailed as error:
            raise AirflowFailException(str(error)) from error

    publish()
