"""One session from the clocks that a source prints: midnights that mean "no hour", whole days, nights, months."""

from __future__ import annotations

import calendar
from datetime import datetime, time, timedelta

from transforms.notebook import Notebook
from vigie.model import Occurrence, Precision, WallTime

# An evening that ends before it begins ends the next morning, unless that makes it longer than this.
OVERNIGHT = timedelta(hours=12)


def shaped(start: WallTime, end: WallTime | None, all_day: bool, notebook: Notebook) -> Occurrence:
    """One occurrence from the clocks said, once midnights that stand for "no hour" are understood as such."""
    if end and (end.day < start.day or (start.has_clock and end.has_clock and end.utc < start.utc)):
        notebook.abstain("occurrences", f"end {end.isoformat()} is before start {start.isoformat()}")
        end = None
    midnight = start.has_clock and start.local.time() == time()
    last_second = end is not None and end.has_clock and (end.local.hour, end.local.minute) == (23, 59)
    no_hour = midnight and (end is None or last_second or (end.has_clock and end.local.time() == time()))
    if all_day or not start.has_clock or no_hour:
        if no_hour and end and end.has_clock and end.local.time() == time() and end.day > start.day:
            # 00:00 to 00:00 of a later day: the end is the first midnight after the event.
            end = WallTime.of_day(end.day - timedelta(days=1), end.zone)
        if not start.has_clock and start.precision is Precision.MONTH:
            return _month(start)
        last = WallTime.of_day(end.day, end.zone) if end and end.day > start.day else None
        return Occurrence(WallTime.of_day(start.day, start.zone), last)
    if end and last_second and end.local.second == 59:
        # iMio closes an open end at 23:59:59: the day is known, the hour is not (API_SHAPES §1).
        end = WallTime.of_day(end.day, end.zone) if end.day > start.day else None
    if end and end.has_clock and end.utc == start.utc:
        end = None
    return Occurrence(start, end)


def runs_overnight(start: WallTime, end: WallTime) -> bool:
    """Whether an end printed on the day of the start is of the next morning: "23:00-05:30", at most twelve hours.

    An end at 00:00 sharp is none of them: machines print it for an hour that nobody gave.
    """
    if not (start.has_clock and end.has_clock) or end.day != start.day or end.local >= start.local:
        return False
    if end.local.time() == time():
        return False
    return end.local + timedelta(days=1) - start.local <= OVERNIGHT


def _month(start: WallTime) -> Occurrence:
    last = calendar.monthrange(start.local.year, start.local.month)[1]
    return Occurrence(start, WallTime.of_day(start.day.replace(day=last), start.zone))


def in_order(occurrence: Occurrence) -> tuple[datetime, str, datetime, str]:
    end = occurrence.end or occurrence.start
    return occurrence.start.utc, occurrence.start.precision.value, end.utc, end.precision.value
