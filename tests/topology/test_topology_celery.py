"""The topology of docker-compose.yml as plain processes: PostgreSQL, Redis, Airflow on Celery, the init job.

Needs Debian's `redis-server`; without it the test is skipped and says so. What it cannot show: the image, FAB accounts.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.airflow_api import AirflowApi
from pipeline.airflow_env import airflow_environment, vigie_environment
from pipeline.processes import Band, Part, members
from tests.conftest import NOW, ROOT, free_port
from vigie.settings import Settings
from warehouse import server

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server: the Celery topology was NOT run"),
]
SOURCES = ("grenier-huy", "lettre-numerique", "portail-europe")
AIRFLOW = str(Path(sys.executable).with_name("airflow"))


@pytest.fixture
def settings(simulated_web: str) -> Iterator[Settings]:
    home = Path(tempfile.mkdtemp(prefix="vigie-celery-"))
    made = Settings.from_environment({"VIGIE_HOME": str(home), "VIGIE_SIMULATOR": simulated_web, "VIGIE_NOW": NOW})
    yield made
    server.stop(made)
    shutil.rmtree(home, ignore_errors=True)


def test_ingest_curate_publish_on_a_celery_worker(settings: Settings) -> None:
    port, redis = free_port(), free_port()
    metadata = server.airflow_url(settings)
    environment = {
        **airflow_environment(settings, port, metadata),
        # A database that does not exist yet: making it is the init job's first task.
        **vigie_environment(settings, "sim", server.database_url(settings).replace("/vigie?", "/production?")),
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CELERY__BROKER_URL": f"redis://:secret@127.0.0.1:{redis}/0",
        "AIRFLOW__CELERY__RESULT_BACKEND": metadata.replace("postgresql+psycopg2", "db+postgresql"),
    }
    band = Band(settings.home, environment, settings.log)
    pools = settings.home / "pools.json"
    api = AirflowApi(f"http://127.0.0.1:{port}")
    try:
        listen = ["redis-server", "--port", str(redis), "--bind", "127.0.0.1", "--requirepass", "secret", "--save", ""]
        band.start(Part("redis", listen))
        init = (
            [sys.executable, "-m", "pipeline.production", str(pools)],
            [AIRFLOW, "db", "migrate"],
            [AIRFLOW, "pools", "import", str(pools)],
        )
        for command in init:
            done = subprocess.run(command, env=band.environment, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-2000:]
        assert json.loads(pools.read_text())["host_grenier-huy.example"]["slots"] == 1
        worker = ["celery", "worker", "--skip-serve-logs", "--concurrency", "2"]
        for words in (["api-server"], ["scheduler", "--skip-serve-logs"], ["dag-processor"], worker):
            band.start(Part("-".join(words[:1]), [AIRFLOW, *words]))
        _wait(band, lambda: api.healthy(("scheduler", "dag_processor")))
        _wait(band, lambda: {"curate", "publish", *(f"ingest_{s}" for s in SOURCES)} <= set(api.dags()))
        api.set_paused(False)
        runs = [api.trigger(f"ingest_{source}") for source in SOURCES]
        _wait(band, lambda: not api.runs([run.dag for run in runs]))
        assert {api.run(run.dag, run.run).state for run in runs} == {"success"}
        # Nobody triggers these two: the assets do.
        _wait(band, lambda: len(api.runs(["publish"], ["success"])) > 0)
        _wait(band, lambda: not api.runs(["curate", "publish"]))
        assert not api.runs(["curate", "publish"], ["failed"])
        assert (settings.feeds / "agenda.ics").read_bytes().count(b"BEGIN:VEVENT") >= 20
    finally:
        band.stop()
    assert members(settings.home) == []


def _wait(band: Band, happened: Callable[[], bool], patience: float = 120) -> None:
    until = time.monotonic() + patience
    while not happened():
        band.check()
        assert time.monotonic() < until, "\n".join(band.tail(name) for name in band.running)
        time.sleep(0.5)
