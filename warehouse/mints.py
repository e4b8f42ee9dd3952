"""Every id that was ever given to an item, by the record that founded it, and when it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from warehouse.bulk import batches
from warehouse.tables import mints as table

Key = tuple[str, str]


def remember(connection: Connection, given: Sequence[tuple[Key, str, datetime]]) -> None:
    """Notes new items as (founding record, item, when it was first seen); what is known stays as it is."""
    rows = [{"source": s, "key": k, "item": item, "at": at} for (s, k), item, at in sorted(given)]
    for start in range(0, len(rows), 5_000):
        connection.execute(insert(table).on_conflict_do_nothing(), rows[start : start + 5_000])


def made(connection: Connection, items: Collection[str]) -> dict[str, datetime]:
    """When each of these items was made: the curation that first told it. Its founder may have been seen long before,
    as a record of another item."""
    query = text("""
        SELECT DISTINCT ON (item) item, at FROM changes WHERE item = ANY(CAST(:ids AS uuid[])) ORDER BY item, seq
    """)
    found: dict[str, datetime] = {}
    for batch in batches(sorted(items), 5_000):
        found.update({str(row.item): row.at for row in connection.execute(query, {"ids": list(batch)})})
    return found
