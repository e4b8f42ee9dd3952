"""The quarantine: one row per problem, closed when the problem is gone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert

from vigie.model import Problem, Record
from warehouse import journal
from warehouse.identity import problem_id
from warehouse.tables import quarantine as table


@dataclass(frozen=True, slots=True)
class Known:
    """An open problem, as far as closing it needs."""

    id: str
    key: str | None
    url: str


def gone(
    known: Known,
    reported: Collection[str],
    read: Collection[str],
    urls: Collection[str],
    absent: bool,
    complete: bool = False,
) -> bool:
    """Whether an open problem is over. Pure.

    `reported` are the ids of this run's problems, `read` the keys of records read now, `urls` the pages read now,
    `absent` whether a complete run no longer lists the problem's key. A page that was not read again proves nothing; a
    `complete` run has read every page, so the problem of a page as a whole that it does not report is over.
    """
    if known.id in reported:
        return False
    if known.key is not None:
        return absent or known.key in read
    return complete or known.url in urls


def settle(
    connection: Connection,
    slug: str,
    problems: Sequence[Problem],
    records: Sequence[Record],
    listed: Collection[str],
    complete: bool,
    at: datetime,
) -> int:
    """Writes new problems, reopens old ones, closes those that are gone. Returns how many of the source are open."""
    reported = {problem_id(problem): problem for problem in problems}
    here = (table.c.source == slug) & table.c.closed_at.is_(None)
    before = [Known(r.id, r.key, r.url) for r in connection.execute(select(table).where(here))]
    opened = sorted(reported.keys() - {k.id for k in before})
    if opened:
        statement = insert(table).on_conflict_do_update(index_elements=["id"], set_={"closed_at": None})
        connection.execute(statement, [_row(i, reported[i], at) for i in opened])
    read = {record.key for record in records} | {p.key for p in problems if p.key}
    urls = {e.evidence.url for record in records for e in record.provenance} | {p.url for p in problems}
    urls |= {record.url for record in records if record.url}
    over = [k.id for k in before if gone(k, reported, read, urls, complete and k.key not in listed, complete)]
    if over:
        connection.execute(update(table).where(table.c.id.in_(over)).values(closed_at=at))
    counted = select(func.count()).select_from(table).where(here, table.c.dropped_at.is_(None))
    return connection.execute(counted).scalar_one()


def open_problems(engine: Engine, slug: str | None = None) -> tuple[Problem, ...]:
    """Problems that are open, of one source or of all, in a stable order."""
    with engine.connect() as connection:
        return tuple(one.problem for one in standing(connection, slug))


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A problem as it stands: `id` names it; closed or dropped ones tell when and why."""

    id: str
    problem: Problem
    first_seen: datetime
    closed_at: datetime | None = None
    dropped_at: datetime | None = None
    dropped_by: str | None = None
    dropped_because: str | None = None


def standing(
    connection: Connection, slug: str | None = None, dropped: bool = False, closed: bool = False
) -> tuple[Quarantined, ...]:
    """Problems of one source or of all: open ones, and on demand those that were put aside or are over."""
    query = select(table).order_by(table.c.source, table.c.url, table.c.id)
    if slug is not None:
        query = query.where(table.c.source == slug)
    if not closed:
        query = query.where(table.c.closed_at.is_(None))
    if not dropped:
        query = query.where(table.c.dropped_at.is_(None))
    return tuple(_quarantined(row) for row in connection.execute(query))


def find(connection: Connection, start: str) -> tuple[Quarantined, ...]:
    """Problems whose id begins with `start`, whatever their state."""
    query = select(table).where(table.c.id.startswith(start, autoescape=True)).order_by(table.c.id).limit(3)
    return tuple(_quarantined(row) for row in connection.execute(query))


def drop(connection: Connection, id: str, because: str | None, author: str, at: datetime) -> bool:
    """Puts a problem aside for good, with a reason; None takes that back. False when it already was so.

    It stays counted and can be shown, but is no open problem any more, even when the next run meets it again.
    """
    before = connection.execute(select(table.c.dropped_because).where(table.c.id == id)).scalar()
    if before == because:
        return False
    said = {"dropped_at": at if because else None, "dropped_by": author if because else None}
    connection.execute(update(table).where(table.c.id == id).values(dropped_because=because, **said))
    journal.append(connection, journal.Act.DROP, at, {"problem": id, "before": before, "after": because}, author)
    return True


def _quarantined(row: Any) -> Quarantined:
    problem = Problem(row.source, row.url, row.reason, row.detail, row.field, row.key, row.capture, row.raw)
    return Quarantined(
        row.id, problem, row.first_seen, row.closed_at, row.dropped_at, row.dropped_by, row.dropped_because
    )


def _row(identifier: str, problem: Problem, at: datetime) -> dict[str, object]:
    return {
        "id": identifier,
        "source": problem.source,
        "url": problem.url,
        "reason": problem.reason,
        "detail": problem.detail,
        "field": problem.field,
        "key": problem.key,
        "capture": problem.capture,
        "raw": problem.raw,
        "first_seen": at,
        "closed_at": None,
    }
