"""What editors do to items (EDITORS.md D9): per-field edits beside the scraped values, and hiding.

An edit counts at the next curation; hiding at once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from vigie.model import ChangeType, Kind
from warehouse import changes, pending
from warehouse.locks import Lock, hold
from warehouse.projection import corrected
from warehouse.tables import edits, items


def edit(connection: Connection, item: str, field: str, value: Any, author: str, at: datetime) -> None:
    """Sets a field to a JSON value (as `codec.to_plain` gives it; None empties it), keeping what it replaces.

    KeyError when there is no such item, ValueError when the value does not fit the field.
    """
    hold(connection, Lock.CURATE)
    row = connection.execute(select(items.c.kind, items.c.content).where(items.c.id == item)).one_or_none()
    if row is None:
        raise KeyError(item)
    corrected(Kind(row.kind), field, value)
    held = connection.execute(select(edits.c.base).where(*_held(item, field))).one_or_none()
    base = held.base if held else row.content.get(field)  # a second edit still rests on what the source said
    connection.execute(update(edits).where(*_held(item, field)).values(released_at=at))
    pending.mark_item(connection, item)
    connection.execute(insert(edits).values(item=item, field=field, value=value, base=base, author=author, at=at))


def release(connection: Connection, item: str, field: str, at: datetime) -> bool:
    """Gives a field back to its sources. False when no edit held it."""
    if not connection.execute(update(edits).where(*_held(item, field)).values(released_at=at)).rowcount:
        return False
    pending.mark_item(connection, item)
    return True


def hide(connection: Connection, item: str, hidden: bool, at: datetime) -> bool:
    """Hides an item, or shows it again; logs `withdrawn` or `reinstated`. False when it already was so."""
    hold(connection, Lock.CURATE)
    moved = connection.execute(
        update(items).where(items.c.id == item, items.c.hidden != hidden).values(hidden=hidden).returning(items.c.kind)
    ).one_or_none()
    if moved is None:
        return False
    kind = ChangeType.WITHDRAWN if hidden else ChangeType.REINSTATED
    changes.append(connection, at, [changes.Entry(item, Kind(moved.kind), kind, ("hidden",))])
    return True


def _held(item: str, field: str) -> tuple[Any, ...]:
    return edits.c.item == item, edits.c.field == field, edits.c.released_at.is_(None)
