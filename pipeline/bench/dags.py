"""Goal 14: how long Airflow's DAG processor needs for the file of the sources, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.bench.figures import Row, exponent, named
from vigie.settings import ROOT

# The DAG processor has imported Airflow before it forks for a file, so that import is not the file's.
PARSE = """
import json, runpy, sys, time
import airflow.sdk.exceptions
from airflow.sdk import DAG, Asset, CronTriggerTimetable, task
DAG("warm", schedule=CronTriggerTimetable("0 0 * * *", timezone="UTC"))
began = time.perf_counter()
values = runpy.run_path(sys.argv[1])
spent = time.perf_counter() - began
print("FOUND", json.dumps([spent, sum(isinstance(v, DAG) for v in values.values())]))
"""
LIMITS = {150: 1.0, 1000: 4.0}
BUDGET = "Airflow’s own limit for a file: 30 s"


def bench(quick: bool) -> tuple[Row, ...]:
    sizes = (5, 20) if quick else tuple(LIMITS)
    with tempfile.TemporaryDirectory(prefix="vigie-dags-") as folder:
        seconds = {size: sorted(_parse(Path(folder), size) for _ in range(1 if quick else 3)) for size in sizes}
    middle = {size: told[len(told) // 2] for size, told in seconds.items()}
    power, airflow = exponent(middle), named("apache-airflow")
    return tuple(
        Row(
            "14",
            f"parse of the DAG file, {size:,} sources",
            spent,
            "s",
            f"{airflow}; {BUDGET}",
            limit=LIMITS.get(size),
            exponent=power if size == max(sizes) else None,
            note="Airflow imported before",
        )
        for size, spent in middle.items()
    )


def _parse(folder: Path, size: int) -> float:
    catalogue = folder / str(size)
    if not catalogue.exists():
        _write(catalogue, size)
    environment = {**os.environ, "VIGIE_CATALOGUE": str(catalogue), "AIRFLOW_HOME": str(folder / "airflow")}
    argv = [sys.executable, "-c", PARSE, str(ROOT / "dags" / "ingest.py")]
    done = subprocess.run(argv, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    line = next((row for row in done.stdout.splitlines() if row.startswith("FOUND ")), None)
    if line is None:
        raise RuntimeError(f"the DAG file cannot be parsed:\n{done.stderr[-2000:]}")
    seconds, dags = json.loads(line.removeprefix("FOUND "))
    if dags != size:
        raise AssertionError(f"{dags} DAGs of {size} sources")
    return float(seconds)


def _write(catalogue: Path, size: int) -> None:
    catalogue.mkdir()
    for number in range(size):
        slug = f"source-{number:04}"
        (catalogue / f"{slug}.yaml").write_text(
            f"slug: {slug}\nname: Source {number}\nsite: https://s{number}.example\nkinds: [event, news]\n"
            f"platform: recipe\nurl: https://s{number}.example/agenda\nschedule: 0 6 * * *\nplace: Namur\n"
            "state: confirmed\n"
            "recipe:\n  item: article\n  fields: {title: h2, url: {select: a, attr: href}, date_text: .date}\n"
        )
