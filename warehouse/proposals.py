"""What readers propose and report: kept as it was written, shown to nobody before an editor decided.

Only the decision is an act of the journal (warehouse.editorial): whoever fills in a form has no part in it, and what
they wrote stays private.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select

from warehouse import editorial
from warehouse.editorial import Shelf
from warehouse.tables import proposals as table


class About(StrEnum):
    """What a proposal is: a source to read, an event to announce, an error on an item."""

    SOURCE = "source"
    EVENT = "event"
    ERROR = "error"


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal. `said`: field of the form → what was written, untrusted; `item`: what an error is on."""

    id: str
    kind: About
    said: Mapping[str, str]
    item: str | None
    at: datetime
    state: State
    decided_by: str | None
    decided_at: datetime | None
    note: str | None


class UnknownProposal(LookupError):
    """No proposal has this id."""


def propose(connection: Connection, kind: About, said: Mapping[str, str], item: str | None, at: datetime) -> str:
    """Keeps what a reader wrote, open; returns the id of the proposal. `at` is aware."""
    id = str(uuid4())
    row = {"id": id, "kind": About(kind).value, "item": item, "said": dict(said), "at": at, "state": State.OPEN.value}
    connection.execute(insert(table).values(row))
    return id


def open_proposals(connection: Connection) -> tuple[Proposal, ...]:
    """What waits for an editor, the oldest first."""
    query = select(table).where(table.c.state == State.OPEN.value).order_by(table.c.at, table.c.id)
    return tuple(_proposal(row) for row in connection.execute(query))


def decided_proposals(connection: Connection, most: int = 50) -> tuple[Proposal, ...]:
    """What editors decided last, the newest decision first."""
    query = select(table).where(table.c.state != State.OPEN.value)
    rows = connection.execute(query.order_by(table.c.decided_at.desc(), table.c.id).limit(most))
    return tuple(_proposal(row) for row in rows)


def get(connection: Connection, id: str) -> Proposal | None:
    row = editorial.row(connection, Shelf.PROPOSALS, {"id": id})
    return None if row is None else _proposal(row)


def decide(connection: Connection, id: str, state: State, note: str | None, author: str, at: datetime) -> bool:
    """Sets the state of a proposal, an act of `author` that can be undone; False when it already was so.

    Raises UnknownProposal.
    """
    found = editorial.row(connection, Shelf.PROPOSALS, {"id": id})
    if found is None:
        raise UnknownProposal(id)
    if found.state == State(state).value and found.note == note:
        return False
    by: str | None = None if state is State.OPEN else author
    decision = {"state": State(state).value, "note": note, "decided_by": by, "decided_at": at if by else None}
    return editorial.put(
        connection, Shelf.PROPOSALS, {str(name): value for name, value in found._mapping.items()} | decision, author, at
    )


def came_since(connection: Connection, since: datetime) -> int:
    """How many proposals came at the aware instant `since` or later."""
    return int(connection.execute(select(func.count()).where(table.c.at >= since)).scalar_one())


def same_lately(connection: Connection, said: Mapping[str, str], at: datetime, within: timedelta) -> str | None:
    """The proposal that says the very same, written within this time before `at`: a form that was sent twice."""
    query = select(table.c.id).where(table.c.said == dict(said), table.c.at >= at - within).limit(1)
    return connection.execute(query).scalar()


def _proposal(row: Any) -> Proposal:
    return Proposal(
        id=row.id,
        kind=About(row.kind),
        said=row.said,
        item=row.item,
        at=row.at,
        state=State(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        note=row.note,
    )
