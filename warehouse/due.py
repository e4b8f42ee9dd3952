"""What is known of a source before its run is judged: its keys, its titles, and what it should still list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from vigie.codec import content_from_plain
from vigie.model import Kind, RecordState
from warehouse import lifecycle
from warehouse.tables import records


@dataclass(frozen=True, slots=True)
class Known:
    """Keys and titles of all records of a source; `due` are the keys that its list should still name."""

    keys: frozenset[str]
    titles: frozenset[str]
    due: frozenset[str]


def known(connection: Connection, source: str, at: datetime) -> Known:
    """What is known of a source at the aware instant `at`."""
    named = select(records.c.key, records.c.content["title"].as_string().label("title"))
    rows = connection.execute(named.where(records.c.source == source)).all()
    dated = select(records.c.key, records.c.kind, records.c.content).where(
        records.c.source == source, records.c.state == RecordState.LISTED.value, records.c.kind != Kind.NEWS.value
    )
    listed = ((row.key, content_from_plain(Kind(row.kind), row.content)) for row in connection.execute(dated))
    return Known(
        frozenset(row.key for row in rows),
        frozenset(row.title for row in rows),
        frozenset(key for key, content in listed if lifecycle.is_due(content, at)),
    )
