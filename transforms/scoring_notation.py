"""The notation of the labelled lines (the facts' README): how a reading is spelled in it."""

from __future__ import annotations

import re
from datetime import datetime

from transforms.dates import DateReading, DateResult
from vigie.model import WallTime


def normal(expected: str) -> str:
    """The expected value in the one spelling that `say_result` writes."""
    parts = []
    for part in re.sub(r" (?:each evening|next day|each year)\b", "", expected).split(" ; "):
        part = part.removesuffix(" T?")
        part = re.sub(r" (\d\d:\d\d)-(\d\d:\d\d)$", r" T\1/T\2", part)
        if re.fullmatch(r"\d{4}-\d\d", part):
            part = f"month {part}"
        parts.append(part.replace("T24:00", "T00:00"))
    return " ; ".join(parts)


def say_reading(reading: DateReading) -> str:
    said = " ; ".join(say_result(r) for r in reading.results or reading.asides)
    return said or "all day" * reading.whole_day


def say_result(result: DateResult) -> str:
    start, end = result.start, result.end
    if result.clock_only:
        return "/".join(f"T{side.local:%H:%M}" for side in (start, end) if side)
    if result.rrule:
        rule = re.sub(r";UNTIL=[^;]*", "", result.rrule)
        clocks = "/".join(f"T{side.local:%H:%M}" for side in (start, end) if side and side.has_clock)
        return f"R:{rule} {clocks}".strip()
    if result.grain == "month" and result.rule == "month" and start:
        return f"month {start.local:%Y-%m}"
    left, right = (say_wall(side, result.approximate) if side else "" for side in (start, end))
    if result.open == "start":
        return f"/{right}"
    return f"{left}/{right}" if right or result.open == "end" else left


def say_wall(wall: WallTime, approximate: bool = False) -> str:
    if wall.has_clock:
        said = wall.isoformat()
        return said if wall.local.second else said.replace(":00+", "+")
    return f"{wall.local:%Y-%m-}{'~' if approximate else ''}{wall.local:%d}"


def same_moment(wall: WallTime | None, expected: str, grain: str) -> bool:
    """Whether a moment is the expected one at the grain given (second, minute, day …)."""
    if wall is None or not expected:
        return wall is None and not expected
    if grain not in ("minute", "second", "hour"):
        return not wall.has_clock and wall.local.date().isoformat() == expected[:10]
    if not wall.has_clock:
        return False
    moment = datetime.fromisoformat(expected).replace(tzinfo=None)
    return wall.local.replace(second=0) == moment.replace(second=0) if grain != "second" else wall.local == moment
