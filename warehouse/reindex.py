"""What is computed from contents and kept for finding, made anew when the analyser or the facets changed."""

from __future__ import annotations

from sqlalchemy import Connection, text

from vigie.codec import content_from_plain
from vigie.model import Kind
from warehouse import item_rows
from warehouse.bulk import rewrite
from warehouse.suggestions import searched
from warehouse.tables import items, suggestions

BATCH = 2000
FIRST = "00000000-0000-0000-0000-000000000000"
# Plain SQL: a migration runs it before later columns are there. What a takedown blanked has no hash, and stays blank.
_ITEMS = text("""
    SELECT id, kind, content, sources FROM items WHERE id > :last AND content_hash <> '' ORDER BY id LIMIT :most
""")
_SUGGESTIONS = text("SELECT id, kind, content FROM suggestions WHERE id > :last ORDER BY id LIMIT :most")


def reindex(connection: Connection) -> int:
    """Writes search tokens and facets of every item, and what suggestions look for; returns how many items there are.
    Moves no content, no version and no change."""
    done, last = 0, FIRST
    while rows := connection.execute(_ITEMS, {"last": last, "most": BATCH}).all():
        found = []
        for row in rows:
            content = content_from_plain(Kind(row.kind), row.content)
            found.append(
                {
                    "id": str(row.id),
                    "search": item_rows.search_vector(content),
                    "facets": item_rows.facets(content, row.sources),
                }
            )
        rewrite(connection, items, ("id",), found)
        done, last = done + len(rows), str(rows[-1].id)
    last = FIRST
    while rows := connection.execute(_SUGGESTIONS, {"last": last, "most": BATCH}).all():
        asked = [(str(row.id), searched(content_from_plain(Kind(row.kind), row.content))) for row in rows]
        rewrite(connection, suggestions, ("id",), [{"id": id_, "query": query} for id_, query in asked])
        last = str(rows[-1].id)
    return done
