"""The same day through the command line and through the real Airflow leaves the same warehouse and the same feeds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.airflow_env import airflow_environment
from tests.conftest import ROOT, Plot, feed_bytes
from vigie.settings import Settings
from warehouse.server import airflow_url

pytestmark = [pytest.mark.airflow, pytest.mark.timeout(900)]


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory, database_server: Settings) -> Mapping[str, str]:
    """The environment of a migrated Airflow of this session."""
    home = replace(database_server, home=tmp_path_factory.mktemp("airflow"))
    environment = airflow_environment(home, 8080, airflow_url(database_server))
    command = [str(Path(sys.executable).with_name("airflow")), "db", "migrate"]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return environment


def test_command_line_and_airflow_agree(new_plot: Callable[[], Plot], airflow: Mapping[str, str]) -> None:
    by_hand, by_airflow = new_plot(), new_plot()
    by_hand.run("ingest", "--all")
    by_hand.run("curate")
    by_hand.run("publish")

    by_airflow.run("db", "upgrade")
    argv = [sys.executable, str(Path(__file__).with_name("run_dags.py")), str(ROOT / "dags")]
    environment = {**os.environ, **airflow, **by_airflow.environ}
    done = subprocess.run(argv, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    line = next((row for row in done.stdout.splitlines() if row.startswith("STATES ")), None)
    assert line, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    states = json.loads(line.removeprefix("STATES "))
    assert len(states) >= 16, "one ingest DAG per simulated source, curate, publish"
    assert set(states.values()) == {"success"}, states

    assert by_airflow.run("db", "hash").stdout == by_hand.run("db", "hash").stdout
    assert feed_bytes(by_airflow.settings.feeds) == feed_bytes(by_hand.settings.feeds)


def test_a_failed_source_fails_its_task_at_once(plot: Plot, airflow: Mapping[str, str], tmp_path: Path) -> None:
    """A cause of the certificate is not infrastructure: Airflow must not try it again."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "nowhere.yaml").write_text(
        "slug: nowhere\nname: Nulle part\nkinds: [event]\nplatform: ical\nstate: confirmed\n"
        "url: https://nowhere.example/a.ics\n"
    )
    plot.run("db", "upgrade")
    script = (
        "from airflow.dag_processing.dagbag import DagBag\n"
        f"bag = DagBag(dag_folder={str(ROOT / 'dags')!r})\n"
        "run = bag.dags['ingest_nowhere'].test()\n"
        "print('STATE', run.state, [t.try_number for t in run.get_task_instances()])\n"
    )
    environment = {**os.environ, **airflow, **plot.environ, "VIGIE_CATALOGUE": str(folder)}
    argv = [sys.executable, "-c", script]
    done = subprocess.run(argv, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    said = [row for row in done.stdout.splitlines() if row.startswith("STATE ")]
    assert said == ["STATE failed [1]"], f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
