"""Content lines of iCalendar (RFC 5545 §3.1, §3.3.11): escaping, folding, parameters, the zone of Brussels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from feeds.characters import paragraphs
from vigie.model import BRUSSELS

OCTETS = 75
_ZONE = ZoneInfo(BRUSSELS)

# Both rules of the European Union since 1996 (directive 2000/84/EC): with one of them only, Outlook is an hour wrong
# for half of the year (markuspoerschke/iCal#367).
BRUSSELS_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Brussels",
    "X-LIC-LOCATION:Europe/Brussels",
    "BEGIN:DAYLIGHT",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def escaped(text: str) -> str:
    """A TEXT value: forbidden characters removed; backslash, semicolon, comma and line end escaped."""
    plain = paragraphs(text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def parameter(text: str) -> str:
    """A quoted parameter value. Double quotes cannot stand in it and become typographic (RFC 6868 is little read)."""
    return '"' + paragraphs(text).replace("\n", " ").replace('"', "”") + '"'


def utc(instant: datetime) -> str:
    """A DATE-TIME in UTC."""
    return _utc(instant)


@lru_cache(maxsize=4096)
def _utc(instant: datetime) -> str:
    return f"{_basic(instant.astimezone(UTC).replace(tzinfo=None))}Z"


def day(value: date) -> str:
    """A DATE."""
    return f"{value:%Y%m%d}"


def when(name: str, clock: datetime, instant: datetime) -> str:
    """A property with a DATE-TIME in the zone of Brussels; in UTC in both passes of a repeated hour.

    A TZID reading that occurs twice means the first one (RFC 5545 §3.3.5), but ical.js and node-ical take the second.
    """
    if clock.month == 10 and clock.hour == 2 and _repeated(clock):
        return f"{name}:{utc(instant)}"
    return f"{name};TZID=Europe/Brussels:{_basic(clock)}"


def _repeated(clock: datetime) -> bool:
    """Whether Brussels shows `clock` twice: on the last Sunday of October, from two to three."""
    return clock.replace(fold=0, tzinfo=_ZONE).utcoffset() != clock.replace(fold=1, tzinfo=_ZONE).utcoffset()


def _basic(clock: datetime) -> str:
    """The basic format of ISO 8601, to the second. `strftime` takes five times as long."""
    return clock.isoformat(timespec="seconds").replace("-", "").replace(":", "")


def folded(lines: Iterable[str]) -> bytes:
    """Content lines with CRLF, none longer than 75 octets, broken between characters."""
    fitting = [line if len(line) <= OCTETS and line.isascii() else _fold(line) for line in lines]
    return ("\r\n".join(fitting) + "\r\n").encode("utf-8") if fitting else b""


def _fold(text: str) -> str:
    line = text.encode("utf-8")
    if len(line) <= OCTETS:
        return text
    pieces, start, room = [], 0, OCTETS
    while start < len(line):
        end = min(start + room, len(line))
        while end < len(line) and line[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(line[start:end])
        start, room = end, OCTETS - 1
    return b"\r\n ".join(pieces).decode("utf-8")
