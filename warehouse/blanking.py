"""Items that a takedown left without a record: their id stays, and answers 410; nothing of what they said does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from vigie.codec import content_from_plain
from vigie.model import Kind
from warehouse import item_rows
from warehouse.forgetting import FORGOTTEN, redact_journal

BESIDE = ("item_versions", "field_choices", "occurrences", "deadlines", "edits", "tags", "suggestion_links")
# What a kill left over is found again by its founder; what was merged away repeats what was forgotten.
FORSAKEN = """
    WITH RECURSIVE gone AS (
        SELECT id FROM items WHERE (id = ANY(CAST(:items AS uuid[])) OR founder_key LIKE :forgotten)
        UNION SELECT i.id FROM items i JOIN gone g ON i.merged_into = g.id
    )
    SELECT i.id FROM items i JOIN gone USING (id)
     WHERE (i.withdrawn_at IS NOT NULL OR i.merged_into IS NOT NULL)
       AND NOT EXISTS (SELECT FROM memberships m WHERE m.item = i.id)
"""
BLANK = """
    UPDATE items SET title = '', content = jsonb_build_object('title', '', 'occurrences', jsonb_build_array(
               jsonb_build_object('start', jsonb_build_object('local', '1970-01-01T00:00:00',
                                                              'zone', 'UTC', 'precision', 'day'))))
               - CASE kind WHEN 'event' THEN '' ELSE 'occurrences' END,
           content_hash = '', input_hash = '', search = '', language = NULL, province = NULL, nis = NULL,
           municipality = NULL, starts_at = NULL, ends_at = NULL, closes_at = NULL, published_at = NULL,
           topics = '{}', sources = '{}', facets = '{}', session_names = '{}', former_sessions = '[]'
     WHERE id = ANY(CAST(:ids AS uuid[])) AND content_hash <> ''
"""


def blank(connection: Connection, items: Sequence[str], at: datetime) -> tuple[str, ...]:
    """Leaves of the withdrawn ones of these items, and of those that earlier takedowns left, their id alone; forgets
    places and actors that no item speaks of any more. Call it after the curation; returns the ids."""
    query = text(FORSAKEN)
    found = connection.execute(query, {"items": list(items), "forgotten": f"{FORGOTTEN}%"}).scalars()
    ids = sorted(map(str, found))
    for table in BESIDE:
        connection.execute(text(f"DELETE FROM {table} WHERE item = ANY(CAST(:ids AS uuid[]))"), {"ids": ids})
    connection.execute(text(BLANK), {"ids": ids})
    told = "SELECT ctid::text FROM journal WHERE subject = ANY(:ids) AND act <> 'suppress' AND body IS NOT NULL"
    redact_journal(connection, connection.execute(text(told), {"ids": ids}).scalars().all(), at)
    _registers(connection)
    return tuple(ids)


def _registers(connection: Connection) -> None:
    spoken: set[str] = set()
    query = text("SELECT kind, content FROM items WHERE content_hash <> ''")
    for row in connection.execute(query, execution_options={"stream_results": True}):
        content = content_from_plain(Kind(row.kind), row.content)
        spoken |= {str(one["id"]) for one in (*item_rows.places(content), *item_rows.actors(content))}
    for table in ("places", "actors"):
        known = set(map(str, connection.execute(text(f"SELECT id FROM {table}")).scalars()))
        ids = sorted(known - spoken)
        connection.execute(text(f"DELETE FROM {table} WHERE id = ANY(CAST(:ids AS uuid[]))"), {"ids": ids})
