"""One Airflow DAG per source, made from the catalogue. Airflow decides when; pipeline.tasks does the work."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, Asset, CronTriggerTimetable, task
from airflow.sdk.exceptions import AirflowFailException

from pipeline.readiness import scheduled
from pipeline.schedule import cron, pool, source_doc
from vigie.model import Source, SourceState
from vigie.settings import Settings


def records_of(source: Source) -> Asset:
    """The asset that a source's run brings up to date."""
    return Asset(name=f"records/{source.slug}", uri=f"vigie://warehouse/records/{source.slug}")


def ingest_dag(entry: Source, source: Source) -> DAG:
    """The DAG `ingest_<slug>`: one task that fetches, reads and loads one source. Its pool is that of the entry as it
    is written: pools are made from the catalogue, before any way was found."""
    with DAG(
        dag_id=f"ingest_{source.slug}",
        description=f"{source.name} ({source.platform})",
        schedule=CronTriggerTimetable(cron(source), timezone="Europe/Brussels", run_immediately=timedelta(0)),
        catchup=False,
        max_active_runs=1,
        # What a probe found is read from then on; what operators confirmed waits for them, like any new DAG.
        is_paused_upon_creation=None if entry.state is SourceState.CONFIRMED else False,
        dagrun_timeout=timedelta(hours=1),
        doc_md=source_doc(source),
        tags=sorted({"source", f"platform:{source.platform}", *(f"kind:{kind}" for kind in source.kinds)}),
        default_args={"owner": source.owner},
    ) as dag:

        @task(
            pool=pool(entry),
            outlets=[records_of(source)],
            execution_timeout=timedelta(minutes=45),
            # For infrastructure alone: what a site does wrong is retried by the client or ends in a cause.
            retries=2,
            retry_delay=timedelta(seconds=30),
            retry_exponential_backoff=True,
        )
        def ingest(slug: str) -> str:
            from pipeline import tasks

            try:
                return tasks.ingest(slug)
            except tasks.StepFailed as error:
                raise AirflowFailException(str(error)) from error

        ingest(source.slug)
    return dag


for written, read in scheduled(Settings.from_environment()):
    globals()[f"ingest_{read.slug}"] = ingest_dag(written, read)
