"""Rows that the desk keeps beside the items (tables.editorial): put and taken away, told in the journal, undone there.

The journal never holds what is private: hashes of passwords, and what readers wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, DateTime, Row, Table, and_, delete, select
from sqlalchemy.dialects.postgresql import insert

from warehouse import journal
from warehouse.locks import Lock, hold
from warehouse.tables import (
    desk_users,
    digests,
    item_notes,
    proposals,
    reviews,
    saved_queries,
    saved_views,
)

Key = Mapping[str, str]
Values = Mapping[str, Any]


class Shelf(StrEnum):
    """The tables whose rows are acts of people."""

    USERS = "desk_users"
    VIEWS = "saved_views"
    NOTES = "item_notes"
    PROPOSALS = "proposals"
    REVIEWS = "reviews"
    DIGESTS = "digests"
    QUERIES = "saved_queries"


TABLES: Mapping[Shelf, Table] = {
    Shelf.USERS: desk_users,
    Shelf.VIEWS: saved_views,
    Shelf.NOTES: item_notes,
    Shelf.PROPOSALS: proposals,
    Shelf.REVIEWS: reviews,
    Shelf.DIGESTS: digests,
    Shelf.QUERIES: saved_queries,
}
PRIVATE: Mapping[Shelf, Mapping[str, Any]] = {
    Shelf.USERS: {"password": None, "epoch": 0},
    Shelf.PROPOSALS: {"said": {}},
}
"""Columns that the journal never tells, and what stands in them when a row is made again from the journal."""


def put(connection: Connection, shelf: Shelf, values: Values, author: str, at: datetime) -> bool:
    """Writes a row whole: `values` are all its columns, the key among them. False when it already was so.

    `author` and `at` are those of the act; a table that has such columns says them in `values`.
    """
    key = _key(shelf, values)
    stood = row(connection, shelf, key)
    if stood is not None and all(getattr(stood, name) == value for name, value in values.items()):
        return False
    _write(connection, shelf, values)
    _tell(connection, shelf, key, _told(shelf, stood), author, at)
    return True


def take(connection: Connection, shelf: Shelf, key: Key, author: str, at: datetime) -> bool:
    """Takes a row away; False when there was none."""
    before = told(connection, shelf, key)
    if before is None:
        return False
    connection.execute(delete(TABLES[shelf]).where(_at(shelf, key)))
    _tell(connection, shelf, key, before, author, at)
    return True


def row(connection: Connection, shelf: Shelf, key: Key) -> Row[Any] | None:
    """The row of a key, private columns too."""
    return connection.execute(select(TABLES[shelf]).where(_at(shelf, key))).one_or_none()


def told(connection: Connection, shelf: Shelf, key: Key) -> dict[str, Any] | None:
    """A row as the journal tells it: plain JSON, nothing private; None when there is none."""
    return _told(shelf, row(connection, shelf, key))


def _told(shelf: Shelf, stood: Row[Any] | None) -> dict[str, Any] | None:
    if stood is None:
        return None
    hidden = PRIVATE.get(shelf, {})
    return {str(name): _plain(value) for name, value in stood._mapping.items() if name not in hidden}


def restore(
    connection: Connection, shelf: Shelf, key: Key, value: Mapping[str, Any] | None, author: str, at: datetime
) -> None:
    """Makes a row what the journal tells, or takes it away. What is private stays as it stands."""
    if value is None:
        take(connection, shelf, key, author, at)
        return
    stood = row(connection, shelf, key)
    hidden = PRIVATE.get(shelf, {})
    kept = {name: getattr(stood, name) if stood is not None else empty for name, empty in hidden.items()}
    put(connection, shelf, {**_read(shelf, value), **kept}, author, at)


def _write(connection: Connection, shelf: Shelf, values: Values) -> None:
    table = TABLES[shelf]
    statement = insert(table).values(**values)
    keys = [column.name for column in table.primary_key]
    changed = {name: value for name, value in values.items() if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def _tell(
    connection: Connection, shelf: Shelf, key: Key, before: Mapping[str, Any] | None, author: str, at: datetime
) -> None:
    hold(connection, Lock.JOURNAL)
    body = {"table": shelf.value, "key": dict(key), "before": before, "after": told(connection, shelf, key)}
    journal.append(connection, journal.Act.DESK, at, body, author, "/".join([shelf.value, *key.values()]))


def _key(shelf: Shelf, values: Values) -> dict[str, str]:
    return {str(column.name): str(values[column.name]) for column in TABLES[shelf].primary_key}


def _at(shelf: Shelf, key: Key) -> Any:
    table = TABLES[shelf]
    return and_(*(column == key[column.name] for column in table.primary_key))


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _read(shelf: Shelf, value: Mapping[str, Any]) -> dict[str, Any]:
    instants = {c.name for c in TABLES[shelf].columns if isinstance(c.type, DateTime)}
    return {n: datetime.fromisoformat(v) if v is not None and n in instants else v for n, v in value.items()}
