"""What curation reads: live records, judgements, edits, suppressions, and a stamp over all of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text

from vigie.codec import content_from_plain, from_plain, to_json
from vigie.model import FieldEvidence, Kind, Record, RecordState
from warehouse import suppression
from warehouse.projection import Correction, Member
from warehouse.tables import edits, items, records, sources

# Part of every stamp: raise it when a rule of matching or projection moves, so that all items are made again.
RULES = "1"

STAMP = text("""
    SELECT (SELECT concat(count(*), ' ', sum(hashtextextended(
                concat_ws(E'\\n', source, key, content_hash, state, capture), 0)::numeric)) FROM records) AS records,
           (SELECT concat(sum(hashtextextended(concat_ws(E'\\n', slug, trust), 0)::numeric)) FROM sources) AS trust,
           (SELECT concat(sum(hashtextextended(
                concat_ws(E'\\n', source_a, key_a, source_b, key_b, verdict), 0)::numeric)) FROM judgements) AS judged,
           (SELECT concat(count(*), ' ', sum(id)) FROM edits WHERE released_at IS NULL) AS edited,
           (SELECT concat(sum(hashtextextended(
                concat_ws(E'\\n', scope, value), 0)::numeric)) FROM suppressions) AS hushed
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

    @property
    def id(self) -> tuple[str, str]:
        return self.record.source, self.record.key

    def member(self) -> Member:
        r = self.record
        return Member(r.source, r.key, r.content, self.trust, self.changed_at, r.capture, self.state, r.provenance)


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


def stamp(connection: Connection) -> str:
    """sha-256 of everything that curation depends on, computed in the database; order of rows does not matter."""
    row = connection.execute(STAMP).one()
    return hashlib.sha256(to_json([RULES, *row])).hexdigest()


def live(connection: Connection, hushed: suppression.Suppressed) -> list[Live]:
    """Records that are not suppressed, with the present trust of their sources."""
    query = select(records, sources.c.trust).join(sources, sources.c.slug == records.c.source)
    rows = connection.execute(query.order_by(records.c.source, records.c.key))
    return [_live(row) for row in rows if not hushed.covers(row.source, row.key, row.url)]


def corrections(connection: Connection) -> dict[str, tuple[Correction, ...]]:
    """Edits in force, by item."""
    held: dict[str, tuple[Correction, ...]] = {}
    query = select(edits).where(edits.c.released_at.is_(None)).order_by(edits.c.item, edits.c.field)
    for row in connection.execute(query):
        held[row.item] = (*held.get(row.item, ()), Correction(row.field, row.value, row.author))
    return held


def shelved(connection: Connection) -> dict[str, Shelved]:
    """All items, merged and withdrawn ones too, without their content."""
    c = items.c
    query = select(
        c.id, c.founder_source, c.founder_key, c.created_at, c.merged_into, c.withdrawn_at, c.input_hash, c.sequence
    )
    return {
        r.id: Shelved(
            r.id,
            (r.founder_source, r.founder_key),
            r.created_at,
            r.merged_into,
            r.withdrawn_at,
            r.input_hash,
            r.sequence,
        )
        for r in connection.execute(query)
    }


def input_hash(members: list[Live], edited: tuple[Correction, ...]) -> str:
    """sha-256 of what one item is made from."""
    made_of: list[Any] = [[*m.id, m.content_hash, m.state, m.trust, m.record.capture] for m in members]
    return hashlib.sha256(to_json([RULES, sorted(made_of), list(edited)])).hexdigest()


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
    return Live(record, row.content_hash, state, row.first_seen, row.changed_at, row.trust)
