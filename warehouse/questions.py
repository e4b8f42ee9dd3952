"""Open questions of sameness, and why the records of an item are one thing: reading what curation left (law 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from vigie.model import Verdict

OF = "SELECT source, key FROM memberships WHERE item = CAST(:item AS uuid)"
ENDS = "(t.source_a, t.key_a) {first} ({of}) {how} (t.source_b, t.key_b) {second} ({of})"
NAMES = "t.source_a, t.key_a, t.source_b, t.key_b"


@dataclass(frozen=True, slots=True)
class Teller:
    """A record as people name it. `item` is the one that it speaks of, None before it was curated."""

    source: str
    key: str
    title: str
    url: str | None
    capture: str
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Two records that may be one thing: `because` says why, and what stood against it."""

    a: Teller
    b: Teller
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """What two records of one item are to each other; `strength` 0 to 100."""

    a: Teller
    b: Teller
    verdict: Verdict
    strength: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An editor's word on two records, of which at least one is of the item."""

    a: Teller
    b: Teller
    verdict: Verdict
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """Why the records of an item are one thing, and what is still asked of it."""

    item: str
    records: tuple[Teller, ...]
    joints: tuple[Joint, ...]
    judgements: tuple[Said, ...]
    questions: tuple[Question, ...]


def open_questions(connection: Connection) -> tuple[Question, ...]:
    """Every open question, by source and key of its records."""
    return _questions(connection, f"SELECT t.* FROM asks t ORDER BY {NAMES}", {})


def joined(connection: Connection, item: str) -> Joined:
    """The records of an item, the pairs among them, editors' words on them, and questions that lead out of it."""
    given = {"item": item}
    within = ENDS.format(first="IN", how="AND", second="IN", of=OF)
    about = ENDS.format(first="IN", how="OR", second="IN", of=OF)
    pairs = connection.execute(text(f"SELECT t.* FROM pairs t WHERE {within} ORDER BY t.strength DESC, {NAMES}"), given)
    joints = pairs.all()
    words = connection.execute(text(f"SELECT t.* FROM judgements t WHERE {about} ORDER BY {NAMES}"), given).all()
    tellers = _tellers(connection, [*joints, *words])
    members = connection.execute(text(f"{OF} ORDER BY 1, 2"), given).all()
    own = _named(connection, [(m.source, m.key) for m in members])
    return Joined(
        item,
        tuple(own[m.source, m.key] for m in members),
        tuple(Joint(*_two(r, tellers), Verdict(r.verdict), r.strength, tuple(r.because)) for r in joints),
        tuple(Said(*_two(r, tellers), Verdict(r.verdict), r.author, r.at) for r in words),
        _questions(connection, f"SELECT t.* FROM asks t WHERE {about} ORDER BY {NAMES}", given),
    )


def _questions(connection: Connection, query: str, given: Mapping[str, Any]) -> tuple[Question, ...]:
    rows = connection.execute(text(query), given).all()
    tellers = _tellers(connection, rows)
    return tuple(Question(*_two(row, tellers), tuple(row.because)) for row in rows)


def _two(row: Any, tellers: Mapping[tuple[str, str], Teller]) -> tuple[Teller, Teller]:
    return tellers[row.source_a, row.key_a], tellers[row.source_b, row.key_b]


def _tellers(connection: Connection, rows: Any) -> dict[tuple[str, str], Teller]:
    return _named(connection, [two for r in rows for two in ((r.source_a, r.key_a), (r.source_b, r.key_b))])


def _named(connection: Connection, keys: list[tuple[str, str]]) -> dict[tuple[str, str], Teller]:
    """These records; one that is not there any more has its names alone."""
    query = text("""
        SELECT DISTINCT w.source, w.key, coalesce(r.content ->> 'title', '') AS title, r.url,
               coalesce(r.capture, '') AS capture, m.item
          FROM unnest(CAST(:sources AS text[]), CAST(:keys AS text[])) AS w(source, key)
          LEFT JOIN records r USING (source, key) LEFT JOIN memberships m USING (source, key)
    """)
    given = {"sources": [source for source, _ in keys], "keys": [key for _, key in keys]}
    return {
        (r.source, r.key): Teller(r.source, r.key, r.title, r.url, r.capture, str(r.item) if r.item else None)
        for r in connection.execute(query, given)
    }
