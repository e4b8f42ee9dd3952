"""The ordered log of what moved (DESIGN.md §3). Numbers have no holes: they are given under the curation lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from vigie.model import Change, ChangeType, Kind
from warehouse.bulk import copy
from warehouse.tables import changes as table

CHANNEL = "vigie_changes"
"""Who listens on it (warehouse.listening) is told at the commit of every transaction that logged changes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that has no sequence number yet."""

    item: str
    kind: Kind
    type: ChangeType
    fields: tuple[str, ...] = ()
    merged_into: str | None = None


def append(connection: Connection, at: datetime, entries: Sequence[Entry]) -> int:
    """Adds entries at the end of the log. The caller holds Lock.CURATE. Returns how many."""
    last = newest(connection)
    rows = [
        {
            "seq": last + n,
            "at": at,
            "item": e.item,
            "kind": e.kind.value,
            "type": e.type.value,
            "fields": list(e.fields),
            "merged_into": e.merged_into,
        }
        for n, e in enumerate(entries, 1)
    ]
    if rows:
        connection.execute(select(func.pg_notify(CHANNEL, str(last + len(rows)))))
    return copy(connection, table, rows)


def newest(connection: Connection, at: datetime | None = None) -> int:
    """The last sequence number, by the aware instant `at` when there is one; 0 when nothing ever moved."""
    query = select(func.coalesce(func.max(table.c.seq), 0))
    return int(connection.execute(query if at is None else query.where(table.c.at <= at)).scalar_one())


def since(connection: Connection, seq: int, limit: int = 1_000) -> tuple[Change, ...]:
    """Changes after `seq`, oldest first, at most `limit`."""
    query = select(table).where(table.c.seq > seq).order_by(table.c.seq).limit(limit)
    return tuple(
        Change(r.seq, r.at, r.item, Kind(r.kind), ChangeType(r.type), tuple(r.fields), r.merged_into)
        for r in connection.execute(query)
    )
