"""`?recurrence=rrule`: fewer components, the same instants as the expanded calendar, over both changes of the clock."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from feed_samples import SITE, at, channel, event, session

from feeds import check, ics, ics_recurrence
from vigie.model import Item, Occurrence, Status, WallTime

WHOLE = replace(channel(), since=None, until=None)
SPRING, AUTUMN = datetime(2026, 3, 17, 18, 30), datetime(2026, 10, 13, 18, 30)
Instants = list[tuple[str, str]]


def weekly(start: datetime, count: int, days: int = 7, hours: float = 2) -> tuple[Occurrence, ...]:
    starts = [start + timedelta(days=days * n) for n in range(count)]
    return tuple(Occurrence(WallTime(s), WallTime(s + timedelta(hours=hours))) for s in starts)


def on_days(*days: str, hours: str = "18:30", end: str | None = "20:00") -> tuple[Occurrence, ...]:
    return tuple(session(f"{d}T{hours}", f"{d}T{end}" if end else None) for d in days)


def components(item: Item) -> list[icalendar.Event]:
    data = ics_recurrence.FORMAT.render((item,), WHOLE)
    assert check.calendar(data) == []
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def instants(data: bytes) -> Instants:
    """Start and end of everything in a calendar as clients unfold it, sorted."""
    calendar = icalendar.Calendar.from_ical(data)
    found = recurring_ical_events.of(calendar).between(date(2025, 1, 1), date(2029, 1, 1))
    return sorted((told(e.decoded("DTSTART")), told(e.decoded("DTEND"))) for e in found)


def told(value: date) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value.isoformat()


def same_instants(*items: Item) -> Instants:
    expanded, folded = (instants(f.render(items, WHOLE)) for f in (ics.FORMAT, ics_recurrence.FORMAT))
    assert folded == expanded
    return folded


@pytest.mark.parametrize(
    ("occurrences", "rule"),
    [
        (weekly(SPRING, 8), "FREQ=WEEKLY;COUNT=8"),
        (weekly(AUTUMN, 8), "FREQ=WEEKLY;COUNT=8"),
        (weekly(SPRING, 5, 14), "FREQ=WEEKLY;INTERVAL=2;COUNT=5"),
        (weekly(SPRING, 30, 1), "FREQ=DAILY;COUNT=30"),
        (weekly(AUTUMN, 10, 3), "FREQ=DAILY;INTERVAL=3;COUNT=10"),
        (weekly(SPRING, 2), "FREQ=WEEKLY;COUNT=2"),
        (weekly(datetime(2026, 3, 20, 22), 8, 1, hours=1.5), "FREQ=DAILY;COUNT=8"),
        (
            on_days("2026-10-20", "2026-10-22", "2026-10-27", "2026-10-29", "2026-11-03"),
            "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=5",
        ),
        (on_days("2026-10-22", "2026-10-27", "2026-10-29", "2026-11-03"), "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4"),
        (tuple(session(f"2026-10-{d}") for d in ("05", "12", "19", "26")), "FREQ=WEEKLY;COUNT=4"),
        (on_days("2026-10-20", "2026-10-27", end=None), "FREQ=WEEKLY;COUNT=2"),
    ],
)  # fmt: skip
def test_a_pattern_on_the_wall_clock_is_one_rule(occurrences: tuple[Occurrence, ...], rule: str) -> None:
    made = event(7, occurrences=occurrences)
    (found,) = components(made)
    assert found["RRULE"].to_ical().decode() == icalendar.vRecur.from_ical(rule).to_ical().decode()
    assert str(found["UID"]) == f"{made.id}@vigie.example"
    assert len(same_instants(made)) == len(occurrences)


@pytest.mark.parametrize(
    "occurrences",
    [
        on_days("2026-10-13", "2026-10-16", "2026-11-02"),
        (session("2026-03-20T18:00", "2026-03-20T20:00"), session("2026-04-03T10:00", "2026-04-03T12:00"),
         session("2026-04-04T10:00", "2026-04-04T12:00")),
        (session("2026-10-24T10:00", "2026-10-24T11:00"), session("2026-10-24T14:00", "2026-10-24T15:00")),
        tuple(session(f"2026-10-{d}") for d in ("05", "12", "20")),
        # Each week at three in Montreal, where the clock changes a week after ours.
        tuple(Occurrence(WallTime(datetime(2026, 10, day, 15), "America/Montreal")) for day in (17, 24, 31)),
    ],
)  # fmt: skip
def test_other_days_of_one_length_stay_apart(occurrences: tuple[Occurrence, ...]) -> None:
    made = event(7, occurrences=occurrences)
    found = components(made)
    assert len(found) == len(occurrences)
    assert not any("RRULE" in one or "RDATE" in one for one in found), "calcurse and node-ical do not read RDATE"
    assert len(same_instants(made)) == len(occurrences)


@pytest.mark.parametrize(
    "occurrences",
    [
        (session("2026-10-13T18:00", "2026-10-13T20:00"), session("2026-10-20T18:00", "2026-10-20T21:00")),
        (session("2026-10-13T18:00", "2026-10-13T20:00"), session("2026-10-20T18:00")),
        (session("2026-10-13T18:00", "2026-10-13T20:00"), session("2026-10-20")),
        # A night that is an hour longer by the sun than by the clock, and one that is shorter.
        weekly(datetime(2026, 10, 17, 22), 3, hours=8),
        weekly(datetime(2026, 3, 21, 22), 3, hours=8),
        # 02:30 comes twice on one of these days, and never on another.
        weekly(datetime(2026, 10, 24, 2, 30), 3, 1),
        weekly(datetime(2026, 3, 28, 2, 30), 3, 1),
        (Occurrence(at("2026-10-25T02:30")), Occurrence(at("2026-10-25T02:30", fold=1))),
    ],
)
def test_sessions_that_are_not_alike_stay_apart(occurrences: tuple[Occurrence, ...]) -> None:
    made = event(7, occurrences=occurrences)
    assert len(components(made)) == len(occurrences)
    assert len(same_instants(made)) == len({o.start.utc for o in occurrences})


def test_an_untouched_component_is_that_of_the_default_feed() -> None:
    alone, apart = event(7), event(8, occurrences=on_days("2026-10-13") + on_days("2026-10-20", end="21:00"))
    for made in (alone, apart):
        assert ics_recurrence.FORMAT.render((made,), channel()) == ics.FORMAT.render((made,), channel())


def test_all_else_is_told_as_in_the_default_feed() -> None:
    made = replace(event(7, occurrences=weekly(AUTUMN, 4), status=Status.CANCELLED, title="Cours d’été"), sequence=3)
    (found,) = components(made)
    first = icalendar.Calendar.from_ical(ics.FORMAT.render((made,), WHOLE)).walk("VEVENT")[0]
    for name in ("SUMMARY", "SEQUENCE", "STATUS", "DTSTAMP", "LAST-MODIFIED", "DESCRIPTION", "LOCATION", "URL"):
        assert found[name].to_ical() == first[name].to_ical(), name
    assert set(found) - {"RRULE"} == set(first)


def test_sessions_of_a_month_only_are_in_neither() -> None:
    month = Occurrence(at("2026-12"))
    assert len(same_instants(event(7, occurrences=(*weekly(AUTUMN, 3), month)))) == 3


def test_long_lines_are_folded() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n * n % 300) for n in range(60)]
    data = ics_recurrence.FORMAT.render(
        (event(7, occurrences=on_days(*sorted({d.isoformat() for d in days}))),), WHOLE
    )  # fmt: skip
    assert max(len(line) for line in data.split(b"\r\n")) == 75


def test_the_window_holds_a_series_that_touches_it() -> None:
    inside, before = (
        event(7, occurrences=weekly(datetime(2026, 8, 20, 18), 4)),
        event(8, occurrences=weekly(datetime(2026, 1, 8, 18), 4)),
    )
    data = ics_recurrence.FORMAT.render((inside, before), channel())
    assert [str(e["UID"])[:36] for e in icalendar.Calendar.from_ical(data).walk("VEVENT")] == [inside.id]


@pytest.mark.parametrize("seed", range(40))
def test_any_sessions_have_the_same_instants(seed: int) -> None:
    """Drawn sessions around both changes of the clock: whatever form they take, clients see what they saw."""
    draw = random.Random(seed)
    made = []
    for n in range(6):
        start = datetime(2026, draw.choice((3, 10)), 15) + timedelta(days=draw.randint(0, 9), hours=draw.randint(0, 23))
        lasts = timedelta(minutes=draw.choice((30, 90, 120, 600)))
        gaps = draw.choice(((7,), (1,), (2,), (14,), (2, 5), (3, 4), (1, 6, 2)))
        starts = [start]
        for k in range(draw.randint(0, 9)):
            starts.append(starts[-1] + timedelta(days=gaps[k % len(gaps)]))
        odd = draw.random() < 0.3
        made.append(event(n + 1, occurrences=tuple(
            Occurrence(WallTime(s), WallTime(s + lasts + (timedelta(hours=1) if odd and i == 0 else timedelta())))
            for i, s in enumerate(starts)
        )))  # fmt: skip
    same_instants(*made)


def test_rule_is_none_for_what_no_rule_gives() -> None:
    days = [datetime(2026, 10, d, 18) for d in (1, 2, 8, 9, 16)]
    assert ics_recurrence.rule(days) is None
    assert ics_recurrence.rule([days[0], days[1].replace(hour=19)]) is None
    assert SITE.domain == "vigie.example"
