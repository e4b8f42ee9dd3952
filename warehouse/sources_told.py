"""Which sources an item is told with, and on which terms: it can move while the item itself says what it said."""

from __future__ import annotations

from sqlalchemy import Connection, text

from vigie.model import ChangeType, Kind
from warehouse.changes import Entry

# Only what leaves the house (feeds.facts, feeds.rights): a record that is missing for a run moves none of it.
MOVED = text("""
    WITH told AS (
        SELECT item, side, jsonb_agg(jsonb_build_array(s ->> 'source', s ->> 'name', s ->> 'url', s ->> 'licence',
                                                       s ->> 'image_rights', s ->> 'republish') ORDER BY n) AS said
          FROM (
            SELECT item, 'now' AS side, sightings FROM shown
             WHERE NOT hidden AND merged_into IS NULL AND withdrawn_at IS NULL
             UNION ALL
            SELECT v.item, 'then', v.sightings FROM item_versions v JOIN shown USING (item) WHERE v.to_instant IS NULL
          ) sides
         CROSS JOIN LATERAL jsonb_array_elements(sightings) WITH ORDINALITY AS e (s, n)
         GROUP BY item, side
    )
    SELECT s.item, s.kind
      FROM shown s JOIN told now ON now.item = s.item AND now.side = 'now'
      JOIN told before ON before.item = s.item AND before.side = 'then'
     WHERE now.said <> before.said AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.item = s.item AND c.seq > :before)
     ORDER BY s.item
""")


def moved(connection: Connection, before: int) -> list[Entry]:
    """A change for each item of the table `shown` whose sources moved and that no change after `before` tells."""
    rows = connection.execute(MOVED, {"before": before})
    return [Entry(str(row.item), Kind(row.kind), ChangeType.UPDATED, ("sources",)) for row in rows]
