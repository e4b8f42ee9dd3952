"""What a weekly digest is made of: what the week offers, what is proposed, and what its picks are today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from feeds.rights import released
from vigie.model import Event, Item, Kind, Occurrence, Status
from warehouse import digests, items
from warehouse.digests import Digest, Pick
from warehouse.item_filter import ItemFilter

NEWS_BEFORE = timedelta(days=7)
CALLS_AHEAD = timedelta(days=21)
"""A digest tells of the news since the week before, and of what closes within three weeks of its Monday."""
MOST_OFFERED = 120
PROPOSED = {Kind.EVENT: 8, Kind.NEWS: 4, Kind.CALL: 4}
MOST_PICKS = 40
"""A mail of more than 102 kB is cut by readers' programs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One released item of a digest. `session` is the one of an event that the week is about."""

    item: Item
    essential: bool
    session: Occurrence | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A digest as it stands: its items in their order, and whether somebody began it or it is a proposal."""

    digest: Digest
    entries: tuple[Entry, ...]
    begun: bool

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.item.kind is kind)

    @property
    def essentials(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.essential)


def offered(connection: Connection, first_day: date, now: datetime) -> Mapping[Kind, tuple[Item, ...]]:
    """Items of a week by kind, released: events with a session in it, news since the week before, calls that close
    from its Monday on. What was cancelled is no offer."""
    last = first_day + digests.WEEK
    asked = (
        ItemFilter(Kind.EVENT, start=first_day, end=last, include_closed=True, limit=MOST_OFFERED),
        ItemFilter(Kind.NEWS, start=first_day - NEWS_BEFORE, end=last, limit=MOST_OFFERED),
        ItemFilter(Kind.CALL, start=first_day, end=first_day + CALLS_AHEAD, limit=MOST_OFFERED),
    )
    return {one.kind: tuple(released(item) for item in items.find(connection, one, now) if _is_on(item))
            for one in asked}  # fmt: skip


def made(connection: Connection, first_day: date, now: datetime) -> Made:
    """The digest of a week: that of the editors, or a proposal. Items that are hidden or gone since are left out, one
    that was merged is told by its heir."""
    stood = digests.of_week(connection, first_day)
    if stood is None:
        picks = tuple(Pick(item.id) for item in _proposed(offered(connection, first_day, now), now))
        digest = Digest(first_day, picks, {})
    else:
        digest = stood
    return Made(digest, tuple(_entries(connection, digest)), stood is not None)


def session_of(item: Item, first_day: date) -> Occurrence | None:
    """The first session of an event that touches the week, else its next one."""
    if not isinstance(item.content, Event):
        return None
    last = first_day + digests.WEEK
    inside = (o for o in item.content.occurrences if o.start.day <= last and max(o.last_day, o.start.day) >= first_day)
    return next(inside, item.content.occurrences[0])


def _entries(connection: Connection, digest: Digest) -> Iterable[Entry]:
    heirs = {pick.item: items.redirect(connection, pick.item) or pick.item for pick in digest.picks}
    found = {item.id: item for item in items.load(connection, sorted(set(heirs.values())))}
    seen: set[str] = set()
    for pick in digest.picks:
        item = found.get(heirs[pick.item])
        if item is None or item.id in seen or item.hidden or item.withdrawn_at or item.merged_into:
            continue
        seen.add(item.id)
        yield Entry(released(item), pick.essential, session_of(item, digest.first_day))


def _proposed(found: Mapping[Kind, Sequence[Item]], now: datetime) -> Iterable[Item]:
    """What is pinned or most relevant of each kind, in the order in which the week offers it."""
    for kind, most in PROPOSED.items():
        ranked = sorted(found[kind], key=lambda item: -_weight(item, now))
        kept = {item.id for item in ranked[:most]}
        yield from (item for item in found[kind] if item.id in kept)


def _weight(item: Item, now: datetime) -> int:
    pinned = item.pinned_until is not None and item.pinned_until > now
    relevance = item.content.relevance
    return (1_000 if pinned else 0) + (100 if relevance is None else relevance)


def _is_on(item: Item) -> bool:
    return not (isinstance(item.content, Event) and item.content.status in (Status.CANCELLED, Status.POSTPONED))
