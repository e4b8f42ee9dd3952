"""Timestamps as machines write them: RFC 9557 / ISO 8601, RFC 822, epoch milliseconds, and their broken cousins."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vigie.model import BRUSSELS, Precision, WallTime

_STAMP = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})"
    r"(?:(?:[Tt ]|"
    r" ?(?P<abbreviation>CES?T) ?)(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})"
    r"(?::?(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r" ?(?P<offset>[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
    r"(?:\[!?(?P<zone>[A-Za-z][A-Za-z0-9_+/-]*)\])?(?:\[[^\]]*\])*"
)
_ABBREVIATIONS = {"CET": 1, "CEST": 2}
_EPOCH = re.compile(r"-?[0-9]{9,14}(?:\.[0-9]+)?")


def read_instant(value: str, zone: str | None) -> WallTime:
    """The wall clock of a timestamp. ValueError when `value` is none.

    A naive value is a wall clock of `zone` (an IANA name; None = Brussels). A value with an offset is converted to the
    wall clock of the zone that it names in brackets, else of `zone` when that is given and is not UTC, else of
    Brussels. A date alone has day precision. Digits alone are epoch milliseconds (seconds up to ten digits), of the
    years 1971 to 2199.
    """
    text = value.strip()
    if len(text) > 80:
        raise ValueError("too long for a timestamp")
    match = _STAMP.fullmatch(text)
    if match:
        return _from_stamp(match, zone)
    if _EPOCH.fullmatch(text):
        number = float(text)
        seconds = number / 1000 if abs(number) >= 1e11 else number
        try:
            instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        except OverflowError as error:
            raise ValueError(f"no timestamp: {text}") from error
        if not 1971 <= instant.year <= 2199:
            raise ValueError(f"digits, but no likely instant: {text}")
        return WallTime.of_instant(instant, _shown(zone))
    return _from_mail(text, zone)


def _shown(zone: str | None) -> str:
    """The zone whose wall clock is kept: UTC is how machines store, not where an event takes place."""
    if zone is None or zone.upper() in ("UTC", "Z", "GMT", "ETC/UTC"):
        return BRUSSELS
    return _known(zone)


def _known(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone: {zone}") from error
    return zone


def _from_stamp(match: re.Match[str], zone: str | None) -> WallTime:
    digits = match["date"].replace("-", "")
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not 1 <= year <= 9998:
        raise ValueError(f"no timestamp: {match[0]}")
    named = match["zone"]
    if match["hour"] is None:
        return WallTime(datetime(year, month, day), _known(named) if named else _shown(zone), Precision.DAY)
    hour, minute, second = int(match["hour"]), int(match["minute"]), min(int(match["second"] or 0), 59)
    midnight_after = hour == 24 and minute == second == 0
    local = datetime(year, month, day, 0 if midnight_after else hour, minute, second) + timedelta(days=midnight_after)
    offset = _offset(match)
    if offset is None:
        naive_zone = named or zone
        return WallTime(local, _known(naive_zone) if naive_zone else BRUSSELS)
    return WallTime.of_instant(local.replace(tzinfo=timezone(offset)), _known(named) if named else _shown(zone))


def _offset(match: re.Match[str]) -> timedelta | None:
    said, abbreviation = match["offset"], match["abbreviation"]
    if said is None:
        return timedelta(hours=_ABBREVIATIONS[abbreviation]) if abbreviation else None
    if said[0] not in "+-":
        return timedelta(0)
    digits = said[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError(f"no offset: {said}")
    size = timedelta(hours=hours, minutes=minutes)
    return -size if said[0] == "-" else size


def _from_mail(text: str, zone: str | None) -> WallTime:
    """RFC 822/5322 ("Tue, 03 Mar 2026 09:00:00 +0100"). Without an offset (or with -0000) it is a naive wall clock."""
    if not re.search(r"[0-9]{1,2}:[0-9]{2}", text):
        raise ValueError(f"no timestamp: {text}")
    try:
        found = parsedate_to_datetime(re.sub(r"\b(CES?T)\b", lambda m: f"+0{_ABBREVIATIONS[m[1]]}00", text))
    except (TypeError, ValueError, IndexError, OverflowError) as error:
        raise ValueError(f"no timestamp: {text}") from error
    if found.tzinfo is None:
        return WallTime(found, _known(zone) if zone else BRUSSELS)
    return WallTime.of_instant(found, _shown(zone))
