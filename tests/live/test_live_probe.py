"""`vigie sources probe` against made-up sites behind host names of the live web: what is seen, kept and used."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.probe_campaign import campaign, stale, unseen
from pipeline.readiness import projected, scheduled
from pipeline.rebuild import onto, rebuild
from tests.conftest import Plot
from tests.live.behind_world import SITES, Behind, serving, write_catalogue
from vigie.model import Cause
from vigie.settings import Settings
from warehouse import journal, probes, server
from warehouse.fingerprint import content_hash
from warehouse.probes import Probe

CAUSES = {
    "answers": Cause.OK, "twin": Cause.OK, "offers": Cause.OK, "gone": Cause.NOT_FOUND, "another": Cause.OK,
    "moved": Cause.OK, "shut": Cause.BLOCKED, "forbids": Cause.ROBOTS, "silent": Cause.SERVER_ERROR,
    "nameless": Cause.NOT_FOUND, "listed": Cause.OK, "bare": Cause.EMPTY,
}  # fmt: skip


@pytest.fixture
def behind() -> Iterator[Behind]:
    with serving(SITES) as server:
        yield server


@pytest.fixture
def live(new_plot: Callable[[], Plot], behind: Behind, tmp_path: Path) -> Plot:
    folder = write_catalogue(tmp_path / "catalogue")
    return new_plot().with_variables(VIGIE_WEB="live", VIGIE_BEHIND=behind.address, VIGIE_CATALOGUE=str(folder))


@pytest.fixture
def house(live: Plot) -> House:
    return open_house(live.settings, migrate=True)


def look(house: House) -> dict[str, Probe]:
    with house.engine.connect() as connection:
        wanted = unseen(house.sources, probes.last(connection))
    return {seen.source: seen for seen in campaign(house, wanted, lambda seen: None)}


def test_each_fate_has_its_cause_and_no_host_two_requests_at_a_time(house: House, behind: Behind) -> None:
    seen = look(house)
    assert {slug: one.cause for slug, one in seen.items()} == CAUSES, "and nothing at rest is asked"
    assert behind.overlaps() == []
    assert behind.asked("answers.be").count("/robots.txt") == 1, "two sources of a host ask for it once"
    assert not behind.asked("resting.be")
    assert {slug for slug, one in seen.items() if one.holds} == {"answers", "twin", "offers", "another", "moved"}
    assert seen["answers"].way is None
    assert (seen["answers"].items, seen["answers"].status, seen["answers"].robots) == (4, 200, "allowed")
    assert f"{seen['answers'].newest}" == "2026-11-13"
    assert seen["offers"].way is not None
    assert seen["offers"].way.urls == ("https://offers.be/fil.xml",)
    assert seen["moved"].way is not None
    assert seen["moved"].way.urls == ("https://www.elsewhere.be/feed/",)
    assert "404" in seen["gone"].message
    assert "no address known" in seen["nameless"].message
    assert seen["forbids"].robots == "forbidden"
    assert not [path for path in behind.asked("forbids.be") if path != "/robots.txt"]
    kept = {source for source, _ in house.archive.entries()}
    assert {"answers", "offers", "listed", "bare"} <= kept, "what was fetched is archived, like any capture"


def test_a_list_waits_for_the_operator_and_is_read_when_accepted(live: Plot, house: House) -> None:
    seen = look(house)["listed"]
    assert seen.answered
    assert not seen.holds
    assert house.source("listed").find
    refused = live.run("sources", "probe", "--accept", "bare", check=False)
    assert (refused.returncode, "no way waits" in refused.stderr) == (2, True)
    said = live.run("sources", "probe", "--accept", "listed", "--by", "Anne").stdout
    assert "as Anne says" in said
    assert steps.ingest(house, "listed").read == 12
    with house.engine.connect() as connection:
        stands = probes.of(connection, "listed")
        assert stands is not None
        assert stands.author == "Anne"
        assert "listed" not in probes.waiting(connection)
    live.run("undo", "--last", check=False)


def test_only_what_answered_is_scheduled_and_files_alone_say_so(live: Plot, house: House) -> None:
    assert scheduled(live.settings) == (), "nobody has seen any of them answer"
    look(house)
    ready = {"answers", "twin", "offers", "another", "moved"}
    assert {entry.slug for entry, _ in scheduled(live.settings)} == ready
    assert {source.slug for source in house.ready()} == ready
    read = {entry.slug: source for entry, source in scheduled(live.settings)}
    assert read["another"].platform == "feed"
    assert read["another"].urls == ("https://another.be/rss",)
    for source in house.ready():
        assert steps.ingest(house, source.slug).cause is Cause.OK, source.slug


def test_an_entry_that_is_changed_later_wins_over_what_was_found(live: Plot, house: House) -> None:
    look(house)
    file = live.settings.catalogue / "another.yaml"
    file.write_text(file.read_text().replace("platform: wordpress", "platform: ical"))
    later = open_house(live.settings)
    assert later.source("another").platform == "ical"
    assert "another" not in {source.slug for source in later.ready()}, "and waits to be seen"
    with later.engine.connect() as connection:
        again = unseen(later.sources, probes.last(connection))
    assert [entry.slug for entry in again] == ["another"]


def test_what_failed_is_looked_at_again_after_a_while(live: Plot, house: House) -> None:
    look(house)
    now = house.settings.clock()
    with house.engine.connect() as connection:
        last, standing = probes.last(connection), probes.in_force(connection)

    def again(days: float) -> set[str]:
        return {entry.slug for entry in stale(house.sources, last, standing, now + timedelta(days=days))}

    assert again(0.5) == set()
    assert again(1) == {"silent"}, "the network may be well tomorrow"
    assert again(7) == {"silent", "gone", "shut", "forbids", "nameless", "listed", "bare"}


def test_the_archive_alone_makes_ways_and_their_records_again(house: House, database_server: Settings) -> None:
    look(house)
    with house.engine.begin() as connection:
        probes.accept(connection, "listed", "Anne", house.settings.clock())
    for source in house.ready():
        steps.ingest(house, source.slug)
    steps.curate(house)
    other = onto(house, server.database_url(database_server, "ways_again"))
    played = rebuild(other, tuple(journal.copied(house.settings.archive)))
    assert (played.runs, played.curations, played.decisions, played.skipped) == (6, 1, 1, [])
    with house.engine.connect() as first, other.engine.connect() as again:
        assert probes.in_force(again) == probes.in_force(first)
        assert probes.last(again) == probes.last(first)
        assert probes.in_force(again)["listed"].author == "Anne"
    assert content_hash(other.engine) == content_hash(house.engine)


def test_the_command_prints_keeps_and_patches(live: Plot, behind: Behind) -> None:
    done = live.run("sources", "probe", "another", "answers", "--patch", "--json")
    told = json.loads(done.stdout[: done.stdout.rindex("]") + 1])
    assert {one["source"]: one["cause"] for one in told} == {"another": "ok", "answers": "ok"}
    text = (live.settings.catalogue / "another.yaml").read_text()
    assert "platform: feed\n" in text
    assert "url: https://another.be/rss\n" in text
    assert "state: confirmed\n" in text
    assert "found by vigie sources probe, 2026-11-21" in text
    assert "0 findings" in live.run("sources", "lint").stdout
    assert projected(live.settings.home).keys() == {"another", "answers"}
    assert {entry.slug for entry, _ in scheduled(live.settings)} == {"another", "answers"}, "as confirmed entries now"
    failed = live.run("sources", "probe", "gone", check=False)
    assert failed.returncode == 1
    assert "not-found" in failed.stdout
