"""A takedown at every stage: names, addresses, redirects, edits, announcements, readers' pages, files of PostgreSQL."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from pipeline import steps
from pipeline.forget import forget, preview, sweep
from pipeline.house import House
from pipeline.outcomes import Guarded
from scrapers.client import Fetched
from scrapers.failure import FetchError
from tests.conftest import feed_bytes
from tests.pipeline.forget_world import ALL, Lived, lived, of, opened, shown
from tests.pipeline.lived_days import FIRST, MovingWeb, live, morning
from vigie.model import Capture, Cause, Event, Kind, Request, Source
from vigie.settings import Settings
from warehouse import editing, items, runs, takedown
from warehouse.suppression import Suppressed
from web.app import create_app


@pytest.fixture(scope="module")
def before(database_server: Settings, web: MovingWeb, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return lived(database_server, web, tmp_path_factory.mktemp("lived") / "var")


@pytest.fixture
def house(before: Lived, tmp_path: Path) -> Iterator[House]:
    there = opened(before.copy(tmp_path / "var"))
    yield there
    there.engine.dispose()


@pytest.mark.parametrize("source", ["grenier-huy", "lettre-numerique", "fonds-image-appels"])
def test_readers_are_told_that_it_is_gone(house: House, source: str) -> None:
    lost = of(house, source)
    assert forget(house, "item", lost.id, "request 1", "anne").proof == ()
    with TestClient(create_app(house.engine, house.settings)) as client:
        for address in (f"/e/{lost.id}", f"/e/{lost.id}.ics", f"/e/{lost.id}/why/title"):
            answer = client.get(address)
            assert answer.status_code == 410, address
            assert lost.content.title not in answer.text
        stays = of(house, source)
        assert client.get(f"/e/{stays.id}").status_code == 200


def test_an_edited_item_leaves_no_word_of_its_editor(house: House) -> None:
    lost = of(house, "grenier-huy")
    with house.engine.begin() as connection:
        editing.edit(connection, lost.id, "title", "Le titre corrigé à la main", "anne", house.settings.clock())
    steps.curate(house)
    steps.publish(house)
    assert forget(house, "item", lost.id, "request 2", "anne").proof == ()
    with house.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM edits")).scalar_one() == 0
        said = "SELECT count(*) FROM journal WHERE strpos(body::text, 'corrigé à la main') > 0"
        assert connection.execute(text(said)).scalar_one() == 0
    assert not any("corrigé à la main".encode() in data for data in feed_bytes(house.settings.feeds).values())


def test_a_name_goes_wherever_it_stands(house: House, web: MovingWeb) -> None:
    """A pattern over the people and the places of things: organisers, funders, places, texts."""
    named = Counter(
        name for item in shown(house).values() if isinstance(item.content, Event) for name in item.content.organizers
    )
    name = min((n for n in named if len(n) > 9), key=lambda n: (named[n], n))
    pattern = re.escape(name)
    covered = preview(house, "pattern", pattern)
    assert len(covered.records) >= 1
    assert forget(house, "pattern", pattern, "request 3", "anne").proof == ()
    tomorrow = live(house, web, 2, ALL)
    steps.publish(tomorrow)
    assert sweep(tomorrow).proof == ()
    with house.engine.connect() as connection:
        for table in ("places", "actors", "items", "records", "field_choices", "item_versions", "suggestions"):
            rows = connection.execute(text(f"SELECT t::text FROM {table} t")).scalars()
            assert not [row for row in rows if name.lower() in row.lower()], table
    assert not any(name.encode() in data for data in feed_bytes(house.settings.feeds).values())


def test_the_next_run_is_complete(house: House, before: Lived, web: MovingWeb, tmp_path: Path) -> None:
    """What is taken down makes no run fail and nothing else missing: of a list with pages of its own, of a file."""
    calm = opened(before.copy(tmp_path / "calm"))
    sources = ("agenda-hainaut", "musee-ardoise", "grenier-huy")
    live(calm, web, 2, sources)
    missing = {source: runs.history(calm.engine, source, 1)[0].missing for source in sources}
    calm.engine.dispose()
    for source in sources:
        forget(house, "item", of(house, source).id, "request 4", "anne")
    tomorrow = live(house, web, 2, ALL)
    for source in sources:
        last = runs.history(tomorrow.engine, source, 1)[0]
        assert (last.complete, last.missing) == (True, missing[source]), last
    with house.engine.connect() as connection:
        assert items.count(connection, items.ItemFilter(kind=Kind.EVENT, source="agenda-hainaut"), morning(FIRST)) > 3


def test_an_address_behind_a_redirect_is_caught(house: House) -> None:
    source = house.source("grenier-huy")
    rule = Suppressed(urls=frozenset({"https://grenier-huy.example/personne"}))
    asked = Request("https://grenier-huy.example/ancien")

    def fetch(source: Source, request: Request) -> Fetched:
        kept = next(capture for _, capture in house.archive.entries())
        moved: Capture = replace(kept, request=request, url="https://grenier-huy.example/personne")
        return Fetched(moved, False, True)

    guard = Guarded(fetch, rule, house.archive)
    with pytest.raises(FetchError) as refused:
        guard(source, asked)
    assert refused.value.cause is Cause.ROBOTS
    assert len(guard.caught) == 1
    with pytest.raises(FetchError):
        guard(source, Request("https://grenier-huy.example/personne"))
    assert len(guard.caught) == 1, "an address that is forbidden is not asked for"


def test_a_host_covers_its_subdomains_and_no_namesake(house: House) -> None:
    rule = takedown.as_rule("host", "huy.example")
    assert rule.forbids("https://grenier.huy.example/x")
    assert rule.forbids("https://huy.example/")
    assert not rule.forbids("https://grenier-huy.example/x")


def test_a_preview_changes_nothing(house: House) -> None:
    lost = of(house, "grenier-huy")
    stood, bytes_ = shown(house), feed_bytes(house.settings.feeds)
    assert preview(house, "item", lost.id).items == (lost.id,)
    with house.engine.connect() as connection:
        assert takedown.rules(connection) == ()
    assert (shown(house), feed_bytes(house.settings.feeds)) == (stood, bytes_)


def test_once_more_changes_nothing(house: House) -> None:
    forget(house, "item", of(house, "lettre-numerique").id, "request 5", "anne")
    stood, bytes_ = shown(house), feed_bytes(house.settings.feeds)
    again = sweep(house)
    assert (again.records, again.captures, again.proof) == ((), 0, ())
    assert (shown(house), feed_bytes(house.settings.feeds)) == (stood, bytes_)


def test_the_files_of_postgresql_after_a_full_rewrite(house: House, database_server: Settings) -> None:
    """Vacuumed space may hold old bytes until it is written over; a full rewrite leaves none in the tables."""
    lost = of(house, "grenier-huy")
    word = next(s.url for s in lost.sightings if s.url).encode()
    with house.engine.connect() as connection:
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()

    def held() -> list[str]:
        with house.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
        folder = database_server.postgres / "base" / str(number)
        return [f.name for f in sorted(folder.iterdir()) if f.is_file() and word in f.read_bytes()]

    assert held(), "the words are looked for where they are"
    assert forget(house, "item", lost.id, "request 6", "anne").proof == ()
    with house.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM FULL"))
    assert held() == []
