"""The month grid: weeks of seven days, Monday first, each day with what begins on it. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from warehouse.agenda import DayCount
from web.query import FARTHEST

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid; `inside` when it is of the month. `first` are ids and titles of what begins, `more` the
    number of those that are not named."""

    day: date
    inside: bool
    events: int = 0
    first: tuple[tuple[str, str], ...] = ()

    @property
    def more(self) -> int:
        return self.events - len(self.first)


def read_month(text: str, today: date) -> date | None:
    """The first day of `2026-11`; None for what is no month, or farther than ten years from `today`."""
    found = _MONTH.fullmatch(text)
    if not found or int(found[1]) < 1:
        return None
    first = date(int(found[1]), int(found[2]), 1)
    return first if abs(first - today) <= FARTHEST else None


def last_day(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def neighbours(first: date) -> tuple[date, date]:
    """The first days of the months before and after."""
    return (first - timedelta(days=1)).replace(day=1), last_day(first) + timedelta(days=1)


def grid(first: date, found: Iterable[DayCount]) -> tuple[tuple[Cell, ...], ...]:
    """The weeks that the month touches, whole."""
    counts = {one.day: one for one in found}
    weeks = []
    for week in calendar.Calendar().monthdatescalendar(first.year, first.month):
        cells = []
        for day in week:
            one = counts.get(day) if day.month == first.month else None
            cells.append(Cell(day, day.month == first.month, one.events if one else 0, one.first if one else ()))
        weeks.append(tuple(cells))
    return tuple(weeks)
