"""150 sources are parsed without a socket, a database or an Airflow Variable (law 10), in less than 2 s of CPU."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.airflow

PARSE = """
import json, sys, time, runpy, socket
import airflow.sdk, sqlalchemy
from airflow.sdk import Variable, Connection

def forbidden(*a, **k):
    raise AssertionError("a DAG file opened a door when it was parsed")

from airflow.sdk import DAG, Asset, AssetAny, CronTriggerTimetable, task   # Airflow's own cost is not ours
import airflow.sdk.exceptions
DAG("warm", schedule=CronTriggerTimetable("0 0 * * *", timezone="UTC"))
socket.socket.connect = socket.create_connection = socket.getaddrinfo = forbidden
sqlalchemy.create_engine = sqlalchemy.engine.create.create_engine = forbidden
Variable.get = Variable.set = Connection.get = forbidden
loaded = set(sys.modules)
began = time.process_time()
dags = {}
for name in ("ingest", "probe", "curate", "publish"):
    values = runpy.run_path(f"dags/{name}.py")
    dags |= {v.dag_id: v for v in values.values() if isinstance(v, DAG)}
spent = time.process_time() - began
weights = {"pandas", "numpy", "bs4", "feedparser", "psycopg"}
heavy = sorted({m.split(".")[0] for m in set(sys.modules) - loaded} & weights)
print("FOUND " + json.dumps({
    "seconds": spent,
    "heavy": heavy,
    "dags": {
        d.dag_id: {
            "doc": bool(d.doc_md), "tags": sorted(d.tags), "owner": d.owner, "runs": d.max_active_runs,
            "catchup": d.catchup, "timeout": d.dagrun_timeout is not None,
            "tasks": [
                {"pool": t.pool, "timeout": t.execution_timeout is not None, "outlets": [a.name for a in t.outlets]}
                for t in d.tasks
            ],
        }
        for d in dags.values()
    },
}))
"""


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("catalogue")
    for number in range(150):
        slug = f"source-{number:03}"
        (folder / f"{slug}.yaml").write_text(
            f"slug: {slug}\nname: Source {number}\nsite: https://s{number}.example\nkinds: [event, news]\n"
            f"platform: recipe\nurl: https://s{number}.example/agenda\nschedule: 0 6 * * *\nplace: Namur\n"
            "state: confirmed\n"
            "recipe:\n  item: article\n  fields: {title: h2, url: {select: a, attr: href}, date_text: .date}\n"
        )
    home = tmp_path_factory.mktemp("airflow")
    environment = {
        **os.environ,
        "VIGIE_HOME": str(home / "var"),
        "VIGIE_CATALOGUE": str(folder),
        "AIRFLOW_HOME": str(home),
        "PYTHONPATH": str(ROOT),
    }
    argv = [sys.executable, "-c", PARSE]
    done = subprocess.run(argv, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    line = next((row for row in done.stdout.splitlines() if row.startswith("FOUND ")), None)
    assert line, f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
    found: dict[str, object] = json.loads(line.removeprefix("FOUND "))
    return found


def test_every_source_has_a_dag(parsed: dict[str, dict[str, object]]) -> None:
    assert len(parsed["dags"]) == 153
    assert {"probe", "curate", "publish", "ingest_source-000", "ingest_source-149"} <= set(parsed["dags"])


def test_parsing_is_quick_and_light(parsed: dict[str, float]) -> None:
    assert parsed["seconds"] < 2
    assert parsed["heavy"] == []


def test_dags_say_what_an_operator_needs(parsed: dict[str, dict[str, dict[str, object]]]) -> None:
    for name, dag in parsed["dags"].items():
        assert dag["doc"], name
        assert dag["tags"], name
        assert dag["owner"] == "vigie", name
        assert dag["runs"] == 1, name
        assert dag["catchup"] is False, name
        assert dag["timeout"], name
        assert len(dag["tasks"]) == 1, name
        assert all(task["timeout"] and (task["outlets"] or name == "probe") for task in dag["tasks"]), name
    assert parsed["dags"]["ingest_source-007"]["tasks"][0]["pool"] == "host_s7.example"


def test_dag_files_are_found_by_airflow() -> None:
    """Airflow's safe mode skips files that do not hold both words."""
    for file in Path(ROOT / "dags").glob("*.py"):
        text = file.read_text().lower()
        assert "dag" in text
        assert "airflow" in text
