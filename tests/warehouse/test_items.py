"""Finding items: windows, running exhibitions, order, filters, text, facets."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, text

from tests.warehouse.made import NOW, article, at, bring, call, event, place, record, source
from vigie.model import Call, Cause, Certificate, Kind, Occurrence
from warehouse import items, runs
from warehouse.curate import curate
from warehouse.items import ItemFilter

QUAI, AUTRE = source("quai-numerique", trust=80), source("autre-rive", trust=40, language="nl")


@pytest.fixture
def shelf(engine: Engine) -> Engine:
    liege = place("La Halle", "liege")
    workshop = ("event_type:workshop",)
    bring(
        engine,
        QUAI,
        record(QUAI, "past", event("Concert passé", 12, place=place())),
        record(QUAI, "soon", event("Atelier de création numérique", 21, place=place(), topics=workshop)),
        record(
            QUAI,
            "expo",
            event("Lumières", occurrences=(Occurrence(at(1, None), at(30, None)),), place=liege, language="fr"),
        ),
        record(QUAI, "weekly", event("Jam du mardi", occurrences=(Occurrence(at(10)), Occurrence(at(24))))),
        record(QUAI, "n1", article("Œuvre primée à Liège", 10)),
        record(QUAI, "n2", article("Nouveau studio de jeux vidéo", 20)),
        record(QUAI, "c1", call("Bourse courts métrages", 25)),
        record(QUAI, "c2", call("Appel à projets immersifs", 22)),
        record(QUAI, "c3", call("Appel clos", 5)),
        record(QUAI, "c4", Call(title="Guichet permanent", rolling=True)),
    )
    bring(engine, AUTRE, record(AUTRE, "soon", event("Robotclub", 22, place=liege, topics=("audience:children",))))
    curate(engine, NOW)
    return engine


def noon(day: int) -> datetime:
    return datetime(2026, 3, day, 11, tzinfo=UTC)


def titles(engine: Engine, wanted: ItemFilter, day: int = 15) -> list[str]:
    with engine.connect() as connection:
        found = [item.content.title for item in items.find(connection, wanted, noon(day))]
        whole = items.count(connection, wanted, noon(day))
    assert whole >= len(found)
    if wanted.limit == 50 and not wanted.offset:
        assert whole == len(found)
    return found


def test_the_least_relevance_keeps_what_was_not_read(engine: Engine) -> None:
    bring(
        engine,
        QUAI,
        record(QUAI, "pixels", event("Pixels", 21, place=place(), relevance=80)),
        record(QUAI, "boudin", event("Souper boudin", 22, place=place(), relevance=3)),
        record(QUAI, "unread", event("Sans avis", 23, place=place())),
    )
    curate(engine, NOW)
    assert titles(engine, ItemFilter(relevance=50)) == ["Pixels", "Sans avis"]
    assert titles(engine, ItemFilter(relevance=2)) == ["Pixels", "Souper boudin", "Sans avis"]


def test_agenda_by_next_session_without_what_is_over(shelf: Engine) -> None:
    expected = ["Lumières", "Atelier de création numérique", "Robotclub", "Jam du mardi"]
    assert titles(shelf, ItemFilter()) == expected
    assert titles(shelf, ItemFilter(), day=8) == ["Lumières", "Jam du mardi", "Concert passé", *expected[1:3]]
    assert titles(shelf, ItemFilter(include_closed=True))[:2] == ["Lumières", "Jam du mardi"]
    assert "Concert passé" in titles(shelf, ItemFilter(include_closed=True))


def test_a_day_holds_its_sessions_and_what_is_running(shelf: Engine) -> None:
    tuesday = date(2026, 3, 24)
    assert titles(shelf, ItemFilter(start=tuesday, end=tuesday)) == ["Lumières", "Jam du mardi"]
    first = date(2026, 3, 1)
    assert titles(shelf, ItemFilter(start=first, end=first), day=1) == ["Lumières"]
    last = date(2026, 3, 31)
    assert titles(shelf, ItemFilter(start=last, end=last)) == []


def test_filters_join(shelf: Engine) -> None:
    assert titles(shelf, ItemFilter(province="liege")) == ["Lumières", "Robotclub"]
    assert titles(shelf, ItemFilter(province="liege", topics=("audience:children",))) == ["Robotclub"]
    assert titles(shelf, ItemFilter(source="autre-rive")) == ["Robotclub"]
    assert titles(shelf, ItemFilter(language="fr")) == ["Lumières"]
    assert titles(shelf, ItemFilter(limit=2, offset=1)) == ["Atelier de création numérique", "Robotclub"]


def test_text_is_searched_by_the_one_analyser(shelf: Engine) -> None:
    assert titles(shelf, ItemFilter(text="creation numerique")) == ["Atelier de création numérique"]
    assert titles(shelf, ItemFilter(text="ateliers")) == ["Atelier de création numérique"]
    assert titles(shelf, ItemFilter(kind=Kind.NEWS, text="oeuvre")) == ["Œuvre primée à Liège"]
    assert titles(shelf, ItemFilter(kind=Kind.NEWS, text="jeu video")) == ["Nouveau studio de jeux vidéo"]
    assert titles(shelf, ItemFilter(text="'; DROP TABLE items; -- \\")) == []
    assert titles(shelf, ItemFilter(text="zzzz")) == []


def test_watch_newest_first(shelf: Engine) -> None:
    assert titles(shelf, ItemFilter(kind=Kind.NEWS)) == ["Nouveau studio de jeux vidéo", "Œuvre primée à Liège"]
    assert titles(shelf, ItemFilter(kind=Kind.NEWS, end=date(2026, 2, 10))) == ["Œuvre primée à Liège"]


def test_calls_by_next_deadline_closed_ones_on_demand(shelf: Engine) -> None:
    still = ["Appel à projets immersifs", "Bourse courts métrages", "Guichet permanent"]
    assert titles(shelf, ItemFilter(kind=Kind.CALL)) == still
    assert titles(shelf, ItemFilter(kind=Kind.CALL, include_closed=True)) == ["Appel clos", *still]
    on = date(2026, 3, 22)
    assert titles(shelf, ItemFilter(kind=Kind.CALL, start=on, end=on)) == ["Appel à projets immersifs"]


def test_facets_count_without_their_own_filter(shelf: Engine) -> None:
    with shelf.connect() as connection:
        found = items.facets(connection, ItemFilter(province="namur"), noon(15))
    assert found.provinces == (("liege", 2), ("namur", 1))
    assert found.topics == (("event_type:workshop", 1),)
    assert found.sources == (("quai-numerique", 1),)


def test_one_item_by_id_and_strange_ids(shelf: Engine) -> None:
    with shelf.connect() as connection:
        (item,) = items.find(connection, ItemFilter(text="robotclub"), noon(15))
        assert items.get(connection, item.id) == item
        for strange in ("", "1", "' OR 1=1", "00000000-0000-0000-0000-00000000000g", "-" * 36):
            assert items.get(connection, strange) is None
            assert items.redirect(connection, strange) is None


def test_last_seen_follows_the_last_complete_run(shelf: Engine) -> None:
    run = runs.start(shelf, AUTRE, noon(20))
    with shelf.begin() as connection:
        runs.close(connection, Certificate(AUTRE.slug, "feed", Cause.UNCHANGED, True, noon(20), 1.0, run))
    with shelf.connect() as connection:
        (item,) = items.find(connection, ItemFilter(text="robotclub"), noon(21))
    assert (item.sightings[0].first_seen, item.sightings[0].last_seen) == (NOW, noon(20))


def test_stream_brings_every_live_item_once(shelf: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "BATCH", 2)
    with shelf.connect() as connection:
        found = [item.id for item in items.stream(connection, Kind.EVENT)]
    assert len(found) == 5
    assert found == sorted(set(found))


def test_views_answer_editors(shelf: Engine) -> None:
    with shelf.connect() as connection:
        rows = {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar()
            for name in ("watch", "calls", "source_health", "item_history")
        }
        health = connection.execute(text("SELECT listed, missing FROM source_health ORDER BY slug")).all()
        connection.execute(text("SELECT * FROM agenda ORDER BY starts_at")).all()
    assert rows == {"watch": 2, "calls": 4, "source_health": 2, "item_history": 22}
    assert [tuple(row) for row in health] == [(1, 0), (10, 0)]
