"""The life of an item as it lies in the warehouse: what pipeline.timeline puts in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import orjson
from sqlalchemy import Connection, or_, select, text

from vigie.codec import content_from_plain, from_plain
from vigie.model import Change, ChangeType, Content, Kind
from warehouse import journal
from warehouse.journal import Act, Entry
from warehouse.lifecycle import PageSaid
from warehouse.tables import changes as change_table
from warehouse.tables import versions as version_table

Key = tuple[str, str]
EVER = """
    SELECT DISTINCT s.v ->> 'source' AS source, s.v ->> 'key' AS key
      FROM item_versions i CROSS JOIN LATERAL jsonb_array_elements(i.sightings) s (v) WHERE i.item = CAST(:item AS uuid)
     UNION SELECT source, key FROM memberships WHERE item = CAST(:item AS uuid) ORDER BY 1, 2
"""
ABOUT = """
    SELECT seq FROM journal
     WHERE subject = :item
        OR (act = 'judge' AND (body -> 'a' = ANY(CAST(:keys AS jsonb[])) OR body -> 'b' = ANY(CAST(:keys AS jsonb[]))))
        OR (act = 'suppress' AND body ->> 'scope' = 'item' AND body ->> 'value' = :item)
     ORDER BY seq
"""
PAGES = """
    SELECT r.source, r.key, r.page FROM records r
      JOIN unnest(CAST(:sources AS text[]), CAST(:keys AS text[])) AS k (source, key) USING (source, key)
     WHERE r.page IS NOT NULL
"""


def behind_ever(connection: Connection, item: str) -> tuple[Key, ...]:
    """The records that stand behind an item, or once did."""
    return tuple((row.source, row.key) for row in connection.execute(text(EVER), {"item": item}))


def record_versions(connection: Connection, keys: Sequence[Key]) -> Iterator[tuple[Key, int, datetime, str, Content]]:
    """(source, key), number, since when, capture and content of every version of these records."""
    for source, key in keys:
        query = select(version_table).where(version_table.c.source == source, version_table.c.key == key)
        for row in connection.execute(query.order_by(version_table.c.number)):
            content = content_from_plain(Kind(row.kind), row.content)
            yield (source, key), row.number, row.from_instant, row.capture, content


def pages(connection: Connection, keys: Sequence[Key]) -> dict[Key, PageSaid]:
    """What the own pages of these records last said, where they were asked."""
    given = {"sources": [source for source, _ in keys], "keys": [key for _, key in keys]}
    return {(r.source, r.key): from_plain(PageSaid, r.page) for r in connection.execute(text(PAGES), given)}


def changes_of(connection: Connection, item: str) -> tuple[Change, ...]:
    """The changes of an item, and those by which others were merged into it."""
    t = change_table.c
    query = select(change_table).where(or_(t.item == item, t.merged_into == item)).order_by(t.seq)
    return tuple(
        Change(r.seq, r.at, str(r.item), Kind(r.kind), ChangeType(r.type), tuple(r.fields),
               None if r.merged_into is None else str(r.merged_into))
        for r in connection.execute(query)
    )  # fmt: skip


def decisions(connection: Connection, item: str, keys: Sequence[Key]) -> tuple[Entry, ...]:
    """What people decided on an item or on the sameness of its records; runs and curations are left out."""
    given = {"item": item, "keys": [_json(key) for key in keys]}
    found = (journal.get(connection, seq) for seq in connection.execute(text(ABOUT), given).scalars())
    return tuple(entry for entry in found if entry and entry.act not in (Act.RUN, Act.CURATION, Act.REPLAY))


def _json(key: Key) -> str:
    return orjson.dumps(list(key)).decode()
