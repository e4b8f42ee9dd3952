"""Calls as the deadline board needs them: those that stand, whole; those of earlier years, by title and last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Date, and_, cast, or_, select

from vigie.model import Item, Kind
from warehouse.item_filter import LIVE
from warehouse.items import load
from warehouse.tables import deadlines, items


@dataclass(frozen=True, slots=True)
class Past:
    """One deadline that is over, on the wall clock of its zone. `givers`: funders, else the sources that told of it."""

    item: str
    title: str
    day: date
    givers: tuple[str, ...]


def standing(connection: Connection, since: datetime) -> tuple[Item, ...]:
    """The calls that are not over, and those that closed since an aware instant; by id."""
    c = items.c
    stands = or_(c.closes_at > since, and_(c.closes_at.is_(None), or_(~c.closed, c.revised_at > since)))
    query = select(c.id).where(*LIVE, c.kind == Kind.CALL.value, stands).order_by(c.id)
    return tuple(load(connection, list(connection.execute(query).scalars())))


def past(connection: Connection, after: datetime, before: datetime) -> tuple[Past, ...]:
    """The deadlines between two aware instants, of calls that editors did not hide; by day. What its sources took down
    since was a call all the same."""
    c, d = items.c, deadlines.c
    funders = c.content["funders"]
    query = (
        select(c.id, c.title, cast(d.local, Date).label("day"), funders.label("funders"), c.sources)
        .join_from(deadlines, items, c.id == d.item)
        .where(c.kind == Kind.CALL.value, ~c.hidden, c.merged_into.is_(None))
        .where(d.closes_at > after, d.closes_at <= before)
        .order_by(d.local, c.id)
    )
    rows = connection.execute(query)
    return tuple(Past(str(r.id), r.title, r.day, tuple(r.funders or r.sources)) for r in rows)
