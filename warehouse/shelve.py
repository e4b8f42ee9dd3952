"""Writing items: the rows of one projection, and of merges and withdrawals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, update
from sqlalchemy.dialects.postgresql import insert

from vigie.codec import to_json
from vigie.model import Content
from warehouse import item_rows
from warehouse.assignment import Assigned
from warehouse.bulk import batches, copy, remove, rewrite
from warehouse.projection import Projected
from warehouse.session_names import Names
from warehouse.tables import actors, deadlines, field_choices, items, memberships, occurrences, places

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One item to write. `moved` = its content did; else only what it was made from."""

    assigned: Assigned
    projected: Projected
    input_hash: str
    sequence: int
    moved: bool
    names: Names


def write(connection: Connection, shelves: Sequence[Shelf], now: datetime) -> None:
    """Writes items, sessions, deadlines, choices, places and actors; untouched parts stay untouched."""
    copy(connection, items, [_row(shelf, now) | _birth(shelf) for shelf in shelves if shelf.assigned.is_new])
    shown = {"merged_into": None, "withdrawn_at": None}
    known = [(_row(shelf, now) | shown, shelf.moved) for shelf in shelves if not shelf.assigned.is_new]
    rewrite(connection, items, ("id",), [row for row, moved in known if moved])
    kept = ("id", "input_hash", "sources", "facets", *shown)
    rewrite(connection, items, ("id",), [{name: row[name] for name in kept} for row, moved in known if not moved])
    moved = [shelf for shelf in shelves if shelf.moved]
    old = [shelf.assigned.item for shelf in shelves if not shelf.assigned.is_new]
    for batch in batches([s.assigned.item for s in moved if not s.assigned.is_new]):
        connection.execute(delete(occurrences).where(occurrences.c.item.in_(batch)))
        connection.execute(delete(deadlines).where(deadlines.c.item.in_(batch)))
    for batch in batches(old):
        connection.execute(delete(field_choices).where(field_choices.c.item.in_(batch)))
    contents = [(shelf.assigned.item, shelf.projected.content) for shelf in moved]
    copy(connection, occurrences, [row for item, c in contents for row in item_rows.sessions(item, c)])
    copy(connection, deadlines, [row for item, c in contents for row in item_rows.closings(item, c)])
    copy(connection, field_choices, [row for shelf in shelves for row in _choices(shelf)])
    _once(connection, places, [row for _, c in contents for row in item_rows.places(c)])
    _once(connection, actors, [row for _, c in contents for row in item_rows.actors(c)])


def belong(connection: Connection, before: Mapping[Key, str], after: Mapping[Key, str]) -> int:
    """Makes the memberships equal to `after`; returns how many rows moved."""
    moved = [
        {"source": source, "key": key, "item": item}
        for (source, key), item in sorted(after.items())
        if before.get((source, key)) != item
    ]
    new = [row for row in moved if (row["source"], row["key"]) not in before]
    known = [row for row in moved if (row["source"], row["key"]) in before]
    copy(connection, memberships, new)
    rewrite(connection, memberships, ("source", "key"), known)
    gone = sorted(before.keys() - after.keys())
    remove(connection, memberships, ("source", "key"), gone)
    return len(moved) + len(gone)


def merge(connection: Connection, absorbed: Mapping[str, str]) -> None:
    """Leaves a redirect from each absorbed item to the one that took its place."""
    rewrite(connection, items, ("id",), [{"id": old, "merged_into": new} for old, new in sorted(absorbed.items())])


def withdraw(connection: Connection, gone: Sequence[str], now: datetime) -> None:
    """Marks items that no record stands behind any more."""
    for batch in batches(gone):
        connection.execute(update(items).where(items.c.id.in_(batch)).values(withdrawn_at=now, input_hash=""))


def _row(shelf: Shelf, now: datetime) -> dict[str, Any]:
    content: Content = shelf.projected.content
    return {
        "id": shelf.assigned.item,
        **item_rows.columns(content, [source for source, _ in shelf.assigned.members]),
        "input_hash": shelf.input_hash,
        "sequence": shelf.sequence,
        "session_names": list(shelf.names.shown),
        "former_sessions": [list(pair) for pair in shelf.names.former],
        "revised_at": now,
    }


def _birth(shelf: Shelf) -> dict[str, Any]:
    source, key = shelf.assigned.founder
    return {"founder_source": source, "founder_key": key, "created_at": shelf.assigned.created_at, "hidden": False}


def _choices(shelf: Shelf) -> list[dict[str, Any]]:
    return [
        {
            "item": shelf.assigned.item,
            "field": c.field,
            "value": c.value,
            "rule": c.rule,
            "source": c.source,
            "key": c.key,
            "capture": c.capture,
            "competing": to_json(c.competing),
            "provenance": to_json(c.provenance) if c.provenance else None,
        }
        for c in shelf.projected.choices
    ]


def _once(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows whose id is not known yet."""
    unique = {row["id"]: row for row in rows}
    if unique:
        connection.execute(insert(table).on_conflict_do_nothing(), [unique[key] for key in sorted(unique)])
