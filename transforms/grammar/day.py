"""One day as printed, with what is missing left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

GRACE = timedelta(days=7)
"""A year-less day of the last week is this year's: pages keep an event for some days after it is over."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed. `lean` is "next", "last" or "this" ("prochain", "dernier", "ce").

    `vague`: "begin", "middle", "end" of a month, or "month" for the whole of it; `day` then is the day it stands for.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    or_weekday: int | None = None
    lean: str | None = None
    fixed: date | None = None
    vague: str | None = None
    instead_of: date | None = None

    @property
    def bare(self) -> bool:
        """A number alone: a day only in the company of others."""
        return self.fixed is None and self.month is None and self.weekday is None

    def falls_on(self, on: date) -> bool:
        """Whether a date has the weekday that was printed; any has when none was."""
        return self.weekday is None or on.weekday() in (self.weekday, self.or_weekday)

    def filled_from(self, later: Day) -> Day:
        """Month and year of the day that follows in the same phrase, where this one has none ("du 3 au 7 mars")."""
        if self.fixed or later.fixed:
            return self
        if self.month is None:
            return replace(self, month=later.month, year=self.year or later.year, lean=self.lean or later.lean)
        return replace(self, year=self.year or later.year, lean=self.lean or later.lean)


def possible(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def build(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
