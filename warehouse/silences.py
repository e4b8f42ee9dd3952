"""Silences: known failures that must not hide new ones. Each has a ticket and an end (OPERATORS.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from vigie.model import Cause
from warehouse import journal
from warehouse.journal import Act
from warehouse.tables import silences as table


@dataclass(frozen=True, slots=True)
class Standing:
    """A silence in force: `cause` None silences every cause of the source. Instants are aware."""

    id: int
    source: str
    cause: Cause | None
    ticket: str
    until: datetime
    author: str
    at: datetime


def add(
    connection: Connection, source: str, cause: Cause | None, ticket: str, until: datetime, author: str, at: datetime
) -> int:
    """Silences a source until an instant; returns the number of the silence."""
    named = cause.value if cause else None
    row = {"source": source, "cause": named, "ticket": ticket, "until": until, "author": author, "at": at}
    found = connection.execute(insert(table).values(row).returning(table.c.id)).scalar_one()
    after = {"cause": named, "ticket": ticket, "until": until.isoformat()}
    body = {"silence": found, "source": source, "before": None, "after": after}
    journal.append(connection, Act.SILENCE, at, body, author, source)
    return int(found)


def end(connection: Connection, id: int, author: str, at: datetime) -> bool:
    """Ends a silence before its time. False when there is none of that number in force."""
    here = (table.c.id == id) & table.c.ended_at.is_(None) & (table.c.until > at)
    row = connection.execute(update(table).where(here).values(ended_at=at).returning(table)).one_or_none()
    if row is None:
        return False
    before = {"cause": row.cause, "ticket": row.ticket, "until": row.until.isoformat()}
    body = {"silence": id, "source": row.source, "before": before, "after": None}
    journal.append(connection, Act.SILENCE, at, body, author, row.source)
    return True


def standing(connection: Connection, at: datetime, source: str | None = None) -> tuple[Standing, ...]:
    """Silences in force at an aware instant, of one source or of all, by number."""
    query = select(table).where(table.c.ended_at.is_(None), table.c.until > at, table.c.at <= at).order_by(table.c.id)
    if source is not None:
        query = query.where(table.c.source == source)
    return tuple(
        Standing(r.id, r.source, Cause(r.cause) if r.cause else None, r.ticket, r.until, r.author, r.at)
        for r in connection.execute(query)
    )


def redo(connection: Connection, body: Mapping[str, Any], author: str, at: datetime) -> None:
    """Does what a row of the journal tells again: numbers are given in the same order, so they are the same."""
    after = body.get("after")
    if after is None:
        end(connection, body["silence"], author, at)
        return
    cause = Cause(after["cause"]) if after.get("cause") else None
    add(connection, body["source"], cause, after["ticket"], datetime.fromisoformat(after["until"]), author, at)
