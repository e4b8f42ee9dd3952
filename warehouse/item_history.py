"""Versions of items: every state in which an item was shown, so that the agenda of any instant can be shown again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, text

from warehouse import changes, sources_told
from warehouse.bulk import batches

# When a record was last seen moves with every run and is shown by no feed: it is no part of a version. The names of
# sessions move with the content alone: its hash stands for both.
SHOWN = """
    CREATE TEMPORARY TABLE shown ON COMMIT DROP AS
    SELECT i.id AS item, i.kind, i.content, i.content_hash, i.sequence, i.created_at, i.revised_at, i.hidden,
           i.pinned_until, i.merged_into, i.withdrawn_at, coalesce(s.sightings, '[]') AS sightings,
           i.starts_at, i.ends_at, i.closes_at, i.published_at, i.topics, i.sources, i.session_names,
           md5(jsonb_build_array(i.kind, i.content_hash, i.sequence, i.hidden, i.revised_at AT TIME ZONE 'UTC',
                                 i.pinned_until AT TIME ZONE 'UTC', i.merged_into, i.withdrawn_at IS NOT NULL,
                                 s.sightings)::text) AS shown_hash
      FROM items i
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object(
                   'source', r.source, 'name', o.name, 'key', r.key, 'url', r.url,
                   'first_seen', to_char(r.first_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
                   'state', r.state, 'trust', o.trust, 'republish', o.republish, 'image_rights', o.image_rights,
                   'licence', o.licence
               ) ORDER BY o.trust DESC, r.source COLLATE "C", r.key COLLATE "C") AS sightings
          FROM memberships m JOIN records r USING (source, key) JOIN sources o ON o.slug = r.source
         WHERE m.item = i.id
      ) s ON true
     WHERE i.id = ANY(CAST(:ids AS uuid[]))
"""
FORGET_EQUAL = """
    DELETE FROM shown s USING item_versions v
     WHERE v.item = s.item AND v.to_instant IS NULL AND v.shown_hash = s.shown_hash
"""
# Who acts may hold an earlier clock than whoever acted before: two versions never hold at one instant.
END = """
    UPDATE item_versions v SET to_instant = greatest(:now, v.from_instant)
      FROM shown s WHERE v.item = s.item AND v.to_instant IS NULL
"""
BEGIN = """
    INSERT INTO item_versions (item, number, from_instant, seq, kind, content, content_hash, sequence, created_at,
           revised_at, hidden, pinned_until, merged_into, withdrawn_at, sightings, shown_hash, starts_at, ends_at,
           closes_at, published_at, topics, sources, session_names)
    SELECT s.item, coalesce(h.number, 0) + 1, greatest(:now, h.to_instant),
           (SELECT max(c.seq) FROM changes c WHERE c.item = s.item AND c.seq > :before),
           s.kind, s.content, s.content_hash, s.sequence, s.created_at, s.revised_at, s.hidden, s.pinned_until,
           s.merged_into, s.withdrawn_at, s.sightings, s.shown_hash, s.starts_at, s.ends_at, s.closes_at,
           s.published_at, s.topics, s.sources, s.session_names
      FROM shown s
      LEFT JOIN LATERAL (
        SELECT v.number, v.to_instant FROM item_versions v WHERE v.item = s.item ORDER BY v.number DESC LIMIT 1
      ) h ON true
     ORDER BY s.item
"""


def keep(connection: Connection, items: Collection[str], now: datetime, before: int) -> int:
    """Begins a version of each of these items that is not shown as its last version says; returns how many.

    Call it after the rows of items, memberships and changes are written; `before` is the last change that was there
    before them. Nothing moved = no row written.
    """
    written = 0
    for batch in batches(sorted(set(items)), 5_000):
        connection.execute(text(SHOWN), {"ids": list(batch)})
        connection.execute(text(FORGET_EQUAL))
        if connection.execute(text("SELECT count(*) FROM shown")).scalar_one():
            changes.append(connection, now, sources_told.moved(connection, before))
            connection.execute(text(END), {"now": now})
            written += connection.execute(text(BEGIN), {"now": now, "before": before}).rowcount
        connection.execute(text("DROP TABLE shown"))
    return written
