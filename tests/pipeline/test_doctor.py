"""A sick house: what the doctor says of each illness, and what is told without alarm."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline import steps
from pipeline.doctor import Finding, examine, needs_a_person, trouble_of
from pipeline.house import House, open_house
from tests.conftest import Plot
from vigie.model import Cause, Certificate
from vigie.settings import Web
from warehouse import runs
from warehouse.hosts import HostTurns

SLUG = "grenier-huy"


@pytest.fixture
def house(plot: Plot) -> House:
    opened = open_house(plot.settings, migrate=True)
    assert steps.ingest(opened, SLUG).cause is Cause.OK
    steps.curate(opened)
    steps.publish(opened)
    return opened


def finding(house: House, what: str, later: timedelta = timedelta()) -> Finding:
    settings = replace(house.settings, now=house.settings.clock() + later)
    return next(f for f in examine(settings) if f.what == what)


def test_a_house_that_was_read_is_well(house: House) -> None:
    assert [f for f in examine(house.settings) if not f.well] == []
    assert finding(house, "sources").message.startswith("1 of 20 well; 19 never read")


def test_without_a_database_the_rest_is_left_out(house: House) -> None:
    sick = replace(house.settings, database_url="postgresql://127.0.0.1:1/x")
    found = {f.what: f for f in examine(sick)}
    assert set(found) == {"disk", "catalogue", "feeds", "database"}
    assert not found["database"].well
    assert "VIGIE_DATABASE_URL" in found["database"].message


def test_a_disk_that_cannot_be_written(house: House) -> None:
    found = next(
        f for f in examine(replace(house.settings, home=house.settings.feeds / "index.json")) if f.what == "disk"
    )
    assert (found.well, "set VIGIE_HOME" in found.message) == (False, True)


def test_stale_feeds(house: House) -> None:
    old = time.time() - 3 * 86400
    os.utime(house.settings.feeds / "index.json", (old, old))
    assert finding(house, "feeds") == Finding(
        "feeds", False, "nothing moved for 3 days: does anything run (`vigie status`)? then `vigie publish`"
    )


def test_a_frozen_clock_is_wrong_on_the_real_web_alone(house: House) -> None:
    assert "frozen" in finding(house, "clock").message
    live = next(f for f in examine(replace(house.settings, web=Web.LIVE)) if f.what == "clock")
    assert (live.well, "unset VIGIE_NOW" in live.message) == (False, True)


def test_a_run_that_was_killed_is_named_until_it_is_repeated(house: House) -> None:
    runs.start(house.engine, house.source(SLUG), house.settings.clock() + timedelta(minutes=1))
    assert finding(house, "runs", timedelta(minutes=2)).well, "it may still be running"
    killed = finding(house, "runs", timedelta(hours=2))
    assert (killed.well, f"vigie ingest {SLUG}" in killed.message) == (False, True)
    again = replace(house, settings=replace(house.settings, now=house.settings.clock() + timedelta(hours=2)))
    steps.ingest(again, SLUG)
    assert finding(house, "runs", timedelta(hours=4)).well


def test_a_host_that_asked_for_a_pause_is_told(house: House) -> None:
    HostTurns(house.engine).pause("grenier-huy.example", house.settings.clock() + timedelta(hours=1))
    assert "grenier-huy.example until" in finding(house, "hosts").message
    assert finding(house, "hosts").well
    assert finding(house, "hosts", timedelta(hours=2)).message == "none paused"


def test_an_archive_that_is_gone(house: House) -> None:
    house.archive.close()
    house.settings.archive.rename(house.settings.home / "elsewhere")
    found = finding(house, "archive")
    assert (found.well, "put the archive back" in found.message) == (False, True)


def certificate(cause: Cause, complete: bool = False) -> Certificate:
    return Certificate("x", "feed", cause, complete, datetime(2026, 11, 21, tzinfo=UTC), 1.0)


@pytest.mark.parametrize(
    ("causes", "alarm", "words"),
    [
        ((), False, ""),
        ((Cause.OK, Cause.TIMEOUT), False, ""),
        ((Cause.TIMEOUT, Cause.OK), False, "timeout, last run"),
        ((Cause.TIMEOUT, Cause.SERVER_ERROR, Cause.DNS), True, "timeout, last 3 runs"),
        ((Cause.LAYOUT_CHANGED, Cause.OK), True, "layout-changed, last run"),
    ],
)
def test_when_a_failing_source_needs_a_person(causes: tuple[Cause, ...], alarm: bool, words: str) -> None:
    history = [certificate(cause, cause is Cause.OK) for cause in causes]
    assert needs_a_person(history) is alarm
    assert trouble_of(history) == words
