"""Instants as people type them on a command line. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS


def instant(text: str) -> datetime:
    """`2026-03-01T12:00` on the clock of Brussels, `2026-03-01` its midnight, `…Z` and `…+01:00` as they say; aware.

    Raises ValueError, which says what is expected.
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"{text!r} is no instant: 2026-03-01T12:00 (Brussels), or with Z or an offset") from error
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(BRUSSELS))
