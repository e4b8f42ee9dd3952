"""What moved between two projections of an item. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from vigie.model import Call, ChangeType, Content, Event, Status

# Time, place or status: what makes a calendar announce the item anew (RFC 5545 3.8.7.4, FEEDS.md §2).
SEQUENCED = ("occurrences", "deadlines", "place", "online_url", "status")


@dataclass(frozen=True, slots=True)
class Movement:
    """One change to log: its type, the fields that moved, and whether SEQUENCE moves."""

    type: ChangeType
    fields: tuple[str, ...]
    sequenced: bool


def movement(before: Content | None, after: Content, back: bool = False) -> Movement | None:
    """How an item went from `before` (None: it is new) to `after`; None when it did not move.

    `back` says that the item had been withdrawn or merged away and is shown again.
    """
    if before is None:
        return Movement(ChangeType.CREATED, (), False)
    moved = tuple(sorted(name for name in _names(before, after) if _get(before, name) != _get(after, name)))
    if not moved and not back:
        return None
    sequenced = back or any(name in moved for name in SEQUENCED)
    return Movement(_type(before, after, moved, back), moved, sequenced)


def _type(before: Content, after: Content, moved: tuple[str, ...], back: bool) -> ChangeType:
    was = isinstance(before, Event) and before.status is Status.CANCELLED
    now = isinstance(after, Event) and after.status is Status.CANCELLED
    if now and not was:
        return ChangeType.CANCELLED
    if back or (was and not now):
        return ChangeType.REINSTATED
    if "occurrences" in moved or ("deadlines" in moved and isinstance(before, Call) and before.deadlines):
        return ChangeType.RESCHEDULED
    return ChangeType.UPDATED


def _names(before: Content, after: Content) -> set[str]:
    return {f.name for content in (before, after) for f in fields(content)} | {"kind"}


def _get(content: Content, name: str) -> Any:
    return getattr(content, name, None)
