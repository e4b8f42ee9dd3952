"""Every recorded fixture, wherever a catalogue has some: its captures give its records again, to the last sign.

A new source brings data (`vigie sources record`), never a line here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.recorded_fixtures import EXPECTED, Fixture, fixtures, observed, written
from scrapers.redaction_persons import without_persons

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUES = sorted(
    {file.parents[3] for top in ("sources", "tests") for file in (ROOT / top).rglob(f"recorded/*/*/{EXPECTED}")}
)
EVERY = [fixture for catalogue in CATALOGUES for fixture in fixtures(catalogue)]


def name_of(fixture: Fixture) -> str:
    return f"{fixture.catalogue.relative_to(ROOT)}/{fixture.slug}@{fixture.day}"


def empties(value: Any, where: str = "") -> Iterator[str]:
    """Places of values that say nothing: a reader that finds nothing would pass with them."""
    if value is None or value == "" or value == [] or value == {}:
        yield where
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from empties(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from empties(inner, f"{where}/{number}")


def test_there_are_fixtures() -> None:
    assert len(EVERY) >= 25, "the fixtures are not found any more"


@pytest.mark.parametrize("fixture", EVERY, ids=name_of)
def test_captures_give_their_records_again(fixture: Fixture) -> None:
    assert observed(fixture) == fixture.expected


@pytest.mark.parametrize("fixture", EVERY, ids=name_of)
def test_expectations_say_something(fixture: Fixture) -> None:
    expected, text = fixture.expected, (fixture.folder / EXPECTED).read_text()
    assert expected["records"]
    assert list(empties(expected)) == []
    assert text == written(json.loads(text)), "keys sorted, one value a line: `vigie sources record SLUG --update`"
    assert datetime.fromisoformat(expected["now"]).astimezone(ZoneInfo("Europe/Brussels")).date() == fixture.day


@pytest.mark.parametrize("fixture", EVERY, ids=name_of)
def test_captures_reach_no_person(fixture: Fixture) -> None:
    assert fixture.captures
    assert [capture.url for capture in fixture.captures if without_persons(capture) != capture] == []


def test_a_folder_that_is_half_a_fixture_is_noticed() -> None:
    days = [day for top in ("sources", "tests") for day in (ROOT / top).rglob("recorded/*/*") if day.is_dir()]
    days = [day for day in days if len(day.name) == 10 and day.name[4:8:3] == "--"]
    assert sorted(fixture.folder for fixture in EVERY) == sorted(days)
