"""The desk: what editors decide on suggestions. An accepted one becomes a record of the desk's own source, and lives on
as any other record does: it merges with the real announcement when that comes, and then the organiser is believed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from vigie.codec import content_from_plain, from_plain
from vigie.model import Evidence, FieldEvidence, Kind, Record, Source, Suggestion, Verdict
from warehouse import journal, pending, suggestions
from warehouse.announcements import DESK
from warehouse.identity import record_id
from warehouse.load import load_one
from warehouse.locks import Lock, hold
from warehouse.suppression import Suppressed
from warehouse.tables import fingerprints, records, versions
from warehouse.tables import suggestion_decisions as table
from warehouse.tables import suggestions as there

# Below every source of the catalogue that says nothing of its trust (50): whoever announces the thing itself wins.
SOURCE = Source(slug=DESK, name="Rédaction", site=None, kinds=(Kind.EVENT, Kind.CALL), platform=DESK, urls=(), trust=40)
STATES = ("open", "known", "dismissed", "accepted")

QUERY = """
    SELECT s.*, r.url, i.id AS news, coalesce(i.title, r.content ->> 'title') AS news_title, d.author, d.at,
           coalesce(d.state, CASE WHEN EXISTS (
               SELECT FROM suggestion_links l WHERE l.suggestion = s.id AND l.verdict = 'same'
           ) THEN 'known' ELSE 'open' END) AS state
      FROM suggestions s JOIN records r USING (source, key)
      LEFT JOIN suggestion_decisions d ON d.suggestion = s.id
      LEFT JOIN memberships m USING (source, key) LEFT JOIN items i ON i.id = m.item
     WHERE r.state NOT IN ('gone', 'cancelled')
"""
LINKS = """
    SELECT l.suggestion, l.item, i.title, l.score, l.because, l.verdict
      FROM suggestion_links l JOIN items i ON i.id = l.item
     WHERE l.suggestion = ANY(:ids) ORDER BY l.verdict DESC, l.score DESC, l.item
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A known item that a suggestion may speak of; `verdict` SAME or ASK."""

    item: str
    title: str
    score: int
    because: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """A suggestion as it stands: `open` waits for an editor; `known` has a sure link, so that there is nothing to ask;
    `news` is the item of the news (None before its first curation), `url` its page."""

    id: str
    state: str
    suggestion: Suggestion
    source: str
    key: str
    url: str | None
    news: str | None
    news_title: str
    evidence: Evidence
    links: tuple[Link, ...] = ()
    decided_by: str | None = None
    decided_at: datetime | None = None


def standing(connection: Connection, states: Collection[str] = STATES) -> tuple[Standing, ...]:
    """Suggestions in these states, in the order of STATES, what is to come before what is over, the surest first."""
    found = [one for one in _read(connection, QUERY, {}) if one.state in states]
    return tuple(sorted(found, key=_rank))


def get(connection: Connection, id: str) -> Standing | None:
    """One suggestion; None when there is none of that id (any more)."""
    return next(iter(_read(connection, f"{QUERY} AND s.id = :id", {"id": id})), None)


def dismiss(connection: Connection, id: str, author: str, at: datetime) -> None:
    """Says that a suggestion is none; takes back an acceptance. KeyError when there is no such suggestion."""
    _reject(connection, id, "dismissed", author, at)


def reopen(connection: Connection, id: str, author: str, at: datetime) -> None:
    """Takes a decision back, whatever it was: the suggestion waits again. KeyError when there is no such suggestion."""
    _reject(connection, id, "open", author, at)


def accept(connection: Connection, id: str, author: str, at: datetime) -> None:
    """Makes an item of a suggestion, at the next curation. KeyError when there is no such suggestion (any more)."""
    hold(connection, Lock.LOAD, DESK)
    one = get(connection, id)
    if one is None:
        raise KeyError(id)
    identity = _identity(connection, id)
    _decide(connection, id, identity, "accepted", author, at)
    load_one(connection, SOURCE, _record(one, identity), at)


def state(connection: Connection, id: str) -> str:
    """What an editor decided on a suggestion: `open` when nothing."""
    return connection.execute(select(table.c.state).where(table.c.suggestion == id)).scalar() or "open"


def take_down(connection: Connection, hushed: Suppressed) -> None:
    """Takes back what was accepted from news that is suppressed now, unless other news says the same."""
    query = text("""
        SELECT d.identity, r.source, r.key, r.url, r.kind, r.content FROM suggestion_decisions d
          JOIN suggestions s ON s.id = d.suggestion JOIN records r USING (source, key) WHERE d.state = 'accepted'
    """)
    rows = connection.execute(query).all()
    kept = {
        r.identity
        for r in rows
        if not hushed.covers(r.source, r.key, r.url, content_from_plain(Kind(r.kind), r.content))
    }
    for identity in sorted({r.identity for r in rows} - kept):
        _retract(connection, identity)


def _record(one: Standing, identity: str) -> Record:
    """What the desk says: the suggestion with the page of the news, each field resting on the words of the news."""
    content = replace(one.suggestion.content, url=one.url)
    said = [f.name for f in fields(content) if getattr(content, f.name) not in (None, (), False)]
    proof = tuple(FieldEvidence(name, "accepted-mention", one.suggestion.words, one.evidence) for name in said)
    return Record(DESK, identity, one.url, content, one.evidence.capture, proof, parser=DESK)


def _retract(connection: Connection, identity: str) -> None:
    """Takes the record back as if it had never been accepted; the change log and the decision tell that it was."""
    for of in (versions, records):
        connection.execute(delete(of).where(of.c.source == DESK, of.c.key == identity))
    connection.execute(delete(fingerprints).where(fingerprints.c.record == record_id(DESK, identity)))
    pending.mark(connection, [(DESK, identity)])


def _reject(connection: Connection, id: str, now: str, author: str, at: datetime) -> None:
    hold(connection, Lock.LOAD, DESK)
    identity = _identity(connection, id)
    _decide(connection, id, identity, now, author, at)
    others = select(table.c.suggestion).where(table.c.identity == identity, table.c.state == "accepted")
    if connection.execute(others.limit(1)).first() is None:
        _retract(connection, identity)


def _decide(connection: Connection, id: str, identity: str, now: str, author: str, at: datetime) -> None:
    before = state(connection, id)
    if now == "open":
        connection.execute(delete(table).where(table.c.suggestion == id))
    else:
        said = {"state": now, "author": author, "at": at}
        statement = insert(table).values(suggestion=id, identity=identity, **said)
        connection.execute(statement.on_conflict_do_update(index_elements=["suggestion"], set_=said))
    body = {"suggestion": id, "before": before, "after": now}
    journal.append(connection, journal.Act.SUGGESTION, at, body, author)


def _identity(connection: Connection, id: str) -> str:
    """The identity of a suggestion that is there, or was when it was decided on."""
    found = connection.execute(select(there.c.identity).where(there.c.id == id)).scalar()
    found = found or connection.execute(select(table.c.identity).where(table.c.suggestion == id)).scalar()
    if found is None:
        raise KeyError(id)
    return str(found)


def _read(connection: Connection, query: str, given: dict[str, Any]) -> list[Standing]:
    rows = connection.execute(text(query), given).all()
    links: dict[str, tuple[Link, ...]] = {}
    for r in connection.execute(text(LINKS), {"ids": [row.id for row in rows]}):
        link = Link(str(r.item), r.title, r.score, r.because, Verdict(r.verdict))
        links[r.suggestion] = (*links.get(r.suggestion, ()), link)
    return [_standing(row, links.get(row.id, ())) for row in rows]


def _standing(row: Any, links: tuple[Link, ...]) -> Standing:
    return Standing(
        id=row.id,
        state=row.state,
        suggestion=suggestions.read(row),
        source=row.source,
        key=row.key,
        url=row.url,
        news=str(row.news) if row.news else None,
        news_title=row.news_title,
        evidence=from_plain(Evidence, row.evidence),
        links=links,
        decided_by=row.author,
        decided_at=row.at,
    )


def _rank(one: Standing) -> tuple[int, bool, int, str]:
    return STATES.index(one.state), one.suggestion.past, -one.suggestion.score, one.id
