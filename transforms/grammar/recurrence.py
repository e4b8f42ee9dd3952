"""A recurrence as a value (the part of RFC 5545 that prose uses), its days and its results."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from transforms.grammar.clocks import Hours, on_day
from transforms.grammar.phrase import Hesitation
from transforms.grammar.result import DateResult
from transforms.grammar.vocabulary import RRULE_DAYS
from vigie.model import WallTime

HORIZON = timedelta(days=183)
"""How far a recurrence without an end is trusted: half a year after its reference, a season of a cultural centre."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The part of RFC 5545 that prose uses. `days` are weekdays (Monday 0); `nths` of the month, −1 the last one.

    `vague`: some days fall out, which ones is not said ("hors vacances scolaires").
    """

    freq: str
    days: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    interval: int = 1
    months: tuple[int, ...] = ()
    month_day: int | None = None
    vague: bool = False

    def rrule(self, until: date) -> str:
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.days:
            named = (f"{nth}{RRULE_DAYS[d]}" for nth in self.nths or ("",) for d in self.days)
            parts.append("BYDAY=" + ",".join(named))
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.months:
            parts.append("BYMONTH=" + ",".join(map(str, self.months)))
        closes = WallTime(datetime.combine(until, time(23, 59, 59))).utc
        return ";".join((*parts, f"UNTIL={closes:%Y%m%dT%H%M%SZ}"))

    def dates(self, first: date, last: date) -> tuple[date, ...]:
        """All days from `first` to `last`, both included."""
        if len(self.days) == 1 and self.interval == 1 and not (self.nths or self.months or self.month_day):
            start = first + timedelta(days=(self.days[0] - first.weekday()) % 7)
            weeks = min((last - start).days, 3700) // 7 + 1
            return tuple(start + timedelta(days=7 * week) for week in range(weeks))
        weekdays = sorted((d - first.weekday()) % 7 for d in self.days or range(7))
        found = []
        anchor: date | None = None
        for week in range(0, min((last - first).days, 3700) + 1, 7):
            for offset in weekdays:
                day = first + timedelta(days=week + offset)
                if day > last:
                    break
                if not self._has(day):
                    continue
                anchor = anchor or day
                weeks = (day - anchor + timedelta(days=anchor.weekday())).days // 7
                if self.freq != "WEEKLY" or weeks % self.interval == 0:
                    found.append(day)
        return tuple(found)

    def _has(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.month_day and day.day != self.month_day:
            return False
        return not self.nths or self._is_nth(day)

    def _is_nth(self, day: date) -> bool:
        last = day.day + 7 > monthrange(day.year, day.month)[1]
        return (day.day - 1) // 7 + 1 in self.nths or (last and -1 in self.nths)


def build_results(
    rule: Recurrence,
    hours: tuple[Hours, ...],
    first: date,
    last: date | None,
    span: tuple[int, int],
    next_index: int,
    exdates: tuple[date, ...] = (),
    name: str = "recurrence",
) -> list[DateResult]:
    """One result per pair of hours (a lunch break makes two). `last` None: the horizon is ours."""
    until = last or first + (HORIZON if rule.freq != "MONTHLY" else 2 * HORIZON)
    days = tuple(d for d in rule.dates(first, until) if d not in exdates)
    if not days:
        raise Hesitation("recurrence without any day", next_index)
    if any(pair.start and pair.start[0] == 24 for pair in hours):
        raise Hesitation("a session that starts when its day is over", next_index)
    results = []
    for pair in hours or (Hours(None),):
        start, end, _ = on_day(days[0], pair, next_index)
        all_day = start is None
        results.append(
            DateResult(
                start or WallTime.of_day(days[0]),
                end,
                all_day,
                rule.rrule(until),
                exdates,
                span=span,
                rule=name,
                grain="day" if all_day else "minute",
                days=days,
                horizon=last is None,
                approximate=rule.vague,
            )
        )
    return results
