"""COPY: the fast way in (PERFORMANCE.md: ORM rows cost 6 to 10 times more)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from psycopg import Cursor, sql
from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import JSONB


def copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Appends `rows` (all with the same keys) in the transaction of `connection`.

    JSON columns take bytes that are JSON already, or any plain value. Returns the number of rows.
    """
    if not rows:
        return 0
    names = list(rows[0])
    plain = [isinstance(table.c[name].type, JSONB) for name in names]
    target = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    cursor: Cursor[Any] = connection.connection.cursor()  # type: ignore[assignment]
    with cursor, cursor.copy(target) as sink:
        for row in rows:
            sink.write_row([_json(row[n]) if p else row[n] for n, p in zip(names, plain, strict=True)])
    return len(rows)


def batches(values: Sequence[Any], size: int = 10_000) -> Iterable[Sequence[Any]]:
    """Slices of at most `size`, so that no statement grows with the data."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _json(value: Any) -> str | None:
    if value is None:
        return None
    return (value if isinstance(value, bytes) else orjson.dumps(value)).decode()
