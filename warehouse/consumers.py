"""How far each consumer of the change log has read. A cursor is moved by whoever holds it, and one holds it at a time:
two processes that run the same consumer wait for each other, so that the order of changes is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from warehouse.tables import consumers as table


@dataclass(frozen=True, slots=True)
class Cursor:
    """A consumer has taken every change up to `seq`; the last time that it took one was `at` (aware UTC)."""

    name: str
    seq: int
    at: datetime


def position(connection: Connection, name: str) -> int:
    """The last change that a consumer has taken; 0 when it never took one."""
    return connection.execute(select(table.c.seq).where(table.c.name == name)).scalar() or 0


def hold(connection: Connection, name: str, at: datetime) -> int:
    """The same, and the cursor is held to the end of the transaction: nobody else can hold or move it until then."""
    connection.execute(insert(table).values(name=name, seq=0, at=at).on_conflict_do_nothing())
    return int(connection.execute(select(table.c.seq).where(table.c.name == name).with_for_update()).scalar_one())


def advance(connection: Connection, name: str, seq: int, at: datetime) -> None:
    """Says that a consumer has taken every change up to `seq`. Call it after what the consumer wrote is safe, in the
    transaction that holds the cursor. ValueError when the cursor is not held, or would not go forwards."""
    here = table.c.name == name
    if connection.execute(update(table).where(here, table.c.seq < seq).values(seq=seq, at=at)).rowcount != 1:
        raise ValueError(f"the cursor of {name} is not before {seq}")


def reset(connection: Connection, name: str, seq: int, at: datetime) -> None:
    """Puts a cursor anywhere, on an operator's word."""
    statement = insert(table).values(name=name, seq=seq, at=at)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"seq": seq, "at": at}))


def every(connection: Connection) -> tuple[Cursor, ...]:
    """All cursors by name."""
    rows = connection.execute(select(table).order_by(table.c.name))
    return tuple(Cursor(row.name, row.seq, row.at) for row in rows)
