"""The Airflow DAG that looks at sources nobody has seen answer, and again at those that did not."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, task

from vigie.settings import Settings, Web

NIGHTLY = CronTriggerTimetable("41 3 * * *", timezone="Europe/Brussels")

with DAG(
    dag_id="probe",
    description="Sources that nobody has seen answer",
    # Made-up and recorded webs are known: nothing is looked for there.
    schedule=NIGHTLY if Settings.from_environment().web is Web.LIVE else None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=3),
    doc_md="Every night: sources that no probe has looked at since their entry was written, and again those that could "
    "not be read, after a day when the network failed and after a week otherwise. What answers is scheduled from then "
    "on: its `ingest_…` DAG comes up by itself. By hand: `vigie sources probe --stale`.",
    tags=["shared"],
    default_args={"owner": "vigie"},
) as dag:

    @task(execution_timeout=timedelta(hours=2, minutes=50), retries=0)
    def probe() -> str:
        from pipeline import tasks

        return tasks.probe()

    probe()
