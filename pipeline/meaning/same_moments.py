"""Moments of lenient records: stamps of machines, days as people write them, hours in a field of their own, rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from pipeline.meaning import same_names as names
from pipeline.meaning.same_names import Said, first, plainly
from transforms.dates import read_dates
from transforms.instants import read_instant
from transforms.recurrences import expand
from transforms.rescheduling import read_move
from vigie.model import Occurrence, WallTime

_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-4])\s*(?:[hHuU:.]|heures?)\s*([0-5]\d)?(?!\d)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SHAPES = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d/%m/%YT%H:%M")
_MAY_MOVE = re.compile(r"report|initialement|postpon|rescheduled|verplaatst|verschoben|d[ée]plac", re.I)
_FIRST_MEANT = re.compile(
    r"(?:initialement|oorspronkelijk|originally|ursprünglich)\s+(?:pr[ée]vue?s?|annonc[ée]e?s?|programm[ée]e?s?|gepland|planned"
    r"|scheduled|geplant)\b([^.\n]{3,60}(?:\d\.\d[^.\n]*)?)",
    re.I,
)
LONGEST_RULE = 400


def all_of(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty one, anything else as a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def moment(value: Any) -> WallTime | None:
    """A moment from a stamp, a day in words that says its year, or an object that holds one; None for anything else."""
    if isinstance(value, Mapping):
        within = plainly(value)
        value = within.get("@value") or within.get("at") or first(within, (*names.DEADLINE, *names.START))
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None or isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return _read(str(value))


def moments(value: Any) -> tuple[WallTime, ...]:
    """All moments of a field: a list, or a text with semicolons between them."""
    parts = [p for v in all_of(value) for p in (v.split(";") if isinstance(v, str) and len(v) < 400 else [v])]
    return tuple(found for part in parts if (found := moment(part)) is not None)


def sessions(said: Said) -> tuple[Occurrence, ...]:
    """The sessions that a record lists, else those of its start, hour and rule; `said` as `plainly` gives it."""
    listed = [s for one in all_of(first(said, names.SESSIONS)) if (s := _session(one)) is not None]
    clocks = _clocks(said)
    if listed:
        found = [_at(s, clocks) for s in listed]
    else:
        starts, ends = all_of(first(said, names.START)), all_of(first(said, names.END))
        pairs = [(start, ends[i] if i < len(ends) else None) for i, start in enumerate(starts)]
        found = [s for start, end in pairs if (s := _occurrence(start, _exclusive(said, start, end))) is not None]
        found = [_at(s, clocks) for s in found] if len(found) == 1 else found
    if first(said, names.WHOLE_DAY) is True:
        found = [_day_long(s) for s in found]
    elif first(said, names.OPEN_END) is True:
        found = [replace(s, end=None) for s in found]
    rule = first(said, names.RULE)
    if isinstance(rule, str) and len(found) == 1 and len(rule) <= LONGEST_RULE:
        found = _repeated(found[0], rule)
    return tuple(sorted(set(found), key=lambda o: (o.start.local, o.start.precision)))


def before(said: Said, text: str | None, found: tuple[Occurrence, ...]) -> WallTime | None:
    """When an event that was moved was to take place: a field of its own, else the words of its text."""
    told = moment(first(said, names.BEFORE))
    if told or not text or not found or not _MAY_MOVE.search(text):
        return told
    day = found[0].start.day
    moved = read_move(text, found, day)
    if moved:
        return moved.before
    words = _FIRST_MEANT.search(text)
    days = read_dates(words.group(1), day - timedelta(days=60)).results if words else ()
    start = days[0].start if len(days) == 1 else None
    return start if start and start.day != day else None


def _session(one: Any) -> Occurrence | None:
    if isinstance(one, Mapping):
        within = plainly(one)
        return _occurrence(first(within, names.START), first(within, names.END))
    return _occurrence(*one[:2]) if isinstance(one, list) and len(one) > 1 else _occurrence(one, None)


def _occurrence(start: Any, end: Any) -> Occurrence | None:
    begins, ends = moment(start), moment(end)
    if begins is None:
        return None
    if ends and begins.has_clock and ends.local.time() >= time(23, 59) and ends.day == begins.day:
        # How Plone and others write that nobody said when it ends.
        ends = None
    later = ends if ends and (ends.local >= begins.local or (ends.day == begins.day and not ends.has_clock)) else None
    return Occurrence(begins, later)


def _exclusive(said: Said, start: Any, end: Any) -> Any:
    """The last day. iCalendar's DTEND of whole days is the day after (RFC 5545 § 3.6.1)."""
    if "dtend" in said and end is said["dtend"]:
        begins, ends = moment(start), moment(end)
        if begins and ends and not ends.has_clock and not begins.has_clock and ends.day > begins.day:
            return (ends.day - timedelta(days=1)).isoformat()
    return end


def _clocks(said: Said) -> tuple[time, ...]:
    """The hours that a field of their own says: the beginning, and the end where it is told."""
    text = " ".join(str(v) for name in (names.CLOCK, names.END_CLOCK) if isinstance(v := first(said, name), str))
    return tuple(time(int(h) % 24, int(m or 0)) for h, m in _CLOCK.findall(text[:80])[:2])


def _at(one: Occurrence, clocks: tuple[time, ...]) -> Occurrence:
    """A session with the hours of its record. Two hours beside several days are those of each day: opening hours."""
    long = one.end is not None and one.end.day > one.start.day
    if not clocks or one.start.has_clock or (long and len(clocks) > 1):
        return one
    start = WallTime(datetime.combine(one.start.day, clocks[0]), one.start.zone)
    if long:
        return Occurrence(start, one.end)
    ends = datetime.combine(one.start.day, clocks[1]) if len(clocks) > 1 else None
    return Occurrence(start, WallTime(ends, start.zone) if ends and ends > start.local else None)


def _day_long(one: Occurrence) -> Occurrence:
    last = one.end.day if one.end else one.start.day
    return Occurrence(WallTime.of_day(one.start.day), WallTime.of_day(last) if last > one.start.day else None)


def _repeated(one: Occurrence, rule: str) -> list[Occurrence]:
    try:
        return list(expand(one, (rule,), (), one.start.local.replace(tzinfo=UTC)))
    except (ValueError, TypeError, OverflowError):
        return [one]


@lru_cache(maxsize=65_536)
def _read(text: str) -> WallTime | None:
    text = text.strip()
    for attempt in (text, text.replace(" ", "T", 1)):
        try:
            found = read_instant(attempt, None)
        except ValueError:
            continue
        # Midnight sharp is how machines write a day without an hour.
        midnight = found.has_clock and found.local.hour == found.local.minute == 0
        return WallTime.of_day(found.day, found.zone) if midnight else found
    for shape in _SHAPES:
        try:
            naive = datetime.strptime(text, shape)
        except ValueError:
            continue
        return WallTime(naive) if "%H" in shape else WallTime.of_day(naive.date())
    return _in_words(text)


def _in_words(text: str) -> WallTime | None:
    """A day that says its year, so that it means the same whenever it is read."""
    year = _YEAR.search(text[:120])
    if year is None or len(text) > 120:
        return None
    found = read_dates(text, date(int(year.group()), 1, 1)).results
    return found[0].start if len(found) == 1 else None
