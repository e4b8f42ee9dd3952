"""The vocabulary: wall clocks, deadlines, states of calls; JSON there and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from vigie.codec import content_from_plain, content_hash, from_plain, to_json, to_plain
from vigie.model import (
    Call,
    CallState,
    Deadline,
    Event,
    Kind,
    Money,
    MoneyRole,
    Occurrence,
    Place,
    Precision,
    Status,
    WallTime,
)


def wall(*parts: int, fold: int = 0) -> WallTime:
    return WallTime(datetime(*parts, fold=fold))  # type: ignore[arg-type, misc]


def test_utc_follows_both_clock_changes_of_2026() -> None:
    # Belgium: +1 until 29 March 2026 02:00, +2 until 25 October 2026 03:00 (EU summer time directive 2000/84/EC).
    assert wall(2026, 3, 28, 12, 0).utc == datetime(2026, 3, 28, 11, 0, tzinfo=UTC)
    assert wall(2026, 3, 29, 12, 0).utc == datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
    assert wall(2026, 10, 25, 2, 30).utc == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert wall(2026, 10, 25, 2, 30, fold=1).utc == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_isoformat_says_no_more_than_is_known() -> None:
    assert wall(2026, 7, 3, 18, 30).isoformat() == "2026-07-03T18:30:00+02:00"
    assert WallTime.of_day(date(2026, 7, 3)).isoformat() == "2026-07-03"
    assert WallTime(datetime(2026, 7, 1), precision=Precision.MONTH).isoformat() == "2026-07"


def test_a_deadline_without_a_clock_runs_to_the_end_of_its_day() -> None:
    assert Deadline(WallTime.of_day(date(2026, 3, 15))).closes_at() == datetime(2026, 3, 15, 23, 0, tzinfo=UTC)
    strict = Deadline(WallTime.of_day(date(2026, 3, 15)), strict=True)
    assert strict.closes_at() == datetime(2026, 3, 14, 23, 0, tzinfo=UTC)


def test_unknown_end_lasts_two_hours_and_a_day_lasts_a_day() -> None:
    assert Occurrence(wall(2026, 3, 5, 18, 0)).closes_at() == datetime(2026, 3, 5, 19, 0, tzinfo=UTC)
    span = Occurrence(WallTime.of_day(date(2026, 3, 5)), WallTime.of_day(date(2026, 3, 7)))
    assert span.all_day
    assert span.closes_at() == datetime(2026, 3, 7, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (1, CallState.ANNOUNCED),  # opens on the 2nd
        (3, CallState.OPEN),
        (20, CallState.CLOSING),  # 10 days before the 30th
        (31, CallState.CLOSED),
    ],
)
def test_state_of_a_call(day: int, state: CallState) -> None:
    deadline = Deadline(WallTime.of_day(date(2026, 1, 30)))
    call = Call("Bourse", opens=WallTime.of_day(date(2026, 1, 2)), deadlines=(deadline,))
    assert call.state(datetime(2026, 1, day, 12, tzinfo=UTC)) is state


def test_two_stages_show_the_next_deadline() -> None:
    first, second = (Deadline(WallTime.of_day(date(2026, month, 10))) for month in (3, 6))
    call = Call("Deux étapes", deadlines=(second, first))
    assert call.next_deadline(datetime(2026, 2, 1, tzinfo=UTC)) == first
    assert call.next_deadline(datetime(2026, 4, 1, tzinfo=UTC)) == second
    assert call.next_deadline(datetime(2026, 7, 1, tzinfo=UTC)) == second


def test_a_call_without_deadline_is_open_only_when_it_is_rolling() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert Call("Guichet", rolling=True).state(now) is CallState.OPEN
    assert Call("Inconnu").state(now) is CallState.UNKNOWN


EVENT = Event(
    title="Nuit des écrans",
    occurrences=(Occurrence(wall(2026, 3, 5, 18, 0), wall(2026, 3, 5, 20, 0)),),
    place=Place(name="La Grange", postcode="5000", nis="92094", latitude=50.46),
    status=Status.FULL,
    prices=(Money(MoneyRole.PRICE, Decimal("12.50"), Decimal("12.50")),),
    topics=("discipline:games",),
)


def test_json_there_and_back() -> None:
    assert content_from_plain(Kind.EVENT, to_plain(EVENT)) == EVENT
    assert from_plain(Event, to_plain(EVENT)) == EVENT


def test_equal_values_give_equal_bytes_and_others_do_not() -> None:
    twin = from_plain(Event, to_plain(EVENT))
    assert to_json(twin) == to_json(EVENT)
    assert content_hash(twin) != content_hash(from_plain(Event, {**to_plain(EVENT), "title": "Nuit des ecrans"}))


def test_a_value_that_does_not_fit_names_its_field() -> None:
    plain = to_plain(EVENT)
    plain["prices"][0]["low"] = "douze"
    with pytest.raises(ValueError, match=r"Event\.prices\[0\]\.low"):
        from_plain(Event, plain)
