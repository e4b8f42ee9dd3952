"""What a page shows of a time, beside what its attribute says: where they differ, the page's reader is right.

Attributes are often UTC without a Z, local with one, or a day dressed as noon UTC (API_SHAPES.md §8, §10.2).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from scrapers.readers.instants import iso
from vigie.model import BRUSSELS

Said = tuple[tuple[str, str], ...]
"""Raw fields that a time gives: `start` and `end`, or `date_text`."""

_CLOCK = re.compile(
    r"(?<![\d/.-])(?P<hour>[01]?\d|2[0-4])(?:\s?(?:[hH]|heures?\b|uhr\b|uur\b)\s?(?P<minute>[0-5]\d)?|:(?P<colon>[0-5]\d))"
    r"(?::[0-5]\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?(?![\d/])|(?<![\d:])(?P<bare>1[0-2]|[1-9])\s?(?P<bare_half>[ap])\.?m\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<![\d:hH])(\d{1,2})(?!\d|\s?[h:])")
_ZONE = ZoneInfo(BRUSSELS)
_UNIT = r"(?:second|minut|heure|hour|uur|jour|day|dag|semaine|week|mois|month|maand|ans?\b|année|year|jaar)\w*"
_LONG = rf"(?:(?:\d+|an?|une?|quelques|een)\s+{_UNIT}\W*(?:et\s|and\s|en\s)?){{1,3}}"
_RELATIVE = re.compile(
    r"^(?:(?:last )?edited|updated|posted|publi\S*|modifi\S*|mise? à jour|dernière modif\w*|bijgewerkt)?"
    rf"\W*(?:(?:il y a|depuis)\s+{_LONG}|{_LONG}(?:ago|geleden))$",
    re.IGNORECASE,
)


def clocks_in(text: str) -> tuple[str, ...]:
    """The clock times that a text shows, as `HH:MM`, in its order."""
    return tuple(_clock(hit) for hit in _CLOCK.finditer(text))


def is_relative(text: str) -> bool:
    """True for words that change with every look at the page: `Last edited il y a 3 heures`."""
    return len(text) < 80 and _RELATIVE.match(text.strip()) is not None


def told(attribute: str | None, shown: str) -> Said:
    """What a time with a `datetime` attribute and the text that stands there say together."""
    stamp = iso(attribute) or ""
    try:
        moment = datetime.fromisoformat(stamp) if "T" in stamp else None
        day = moment.date() if moment else date.fromisoformat(stamp)
    except ValueError:
        return (("date_text", shown),) if shown else ()
    clocks = clocks_in(shown)
    if moment is None:
        return (("date_text", shown),) if clocks and _YEAR.search(shown) else _from_day(day, clocks)
    local = moment.astimezone(_ZONE) if moment.tzinfo else moment
    if not clocks:
        days = {int(number) for number in _NUMBER.findall(shown)}
        noon = moment.tzinfo is not None and moment.astimezone(UTC).time() == datetime(1, 1, 1, 12).time()
        if days and local.day not in days:
            return (("date_text", shown),) if _YEAR.search(shown) else (("start", day.isoformat()),)
        shows_a_day = bool(days) and (noon or moment.time() == datetime.min.time())
        return (("start", local.date().isoformat() if shows_a_day else stamp),)
    if len(clocks) > 1 and _YEAR.search(shown):
        return (("date_text", shown),)
    if f"{local:%H:%M}" == clocks[0]:
        return (("start", stamp), *_from_day(local.date(), clocks)[1:])
    if f"{moment:%H:%M}" == clocks[0]:
        return _from_day(day, clocks)  # a local clock that was given an offset
    return (("date_text", shown),) if _YEAR.search(shown) else _from_day(local.date(), clocks)


def _from_day(day: date, clocks: tuple[str, ...]) -> Said:
    """A day with the clocks that are shown: the first is its start, a later second one its end."""
    if not clocks:
        return (("start", day.isoformat()),)
    start = (("start", f"{day.isoformat()}T{clocks[0]}:00"),)
    if len(clocks) == 2 and clocks[1] > clocks[0]:
        return (*start, ("end", f"{day.isoformat()}T{clocks[1]}:00"))
    return start


def _clock(hit: re.Match[str]) -> str:
    hour = int(hit["hour"] or hit["bare"])
    half = (hit["half"] or hit["bare_half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour % 24:02d}:{hit['minute'] or hit['colon'] or '00'}"
