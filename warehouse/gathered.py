"""What the warehouse holds about one thing, an actor or a place: what comes, what was, its calls and its news.

What "comes" is said once, here, so that the counts of a list are those of the pages behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from vigie.model import Item, Kind
from warehouse.item_filter import LIVE
from warehouse.items import load
from warehouse.tables import items

FRESH = timedelta(days=90)
"""How long news counts as lately."""


@dataclass(frozen=True, slots=True)
class Part:
    """The first items of one part, and how many there are in all."""

    items: tuple[Item, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """Events that are not over, by their first start; those that are, the latest first; calls that may be open, by
    deadline, and closed ones, the latest first; news, the newest first."""

    coming: Part
    past: Part
    calls: Part
    closed: Part
    news: Part


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events come, calls may be open, and news came lately."""

    coming: int = 0
    calls: int = 0
    news: int = 0

    @property
    def any(self) -> bool:
        return bool(self.coming or self.calls or self.news)


def gathered(connection: Connection, about: Mapping[Kind, ColumnElement[bool]], now: datetime, most: int) -> Gathered:
    """Live items for which `about` of their kind holds; at most `most` of each part. `now` is aware."""
    c = items.c
    ahead = {kind: still(kind, now) for kind in Kind}
    by_end, by_deadline = c.ends_at.desc(), c.closes_at.asc().nulls_last()
    events, calls = about[Kind.EVENT], about[Kind.CALL]
    return Gathered(
        coming=_part(connection, Kind.EVENT, and_(events, ahead[Kind.EVENT]), (c.starts_at,), most),
        past=_part(connection, Kind.EVENT, and_(events, not_(ahead[Kind.EVENT])), (by_end,), most),
        calls=_part(connection, Kind.CALL, and_(calls, ahead[Kind.CALL]), (by_deadline,), most),
        closed=_part(
            connection, Kind.CALL, and_(calls, not_(ahead[Kind.CALL])), (c.closes_at.desc().nulls_last(),), most
        ),
        news=_part(connection, Kind.NEWS, about[Kind.NEWS], (shown_at().desc(),), most),
    )


def still(kind: Kind, now: datetime) -> ColumnElement[bool]:
    """Whether an item of a kind is ahead at the aware instant `now`: not over, not closed, or new."""
    c = items.c
    if kind is Kind.EVENT:
        return c.ends_at > now
    if kind is Kind.CALL:
        return and_(not_(c.closed), or_(c.closes_at.is_(None), c.closes_at > now))
    return shown_at() > now - FRESH


def tally(counts: Mapping[Kind, int]) -> Tally:
    return Tally(counts.get(Kind.EVENT, 0), counts.get(Kind.CALL, 0), counts.get(Kind.NEWS, 0))


def live(kind: Kind) -> ColumnElement[bool]:
    return and_(*LIVE, items.c.kind == kind.value)


def shown_at() -> ColumnElement[Any]:
    """When news was published, or first seen."""
    return func.coalesce(items.c.published_at, items.c.created_at)


def _part(connection: Connection, kind: Kind, holds: ColumnElement[bool], order: tuple[Any, ...], most: int) -> Part:
    asked = (live(kind), holds)
    ids = connection.execute(select(items.c.id).where(*asked).order_by(*order, items.c.id).limit(most)).scalars().all()
    total = len(ids)
    if total == most:
        total = connection.execute(select(func.count()).select_from(items).where(*asked)).scalar_one()
    return Part(tuple(load(connection, ids)), total)
