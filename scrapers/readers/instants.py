"""How platforms spell instants, rewritten to the one spelling of raw fields (RFC 9557). No meaning is added."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_ISO = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?$")


def iso(text: object) -> str | None:
    """An ISO-like instant with `T`, without fractions, with a colon in its offset; other texts as they are.

    Zero dates (`0000-00-00 …`, API_SHAPES.md §9) are none.
    """
    if not isinstance(text, str) or not text.strip() or text.startswith("0000"):
        return None
    found = _ISO.match(text.strip())
    if not found:
        return text.strip()
    day, clock, offset = found.groups()
    if offset and offset != "Z" and ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    return f"{day}T{clock if clock.count(':') == 2 else clock + ':00'}{offset or ''}"


def in_zone(text: object, zone: object) -> str | None:
    """A naive wall clock with the zone that its platform states. `UTC`, `UTC+0` on a site is a mis-set plugin whose
    clock is local in truth (API_SHAPES.md §4), so it stays naive."""
    clock = iso(text)
    if clock is None or "T" not in clock or re.search(r"(Z|[+-]\d\d:\d\d)$", clock):
        return clock
    if isinstance(zone, str) and "/" in zone and not zone.startswith("Etc/"):
        return f"{clock}[{zone}]"
    return clock


def as_utc(text: object) -> str | None:
    """A naive clock that its platform defines as UTC (`date_gmt`, `utc_start_date`), marked `Z`."""
    clock = iso(text)
    return f"{clock}Z" if clock and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", clock) else clock


def of_mail(text: str) -> str:
    """An RFC 822 date as ISO 8601 with its own offset; anything else as `iso` leaves it."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return iso(text) or text.strip()
    if moment.tzinfo is None:
        # `-0000` is UTC of an unknown place (RFC 5322 §3.3); a zone word that RFC 822 does not know is left unread.
        return f"{moment.isoformat()}Z" if re.search(r"-0000\s*$", text) else moment.isoformat()
    return moment.isoformat()


def of_moment(moment: date | datetime) -> str:
    """A date or datetime of a parser: zone name where it is an IANA zone, else the offset, else naive."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    naive = moment.replace(tzinfo=None, microsecond=0).isoformat()
    if moment.tzinfo is None:
        return naive
    if moment.tzinfo is UTC or getattr(moment.tzinfo, "key", None) in ("UTC", "Etc/UTC") or moment.tzname() == "UTC":
        return f"{naive}Z"
    if isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key and not moment.fold:
        return f"{naive}[{moment.tzinfo.key}]"  # the second reading of a repeated hour keeps its offset instead
    return moment.replace(microsecond=0).isoformat()


def of_epoch(milliseconds: object, zone: object = None) -> str | None:
    """Milliseconds since 1970 as the wall clock of an IANA zone, or in UTC when the zone is none; None for other values
    and for moments that no calendar holds."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, (int, float)) or not milliseconds:
        return None
    try:
        place: tzinfo = ZoneInfo(zone) if isinstance(zone, str) and "/" in zone else UTC
    except (ValueError, KeyError, OSError):
        place = UTC
    try:
        return of_moment(datetime.fromtimestamp(milliseconds / 1000, tz=place))
    except (ValueError, OverflowError, OSError):
        return None


def stamp(value: str | None) -> int:
    """A stable group number of a session: its start as YYYYMMDDHHMM, so that pages merge as a union; 0 without one."""
    digits = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?", value or "")
    return int("".join(part or "00" for part in digits.groups())) if digits else 0
