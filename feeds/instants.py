"""Instants and wall times as the formats spell them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS, Precision, WallTime


def rfc3339(instant: datetime) -> str:
    """`2026-03-05T17:30:00Z`: Atom, JSON Feed, the manifest."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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
    return at.utc.astimezone(ZoneInfo(BRUSSELS)).replace(tzinfo=None, microsecond=0)
