"""What an editor needs on one screen to answer a question of the review queue, by kind of question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from vigie.codec import content_from_plain
from vigie.model import Content, Event, Item, Kind
from warehouse import desk, items, proposals
from warehouse.readings import read_relevance
from warehouse.review import Asked, Question
from warehouse.review_changes import large_changes
from web.desk.item_fields import said_by_model, sheet
from web.desk.relevance_words import weighed

TOLD = ("title", "occurrences", "deadlines", "published", "place", "organizers", "funders", "url", "description")
"""What people compare two things by, in this order."""
SAMPLES = 6
REASONS = 4
RECORD = text("""
    SELECT r.source, r.key, r.kind, r.url, r.content, r.first_seen, s.name, m.item FROM records r
      JOIN sources s ON s.slug = r.source LEFT JOIN memberships m ON m.source = r.source AND m.key = r.key
     WHERE r.source = :source AND r.key = :key
""")
BECAUSE = text("""
    SELECT because FROM asks WHERE source_a = :sa AND key_a = :ka AND source_b = :sb AND key_b = :kb
""")
SOURCE = text("""
    SELECT s.*, (SELECT count(*) FROM records r WHERE r.source = s.slug) AS many,
           (SELECT max(r.first_seen) FROM records r WHERE r.source = s.slug) AS newest,
           (SELECT max(u.started_at) FROM runs u WHERE u.source = s.slug AND u.complete) AS good
      FROM sources s WHERE s.slug = :slug
""")
RUNS = text("""
    SELECT started_at, cause, complete, certificate ->> 'message' AS message FROM runs
     WHERE source = :slug AND finished_at IS NOT NULL ORDER BY started_at DESC LIMIT 5
""")
NEWEST = text("""
    SELECT i.id FROM items i JOIN memberships m ON m.item = i.id JOIN records r ON r.source = m.source AND r.key = m.key
     WHERE m.source = :slug AND i.merged_into IS NULL AND i.withdrawn_at IS NULL
     ORDER BY r.first_seen DESC, i.id LIMIT :most
""")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records: its source, its page, what it says, its item."""

    name: str
    url: str | None
    content: Content
    first_seen: datetime
    item: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two things."""

    name: str
    one: Any
    other: Any

    @property
    def differs(self) -> bool:
        return bool(self.one != self.other)


def details(connection: Connection, asked: Question, now: datetime) -> dict[str, Any]:
    """What the screen of a question shows; names depend on its kind (templates/desk/question.html)."""
    return _READERS[asked.kind](connection, asked, now)


def compared(one: Content, other: Content) -> tuple[Compared, ...]:
    """The fields that people compare, those in which either says something."""
    rows = (Compared(n, getattr(one, n, None), getattr(other, n, None)) for n in TOLD)
    return tuple(row for row in rows if row.one not in (None, ()) or row.other not in (None, ()))


def _duplicate(connection: Connection, asked: Question, now: datetime) -> dict[str, Any]:
    a, b = asked.records
    sides = [_side(connection, *key) for key in (a, b)]
    given = {"sa": a[0], "ka": a[1], "sb": b[0], "kb": b[1]}
    because = connection.execute(BECAUSE, given).scalar() or []
    rows = compared(sides[0].content, sides[1].content) if all(sides) and sides[0] and sides[1] else ()
    return {"sides": sides, "rows": rows, "because": because}


def _side(connection: Connection, source: str, key: str) -> Side | None:
    row = connection.execute(RECORD, {"source": source, "key": key}).one_or_none()
    if row is None:
        return None
    content = content_from_plain(Kind(row.kind), row.content)
    return Side(row.name, row.url, content, row.first_seen, str(row.item) if row.item else None)


def _suggestion(connection: Connection, asked: Question, now: datetime) -> dict[str, Any]:
    found = desk.get(connection, asked.subject)
    content = found.suggestion.content if found else None
    said = [n for n in TOLD if content is not None and getattr(content, n, None) not in (None, ())]
    return {"suggestion": found, "content": content, "fields": said}


def _unsure(connection: Connection, asked: Question, now: datetime) -> dict[str, Any]:
    item = _item(connection, asked)
    if item is None:
        return {"item": None}
    content = item.content
    said = read_relevance(
        item.kind, content.title, content.description or "", content.topics, content.actors, content.place,
        language=content.language,
    )  # fmt: skip
    return {"item": item, "fields": _said(content), "weighed": weighed(said.because, REASONS)}


def _change(connection: Connection, asked: Question, now: datetime) -> dict[str, Any]:
    item = _item(connection, asked)
    found = large_changes(connection, now, asked.subject)
    if item is None or not found:
        return {"item": item, "rows": ()}
    rows = [
        Compared(one.field, said_by_model(item, one.field, one.before), said_by_model(item, one.field, one.after))
        for one in found[0].fields
    ]
    return {"item": item, "rows": tuple(rows)}


def _conflict(connection: Connection, asked: Question, now: datetime) -> dict[str, Any]:
    item = _item(connection, asked)
    return {"item": item, "row": sheet(connection, item).row(asked.field) if item else None}


def _source(connection: Connection, asked: Question, now: datetime) -> dict[str, Any]:
    given = {"slug": asked.subject}
    newest = connection.execute(NEWEST, {**given, "most": SAMPLES}).scalars()
    ids = list(dict.fromkeys(str(one) for one in newest))
    return {
        "source": connection.execute(SOURCE, given).one_or_none(),
        "runs": connection.execute(RUNS, given).all(),
        "samples": tuple(items.load(connection, ids)),
    }


def _proposal(connection: Connection, asked: Question, now: datetime) -> dict[str, Any]:
    return {"proposal": proposals.get(connection, asked.subject), "item": _item(connection, asked)}


def _item(connection: Connection, asked: Question) -> Item | None:
    return items.get(connection, asked.item) if asked.item else None


def _said(content: Content) -> list[str]:
    names = {f.name for f in fields(content)}
    also = ("topics", "attendance") if isinstance(content, Event) else ("topics",)
    return [n for n in (*TOLD[1:], *also) if n in names and getattr(content, n) not in (None, ())]


_READERS: Mapping[Asked, Callable[[Connection, Question, datetime], dict[str, Any]]] = {
    Asked.DUPLICATE: _duplicate,
    Asked.SUGGESTION: _suggestion,
    Asked.UNSURE: _unsure,
    Asked.CHANGE: _change,
    Asked.CONFLICT: _conflict,
    Asked.NEW_SOURCE: _source,
    Asked.SILENT: _source,
    Asked.PROPOSAL: _proposal,
}
