"""A journal taken over as it was told: after a rebuild the warehouse has the very rows of the archive's copy."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, null

from warehouse.journal import Entry
from warehouse.locks import Lock, hold
from warehouse.tables import journal as table


def adopt(connection: Connection, entries: Iterable[Entry]) -> None:
    """Puts `entries` (verified, from row 1 on) in the place of all rows.

    What is played again in a rebuild writes rows of its own; where a takedown emptied a row, or runs were played in
    another order, they are numbered and chained otherwise than the copy, and what is told next would not be copied.
    """
    hold(connection, Lock.JOURNAL)
    connection.execute(delete(table))
    for entry in entries:
        connection.execute(
            insert(table).values(
                seq=entry.seq,
                at=entry.at,
                act=entry.act.value,
                author=entry.author,
                subject=entry.subject,
                body=null() if entry.body is None else dict(entry.body),
                body_hash=entry.body_hash,
                chain=entry.chain,
                redacted_at=entry.redacted_at,
            )
        )
