"""Instants and wall times as the formats spell them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS, Precision, WallTime

_ZONE = ZoneInfo(BRUSSELS)
_HOUR, _TWO_HOURS = timedelta(hours=1), timedelta(hours=2)
_RULES = 1996
"""From then on clocks change in March and October only (directive 2000/84/EC and those before it)."""


@lru_cache(maxsize=4096)
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
    if at.zone == BRUSSELS and (ahead := _ahead(at.local)):
        return f"{at.local.isoformat(timespec='seconds')}+0{ahead // _HOUR}:00"
    return at.utc.astimezone(ZoneInfo(at.zone)).replace(microsecond=0).isoformat()


def in_brussels(at: WallTime) -> datetime:
    """The naive wall clock of Brussels at the instant of `at`; `fold` is 1 in the second pass of a repeated hour."""
    if at.zone == BRUSSELS and _ahead(at.local):
        return at.local.replace(microsecond=0, fold=0)
    return brussels_clock(at.utc)


def instant_of(at: WallTime) -> datetime:
    """The instant of `at`, aware, in UTC: `at.utc`, which looks its zone up each time."""
    ahead = _ahead(at.local) if at.zone == BRUSSELS else None
    return (at.local - ahead).replace(tzinfo=UTC, fold=0) if ahead else at.utc


def brussels_clock(instant: datetime) -> datetime:
    """The same of an aware instant."""
    if instant.tzinfo is UTC and (ahead := _ahead(instant)):
        return (instant + ahead).replace(tzinfo=None, microsecond=0)
    return instant.astimezone(_ZONE).replace(tzinfo=None, microsecond=0)


def _ahead(clock: datetime) -> timedelta | None:
    """By how much Brussels is ahead of UTC, told by the month that either clock shows; None when that does not say."""
    month = clock.month
    if clock.year < _RULES or month == 3 or month == 10:
        return None
    return _TWO_HOURS if 3 < month < 10 else _HOUR
