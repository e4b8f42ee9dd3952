"""Why a field of an item has its value (law 7)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from vigie.codec import from_plain
from vigie.model import FieldChoice, FieldEvidence
from warehouse.tables import field_choices as table
from warehouse.tables import records


def explain(connection: Connection, item: str, field: str) -> FieldChoice | None:
    """The choice behind one field; None when the item or the field has no value."""
    row = connection.execute(select(table).where(table.c.item == item, table.c.field == field)).one_or_none()
    return _choice(row) if row else None


def explain_all(connection: Connection, item: str) -> tuple[FieldChoice, ...]:
    """The choices behind every field of an item, by name of the field."""
    rows = connection.execute(select(table).where(table.c.item == item).order_by(table.c.field))
    return tuple(_choice(row) for row in rows)


def evidence(connection: Connection, choice: FieldChoice) -> tuple[FieldEvidence, ...]:
    """Every passage that the winning record rests this field on: a date may be read from a day and from an hour. A
    field that came with another one (`with:occurrences`) may rest on the passages of that one."""
    query = select(records.c.provenance).where(records.c.source == choice.source, records.c.key == choice.key)
    said = [from_plain(FieldEvidence, plain) for plain in connection.execute(query).scalar() or ()]
    own = tuple(e for e in said if e.field == choice.field)
    if not own and choice.rule.startswith("with:"):
        own = tuple(e for e in said if e.field == choice.rule.removeprefix("with:"))
    return own or ((choice.provenance,) if choice.provenance else ())


def beside(connection: Connection, choice: FieldChoice) -> tuple[str, ...]:
    """Words that stand beside those of a field on a page of many things: title, address and key of its record."""
    query = select(records).where(records.c.source == choice.source, records.c.key == choice.key)
    row = connection.execute(query).one_or_none()
    if row is None:
        return ()
    title = next((p["words"] for p in row.provenance if p["field"] == "title"), row.content.get("title", ""))
    path = (row.url or "").partition("://")[2].partition("/")[2]
    return tuple(words for words in (title, path, row.key) if words)


def _choice(row: Any) -> FieldChoice:
    return FieldChoice(
        item=row.item,
        field=row.field,
        value=row.value,
        rule=row.rule,
        source=row.source,
        key=row.key,
        capture=row.capture,
        competing=tuple((who, what) for who, what in row.competing),
        provenance=from_plain(FieldEvidence, row.provenance) if row.provenance else None,
    )
