"""Every id that was ever given to an item, by the record that founded it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from warehouse.tables import mints as table

Key = tuple[str, str]


def remember(connection: Connection, given: Sequence[tuple[Key, str, datetime]]) -> None:
    """Notes new items as (founding record, item, when it was first seen); what is known stays as it is."""
    rows = [{"source": s, "key": k, "item": item, "at": at} for (s, k), item, at in sorted(given)]
    for start in range(0, len(rows), 5_000):
        connection.execute(insert(table).on_conflict_do_nothing(), rows[start : start + 5_000])
