"""A recipe that was mended, and a replay of the run that failed before it was: no item loses what its own page said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import text

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.replay import replay
from tests.conftest import ROOT, Plot
from vigie.model import Cause

SLUG = "agenda-hainaut"


@pytest.fixture
def redesigned(simulated_web: str) -> Iterator[None]:
    def put(fault: str | None) -> None:
        body = json.dumps({"site": f"{SLUG}.example", "fault": fault})
        headers = {"Host": "clock.example"}
        requests.post(f"http://{simulated_web}/faults", body, headers=headers, timeout=10).raise_for_status()

    put("redesign")
    yield
    put(None)


def contents(house: House) -> list[str]:
    with house.engine.connect() as connection:
        query = "SELECT content_hash FROM records WHERE source = :slug ORDER BY key"
        return list(connection.execute(text(query), {"slug": SLUG}).scalars())


def later(house: House, catalogue: Path, minutes: int) -> House:
    settings = replace(house.settings, now=house.settings.clock() + timedelta(minutes=minutes), catalogue=catalogue)
    return open_house(settings)


def test_a_replay_of_a_run_that_asked_for_no_page_of_an_item(
    plot: Plot, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    house = open_house(plot.settings, migrate=True)
    assert steps.ingest(house, SLUG).cause is Cause.OK
    whole = contents(house)
    request.getfixturevalue("redesigned")
    failed = steps.ingest(later(house, house.settings.catalogue, 1), SLUG)
    assert (failed.cause, failed.read) == (Cause.LAYOUT_CHANGED, 0)
    entry = (ROOT / "sources" / "simulated" / f"{SLUG}.yaml").read_text()
    head, recipe = entry.split("recipe:\n")
    (tmp_path / "mended").mkdir()
    mended = tmp_path / "mended" / f"{SLUG}.yaml"
    mended.write_text(head + "recipe:\n" + re.sub(r"\.([a-z])", r".nt-\1", recipe))
    (done,) = replay(later(house, mended.parent, 2), [SLUG])
    assert done.problems > 0, "the pages that were never asked for are told"
    assert (done.changed, done.new) == (0, 0)
    assert contents(house) == whole
    again = steps.ingest(later(house, mended.parent, 3), SLUG)
    assert (again.cause, again.read, again.quarantined) == (Cause.OK, len(whole), 0)
