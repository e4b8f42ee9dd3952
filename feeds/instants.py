"""Instants and wall times as the formats spell them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS, Precision, WallTime

_ZONE = ZoneInfo(BRUSSELS)


def rfc3339(instant: datetime) -> str:
    """`2026-03-05T17:30:00Z`: Atom, JSON Feed, the manifest."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def rfc822(instant: datetime) -> str:
    """`Thu, 05 Mar 2026 17:30:00 +0000`: RSS."""
    return format_datetime(instant.astimezone(UTC).replace(microsecond=0))


def said(at: WallTime) -> str:
    """ISO 8601 as precise as the source was: `2026-03`, `2026-03-05`, or with clock and offset of its zone.

    An hour that the clock skips is moved to the one that people then read (02:30 becomes 03:30).
    """
    if at.precision is not Precision.MINUTE:
        return at.isoformat()
    return at.utc.astimezone(ZoneInfo(at.zone)).replace(microsecond=0).isoformat()


def in_brussels(at: WallTime) -> datetime:
    """The naive wall clock of Brussels at the instant of `at`; `fold` is 1 in the second pass of a repeated hour."""
    return brussels_clock(at.utc)


def brussels_clock(instant: datetime) -> datetime:
    """The same of an aware instant."""
    return instant.astimezone(_ZONE).replace(tzinfo=None, microsecond=0)
