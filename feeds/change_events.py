"""The change log as whoever follows it may read it: each change with its item as the change left it, under the rights
that its sources grant today. The one door for the command line, consumers, the change API and `changes.atom`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from feeds.channel import Site
from feeds.cloudevents import CloudEvent, cloud_event
from vigie.model import Change, Item
from warehouse import changes
from warehouse.as_of import at_changes
from warehouse.granted import granted, held_to


def events(connection: Connection, since: int, limit: int, site: Site) -> tuple[CloudEvent, ...]:
    """Changes after `since` as events, oldest first, at most `limit`; each with its item as that change left it."""
    return tuple(cloud_event(change, item, site) for change, item in told(connection, since, limit))


def told(connection: Connection, since: int, limit: int) -> tuple[tuple[Change, Item | None], ...]:
    """The same as pairs of change and item. The item has not passed `feeds.rights.released` yet; None when it never
    was, or was taken down."""
    found = changes.since(connection, since, limit)
    if not found:
        return ()
    rights = granted(connection)
    left = at_changes(connection, [(change.item, change.seq) for change in found])
    return tuple((change, held_to(item, rights) if item else None) for change, item in zip(found, left, strict=True))


def latest(connection: Connection, most: int, at: datetime | None = None) -> tuple[tuple[Change, Item | None], ...]:
    """The last `most` changes, oldest first, at the aware instant `at` when there is one: what `changes.atom` shows."""
    newest = changes.newest(connection, at)
    first = max(0, newest - most)
    return told(connection, first, newest - first) if newest else ()
