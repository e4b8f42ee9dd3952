"""The Belgian year by rule, for any year: holidays, school holidays, and how busy the announcers are on a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache

from simulator.view import utc

# Events announced per working day by month, 1 = the mean: two peaks, a summer lull, a quiet end of December.
_MONTHS = (1.05, 1.15, 1.2, 1.05, 0.95, 0.75, 0.35, 0.75, 1.6, 1.35, 1.1, 0.6)
_WEEKDAYS = (1.1, 1.35, 1.25, 1.4, 1.15, 0.2, 0.12)
# Weight of a weekday as the day on which an event takes place.
HELD = (0.25, 0.5, 0.9, 1.2, 1.9, 2.1, 1.1)


@cache
def easter(year: int) -> date:
    """Easter Sunday (Gregorian, the anonymous computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * (c // 4) - c % 4 - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


@cache
def holidays(year: int) -> frozenset[date]:
    """The ten legal holidays and the feast of the French Community."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=n) for n in (1, 39, 50)}
    fixed = ((1, 1), (5, 1), (7, 21), (8, 15), (9, 27), (11, 1), (11, 11), (12, 25))
    return frozenset(moving | {date(year, month, day) for month, day in fixed})


@cache
def school_holidays(year: int, community: str = "fr") -> frozenset[date]:
    """Days without school in `year`, weekends inside included; `fr` (the rhythm since 2022) or `nl`.

    A rule that holds for 2025 and 2026; decrees move some weeks in other years, which nothing here depends on.
    """
    if community == "nl":
        autumn = _monday(date(year, 10, 28))
        spans = [(autumn, 7), (_monday(date(year, 12, 21)), 14), (date(year, 7, 1), 62)]
        spans += [(easter(year) - timedelta(days=48), 7), (easter(year) + timedelta(days=1 - 14), 14)]
    else:
        winter = _monday(date(year - 1, 12, 21))
        spans = [(_monday(date(year, 10, 19)), 14), (_monday(date(year, 12, 21)), 14)]
        spans += [(winter + timedelta(weeks=8), 14), (winter + timedelta(weeks=18), 14)]
        spans += [(_monday(date(year, 7, 3)), 49)]
    return frozenset(first + timedelta(days=n) for first, length in spans for n in range(length))


def _monday(day: date) -> date:
    """The Monday of the week of that day, or the next one at the weekend."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else -day.weekday())


def off_school(day: date) -> bool:
    """No school in the French Community."""
    return day in school_holidays(day.year) or day in school_holidays(day.year - 1)


def busyness(day: date) -> float:
    """How much is announced on a day, 1 = the mean day of a mean month's working week."""
    if day in holidays(day.year):
        return 0.03
    lull = 0.45 if off_school(day) and day.month in (12, 1) else 1.0
    return _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()] * lull


def clock_changes(year: int) -> tuple[date, date]:
    """The last Sundays of March and October: at 2:00 the clock goes to 3:00, at 3:00 back to 2:00."""
    march, october = date(year, 3, 31), date(year, 10, 31)
    return tuple(d - timedelta(days=(d.weekday() + 1) % 7) for d in (march, october))  # type: ignore[return-value]


def published_at(day: date) -> datetime:
    """Aware UTC: when a site was regenerated in the night of that day, between the clocks where they change."""
    return utc(datetime.combine(day, time(2, 30) if day in clock_changes(day.year) else time(4)))
