"""The comparison with a world's truth, on hand-made things: counts of whole things, then field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pipeline.agreement import Facts
from pipeline.truth import Comparison, Seen, compare, one_line
from vigie.model import (
    Article,
    AttendanceMode,
    Call,
    Content,
    Deadline,
    Event,
    Item,
    Kind,
    Money,
    MoneyRole,
    Occurrence,
    Place,
    Sighting,
    Status,
    WallTime,
)

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
HOSTS = {"agenda": "agenda.example", "portail": "portail.example"}
EVENING = Occurrence(WallTime(datetime(2026, 12, 3, 20)), WallTime(datetime(2026, 12, 3, 22)))
TOLD = Facts(
    status="scheduled", sessions=(("2026-12-03T20:00:00", "2026-12-03T22:00:00"),), free=False, prices=("5", "8")
)
CONCERT = Seen(
    "e1",
    Kind.EVENT,
    "Concert de synthés",
    "2026-12-03T20:00:00",
    "Huy",
    frozenset({("agenda.example", "/concert"), ("portail.example", "77")}),
    TOLD,
)
PRICE = Money(MoneyRole.PRICE, Decimal(5), Decimal(8))
EVENT = Event("Concert de synthés", (EVENING,), place=Place(municipality="Huy"), prices=(PRICE,), is_free=False)


def item(number: int, content: Content, *seen: tuple[str, str, str | None]) -> Item:
    """An item seen at (source, key, url)."""
    sightings = tuple(Sighting(source, source, key, url, NOW, NOW) for source, key, url in seen)
    return Item(f"{number:032d}", content, sightings, NOW, NOW)


AT_AGENDA = ("agenda", "k1", "https://agenda.example/concert/")
AT_PORTAL = ("portail", "77", None)


def comparison(kind: Kind, world: list[Seen], *items: Item) -> Comparison:
    return next(c for c in compare(world, items, HOSTS, TODAY) if c.kind is kind)


def fields(found: Comparison) -> dict[str, tuple[int, int, int]]:
    return {a.field: (a.right, a.silent, a.told) for a in found.fields}


def test_one_item_of_two_sites_is_there_once() -> None:
    found = comparison(Kind.EVENT, [CONCERT], item(1, EVENT, AT_AGENDA, AT_PORTAL))
    assert (found.total, found.once, found.right_time) == (1, 1, 1)
    assert (found.missing, found.twice, found.joined) == ((), (), ())
    assert fields(found) == dict.fromkeys(("status", "municipality", "starts", "ends", "free", "prices"), (1, 0, 1))
    assert found.share == 1.0


def test_two_items_of_one_thing_are_twice_and_none_is_missing() -> None:
    found = comparison(Kind.EVENT, [CONCERT], item(1, EVENT, AT_AGENDA), item(2, EVENT, AT_PORTAL))
    assert (found.once, found.twice) == (0, ("Concert de synthés",))
    found = comparison(Kind.EVENT, [CONCERT])
    assert (found.total, found.once, found.missing) == (1, 0, ("Concert de synthés",))


def test_one_item_of_two_things_is_joined_and_counts_for_neither() -> None:
    other = replace(CONCERT, id="e2", title="Concert du soir", places=frozenset({("portail.example", "78")}))
    both = item(1, EVENT, AT_AGENDA, ("portail", "78", None))
    found = comparison(Kind.EVENT, [CONCERT, other], both)
    assert (found.once, found.joined) == (0, ("Concert de synthés", "Concert du soir"))
    assert found.fields == ()


def test_events_beyond_the_window_are_not_counted() -> None:
    far = replace(CONCERT, when="2028-06-01T20:00:00")
    assert comparison(Kind.EVENT, [far]).total == 0


@pytest.mark.parametrize(
    ("content", "facts", "field", "expected"),
    [
        (replace(EVENT, status=Status.POSTPONED), replace(TOLD, status="rescheduled"), "status", (0, 0, 1)),
        (replace(EVENT, is_free=None), TOLD, "free", (0, 1, 1)),
        (replace(EVENT, is_free=True), TOLD, "free", (0, 0, 1)),
        (replace(EVENT, prices=()), TOLD, "prices", (0, 1, 1)),
        (replace(EVENT, prices=(replace(PRICE, high=Decimal(9)),)), TOLD, "prices", (0, 0, 1)),
        (replace(EVENT, place=Place(municipality="Ath")), TOLD, "municipality", (0, 0, 1)),
        (replace(EVENT, place=None), TOLD, "municipality", (0, 1, 1)),
        (replace(EVENT, place=Place(municipality="Ath", locality="Huy")), TOLD, "municipality", (1, 0, 1)),
        (replace(EVENT, occurrences=(replace(EVENING, end=None),)), TOLD, "ends", (0, 0, 1)),
        (replace(EVENT, attendance=AttendanceMode.ONLINE), replace(TOLD, online=True), "online", (1, 0, 1)),
        (replace(EVENT, place=None), replace(TOLD, online=True), "online", (0, 1, 1)),
        (EVENT, replace(TOLD, previous_start="2026-11-26T20:00:00"), "previous start", (0, 1, 1)),
        (
            replace(EVENT, previous_start=WallTime.of_day(date(2026, 11, 26))),
            replace(TOLD, previous_start="2026-11-26T20:00:00"),
            "previous start",
            (1, 0, 1),
        ),
    ],
)
def test_a_field_of_an_event(content: Event, facts: Facts, field: str, expected: tuple[int, int, int]) -> None:
    found = comparison(Kind.EVENT, [replace(CONCERT, facts=facts)], item(1, content, AT_AGENDA))
    assert fields(found)[field] == expected
    agreement = next(a for a in found.fields if a.field == field)
    assert len(agreement.wrong) == agreement.told - agreement.right - agreement.silent


def test_sessions_that_are_over_may_be_missing_but_no_other() -> None:
    facts = replace(TOLD, sessions=(("2026-11-02", None), ("2026-12-03", None), ("2026-12-10", None)))
    world = [replace(CONCERT, when="2026-11-02", facts=facts)]
    left = tuple(Occurrence(WallTime.of_day(date(2026, 12, day))) for day in (3, 10))
    assert fields(comparison(Kind.EVENT, world, item(1, replace(EVENT, occurrences=left), AT_AGENDA)))["starts"] == (
        1,
        0,
        1,
    )
    assert fields(comparison(Kind.EVENT, world, item(1, replace(EVENT, occurrences=left[:1]), AT_AGENDA)))[
        "starts"
    ] == (0, 0, 1)


def test_the_fields_of_a_call() -> None:
    facts = Facts(opens="2026-10-01", deadlines=("2026-12-13T12:00:00",), low=500, high=2500, budget=40000)
    seen = Seen("c1", Kind.CALL, "Bourse", "2026-12-13T12:00:00", None, frozenset({("agenda.example", "b")}), facts)
    call = Call(
        "Bourse",
        opens=WallTime.of_day(date(2026, 10, 1)),
        deadlines=(Deadline(WallTime(datetime(2026, 12, 13, 12))),),
        amounts=(
            Money(MoneyRole.GRANT, Decimal(500), Decimal(2500)),
            Money(MoneyRole.ENVELOPE, Decimal(40000), Decimal(40000)),
        ),
    )
    whole = comparison(Kind.CALL, [seen], item(1, call, ("agenda", "b", None)))
    assert fields(whole) == dict.fromkeys(("opens", "deadlines", "grant", "envelope"), (1, 0, 1))
    day_only = replace(call, deadlines=(Deadline(WallTime.of_day(date(2026, 12, 13))),), amounts=(), opens=None)
    vague = comparison(Kind.CALL, [seen], item(1, day_only, ("agenda", "b", None)))
    assert vague.right_time == 1
    assert fields(vague) == {"opens": (0, 1, 1), "deadlines": (0, 0, 1), "grant": (0, 1, 1), "envelope": (0, 1, 1)}


def test_a_ceiling_may_be_said_as_the_sum_itself() -> None:
    seen = Seen("c1", Kind.CALL, "Aide", "", None, frozenset({("agenda.example", "b")}), Facts(high=2500))
    for low, right in ((None, 1), (Decimal(2500), 1), (Decimal(100), 0)):
        call = Call("Aide", amounts=(Money(MoneyRole.GRANT, low, Decimal(2500)),))
        assert fields(comparison(Kind.CALL, [seen], item(1, call, ("agenda", "b", None))))["grant"] == (right, 0, 1)


def test_the_line_for_people_names_every_count() -> None:
    news = Seen("n1", Kind.NEWS, "Un prix", "2026-11-18T13:52:38", None, frozenset({("agenda.example", "n")}))
    article = Article("Un prix", published=WallTime.of_day(date(2026, 11, 18)))
    found = comparison(Kind.NEWS, [news], item(1, article, ("agenda", "n", None)))
    assert one_line(found) == (
        "news: 1 of 1 (100.0%) there once, 0 missing, 0 twice, 0 joined with another; 1 of 1 at the right time"
    )
    silent = comparison(Kind.EVENT, [CONCERT], item(1, replace(EVENT, prices=()), AT_AGENDA))
    assert one_line(silent).endswith("free 1/1, prices 0/1 (1 unsaid)")
