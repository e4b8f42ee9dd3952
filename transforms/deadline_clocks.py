"""The closing hour of a deadline: the zone that its clock was printed in, a clock apart from its day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone

from transforms.grammar.result import DateResult
from vigie.model import Precision, WallTime

_PLACES = (
    ("Europe/London", r"(?:heure de londres|london(?: time)?|uk time|\bbst\b|heure britannique|heure du royaume-uni)"),
    ("America/Toronto", r"(?:montreal|quebec|toronto|new york|eastern(?: time)?|\best\b|\bedt\b)"),
    ("America/Los_Angeles", r"(?:\bpst\b|\bpdt\b|pacific time|los angeles)"),
    ("Europe/Athens", r"(?:\beet\b|\beest\b|heure d'athenes|athens time|helsinki time|heure d'helsinki)"),
    ("Europe/Lisbon", r"(?:heure de lisbonne|lisbon time|\bwet\b)"),
    ("Asia/Tokyo", r"(?:heure de tokyo|tokyo time|\bjst\b)"),
    ("Etc/GMT+12", r"(?:\baoe\b|anywhere on earth)"),
)  # fmt: skip
_ZONE = re.compile(
    r"^[\s,(\[/–-]{0,4}(?:h\b|"
    r"heures?\b)?[\s,(\[]{0,3}(?:time zone:? ?)?(?:heure (?:normale )?(?:de l'est )?(?:de |du |a )?)?(?:"
    + "|".join(f"(?P<z{number}>{words})" for number, (_, words) in enumerate(_PLACES))
    + r"|(?P<fixed>\b(?:utc|gmt|tu)\b|(?<=[\s(])z\b)"
    r"(?: ?(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?:[:h]?(?P<minutes>\d\d))?)?)"
)
_HOURS_APART = 40
_DOTTED = re.compile(
    r"[\s,(|–-]{1,4}(?:om |at |a |um )?(?P<hour>[01]?\d|2[0-3])\.(?P<minute>00|15|30|45|59)\b"
    r"(?![.,]?\d| ?€)",
    re.ASCII,
)


def in_zone(wall: WallTime, behind: str) -> WallTime:
    """The same instant on the clock of Brussels, when the words behind name another zone. CET and CEST are taken for
    the clock of Brussels, summer and winter, as callers mean them."""
    if not wall.has_clock:
        return wall
    found = _ZONE.match(behind)
    if not found:
        return wall
    if found["fixed"]:
        shift = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
        if shift > timedelta(hours=14):
            return wall
        zone = timezone(-shift if found["sign"] == "-" else shift)
        return WallTime.of_instant(wall.local.replace(tzinfo=zone), wall.zone)
    name = next(name for number, (name, _) in enumerate(_PLACES) if found[f"z{number}"])
    return WallTime.of_instant(WallTime(wall.local, name).utc, wall.zone)


def clock_apart(day: WallTime, behind: str, offset: int, clocks: tuple[DateResult, ...]) -> tuple[WallTime, int]:
    """The clock that stands behind a day in its own words ("le 15 avril – heure limite : 12h"), and where it ends.

    `behind` begins at `offset` of the text. Unchanged when no clock or more than one stands there.
    """
    dotted = _DOTTED.match(behind)
    if dotted and not day.has_clock:
        hour, minute = int(dotted["hour"]), int(dotted["minute"])
        at_dot = datetime.combine(day.day, time(hour % 24, minute)) + timedelta(days=hour // 24)
        return replace(day, local=at_dot, precision=Precision.MINUTE), offset + dotted.end()
    near = [c for c in clocks if offset <= c.span[0] <= offset + min(len(behind), _HOURS_APART)]
    if day.has_clock or len(near) != 1:
        return day, offset
    clock = near[0].end if near[0].open == "start" or near[0].start is None else near[0].start
    if clock is None or near[0].open == "end" or (near[0].start and near[0].end):
        return day, offset
    anchor = (near[0].end or near[0].start or clock).local.date()
    at = clock.local.time() or time()
    late = (
        timedelta(days=1)
        if clock.local.date() > anchor or (at == time() and _midnight(near[0], behind, offset))
        else timedelta()
    )
    return replace(day, local=datetime.combine(day.day, at) + late, precision=clock.precision), near[0].span[1]


_BETWEEN = re.compile(
    r"[\s,;()–-]*(?:(?:heures?|heure (?:locale|de bruxelles|belge|de paris)|local time|brussels time|cet|cest|"
    r"precises?|uur|uhr|"
    r"on|op|am|le|du|de|ce|au plus tard|at the latest|exactement)[\s,;()–-]*)*"
)


def clock_in_front(
    day: WallTime, span: tuple[int, int], begin: int, clocks: tuple[DateResult, ...], folded: str
) -> tuple[WallTime, str | None]:
    """The clock in front of its day ("à 17h, heure locale, le 22 mai"), and why there is none although one stands
    in the same clause. `begin`: where the words of the day begin. Hours from and to are no closing hour."""
    near = [
        c
        for c in clocks
        if begin <= c.span[0] < span[0] and span[0] - c.span[1] <= _HOURS_APART and not (c.start and c.end)
    ]
    if day.has_clock or not near:
        return day, None
    last = near[-1]
    clock = last.end or last.start
    if clock is None or not _BETWEEN.fullmatch(folded[last.span[1] : span[0]]):
        return day, "a clock beside the deadline was not understood" if clock else None
    late = timedelta(days=1) if clock.local.time() == time() else timedelta()
    return replace(day, local=datetime.combine(day.day, clock.local.time()) + late, precision=clock.precision), None


def _midnight(clock: DateResult, behind: str, offset: int) -> bool:
    said = behind[clock.span[0] - offset : clock.span[1] - offset]
    return bool(re.search(r"minuit|midnight|mi[td]+ernacht|24", said))
