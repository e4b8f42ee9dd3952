"""Recurrence rules (RFC 5545 RRULE) expanded to occurrences within a bounded horizon."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from transforms.instants import read_instant
from vigie.model import Occurrence, Precision, WallTime

# The window of the feeds (FEEDS.md §2) and a bound on one series.
PAST = timedelta(days=30)
FUTURE = timedelta(days=400)
MOST = 400

_PREFIX = re.compile(r"^\s*(?:EX)?RRULE[^:]*:\s*", re.I)
_ZERO_INTERVAL = re.compile(r";?INTERVAL=0+(?=;|$)", re.I)
_UNTIL = re.compile(r";?UNTIL=([0-9TZ:+-]+)", re.I)


def expand(
    first: Occurrence, rules: tuple[str, ...], excluded: tuple[WallTime, ...], reference: datetime
) -> tuple[Occurrence, ...]:
    """Occurrences of a series from `reference` (aware) − 30 to + 400 days at least, at most 400, in order.

    A series without any occurrence in that window gives its first one. Raises ValueError on a rule that is none, or
    that repeats within a day (no agenda needs HOURLY, and SECONDLY is an attack).
    """
    zone = first.start.zone
    # From the first of the month, so that an endless series gets a new version once a month, not at each reading.
    month = datetime.combine(reference.astimezone(ZoneInfo(zone)).date().replace(day=1), time())
    begin, end = month - PAST, month + timedelta(days=31) + FUTURE
    length = first.end.local - first.start.local if first.end else None
    without = {w.local if w.has_clock else w.day for w in excluded}
    starts: set[datetime] = set()
    for rule in rules:
        series = rrulestr(_bounded(rule, first.start, end), dtstart=first.start.local)
        for start in series.xafter(begin, count=MOST * 2, inc=True):
            if start > end:
                break
            starts.add(start)
    kept = sorted(s for s in starts if s not in without and s.date() not in without)[:MOST]
    return tuple(_moved(first, start, length) for start in kept) or (first,)


def _bounded(rule: str, start: WallTime, horizon: datetime) -> str:
    """The rule with a local UNTIL not after the horizon, so that no rule runs for ever."""
    bare = _ZERO_INTERVAL.sub("", _PREFIX.sub("", rule.strip())).strip("; ")
    if "\n" in bare or not re.search(r"(?:^|;)FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;|$)", bare, re.I):
        raise ValueError(f"not a rule by days, weeks, months or years: {rule[:80]!r}")
    until = horizon
    said = _UNTIL.search(bare)
    if said:
        until = min(horizon, _until(said.group(1), start.zone))
    if re.search(r"COUNT=", bare, re.I):
        # RFC 5545 forbids both; a count ends by itself. A count of millions does not, so it is capped.
        bare = re.sub(r"COUNT=(\d+)", lambda m: f"COUNT={min(int(m.group(1)), 10_000)}", bare, flags=re.I)
        return _UNTIL.sub("", bare).strip(";")
    return f"{_UNTIL.sub('', bare).strip(';')};UNTIL={until:%Y%m%dT%H%M%S}"


def _until(value: str, zone: str) -> datetime:
    wall = read_instant(_dashed(value), zone)
    if not wall.has_clock:
        return datetime.combine(wall.day, time(23, 59, 59))
    if value.upper().endswith("Z"):
        return wall.local.replace(tzinfo=ZoneInfo(wall.zone)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return wall.local


def _dashed(value: str) -> str:
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?", value.strip(), re.I)
    if not match:
        return value
    year, month, day, hour, minute, second, utc = match.groups()
    clock = f"T{hour}:{minute}:{second or '00'}{utc or ''}" if hour else ""
    return f"{year}-{month}-{day}{clock}"


def _moved(first: Occurrence, start: datetime, length: timedelta | None) -> Occurrence:
    begin = WallTime(start, first.start.zone, first.start.precision)
    if first.end is None or length is None:
        return Occurrence(begin)
    end = start + length
    if first.end.precision is Precision.DAY:
        end = datetime.combine(end.date(), time())
    return Occurrence(begin, WallTime(end, first.end.zone, first.end.precision))
