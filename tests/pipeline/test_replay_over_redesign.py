"""A source whose site was redesigned: its whole archive is read again, each page by the recipe of its day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.replay import replay
from scrapers.readers import reader_for
from tests.conftest import ROOT, Plot
from vigie.model import Cause

SLUG = "agenda-hainaut"
HEAD, RECIPE = (ROOT / "sources" / "simulated" / f"{SLUG}.yaml").read_text().split("recipe:\n")


@pytest.fixture
def redesigned(simulated_web: str) -> Iterator[None]:
    def put(fault: str | None) -> None:
        body = json.dumps({"site": f"{SLUG}.example", "fault": fault})
        requests.post(
            f"http://{simulated_web}/faults", body, headers={"Host": "clock.example"}, timeout=10
        ).raise_for_status()

    put("redesign")
    yield
    put(None)


def next_day(house: House, folder: Path, *recipes: str) -> House:
    """The house a day later, with a catalogue of this source alone that has these recipes, newest first."""
    folder.mkdir()
    listed = "".join("  - " + recipe.lstrip().replace("\n  ", "\n    ") for recipe in recipes)
    (folder / f"{SLUG}.yaml").write_text(f"{HEAD}recipe:\n{listed}")
    now = house.settings.clock() + timedelta(days=1)
    return open_house(replace(house.settings, now=now, catalogue=folder))


def test_both_layouts_are_read_again_from_the_archive(
    plot: Plot, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first = open_house(plot.settings, migrate=True)
    start = first.settings.clock()
    before = steps.ingest(first, SLUG)
    assert before.cause is Cause.OK
    request.getfixturevalue("redesigned")
    redesign: date = (start + timedelta(days=1)).date()
    new = re.sub(r"\.([a-z])", r".nt-\1", RECIPE)
    dated = f"  since: {redesign}\n{new}"
    second = next_day(first, tmp_path / "dated", dated, RECIPE)
    after = steps.ingest(second, SLUG)
    assert after.cause is Cause.OK
    assert after.read > 10

    (both,) = replay(next_day(first, tmp_path / "later", dated, RECIPE), [SLUG], since=start - timedelta(hours=1))
    assert (both.runs, both.problems, both.new, both.changed) == (2, 0, 0, 0)
    assert both.unchanged >= after.read

    lists = [capture for source, capture in second.archive.entries() if source == SLUG and "/agenda" in capture.url]
    lists = [capture for capture in lists if b"views-row" in capture.body]
    old = [capture for capture in lists if capture.fetched_at < start + timedelta(hours=12)]
    assert 0 < len(old) < len(lists)

    def items(house: House) -> list[int]:
        source = house.source(SLUG)
        return [len(reader_for(source.platform).read(source, capture, start).items) for capture in lists]

    assert all(items(second))
    alone = items(next_day(first, tmp_path / "new alone", new))
    assert [count > 0 for count in alone] == [capture not in old for capture in lists], "old pages fit no new selector"
