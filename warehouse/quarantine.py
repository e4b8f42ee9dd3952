"""The quarantine: one row per problem, closed when the problem is gone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert

from vigie.model import Problem, Record
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
    return connection.execute(select(func.count()).select_from(table).where(here)).scalar_one()


def open_problems(engine: Engine, slug: str | None = None) -> tuple[Problem, ...]:
    """Problems that are open, of one source or of all, in a stable order."""
    query = select(table).where(table.c.closed_at.is_(None)).order_by(table.c.source, table.c.url, table.c.id)
    if slug is not None:
        query = query.where(table.c.source == slug)
    with engine.connect() as connection:
        return tuple(
            Problem(r.source, r.url, r.reason, r.detail, r.field, r.key, r.capture, r.raw)
            for r in connection.execute(query)
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
