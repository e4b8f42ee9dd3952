"""What the sources of an item say without its editors."""

from __future__ import annotations

from sqlalchemy import Connection, select

from vigie.model import Content
from warehouse import inputs, suppression
from warehouse.inputs import Live
from warehouse.projection import project
from warehouse.tables import memberships


def unedited(connection: Connection, item: str) -> Content | None:
    """What the present records of an item make of it; None when no record stands behind it."""
    found = voices(connection, item)
    return project([one.member() for one in found]).content if found else None


def voices(connection: Connection, item: str) -> list[Live]:
    """The records of an item as they are now, by source and key."""
    query = select(memberships.c.source, memberships.c.key).where(memberships.c.item == item)
    keys = [(row.source, row.key) for row in connection.execute(query)]
    return inputs.of(connection, suppression.read(connection), keys)
