"""The Airflow DAG that joins and projects whatever any source has just brought."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, Asset, AssetAny, task

from pipeline.readiness import scheduled
from vigie.settings import Settings

ITEMS = Asset(name="items", uri="vigie://warehouse/items")
RECORDS = [
    Asset(name=f"records/{source.slug}", uri=f"vigie://warehouse/records/{source.slug}")
    for source, _ in scheduled(Settings.from_environment())
]

with DAG(
    dag_id="curate",
    description="Matching, projection and the change log",
    schedule=AssetAny(*RECORDS) if RECORDS else None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=30),
    doc_md="Joins the records that speak of one thing, chooses each field of each item by the stated rule, and appends "
    "what moved to `changes`. Runs after any source has been read. By hand: `vigie curate`.",
    tags=["shared"],
    default_args={"owner": "vigie"},
) as dag:

    @task(
        outlets=[ITEMS],
        execution_timeout=timedelta(minutes=25),
        retries=2,
        retry_delay=timedelta(seconds=30),
        retry_exponential_backoff=True,
    )
    def curate() -> str:
        from pipeline import tasks

        return tasks.curate()

    curate()
