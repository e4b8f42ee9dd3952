"""The deadline board: calls by the days that are left, counted in Brussels, and those that come back every year. Pure.

A call is expected again on evidence alone: its deadlines of earlier years, which the board shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from feeds.calls_ics import last_day
from vigie.model import BRUSSELS, Call, CallState, Deadline, Item
from warehouse.call_rows import Past
from warehouse.readings import name_key
from web.calls import days_left

JUST_CLOSED = timedelta(days=14)
YEARS_BACK = timedelta(days=5 * 366)
SAME_SEASON = timedelta(days=45)
"""How far from its anniversary a deadline may lie and still be that of the next year."""
LATE, EARLY = timedelta(days=45), timedelta(days=120)
"""A call is expected from EARLY before its day until LATE after it."""


class Column(StrEnum):
    """Where a call stands, by the days from today in Brussels to its last day in time."""

    TODAY = "today"
    THREE = "three"  # 1 to 3
    FOURTEEN = "fourteen"  # 4 to 14
    THIRTY = "thirty"  # 15 to 30
    LATER = "later"
    ANNOUNCED = "announced"
    ROLLING = "rolling"
    UNKNOWN = "unknown"
    CLOSED = "closed"  # in the last fortnight


@dataclass(frozen=True, slots=True)
class Row:
    """`days` from today to the last day in time: negative for what is over, None without a day."""

    item: Item
    call: Call
    deadline: Deadline | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """A call that should come back. `day`: a year after its last deadline; `evidence`: the deadlines of earlier years,
    newest first; `sure`: two years or more agree."""

    title: str
    day: date
    evidence: tuple[Past, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Board:
    columns: Mapping[Column, tuple[Row, ...]]
    expected: tuple[Expected, ...]


def board(items: Iterable[Item], past: Sequence[Past], now: datetime) -> Board:
    """The board at an aware instant."""
    rows: dict[Column, list[Row]] = {column: [] for column in Column}
    known = list(items)
    for item in known:
        placed = _place(item, now)
        if placed:
            rows[placed[0]].append(placed[1])
    for column, found in rows.items():
        found.sort(key=lambda row: _order(row, column))
    return Board({column: tuple(found) for column, found in rows.items()}, expected(known, past, now))


def _place(item: Item, now: datetime) -> tuple[Column, Row] | None:
    call = item.content
    assert isinstance(call, Call)
    state, deadline = call.state(now), call.next_deadline(now)
    today = now.astimezone(ZoneInfo(BRUSSELS)).date()
    if state is CallState.CLOSED:
        days = (last_day(deadline) - today).days if deadline else None
        over = deadline is None or deadline.closes_at() > now - JUST_CLOSED
        return (Column.CLOSED, Row(item, call, deadline, days)) if over else None
    if state is CallState.ANNOUNCED:
        return Column.ANNOUNCED, Row(item, call, deadline, None)
    if deadline is None:
        return Column.ROLLING if call.rolling else Column.UNKNOWN, Row(item, call, None, None)
    days = days_left(deadline, now)
    assert days is not None  # it is not over
    return _column(days), Row(item, call, deadline, days)


def _column(days: int) -> Column:
    if days <= 0:
        return Column.TODAY
    limits = ((3, Column.THREE), (14, Column.FOURTEEN), (30, Column.THIRTY))
    return next((column for limit, column in limits if days <= limit), Column.LATER)


def _order(row: Row, column: Column) -> tuple[float, str, str]:
    at = row.deadline.closes_at().timestamp() if row.deadline else float("inf")
    return (-at if column is Column.CLOSED and row.deadline else at, row.call.title, row.item.id)


_YEAR = re.compile(r"\b(19|20)\d\d\b")
_EDITION = re.compile(r"\b(\d{1,3}\s?(e|eme|er|ere|re|nd|rd|st|th)|edition|session|appel \d+|vague \d+|[ivx]{2,5})\b")


def series_key(title: str) -> str:
    """What the titles of the years of one call share: `bourse d ecriture` for "Bourse d’écriture 2026 (3e édition)"."""
    return " ".join(_EDITION.sub(" ", _YEAR.sub(" ", name_key(title))).split())


def is_numbered(title: str) -> bool:
    """Whether a title says which year or edition it is of."""
    key = name_key(title)
    return bool(_YEAR.search(key) or _EDITION.search(key))


def expected(items: Iterable[Item], past: Sequence[Past], now: datetime) -> tuple[Expected, ...]:
    """Calls of earlier years that stand at no place of the board, by the day on which they should close."""
    today = now.astimezone(ZoneInfo(BRUSSELS)).date()
    running = {
        series_key(item.content.title)
        for item in items
        if isinstance(item.content, Call) and item.content.state(now) is not CallState.CLOSED
    }
    series: dict[tuple[str, str], list[Past]] = {}
    for one in past:
        key = series_key(one.title)
        if key and key not in running:
            series.setdefault((key, name_key(one.givers[0]) if one.givers else ""), []).append(one)
    found = (_expected(told, today) for told in series.values())
    return tuple(sorted((one for one in found if one), key=lambda one: (one.day, one.title)))


def _expected(told: Sequence[Past], today: date) -> Expected | None:
    yearly: dict[int, Past] = {}
    for one in sorted(told, key=lambda one: one.day):
        yearly[one.day.year] = one  # the last of its year
    years = [yearly[year] for year in sorted(yearly, reverse=True)]
    day = _a_year_later(years[0].day)
    if not day - EARLY <= today <= day + LATE:
        return None
    agree = all(abs(_a_year_later(older.day) - newer.day) <= SAME_SEASON for newer, older in pairwise(years[:3]))
    if len(years) > 1 and agree:
        return Expected(years[0].title, day, tuple(years), True)
    return Expected(years[0].title, day, tuple(years[:1]), False) if is_numbered(years[0].title) else None


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
