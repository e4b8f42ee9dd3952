"""The data dictionary: Markdown made from the comments of tables, columns and views, so that it cannot rot."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql

from warehouse.tables import metadata

DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
VIEWS = Path(__file__).parent / "migrations" / "versions" / "0001_views.sql"


def data_dictionary() -> str:
    """Text of docs/data-dictionary.md: the views for editors first, then every table with its columns."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from the comments of the schema (`make docs`); do not edit.",
        "",
        "## Views",
        "",
        "| view | what |",
        "|---|---|",
        *(f"| `{name}` | {comment} |" for name, comment in view_comments()),
    ]
    for table in sorted(metadata.tables.values(), key=lambda t: t.name):
        lines += ["", *_table(table)]
    return "\n".join(lines) + "\n"


def view_comments() -> tuple[tuple[str, str], ...]:
    """Name and comment of each view, in the order of their making."""
    return tuple(re.findall(r"COMMENT ON VIEW (\w+) IS '([^']+)'", VIEWS.read_text(encoding="utf-8")))


def _table(table: Table) -> list[str]:
    rows = [_column(column) for column in table.columns]
    return [f"## {table.name}", "", f"{table.comment}.", "", "| column | type | what |", "|---|---|---|", *rows]


def _column(column: Column[object]) -> str:
    kind = column.type.compile(dialect=DIALECT).lower()
    marks = " (key)" if column.primary_key else " (may be empty)" if column.nullable else ""
    comment = (column.comment or "").replace("|", "\\|")
    return f"| `{column.name}` | {kind}{marks} | {comment} |"
