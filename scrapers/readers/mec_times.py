"""When an event of Modern Events Calendar takes place: the day and clock that the page shows, completed by its data.

The plugin's JSON-LD is shifted against the page on some sites (+2 h, API_SHAPES.md §8) and then may lie on the next
day; the page shows clocks apart from days, and days without a year in some styles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scrapers.readers.html_times import Said, clocks_in
from scrapers.readers.instants import iso

_NUMBER = re.compile(r"(?<![\d:])(\d{1,2})(?!\d|\s?[h:])")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is: the label of the day, that of the last day, the text with clocks, `startDate` and `endDate` of the
    JSON-LD, the day in a link (`occurrence=`), and the month in a class (`mec-toggle-202603-…`)."""

    day: str = ""
    last_day: str = ""
    clock: str = ""
    start: str | None = None
    end: str | None = None
    occurrence: str | None = None
    month: tuple[int, int] | None = None


def when(shown: Shown) -> Said:
    """`start` and `end` as local wall clocks or days, or `date_text` when only the words tell."""
    clocks = clocks_in(shown.clock) or clocks_in(shown.day)
    first = _first_day(shown, clocks[0] if clocks else None)
    if first is None:
        words = " ".join(text for text in (shown.day, shown.last_day, shown.clock) if text)
        return (("date_text", words),) if words else ()
    last = max(_last_day(shown, first, bool(clocks)), first)
    if not clocks:
        return (("start", first.isoformat()), *((("end", last.isoformat()),) if last > first else ()))
    start = ("start", f"{first.isoformat()}T{clocks[0]}:00")
    if len(clocks) > 1:
        return (start, ("end", f"{last.isoformat()}T{clocks[-1]}:00"))
    return (start, ("end", last.isoformat())) if last > first else (start,)


def _first_day(shown: Shown, clock: str | None) -> date | None:
    numbers = _numbers(shown.day)
    candidates = [_day(shown.occurrence), _near(shown.start, clock)]
    if shown.month and numbers:
        candidates.append(_of_month(shown.month, numbers[0]))
    for found in candidates:
        if found and (not numbers or found.day in numbers):
            return found
    if numbers and _YEAR.search(shown.day):
        return None  # the words tell another day, and all of it
    return next((found for found in reversed(candidates) if found), None)


def _last_day(shown: Shown, first: date, clocked: bool) -> date:
    numbers = _numbers(shown.last_day)
    said = _day(shown.end)
    if not numbers:
        # With clocks the data may be shifted over midnight: only a whole day more is another day.
        return said if said and (not clocked or said > first + timedelta(days=1)) else first
    if said and said.day == numbers[0]:
        return said
    return next((d for n in range(62) if (d := first + timedelta(days=n)).day == numbers[0]), first)


def _near(stamp: str | None, clock: str | None) -> date | None:
    """The day of an instant; with a clock that is shown, the day on which that clock is nearest to the instant."""
    text = iso(stamp) or ""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    if clock is None or "T" not in text:
        return moment.date()
    shown = datetime.combine(moment.date(), time.fromisoformat(clock))
    days = (timedelta(days=n) for n in (-1, 0, 1))
    return min((shown + day for day in days), key=lambda at: abs(at - moment)).date()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _of_month(month: tuple[int, int], day: int) -> date | None:
    try:
        return date(*month, day)
    except ValueError:
        return None


def _numbers(text: str) -> list[int]:
    return [int(n) for n in _NUMBER.findall(text) if 0 < int(n) < 32]
