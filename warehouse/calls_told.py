"""Calls as their board shows them: what may be open, whole; what is closed, a page at a time; counts of the choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, not_, select

from vigie.model import Item, Kind
from warehouse.gathered import still
from warehouse.item_filter import ItemFilter, matching
from warehouse.items import find, load
from warehouse.tables import items

MOST_OPEN = 400
"""Open calls that one page shows; no register of calls here has so many."""


@dataclass(frozen=True, slots=True)
class Board:
    """`open`: by next deadline, those without last; `closed`: the latest first, one page of them."""

    open: tuple[Item, ...]
    closed: tuple[Item, ...]
    closed_total: int


def board(connection: Connection, wanted: ItemFilter, now: datetime, page: int, size: int) -> Board:
    """The calls that fit. `page` counts from 1 and turns the closed ones, `size` a page. `now` is aware."""
    asked = replace(wanted, kind=Kind.CALL, include_closed=False, limit=MOST_OPEN, offset=0)
    all_of_them = matching(replace(asked, include_closed=True), now).subquery()
    over = select(items.c.id).where(items.c.id.in_(select(all_of_them.c.id)), not_(still(Kind.CALL, now)))
    total = connection.execute(select(func.count()).select_from(over.subquery())).scalar_one()
    ordered = over.order_by(items.c.closes_at.desc().nulls_last(), items.c.title, items.c.id)
    ids = connection.execute(ordered.limit(size).offset((page - 1) * size)).scalars().all()
    return Board(find(connection, asked, now), tuple(load(connection, ids)), total)


def topic_counts(
    connection: Connection, wanted: ItemFilter, now: datetime, facets: Iterable[str]
) -> dict[str, dict[str, int]]:
    """Facet → slug → how many items it would give; each facet is counted without its own choice, the others kept."""
    found: dict[str, dict[str, int]] = {}
    for facet in facets:
        others = tuple(topic for topic in wanted.topics if not topic.startswith(f"{facet}:"))
        held = matching(replace(wanted, topics=others, include_closed=True), now).subquery()
        topic = func.unnest(items.c.topics).label("topic")
        told = select(topic).where(items.c.id.in_(select(held.c.id))).subquery()
        query = select(told.c.topic, func.count().label("count")).where(told.c.topic.like(f"{facet}:%"))
        rows = connection.execute(query.group_by(told.c.topic))
        found[facet] = {row.topic.partition(":")[2]: row._mapping["count"] for row in rows}
    return found
