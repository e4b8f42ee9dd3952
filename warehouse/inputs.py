"""What curation reads of the touched records: those that are live, their items, the edits on them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, column, select, table, text

from vigie.codec import content_from_plain, from_plain, to_json
from vigie.model import FieldEvidence, Kind, Record, RecordState, Status, WallTime
from warehouse import lifecycle, suppression
from warehouse.bulk import batches
from warehouse.lifecycle import PageSaid
from warehouse.projection import Correction, Member
from warehouse.tables import edits, records, sources, tags

Key = tuple[str, str]

# Raise it when a rule of matching or projection moves: every record is then looked at again, once.
RULES = "8"

# The founder of an item that a takedown left empty is known by its hash alone (warehouse.forgetting.stand_in).
STAND_IN = "'forgotten-' || left(encode(sha256(convert_to(t.key, 'UTF8')), 'hex'), 12)"
SHELVED = text(f"""
    WITH RECURSIVE chain AS (
        SELECT m.item AS id FROM memberships m JOIN touched t USING (source, key)
        UNION SELECT i.id FROM items i
          JOIN touched t ON i.founder_source = t.source AND i.founder_key IN (t.key, {STAND_IN})
        UNION SELECT linked.id FROM chain c CROSS JOIN LATERAL (
            SELECT i.id FROM items i WHERE i.merged_into = c.id
            UNION ALL SELECT i.merged_into FROM items i WHERE i.id = c.id AND i.merged_into IS NOT NULL
        ) linked
    )
    SELECT i.id, i.founder_source, i.created_at, i.merged_into, i.withdrawn_at, i.input_hash, i.sequence,
           coalesce((SELECT t.key FROM touched t
                      WHERE i.founder_key LIKE 'forgotten-%' AND t.source = i.founder_source
                        AND {STAND_IN} = i.founder_key LIMIT 1), i.founder_key) AS founder_key
      FROM items i JOIN chain USING (id)
""")


@dataclass(frozen=True, slots=True)
class Live:
    """A record that takes part in curation."""

    record: Record
    content_hash: str
    state: RecordState
    first_seen: datetime
    changed_at: datetime
    trust: int
    former: WallTime | None = None
    terms: tuple[Any, ...] = ()
    """Name and rights of its source: shown beside the item, so that it is written anew when they move."""
    marker: Status | None = None
    """What its own page says since its list no longer holds it (warehouse.lifecycle.marker)."""
    replaced: bool = False
    """Whether its source lists another record in its place."""

    @property
    def id(self) -> tuple[str, str]:
        return self.record.source, self.record.key

    def member(self) -> Member:
        r = self.record
        return Member(
            r.source,
            r.key,
            r.content,
            self.trust,
            self.changed_at,
            r.capture,
            self.state,
            r.provenance,
            self.former,
            self.marker,
            self.replaced,
        )


@dataclass(frozen=True, slots=True)
class Shelved:
    """An item as it stands before this curation."""

    id: str
    founder: tuple[str, str]
    created_at: datetime
    merged_into: str | None
    withdrawn_at: datetime | None
    input_hash: str
    sequence: int


def live(connection: Connection, hushed: suppression.Suppressed, among: str) -> list[Live]:
    """Records of the temporary table `among` that exist and are not suppressed, with the present trust of their
    sources, by source and key."""
    chosen = table(among, column("source"), column("key"))
    here = (chosen.c.source == records.c.source) & (chosen.c.key == records.c.key)
    terms = (sources.c.trust, sources.c.name, sources.c.republish, sources.c.licence, sources.c.image_rights)
    query = select(records, *terms).join(chosen, here).join(sources, sources.c.slug == records.c.source)
    rows = connection.execute(query.order_by(records.c.source, records.c.key))
    read = (_live(row) for row in rows)
    return [one for one in read if not hushed.covers(*one.id, one.record.url, one.record.content)]


def touched(connection: Connection, hushed: suppression.Suppressed, read: Mapping[Key, Live]) -> list[Live]:
    """`live` of the table `touched`, where those in `read` need not be read again: reading is half of the work."""
    keys = [(row.source, row.key) for row in connection.execute(text("SELECT source, key FROM touched"))]
    found = [read[key] for key in keys if key in read]
    return sorted([*found, *of(connection, hushed, [key for key in keys if key not in read])], key=_name)


def of(connection: Connection, hushed: suppression.Suppressed, keys: Sequence[Key]) -> list[Live]:
    """`live` of these records."""
    if not keys:
        return []
    connection.execute(text("CREATE TEMPORARY TABLE IF NOT EXISTS unread (source text, key text) ON COMMIT DROP"))
    connection.execute(text("TRUNCATE unread"))
    for batch in batches(keys):
        connection.execute(
            text("INSERT INTO unread SELECT * FROM unnest(CAST(:sources AS text[]), CAST(:keys AS text[]))"),
            {"sources": [source for source, _ in batch], "keys": [key for _, key in batch]},
        )
    connection.execute(text("ANALYZE unread"))
    return live(connection, hushed, "unread")


def corrections(connection: Connection, items: Collection[str]) -> dict[str, tuple[Correction, ...]]:
    """Edits and tags in force, by item, of these items."""
    held: dict[str, tuple[Correction, ...]] = {}
    query = select(edits).where(edits.c.released_at.is_(None)).order_by(edits.c.item, edits.c.field)
    for row in connection.execute(query):  # editors' work is small: read whole, rather than by a list of ids
        if row.item in items:
            one = Correction(row.field, row.value, row.author, edit=row.id)
            held[row.item] = (*held.get(row.item, ()), one)
    for row in connection.execute(select(tags).order_by(tags.c.item, tags.c.topic)):
        if row.item in items:
            held[row.item] = (*held.get(row.item, ()), Correction("topics", row.topic, row.author, tag=row.wanted))
    return held


def minted(connection: Connection) -> dict[Key, datetime]:
    """The touched records that founded an item before, with when."""
    query = text("SELECT m.source, m.key, m.at FROM mints m JOIN touched t USING (source, key)")
    return {(r.source, r.key): r.at for r in connection.execute(query)}


def renamed(connection: Connection) -> dict[Key, str]:
    """The items of touched records that founded them under another key (warehouse.rekeying)."""
    query = text("""
        SELECT m.source, m.key, m.item FROM mints m JOIN touched t USING (source, key)
         WHERE EXISTS (SELECT FROM rekeys r WHERE r.source = m.source AND r.new_key = m.key)
    """)
    return {(r.source, r.key): str(r.item) for r in connection.execute(query)}


def shelved(connection: Connection) -> dict[str, Shelved]:
    """Items that touched records belong to or founded, and those merged with them, without their content."""
    return {
        str(r.id): Shelved(
            str(r.id),
            (r.founder_source, r.founder_key),
            r.created_at,
            None if r.merged_into is None else str(r.merged_into),
            r.withdrawn_at,
            r.input_hash,
            r.sequence,
        )
        for r in connection.execute(SHELVED)
    }


def memberships(connection: Connection) -> dict[Key, str]:
    """The item of each touched record."""
    query = text("SELECT m.source, m.key, m.item FROM memberships m JOIN touched t USING (source, key)")
    return {(r.source, r.key): str(r.item) for r in connection.execute(query)}


def input_hash(members: list[Live], edited: tuple[Correction, ...]) -> str:
    """sha-256 of what one item is made from."""
    made_of: list[Any] = [
        [*m.id, m.content_hash, m.state, m.trust, m.record.capture, m.former, *m.terms, *_lived(m)] for m in members
    ]
    said = [[c.field, c.value, c.author, c.tag, c.edit] for c in edited]  # each edit is compared with its sources
    return hashlib.sha256(to_json([RULES, sorted(made_of, key=_two), said])).hexdigest()


def _lived(one: Live) -> list[Any]:
    """What its page says, where it says something: most records never leave their list."""
    return [one.marker, one.replaced] if one.marker or one.replaced else []


def _two(made_of: list[Any]) -> Key:
    return made_of[0], made_of[1]


def _name(one: Live) -> Key:
    return one.id


def _live(row: Any) -> Live:
    record = Record(
        source=row.source,
        key=row.key,
        url=row.url,
        content=content_from_plain(Kind(row.kind), row.content),
        capture=row.capture,
        provenance=tuple(from_plain(FieldEvidence, plain) for plain in row.provenance),
        abstentions=tuple(row.abstentions),
        parser=row.parser,
    )
    state = RecordState(row.state)
    former = from_plain(WallTime, row.former) if row.former else None
    terms = (row.name, row.republish, row.licence, row.image_rights)
    page = from_plain(PageSaid, row.page) if row.page else None
    return Live(
        record,
        row.content_hash,
        state,
        row.first_seen,
        row.changed_at,
        row.trust,
        former,
        terms,
        lifecycle.marker(state, page),
        state is RecordState.MOVED and page is not None and page.twin is not None,
    )
