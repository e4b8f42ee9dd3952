"""schema.org Schedule as a start, an end and a recurrence rule (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scrapers.readers.drafts import printed
from scrapers.readers.instants import iso

_FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_WORDS = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def fields_of(schedule: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(raw name, value) of a schedule that repeats: its first session and the rule; nothing of one that does not.

    `endDate` is the last day on which it repeats, not the end of a session.
    """
    rule, first = _rule(schedule), (iso(printed(schedule.get("startDate"))) or "")[:10]
    if rule is None or not first:
        return
    begin, end = _clock(schedule.get("startTime")), _clock(schedule.get("endTime"))
    yield "start", f"{first}T{begin}" if begin else first
    if begin and end:
        yield "end", f"{first}T{end}"
    yield "rrule", rule
    for day in _list(schedule.get("exceptDate")):
        left_out = (iso(printed(day)) or "")[:10]
        if left_out:
            yield "exdate", f"{left_out}T{begin}" if begin else left_out
    zone = printed(schedule.get("scheduleTimezone"))
    if zone:
        yield "timezone", zone


def _rule(schedule: dict[str, Any]) -> str | None:
    said = (printed(schedule.get("repeatFrequency")) or "").rsplit("/", 1)[-1]
    hit = re.fullmatch(r"P(\d{1,3})([DWMY])", _WORDS.get(said.lower(), said))
    if hit is None:
        return None
    parts = [f"FREQ={_FREQUENCIES[hit[2]]}"]
    if hit[1] not in ("0", "1"):
        parts.append(f"INTERVAL={hit[1]}")
    names = [(printed(day) or "").rsplit("/", 1)[-1][:2].upper() for day in _list(schedule.get("byDay"))]
    days = [name for name in names if name in _DAYS]
    if days:
        parts.append(f"BYDAY={','.join(days)}")
    count, last = printed(schedule.get("repeatCount")), (iso(printed(schedule.get("endDate"))) or "")[:10]
    if count and count.isdigit() and count != "0":
        parts.append(f"COUNT={count}")
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", last):
        parts.append(f"UNTIL={last.replace('-', '')}T235959")
    return ";".join(parts)


def _clock(value: Any) -> str | None:
    hit = re.match(r"T?(\d\d):(\d\d)", printed(value) or "")
    return f"{hit[1]}:{hit[2]}:00" if hit else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]
