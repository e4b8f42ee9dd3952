"""Where the publisher takes items from: the warehouse as it is, as it was, or a handful in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Connection

from feeds import change_events
from vigie.codec import content_hash
from vigie.model import Change, Item, Kind
from warehouse import as_of, item_fingerprints, items
from warehouse.granted import granted, held_to

Told = tuple[Change, Item | None]
"""A change with the item as it stands; None when it is not shown any more."""


class Shelf(Protocol):
    """Live items: neither hidden, nor merged, nor withdrawn. All answers are of one instant."""

    def fingerprints(self, kind: Kind) -> Iterator[tuple[str, str]]:
        """(id, hash of everything that a feed may print) of all items of a kind, by id."""
        ...

    def load(self, ids: Sequence[str]) -> Iterator[Item]:
        """The items of these ids."""
        ...

    def months(self, kind: Kind) -> list[str]:
        """The months (`2026-10`, UTC) in which live items were ever revised."""
        ...

    def revised(self, kind: Kind, since: datetime, until: datetime) -> Iterator[Item]:
        """Items as they stood at `until` that were last revised from `since` on, and that are still live."""
        ...

    def last_changes(self, most: int) -> Sequence[Told]:
        """The newest changes, the oldest first."""
        ...


class Held:
    """Items in memory. They have no past: an archive of theirs holds them as they are."""

    def __init__(self, held: Mapping[Kind, Sequence[Item]], told: Sequence[Told] = ()) -> None:
        shown = {k: [i for i in v if not (i.hidden or i.merged_into or i.withdrawn_at)] for k, v in held.items()}
        self._items = {i.id: i for shelf in shown.values() for i in shelf}
        self._told = told

    def fingerprints(self, kind: Kind) -> Iterator[tuple[str, str]]:
        for id in sorted(self._items):
            if self._items[id].kind is kind:
                yield id, content_hash(self._items[id])

    def load(self, ids: Sequence[str]) -> Iterator[Item]:
        for id in ids:
            yield self._items[id]

    def months(self, kind: Kind) -> list[str]:
        return sorted({f"{i.revised_at.astimezone(UTC):%Y-%m}" for i in self._items.values() if i.kind is kind})

    def revised(self, kind: Kind, since: datetime, until: datetime) -> Iterator[Item]:
        for item in self._items.values():
            if item.kind is kind and since <= item.revised_at < until:
                yield item

    def last_changes(self, most: int) -> Sequence[Told]:
        return self._told[-most:]


class Stored:
    """The warehouse, read through one connection; open it REPEATABLE READ, so that an edition is of one state."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now

    def fingerprints(self, kind: Kind) -> Iterator[tuple[str, str]]:
        return item_fingerprints.fingerprints(self._connection, kind)

    def load(self, ids: Sequence[str]) -> Iterator[Item]:
        return items.load(self._connection, ids)

    def months(self, kind: Kind) -> list[str]:
        return as_of.months(self._connection, kind, self._now)

    def revised(self, kind: Kind, since: datetime, until: datetime) -> Iterator[Item]:
        return _revised(self._connection, kind, since, until, self._now)

    def last_changes(self, most: int) -> Sequence[Told]:
        return change_events.latest(self._connection, most)


class Then(Held):
    """The warehouse as it was at an instant: its versions."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        super().__init__({kind: tuple(as_of.stream(connection, kind, at)) for kind in Kind})
        self._connection, self._at = connection, at

    def months(self, kind: Kind) -> list[str]:
        return as_of.months(self._connection, kind, self._at)

    def revised(self, kind: Kind, since: datetime, until: datetime) -> Iterator[Item]:
        return _revised(self._connection, kind, since, until, self._at)

    def last_changes(self, most: int) -> Sequence[Told]:
        return change_events.latest(self._connection, most, self._at)


def _revised(connection: Connection, kind: Kind, since: datetime, until: datetime, live: datetime) -> Iterator[Item]:
    # A permission that was taken back is not given again by an old version.
    rights = granted(connection)
    for item in as_of.revised(connection, kind, since, until, live):
        yield held_to(item, rights)
