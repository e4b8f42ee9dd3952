"""What editors tell each other on an item, and who has its page open: never published.

Notes are acts of the journal; presence is a hint, no lock, and nobody keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from warehouse import editorial
from warehouse.editorial import Shelf
from warehouse.tables import item_notes, item_presence

LONGEST = 4_000
AWAY = timedelta(minutes=10)
"""Who was not seen on a page for so long has left it."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note; `at` is aware."""

    id: str
    item: str
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has an item open, since an aware instant."""

    author: str
    since: datetime


def add(connection: Connection, item: str, text: str, author: str, at: datetime) -> Note:
    """Leaves a note. ValueError when it says nothing, or more than LONGEST signs."""
    said = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not said or len(said) > LONGEST:
        raise ValueError(f"a note has 1 to {LONGEST} signs")
    note = Note(str(uuid4()), item, said, author, at)
    values = {"id": note.id, "item": item, "text": said, "author": author, "at": at}
    editorial.put(connection, Shelf.NOTES, values, author, at)
    return note


def remove(connection: Connection, item: str, id: str, author: str, at: datetime) -> bool:
    """Takes a note of an item away; False when there is none."""
    if all(one.id != id for one in of(connection, item)):
        return False
    return editorial.take(connection, Shelf.NOTES, {"id": id}, author, at)


def of(connection: Connection, item: str) -> tuple[Note, ...]:
    """The notes of an item, the oldest first."""
    query = select(item_notes).where(item_notes.c.item == item).order_by(item_notes.c.at, item_notes.c.id)
    return tuple(Note(str(r.id), str(r.item), r.text, r.author, r.at) for r in connection.execute(query))


def seen(connection: Connection, item: str, author: str, at: datetime) -> None:
    """Notes that somebody has the page of an item open at the aware instant `at`."""
    gone = item_presence.c.at < at - AWAY
    connection.execute(delete(item_presence).where(gone))
    row = {"item": item, "author": author, "since": at, "at": at}
    statement = insert(item_presence).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["item", "author"], set_={"at": at}))


def left(connection: Connection, item: str, author: str) -> None:
    """Notes that somebody closed the page of an item."""
    c = item_presence.c
    connection.execute(delete(item_presence).where(c.item == item, c.author == author))


def others(connection: Connection, item: str, author: str, at: datetime) -> Sequence[Present]:
    """Who else has the item open, the longest first."""
    c = item_presence.c
    query = select(c.author, c.since).where(c.item == item, c.author != author, c.at >= at - AWAY)
    return [Present(row.author, row.since) for row in connection.execute(query.order_by(c.since, c.author))]
