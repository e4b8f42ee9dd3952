"""The queue of records that the next curation looks at again. Whoever moves one says so, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, text

from warehouse.bulk import copy
from warehouse.tables import pending as table

Key = tuple[str, str]


def mark(connection: Connection, keys: Iterable[Key]) -> None:
    """Records, by source and key. They need not exist (any more)."""
    copy(connection, table, [{"source": source, "key": key} for source, key in sorted(set(keys))])


def mark_item(connection: Connection, item: str) -> None:
    """The records behind an item, and the one that founded it."""
    connection.execute(
        text("""
            INSERT INTO pending (source, key)
            SELECT source, key FROM memberships WHERE item = CAST(:item AS uuid)
            UNION SELECT founder_source, founder_key FROM items WHERE id = CAST(:item AS uuid)
            ORDER BY 1, 2
        """),
        {"item": item},
    )


def mark_source(connection: Connection, slug: str) -> None:
    """Every record of a source."""
    connection.execute(
        text("INSERT INTO pending (source, key) SELECT source, key FROM records WHERE source = :slug ORDER BY key"),
        {"slug": slug},
    )


def mark_all(connection: Connection) -> None:
    """Every record, and every record that an item still claims."""
    connection.execute(
        text("""
            INSERT INTO pending (source, key)
            SELECT source, key FROM records UNION SELECT source, key FROM memberships ORDER BY 1, 2
        """)
    )


def any_left(connection: Connection) -> bool:
    """Whether a record waits."""
    return connection.execute(select(table.c.id).limit(1)).first() is not None


def take(connection: Connection) -> int:
    """Empties the queue into the temporary table `dirty`, of this transaction; returns the number of records.

    What is marked meanwhile by others stays for the next curation.
    """
    connection.execute(
        text("CREATE TEMPORARY TABLE dirty (source text, key text, PRIMARY KEY (source, key)) ON COMMIT DROP")
    )
    taken = connection.execute(
        text("""
            WITH gone AS (DELETE FROM pending RETURNING source, key)
            INSERT INTO dirty SELECT DISTINCT source, key FROM gone
        """)
    )
    connection.execute(text("ANALYZE dirty"))
    return taken.rowcount
