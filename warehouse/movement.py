"""What moved between two projections of an item. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from vigie.model import Call, ChangeType, Content, Event, Status

# What a calendar calls confirmed, as what is scheduled (vigie/data/status_map.yaml).
CONFIRMED = (Status.SCHEDULED, Status.RESCHEDULED, Status.MOVED_ONLINE, Status.FULL, Status.UNCONFIRMED)
HOME = ("BE", "be", "Belgique")


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
    sequenced = (
        back or before.kind is not after.kind or _calendar(before) != _calendar(after) or _put_off(before, after)
    )
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


def _calendar(content: Content) -> tuple[Any, ...]:
    """Times, place and status as a calendar prints them (DTSTART, DTEND, LOCATION, STATUS): what moves SEQUENCE, and
    nothing else does (RFC 5545 3.8.7.4, FEEDS.md §2). A label, coordinates, the address of a video room do not."""
    if isinstance(content, Event):
        status = Status.SCHEDULED if content.status in CONFIRMED else content.status
        times = sorted((o.start.utc, o.start.precision, o.closes_at()) for o in content.occurrences)
        return times, _where(content) or bool(content.online_url), status
    if isinstance(content, Call):
        return sorted((d.closes_at(), d.at.precision) for d in content.deadlines), _where(content)
    return ()


def _put_off(before: Content, after: Content) -> bool:
    """Whether it says now that it was moved: the map of statuses wants that announced, whatever a calendar prints."""
    was, now = (one.status if isinstance(one, Event) else None for one in (before, after))
    return now is Status.RESCHEDULED and was is not Status.RESCHEDULED


def _where(content: Content) -> tuple[str | None, ...]:
    """What the one line of a place is made of; empty when it says nothing."""
    if (at := content.place) is None:
        return ()
    said = at.name, at.street, at.postcode, at.locality or at.municipality, None if at.country in HOME else at.country
    return said if any(said) else ()


def _names(before: Content, after: Content) -> set[str]:
    return {f.name for content in (before, after) for f in fields(content)} | {"kind"}


def _get(content: Content, name: str) -> Any:
    return getattr(content, name, None)
