"""A live run from the operator's side: what the entries ask for fits into the time that Airflow gives their tasks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.schedule import host, pool
from scrapers.catalogue import load
from scrapers.catalogue_rules import LONGEST_RUN
from vigie.model import Source, SourceState
from vigie.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SCHEDULED = [s for s in load(ROOT / "sources") if not s.find and s.state not in (SourceState.BLOCKED, SourceState.DEAD)]
GAP = Settings.from_environment({"VIGIE_WEB": "live"}).host_gap
JITTER = 1.1
ANSWER = 3.0
"""Seconds until a slow but healthy site has answered."""
DETAILS = 10
"""Detail pages per list page, where a recipe follows them."""


def seconds_of(source: Source) -> float:
    """The longest regular run: robots.txt, every list page allowed, and the details that those lead to."""
    details = DETAILS * source.max_pages if source.recipe and source.recipe.detail else 0
    gap = max(GAP, source.crawl_delay or 0.0) * JITTER
    return (1 + source.max_pages + details) * (gap + ANSWER)


def minutes_in_dag(name: str) -> float:
    found = re.search(rf"{name}=timedelta\((minutes|hours)=(\d+)\)", (ROOT / "dags" / "ingest.py").read_text())
    assert found, f"dags/ingest.py no longer says its {name}"
    return int(found[2]) * (60 if found[1] == "hours" else 1)


@pytest.mark.parametrize("source", SCHEDULED, ids=lambda source: source.slug)
def test_the_longest_run_ends_within_the_timeout_of_its_task(source: Source) -> None:
    assert seconds_of(source) / 60 <= minutes_in_dag("execution_timeout")


def test_sources_that_wait_for_one_host_end_within_the_timeout_of_a_dag_run() -> None:
    """A task that waits for its pool uses up its DAG run's time, so the sum over a host counts."""
    minutes = {name: sum(map(seconds_of, group)) / 60 for name, group in by_host(SCHEDULED).items()}
    for name, spent in sorted(minutes.items(), key=lambda pair: -pair[1])[:5]:
        print(f"\n{name}: at most {spent:.0f} minutes", end="")
    assert max(minutes.values()) <= minutes_in_dag("dagrun_timeout")


def test_the_lint_gives_a_run_the_time_that_airflow_gives_it() -> None:
    assert minutes_in_dag("execution_timeout") * 60 == LONGEST_RUN


def test_sources_of_one_host_share_a_pool() -> None:
    for name, group in by_host(SCHEDULED).items():
        assert {pool(source) for source in group} == {f"host_{name}"}


def by_host(sources: Iterable[Source]) -> dict[str, list[Source]]:
    found = defaultdict(list)
    for source in sources:
        found[host(source)].append(source)
    return dict(found)
