"""The audit trail as people read it: what was decided, newest first, a page at a time, by person, item, act, period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from warehouse import journal
from warehouse.auditing import OF_ITEM, PEOPLE
from warehouse.journal import Act, Entry
from warehouse.tables import journal as table

BATCH = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question; empty fields ask nothing. `since` and `until` are aware, `until` excluded."""

    author: str | None = None
    item: str | None = None
    act: Act | None = None
    since: datetime | None = None
    until: datetime | None = None


def page(connection: Connection, wanted: Wanted, before: int | None = None, limit: int = 50) -> tuple[Entry, ...]:
    """Decisions in the order of their numbers, the newest first, from behind number `before`."""
    j = table.c
    asked: list[ColumnElement[Any]] = [j.act.in_([act.value for act in ([wanted.act] if wanted.act else PEOPLE)])]
    asked += [j.author == wanted.author] if wanted.author else []
    asked += [j.at >= wanted.since] if wanted.since else []
    asked += [j.at < wanted.until] if wanted.until else []
    asked += [j.seq < before] if before is not None else []
    if wanted.item:
        asked.append(j.seq.in_(list(connection.execute(OF_ITEM, {"item": wanted.item}).scalars())))
    seqs = connection.execute(select(j.seq).where(*asked).order_by(j.seq.desc()).limit(limit)).scalars()
    return tuple(entry for seq in seqs if (entry := journal.get(connection, seq)) is not None)


def every(connection: Connection, wanted: Wanted) -> Iterator[Entry]:
    """All of them, the newest first; memory does not grow with them."""
    before: int | None = None
    while found := page(connection, wanted, before, BATCH):
        yield from found
        before = found[-1].seq


def authors(connection: Connection) -> tuple[str, ...]:
    """Everybody who ever decided something, by name."""
    query = select(table.c.author).distinct().where(table.c.author.is_not(None)).order_by(table.c.author)
    return tuple(connection.execute(query).scalars())
