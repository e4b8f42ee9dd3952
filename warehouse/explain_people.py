"""What stands behind a value that is not simply what a capture says: who tagged it, what a record went through, and
where and when a capture was had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text

from vigie.codec import from_plain
from vigie.model import RecordState, WallTime
from warehouse.lifecycle import PageSaid
from warehouse.tables import captures, records

TAGS = """
    WITH RECURSIVE chain AS (
        SELECT CAST(:item AS uuid) AS id UNION SELECT i.id FROM items i JOIN chain c ON i.merged_into = c.id
    )
    SELECT DISTINCT ON (t.topic) t.topic, t.wanted, t.author, t.at, t.item
      FROM tags t JOIN chain c ON c.id = t.item ORDER BY t.topic, t.item <> CAST(:item AS uuid), t.item
"""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A topic that somebody added to an item (`wanted`) or took from it; `item` is another one after a merge."""

    topic: str
    wanted: bool
    author: str
    at: datetime
    item: str


@dataclass(frozen=True, slots=True)
class Told:
    """One version of a record: since when its source said so, on which days, in which capture."""

    number: int
    since: datetime
    starts: tuple[str, ...]
    capture: str


@dataclass(frozen=True, slots=True)
class Lived:
    """What a record went through: where it stands, since when it is missing, what its page said, its versions."""

    source: str
    key: str
    state: RecordState
    missing_since: datetime | None
    absences: int
    page: PageSaid | None
    former: WallTime | None
    versions: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Captured:
    """Where and when (aware UTC) a body was first and last had as a new answer."""

    sha256: str
    url: str
    first_at: datetime
    fetched_at: datetime
    status: int
    media_type: str


def tags(connection: Connection, item: str) -> tuple[Tagged, ...]:
    """The tags that count for an item, its own and those of items that were merged into it."""
    rows = connection.execute(text(TAGS), {"item": item})
    return tuple(Tagged(r.topic, r.wanted, r.author, r.at, str(r.item)) for r in rows)


def lived(connection: Connection, source: str, key: str) -> Lived | None:
    """What a record went through; None when there is no such record."""
    query = select(records).where(records.c.source == source, records.c.key == key)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    told = text("""
        SELECT number, from_instant, capture, jsonb_path_query_array(content, '$.occurrences[*].start.local') AS starts
          FROM versions WHERE source = :source AND key = :key ORDER BY number
    """)
    said = connection.execute(told, {"source": source, "key": key})
    return Lived(
        source,
        key,
        RecordState(row.state),
        row.missing_since,
        row.absences,
        from_plain(PageSaid, row.page) if row.page else None,
        from_plain(WallTime, row.former) if row.former else None,
        tuple(Told(r.number, r.from_instant, tuple(r.starts), r.capture) for r in said),
    )


def captured(connection: Connection, sha256: str, source: str) -> Captured | None:
    """Where and when a body was had, by this source first; None when no answer with it is remembered."""
    query = select(captures).where(captures.c.sha256 == sha256)
    mine = query.order_by(captures.c.source != source, captures.c.first_at, captures.c.url).limit(1)
    row = connection.execute(mine).one_or_none()
    if row is None:
        return None
    return Captured(row.sha256, row.url, row.first_at, row.fetched_at, row.status, row.media_type)
