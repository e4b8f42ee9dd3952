"""Which known events and calls news announces: links between suggestions and items, and reading them.

The decision is transforms.mention_links'; here is what may have moved: the suggestions of touched news, and those whose
days and words meet an item that moved. Looking at all of them gives the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from transforms.mention_links import link_mentions
from transforms.mention_suggestions import mention_of
from vigie.codec import content_from_plain
from vigie.model import Content, Kind
from warehouse import suggestions
from warehouse.bulk import copy, remove
from warehouse.tables import suggestion_links as table

DESK = "desk"
"""Slug of the editors' own source (warehouse.desk)."""
# With more items moved than this it is cheaper to look at every suggestion than to ask which ones they concern.
MANY = 5_000

MEET = """
    (EXISTS (SELECT FROM occurrences o WHERE o.item = i.id AND o.starts_at < s.until AND o.ends_at > s.since)
     OR EXISTS (SELECT FROM deadlines d WHERE d.item = i.id AND d.closes_at BETWEEN s.since AND s.until))
"""
CONCERNED = f"""
    INSERT INTO stale
    SELECT s.id FROM suggestions s JOIN touched t USING (source, key)
    UNION SELECT l.suggestion FROM suggestion_links l WHERE l.item = ANY(CAST(:moved AS uuid[]))
    UNION SELECT s.id FROM items i JOIN suggestions s ON i.search @@ s.query
     WHERE i.id = ANY(CAST(:moved AS uuid[])) AND {MEET}
"""
CANDIDATES = f"""
    SELECT s.id AS suggestion, i.id AS item, i.kind, i.content
      FROM stale JOIN suggestions s USING (id) JOIN items i ON i.search @@ s.query
     WHERE i.kind IN ('event', 'call') AND i.merged_into IS NULL AND i.withdrawn_at IS NULL AND {MEET}
     ORDER BY s.id, i.id
"""
ANNOUNCED = """
    SELECT m.item AS news, k.item FROM memberships m JOIN suggestions s USING (source, key)
      LEFT JOIN suggestion_decisions d ON d.suggestion = s.id
     CROSS JOIN LATERAL (
        SELECT l.item FROM suggestion_links l WHERE l.suggestion = s.id AND l.verdict = 'same'
        UNION SELECT a.item FROM memberships a
               WHERE d.state = 'accepted' AND a.source = 'desk' AND a.key = s.identity
     ) k
     WHERE d.state IS DISTINCT FROM 'dismissed'
"""
LIVE = "i.merged_into IS NULL AND i.withdrawn_at IS NULL AND NOT i.hidden"


@dataclass(frozen=True, slots=True)
class Linked:
    """An item at the other end of an announcement. `at`: first start, last deadline or publication, aware UTC."""

    id: str
    kind: Kind
    title: str
    at: datetime | None


def renew(connection: Connection, moved: Collection[str], every: bool = False) -> int:
    """Links anew the suggestions of the touched records and those that the moved items concern, or `every` one; writes
    only what moved. Returns how many suggestions were looked at."""
    if connection.execute(text("SELECT 1 FROM suggestions LIMIT 1")).first() is None:
        return 0
    connection.execute(text("CREATE TEMPORARY TABLE stale (id text PRIMARY KEY) ON COMMIT DROP"))
    if every or len(moved) > MANY:
        looked = connection.execute(text("INSERT INTO stale SELECT id FROM suggestions")).rowcount
    else:
        looked = connection.execute(text(CONCERNED), {"moved": sorted(moved)}).rowcount
    if not looked:
        return 0
    connection.execute(text("ANALYZE stale"))
    wanted = _links(connection)
    query = "SELECT l.* FROM suggestion_links l JOIN stale ON stale.id = l.suggestion"
    known = {(r.suggestion, str(r.item)): _values(r) for r in connection.execute(text(query))}
    over = sorted(two for two in known if wanted.get(two) != known[two])
    remove(connection, table, ("suggestion", "item"), over)
    rows = [
        {"suggestion": two[0], "item": two[1], **wanted[two]} for two in sorted(wanted) if wanted[two] != known.get(two)
    ]
    copy(connection, table, rows)
    return looked


def announces(connection: Connection, item: str) -> tuple[Linked, ...]:
    """Live events and calls that the news `item` announces, sure links only, in the order of their days."""
    return _linked(connection, "a.item", "a.news", item)


def announced_by(connection: Connection, item: str) -> tuple[Linked, ...]:
    """Live news that announces the event or call `item`, sure links only, in the order of its days."""
    return _linked(connection, "a.news", "a.item", item)


def _linked(connection: Connection, wanted: str, given: str, item: str) -> tuple[Linked, ...]:
    query = f"""
        SELECT DISTINCT i.id, i.kind, i.title, coalesce(i.starts_at, i.closes_at, i.published_at, i.created_at) AS at
          FROM ({ANNOUNCED}) a JOIN items i ON i.id = {wanted} WHERE {given} = CAST(:item AS uuid) AND {LIVE}
         ORDER BY at, i.id
    """
    rows = connection.execute(text(query), {"item": item})
    return tuple(Linked(str(r.id), Kind(r.kind), r.title, r.at) for r in rows)


def _links(connection: Connection) -> dict[tuple[str, str], dict[str, Any]]:
    """The links of all stale suggestions, by suggestion and item."""
    near: dict[str, list[tuple[str, Content]]] = {}
    read: dict[str, Content] = {}
    for row in connection.execute(text(CANDIDATES)):
        item = str(row.item)
        if item not in read:
            read[item] = content_from_plain(Kind(row.kind), row.content)
        near.setdefault(row.suggestion, []).append((item, read[item]))
    stale = connection.execute(text("SELECT s.* FROM suggestions s JOIN stale USING (id)")).all()
    return {(s.id, link.pop("item")): link for s in stale for link in _of(s, near.get(s.id, ()))}


def _of(row: Any, candidates: Sequence[tuple[str, Content]]) -> list[dict[str, Any]]:
    if not candidates:
        return []
    found = link_mentions(mention_of(suggestions.read(row)), candidates)
    return [
        {"item": link.id, "score": link.score, "because": link.because, "verdict": link.verdict.value} for link in found
    ]


def _values(row: Any) -> dict[str, Any]:
    return {"score": row.score, "because": row.because, "verdict": row.verdict}
