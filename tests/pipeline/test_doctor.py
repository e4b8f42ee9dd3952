"""A sick house: what the doctor says of each illness, and what is told without alarm."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from pipeline import steps
from pipeline.doctor import Finding, examine
from pipeline.house import House, open_house
from pipeline.incidents import alarms, incident_of
from pipeline.tasks import one_line
from scrapers.archive import WarcArchive
from scrapers.archive_compact import compact
from scrapers.archive_purge import purge
from tests.conftest import Plot
from vigie.model import Cause, Certificate, Problem
from vigie.settings import Web
from warehouse import changes, consumers, editing, quarantine, runs, silences
from warehouse.hosts import HostTurns
from warehouse.load import load

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


def test_a_failing_source_is_told_once_with_its_first_day_its_runs_and_its_numbers(house: House) -> None:
    source = house.source(SLUG)
    for day in range(1, 5):
        at = house.settings.clock() + timedelta(days=day)
        run = runs.start(house.engine, source, at)
        said = f"no item where {70 + day} are usual"
        with house.engine.begin() as connection:
            runs.close(connection, replace(certificate(Cause.EMPTY, at=at), source=SLUG, run=run, message=said))
    found = finding(house, "sources", timedelta(days=4, hours=1))
    assert not found.well
    first = house.settings.clock() + timedelta(days=1)
    assert f"{SLUG} (failing since {first:%Y-%m-%d}, 4 runs, empty: no item where 74 are usual)" in found.message
    everything = examine(replace(house.settings, now=first + timedelta(days=3)))
    assert sum("failing since" in f.message for f in everything) == 1


def test_alarms_of_complete_runs_are_told_for_a_day(house: House) -> None:
    at = house.settings.clock() + timedelta(hours=1)
    run = runs.start(house.engine, house.source(SLUG), at)
    noticed = ("nothing new for 40 days, where something comes every 5 days",)
    well = replace(certificate(Cause.OK, True, at), source=SLUG, run=run, alarms=noticed)
    with house.engine.begin() as connection:
        runs.close(connection, well)
    found = finding(house, "alarms", timedelta(hours=2))
    assert (found.well, f"{SLUG}: {noticed[0]}" in found.message) == (True, True)
    assert finding(house, "alarms", timedelta(hours=26)).message == "none of complete runs within a day"


def test_a_silence_is_told_from_its_beginning_to_after_its_end(house: House) -> None:
    source, now, ticket = house.source(SLUG), house.settings.clock(), "https://tickets.example.org/7"
    with house.engine.begin() as connection:
        silences.add(connection, SLUG, None, ticket, now + timedelta(days=10), "anne", now)
    assert "the source is well, `vigie silence end 1`" in finding(house, "silences").message

    def fails(day: int, cause: Cause, silenced: Cause | None) -> None:
        at = now + timedelta(days=day)
        run = runs.start(house.engine, source, at)
        ended = replace(certificate(cause, at=at), source=SLUG, run=run, silenced=silenced, ticket=ticket)
        with house.engine.begin() as connection:
            runs.close(connection, ended)

    fails(1, Cause.SILENCED, Cause.EMPTY)
    held = finding(house, "silences", timedelta(days=1))
    assert (held.well, f"silence 1 of {SLUG} (every cause) until" in held.message) == (True, True)
    assert "ends within" not in held.message
    sources = finding(house, "sources", timedelta(days=1))
    assert (sources.well, f"1 silenced: {SLUG}" in sources.message) == (True, True)
    assert "ends within 3 days and the source still fails" in finding(house, "silences", timedelta(days=8)).message
    fails(11, Cause.EMPTY, None)
    assert f"is over since {now + timedelta(days=10):%Y-%m-%d} and the source still fails: {ticket}" in (
        finding(house, "silences", timedelta(days=11)).message
    )
    since = f"failing since {now + timedelta(days=1):%Y-%m-%d}, 2 runs, empty"
    assert since in finding(house, "sources", timedelta(days=11)).message
    fails(12, Cause.OK, None)
    assert finding(house, "silences", timedelta(days=12)).message == "none in force"


def test_a_row_of_the_journal_that_was_changed(house: House) -> None:
    assert "the chain holds, all in its copy" in finding(house, "journal").message
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET author = 'somebody' WHERE seq = 1"))
    found = finding(house, "journal")
    assert (found.well, "row 1, in the table" in found.message) == (False, True)


def test_a_copy_of_the_journal_that_lags_behind(house: House) -> None:
    with house.engine.begin() as connection:
        silences.add(
            connection, SLUG, None, "https://t.example.org/1", house.settings.clock() + timedelta(days=9), "anne",
            house.settings.clock(),
        )  # fmt: skip
    assert "1 not in its copy yet" in finding(house, "journal").message
    late = finding(house, "journal", timedelta(hours=2))
    assert (late.well, late.message.startswith("1 row since")) == (False, True)
    steps.keep_journal(house)
    assert finding(house, "journal", timedelta(hours=2)).well


def test_an_older_warehouse_beside_a_newer_copy(house: House) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"))
    found = finding(house, "journal")
    assert (found.well, "the copy in the archive still has it" in found.message) == (False, True)


def test_records_that_left_their_list_are_counted(house: House) -> None:
    assert finding(house, "records").message == "none missing, none suspected"
    with house.engine.begin() as connection:
        some = "SELECT key FROM records WHERE source = :slug ORDER BY key LIMIT 2"
        connection.execute(text(f"UPDATE records SET state = 'suspected' WHERE key IN ({some})"), {"slug": SLUG})
    assert finding(house, "records").message == f"2 suspected ({SLUG} 2)"


def test_a_consumer_that_is_far_behind(house: House) -> None:
    assert finding(house, "consumers").message == "none ever ran"
    with house.engine.begin() as connection:
        newest = changes.newest(connection)
        consumers.reset(connection, "kafka", newest - 3, house.settings.clock())
    assert finding(house, "consumers").message == "kafka 3 behind"
    far = finding(house, "consumers", timedelta(days=2))
    assert (far.well, "kafka is 3 changes behind" in far.message) == (False, True)
    assert finding(house, "consumers", timedelta(days=40)).well, "nobody uses it any more"
    with house.engine.begin() as connection:
        consumers.reset(connection, "kafka", newest, house.settings.clock())
    assert finding(house, "consumers", timedelta(days=2)).message == "kafka at the end"


def test_an_edit_whose_source_moved(house: House) -> None:
    assert finding(house, "conflicts").message == "none open"
    with house.engine.begin() as connection:
        item = connection.execute(text("SELECT id FROM items ORDER BY id LIMIT 1")).scalar_one()
        editing.edit(connection, item, "title", "Un titre", "anne", house.settings.clock())
    steps.curate(house)
    with house.engine.begin() as connection:
        connection.execute(text("""UPDATE edits SET sources_say = '{"value": "Autre"}'"""))
    assert finding(house, "conflicts").message == f"1 open, of {item}: editors answer by `vigie conflicts`"


def test_what_was_put_aside_is_counted(house: House) -> None:
    source, at = house.source(SLUG), house.settings.clock()
    problems = [Problem(SLUG, source.site or "", "no-date", "no date", "start", key) for key in ("a", "b")]
    load(house.engine, source, (), problems, (), False, at, "r", sighted=False)
    assert finding(house, "quarantine").message == f"2 open problems of {SLUG}: `vigie quarantine list`"
    with house.engine.begin() as connection:
        one = quarantine.standing(connection, SLUG)[0]
        quarantine.drop(connection, one.id, "not worth it", "anne", at)
    assert finding(house, "quarantine").message == f"1 open problem of {SLUG}: `vigie quarantine list`; 1 put aside"


def test_a_takedown_that_waits_for_a_live_file(house: House) -> None:
    with house.engine.connect() as connection:
        sha = connection.execute(text("SELECT sha256 FROM captures ORDER BY sha256 LIMIT 1")).scalar_one()
    # The house's own archive still writes its file.
    purge(WarcArchive(house.settings.archive), {sha: None}, "asked for", house.settings.clock())
    waits = finding(house, "archive")
    assert (waits.well, "1 purged capture still in a file" in waits.message) == (True, True)
    assert not finding(house, "archive", timedelta(days=3)).well
    house.archive.close()
    compact(WarcArchive(house.settings.archive), house.settings.clock() + timedelta(days=3))
    assert "still in a file" not in finding(house, "archive", timedelta(days=3)).message


def certificate(cause: Cause, complete: bool = False, at: datetime = datetime(2026, 11, 21, tzinfo=UTC)) -> Certificate:
    return Certificate("x", "feed", cause, complete, at, 1.0)


@pytest.mark.parametrize(
    ("causes", "alarm", "words"),
    [
        ((), False, ""),
        ((Cause.OK, Cause.TIMEOUT), False, ""),
        ((Cause.TIMEOUT, Cause.OK), False, "failing since 2026-11-21, 1 run, timeout"),
        ((Cause.TIMEOUT, Cause.SERVER_ERROR, Cause.DNS), True, "failing since 2026-11-19, 3 runs, timeout"),
        ((Cause.LAYOUT_CHANGED, Cause.OK), True, "failing since 2026-11-21, 1 run, layout-changed"),
        ((Cause.SILENCED, Cause.EMPTY), False, "failing since 2026-11-20, 2 runs, silenced"),
        ((Cause.EMPTY, Cause.SILENCED, Cause.OK), True, "failing since 2026-11-20, 2 runs, empty"),
    ],
)
def test_when_a_failing_source_needs_a_person(causes: tuple[Cause, ...], alarm: bool, words: str) -> None:
    days = [datetime(2026, 11, 21 - back, tzinfo=UTC) for back in range(len(causes))]
    found = incident_of([certificate(c, c is Cause.OK, day) for c, day in zip(causes, days, strict=True)])
    assert bool(found and found.needs_a_person) is alarm
    assert str(found or "") == words


def test_an_incident_that_fills_what_was_looked_at_may_be_longer() -> None:
    found = incident_of([certificate(Cause.EMPTY)] * 3, 3)
    assert "3 runs or more" in str(found)


def test_alarms_that_the_message_says_are_not_said_twice() -> None:
    failed = replace(certificate(Cause.EMPTY), message="no item", alarms=("empty: no item",))
    whole = replace(certificate(Cause.OK, True), alarms=("nothing new for 40 days",))
    assert (alarms(failed), alarms(whole)) == ((), ("nothing new for 40 days",))
    assert one_line(failed).count("no item") == 1
    assert one_line(whole).endswith("; ALARM: nothing new for 40 days")
