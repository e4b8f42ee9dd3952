"""COPY: the fast way in (PERFORMANCE.md: ORM rows cost 6 to 10 times more), and sets of rows changed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from psycopg import Cursor, sql
from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import JSONB


def copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], into: str | None = None) -> int:
    """Appends `rows` (all with the same keys) in the transaction of `connection`, to `table` or to the one named
    `into`, which has columns of it.

    JSON columns take bytes that are JSON already, or any plain value. Returns the number of rows.
    """
    if not rows:
        return 0
    names = list(rows[0])
    plain = [isinstance(table.c[name].type, JSONB) for name in names]
    target = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(into or table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    cursor: Cursor[Any] = connection.connection.cursor()  # type: ignore[assignment]
    with cursor, cursor.copy(target) as sink:
        for row in rows:
            sink.write_row([_json(row[n]) if p else row[n] for n, p in zip(names, plain, strict=True)])
    return len(rows)


def rewrite(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> int:
    """Updates rows, all with the same columns, by their key columns `names`: COPY beside the table, then one UPDATE."""
    if not rows:
        return 0
    given = list(rows[0])
    beside = _beside(connection, table, given, rows)
    values = sql.SQL(", ").join(sql.SQL("{0} = n.{0}").format(sql.Identifier(g)) for g in given if g not in names)
    statement = sql.SQL("UPDATE {} AS t SET {} FROM {} AS n WHERE {}")
    _run(connection, statement.format(sql.Identifier(table.name), values, beside, _same(names)), beside)
    return len(rows)


def remove(connection: Connection, table: Table, names: Sequence[str], keys: Sequence[Sequence[Any]]) -> int:
    """Deletes rows by their key columns `names`: COPY beside the table, then one DELETE."""
    if not keys:
        return 0
    rows = [dict(zip(names, key, strict=True)) for key in keys]
    beside = _beside(connection, table, list(names), rows)
    statement = sql.SQL("DELETE FROM {} AS t USING {} AS n WHERE {}")
    _run(connection, statement.format(sql.Identifier(table.name), beside, _same(names)), beside)
    return len(rows)


def _beside(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> sql.Identifier:
    """A temporary table with some columns of a table, filled with these rows and known to the planner."""
    beside = f"beside_{table.name}"
    cursor: Cursor[Any] = connection.connection.cursor()  # type: ignore[assignment]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    with cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                sql.Identifier(beside), columns, sql.Identifier(table.name)
            )
        )
    copy(connection, table, rows, beside)
    with cursor.connection.cursor() as told:
        told.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(beside)))
    return sql.Identifier(beside)


def _run(connection: Connection, statement: sql.Composed, beside: sql.Identifier) -> None:
    cursor: Cursor[Any] = connection.connection.cursor()  # type: ignore[assignment]
    with cursor:
        cursor.execute(statement)
        cursor.execute(sql.SQL("DROP TABLE {}").format(beside))


def _same(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(" AND ").join(sql.SQL("t.{0} = n.{0}").format(sql.Identifier(name)) for name in names)


def batches(values: Sequence[Any], size: int = 10_000) -> Iterable[Sequence[Any]]:
    """Slices of at most `size`, so that no statement grows with the data."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _json(value: Any) -> str | None:
    if value is None:
        return None
    return (value if isinstance(value, bytes) else orjson.dumps(value)).decode()
