"""One instant of one raw field, as a wall clock of Brussels; words ("5 mars 2026") are read when they are clear."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from transforms.dates import read_dates
from transforms.instants import read_instant
from transforms.notebook import Notebook
from transforms.text import line
from vigie.model import BRUSSELS, RawField, RawItem, WallTime

_PAST = frozenset({"published", "updated"})
_YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|(?<!\d)\d{1,2}([/.])\d{1,2}\1\d\d(?![\d/.])|^\D*\d{1,2}\s?[^\W\d_]{3,9}\.? \d\d$"
)
"""A year is said: in four figures, or in two as in "12/03/24" and "25 fév 24"."""
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Z", "GMT", "Etc/GMT", "UTC+0", "UTC+00:00"})


def read_moment(raw: RawItem, name: str, reference: datetime, notebook: Notebook) -> WallTime | None:
    """The instant of the first field `name` that has one; None, with an abstention, when none can be read."""
    for field in raw.all(name):
        if not field.value.strip():
            continue
        wall, rule = moment_of(field, raw.text("timezone"), reference)
        if wall is None:
            notebook.abstain(name, f"{field.value[:80]!r} is no date")
            continue
        notebook.note(name, rule, field.value, field)
        return wall
    return None


def moment_of(field: RawField, zone: str | None, reference: datetime) -> tuple[WallTime | None, str]:
    """The wall time that a field says and the rule that read it; None and "" when it says none, or several."""
    try:
        return plausible(shown_in_brussels(read_instant(field.value.strip(), known_zone(zone))), reference), "instant"
    except ValueError:
        pass
    text = line(field.value)
    if field.name in _PAST and not _YEAR.search(text):
        # "Il y a 3 heures", "hier", "5 mars": such words move with every reading, or point to the wrong year.
        return None, ""
    found = read_dates(text, WallTime.of_instant(reference).day)
    if len(found.results) == 1 and found.results[0].start and not found.results[0].clock_only:
        try:
            return plausible(found.results[0].start, reference), found.results[0].rule
        except ValueError:
            return None, ""
    return None, ""


def known_zone(zone: str | None) -> str | None:
    """A zone that the source names, None when it is no IANA zone ("UTC+0" of a mis-set WordPress: local clocks)."""
    name = (zone or "").strip()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return name


def shown_in_brussels(wall: WallTime) -> WallTime:
    """A reading in UTC is an instant, not a wall clock anyone looks at: shown as the clock of Brussels."""
    if wall.zone in UTC_NAMES:
        return (
            WallTime.of_instant(wall.utc, BRUSSELS)
            if wall.has_clock
            else WallTime(wall.local, BRUSSELS, wall.precision)
        )
    return wall


def plausible(wall: WallTime, reference: datetime) -> WallTime:
    """The wall time when its year can be one of an agenda. Raises ValueError for 1970, 0001, 2999 and their like."""
    if not 1990 <= wall.local.year <= reference.year + 10:
        raise ValueError(f"the year {wall.local.year} is not plausible")
    return wall
