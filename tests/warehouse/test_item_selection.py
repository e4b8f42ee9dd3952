"""What machines select: days of the wall clock, values of one facet as alternatives, keys that lose nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.warehouse.made import NOW, article, at, bring, call, event, place, record, source
from vigie.model import Call, Deadline, Event, Kind, Occurrence, Place, Status, WallTime
from warehouse import selected
from warehouse.curate import curate
from warehouse.editing import hide, pin
from warehouse.item_selection import Key, Order, Selection

QUAI, AUTRE = source("quai-numerique", trust=80), source("autre-rive", trust=40)
ANCHOR = datetime(2026, 3, 9, 23, tzinfo=UTC)
MARCH = Selection(Kind.EVENT, date(2026, 3, 10), date(2026, 3, 31))
LATER = NOW + timedelta(days=1)


@pytest.fixture
def shelf(engine: Engine) -> Engine:
    montreal = WallTime(datetime(2026, 3, 31, 22), "America/Montreal")  # in Brussels it is April by then
    bring(
        engine,
        QUAI,
        record(QUAI, "before", event("Veille", 9, 23)),
        record(QUAI, "night", event("Nuit", occurrences=(Occurrence(at(9, 22), at(10, 2)),))),
        record(QUAI, "days", event("Exposition", occurrences=(Occurrence(at(1, None), at(10, None)),), place=place())),
        record(QUAI, "far", event("Ailleurs", occurrences=(Occurrence(montreal),), language="fr-CA")),
        record(QUAI, "two", event("Deux soirs", occurrences=(Occurrence(at(5)), Occurrence(at(20))), language="nl")),
        record(QUAI, "april", event("Avril", occurrences=(Occurrence(at(1, month=4)),))),
        record(QUAI, "off", event("Annulé", 12, status=Status.CANCELLED, topics=("discipline:xr", "audience:youth"))),
        record(QUAI, "n1", article("Nouvelle du dix", 10)),
        record(QUAI, "n2", article("Nouvelle sans jour", None)),
        record(QUAI, "c1", call("Appel du dix", 10)),
        record(QUAI, "c2", Call("Appel avant le dix", deadlines=(Deadline(at(10, None), strict=True),))),
        record(QUAI, "c3", Call("Appel du neuf à minuit", deadlines=(Deadline(at(10, 0)),))),
        record(QUAI, "c4", Call("Guichet", rolling=True)),
        record(QUAI, "c5", Call("Fini", closed=True)),
        record(QUAI, "c6", Call("Deux tours", deadlines=(Deadline(at(1, None), "un"), Deadline(at(30, None), "deux")))),
    )
    totem = Place(name="TRAKK", province="namur", totem="trakk")
    topics = ("discipline:games", "audience:youth")
    robots = Event("Robots", (Occurrence(at(13)),), place=totem, topics=topics, language="fr")
    bring(engine, AUTRE, record(AUTRE, "k", robots))
    curate(engine, NOW)
    return engine


def titles(engine: Engine, wanted: Selection) -> list[str]:
    with engine.connect() as connection:
        found = [item.content.title for _, item in selected.selected(connection, wanted, ANCHOR)]
    return found


def test_events_by_days_of_their_own_wall_clock(shelf: Engine) -> None:
    """The order is that of the sessions within the days: "Deux soirs" by its second one."""
    assert titles(shelf, MARCH) == ["Exposition", "Nuit", "Annulé", "Robots", "Deux soirs", "Ailleurs"]
    assert titles(shelf, replace(MARCH, since=date(2026, 3, 11), until=date(2026, 3, 11))) == []
    april = replace(MARCH, since=date(2026, 4, 1), until=None)
    assert titles(shelf, april) == ["Avril"]


def test_news_by_day_of_publication_else_by_the_day_they_were_first_seen(shelf: Engine) -> None:
    news = Selection(Kind.NEWS, date(2026, 2, 10))
    assert titles(shelf, news) == ["Nouvelle sans jour", "Nouvelle du dix"]
    assert titles(shelf, replace(news, since=date(2026, 3, 1))) == ["Nouvelle sans jour"]
    assert titles(shelf, replace(news, until=date(2026, 2, 10))) == ["Nouvelle du dix"]
    assert titles(shelf, replace(news, until=date(2026, 2, 9))) == []


def test_calls_by_the_last_day_in_time(shelf: Engine) -> None:
    wanted = Selection(Kind.CALL, date(2026, 3, 10))
    assert titles(shelf, wanted) == ["Appel du neuf à minuit", "Appel du dix", "Deux tours", "Guichet"]
    assert "Appel avant le dix" in titles(shelf, replace(wanted, since=date(2026, 3, 9)))
    assert "Fini" in titles(shelf, replace(wanted, since=NOW.date()))
    closing = replace(wanted, closing=True, until=date(2026, 3, 29))
    assert titles(shelf, closing) == ["Appel du neuf à minuit", "Appel du dix"]


def test_values_of_one_facet_are_alternatives_and_facets_join(shelf: Engine) -> None:
    def found(**asked: object) -> set[str]:
        return set(titles(shelf, replace(MARCH, **asked)))  # type: ignore[arg-type]

    assert found(languages=("fr", "nl")) == {"Robots", "Deux soirs", "Ailleurs"}
    assert found(provinces=("namur", "liege")) == {"Robots", "Exposition"}
    assert found(totems=("trakk",)) == found(sources=("autre-rive",)) == {"Robots"}
    assert found(sources=("autre-rive", "quai-numerique")) == found()
    games, youth = ("discipline:games", "discipline:xr"), ("audience:youth",)
    assert found(topics=(games,)) == {"Robots", "Annulé"}
    assert found(topics=(("discipline:games",), youth)) == {"Robots"}
    assert found(topics=(games, ("audience:family",))) == set()
    assert found(cancelled=False) == found() - {"Annulé"}
    assert found(text="robot") == {"Robots"}
    assert found(text="'; DROP TABLE items; --") == set()


@pytest.mark.parametrize("order", Order, ids=str)
@pytest.mark.parametrize("kind", Kind, ids=str)
def test_going_on_from_any_key_gives_the_rest(shelf: Engine, kind: Kind, order: Order) -> None:
    wanted = Selection(kind, date(2026, 1, 1), order=order)
    with shelf.connect() as connection:
        whole = list(selected.selected(connection, wanted, ANCHOR))
        assert len(whole) >= 2
        for n, (key, _) in enumerate(whole):
            assert list(selected.selected(connection, wanted, ANCHOR, key)) == whole[n + 1 :]
    if order is Order.REVISED:
        assert [k.at for k, _ in whole] == sorted((i.revised_at for _, i in whole), reverse=True)


def test_batches_join_without_a_seam(shelf: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = titles(shelf, replace(MARCH, since=date(2026, 1, 1), until=None))
    for size in (1, 2, 3):
        monkeypatch.setattr(selected, "BATCH", size)
        assert titles(shelf, replace(MARCH, since=date(2026, 1, 1), until=None)) == whole
        assert titles(shelf, Selection(Kind.CALL, date(2026, 1, 1)))[-2:] in (["Fini", "Guichet"], ["Guichet", "Fini"])


def test_the_mark_and_the_signature_move_with_what_is_shown(shelf: Engine) -> None:
    def now() -> tuple[str, str]:
        with shelf.connect() as connection:
            return selected.mark(connection, Kind.EVENT), selected.signature(connection, MARCH, ANCHOR, 100)

    first = now()
    assert now() == first
    with shelf.begin() as connection:
        (robots,) = (i.id for _, i in selected.selected(connection, replace(MARCH, text="robots"), ANCHOR))
        pin(connection, robots, LATER, "anne", LATER)
    pinned = now()
    assert (pinned[0] != first[0], pinned[1] == first[1]) == (True, True)
    with shelf.begin() as connection:
        hide(connection, robots, True, "anne", LATER)
    hidden = now()
    assert len({first[1], hidden[1]}) == 2
    assert hidden[0] != pinned[0]


def test_removed_are_those_that_left_and_did_not_come_back(shelf: Engine) -> None:
    with shelf.begin() as connection:
        every = {i.content.title: i.id for _, i in selected.selected(connection, MARCH, ANCHOR)}
        for n, title in enumerate(("Robots", "Nuit", "Exposition")):
            hide(connection, every[title], True, "anne", LATER + timedelta(hours=n))
        hide(connection, every["Nuit"], False, "anne", LATER + timedelta(days=1))
        pin(connection, every["Robots"], LATER + timedelta(days=9), "anne", LATER + timedelta(days=2))
    with shelf.connect() as connection:
        left = [(r.id, r.at, r.merged_into) for r in selected.removed(connection, Kind.EVENT, LATER)]
        # The pin begins another version of what is hidden: it left when it was hidden all the same.
        assert left == [(every["Robots"], LATER, None), (every["Exposition"], LATER + timedelta(hours=2), None)]
        since = LATER + timedelta(seconds=1)
        assert [r.id for r in selected.removed(connection, Kind.EVENT, since)] == [every["Exposition"]]
        assert len(selected.removed(connection, Kind.EVENT, LATER, most=1)) == 1
        assert selected.removed(connection, Kind.NEWS, NOW) == ()


def test_what_is_shown_again_counts_as_moved(shelf: Engine) -> None:
    with shelf.begin() as connection:
        (robots,) = (i.id for _, i in selected.selected(connection, replace(MARCH, text="robots"), ANCHOR))
        for hidden, hour in ((True, 0), (False, 1)):
            hide(connection, robots, hidden, "anne", LATER + timedelta(hours=hour))
    assert titles(shelf, replace(MARCH, moved_since=LATER)) == ["Robots"]
    assert titles(shelf, replace(MARCH, moved_since=LATER + timedelta(hours=2))) == []
    assert len(titles(shelf, replace(MARCH, moved_since=NOW))) == 6


def test_facets_are_counted_without_their_own_filter(shelf: Engine) -> None:
    wanted = replace(MARCH, provinces=("namur",), topics=(("discipline:games",),))
    with shelf.connect() as connection:
        counts = selected.facet_counts(connection, wanted, ANCHOR)
        assert selected.source_names(connection) == {"autre-rive": "Autre Rive", "quai-numerique": "Quai Numerique"}
    assert counts["province"] == {"namur": 1}
    assert counts["discipline"] == {"games": 1}
    assert counts["source"] == {"autre-rive": 1}
    assert counts["totem"] == {"trakk": 1}
    assert counts["language"] == {"fr": 1}
    with shelf.connect() as connection:
        counts = selected.facet_counts(connection, replace(wanted, provinces=()), ANCHOR)
    assert counts["discipline"] == {"games": 1, "xr": 1}


def test_a_key_of_nothing_is_the_end(shelf: Engine) -> None:
    with shelf.connect() as connection:
        last = Key(None, "ffffffff-ffff-ffff-ffff-ffffffffffff")
        assert list(selected.selected(connection, Selection(Kind.CALL, date(2026, 1, 1)), ANCHOR, last)) == []
