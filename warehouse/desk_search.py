"""What editors search: every item, shown to readers or not, by words, facets and days; counts by facet; paging by key.

Readers' lists (`item_filter`, `item_selection`) know only what is live. Here what is hidden, withdrawn or merged is a
state like others, and so is what editors did to an item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import UUID

from vigie.model import Kind
from warehouse.desk_filter import UNSAID, DeskFilter, Facet, Order, Position
from warehouse.desk_where import COLUMN, UNSAYING, asked_of, conflicting_items, scalars, states_of
from warehouse.tables import edits, item_notes, items, tags

TYPES = ("event_type:", "watch_type:", "call_type:")
TOPICS = {Facet.TYPE: TYPES, Facet.DISCIPLINE: ("discipline:",), Facet.AUDIENCE: ("audience:",)}
"""Facets whose values are topics of the taxonomy, as `facet:slug`."""
ANY = "any"
BATCH = 1_000


def positions(
    connection: Connection, wanted: DeskFilter, now: datetime, limit: int | None = None, after: Position | None = None
) -> tuple[Position, ...]:
    """Items that fit, in their order, from behind `after`; all of them without `limit`. `now` is aware."""
    at, falling = _order(wanted.order)
    query = select(items.c.id, at.label("at")).where(*asked_of(connection, wanted, now))
    if after is not None:
        key = tuple_(at, items.c.id)
        here = tuple_(literal(after.at), cast(literal(after.id), UUID(as_uuid=False)))
        query = query.where(key < here if falling else key > here)
    query = query.order_by(at.desc(), items.c.id.desc()) if falling else query.order_by(at, items.c.id)
    return tuple(Position(row.at, str(row.id)) for row in connection.execute(query.limit(limit)))


def count(connection: Connection, wanted: DeskFilter, now: datetime) -> int:
    """How many items fit."""
    query = select(func.count()).select_from(items).where(*asked_of(connection, wanted, now))
    return int(connection.execute(query).scalar_one())


def counts(connection: Connection, wanted: DeskFilter, now: datetime) -> dict[Facet, dict[str, int]]:
    """How many items each value would give, each facet counted without its own filter; the most frequent first."""
    conflicting = conflicting_items(connection)
    groups: dict[Facet | None, list[Facet]] = {}
    for facet in Facet:
        # Without any state a list holds what readers see: the states themselves are counted over everything.
        own = facet if wanted.values(facet) or facet is Facet.STATE else None
        groups.setdefault(own, []).append(facet)
    found: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    for without, names in groups.items():
        asked = asked_of(connection, wanted, now, without, conflicting)
        told: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
        for name, value, many in connection.execute(_counted(names, asked, now, conflicting)):
            of, slug = (Facet(name), value) if name != ANY else _named(value)
            if of is not None:
                told[of][slug] = many
        for facet in names:
            if facet in UNSAYING and (unsaid := told[Facet.KIND].get(Kind.EVENT.value, 0) - sum(told[facet].values())):
                told[facet][UNSAID] = unsaid
            found[facet] = told[facet]
    return found


def every_id(connection: Connection, wanted: DeskFilter, now: datetime) -> Iterator[str]:
    """The ids of all items that fit, in their order, a batch at a time."""
    after: Position | None = None
    while True:
        found = positions(connection, wanted, now, BATCH, after)
        yield from (one.id for one in found)
        if len(found) < BATCH:
            return
        after = found[-1]


@dataclass(frozen=True, slots=True)
class Marks:
    """What editors did to an item: how many fields they hold and notes they left, and whether sources moved since."""

    edits: int = 0
    notes: int = 0
    conflict: bool = False


def marks(connection: Connection, ids: Sequence[str]) -> dict[str, Marks]:
    """The marks of these items; those without any are left out."""
    held = _per_item(connection, edits, ids, edits.c.released_at.is_(None))
    for item, many in _per_item(connection, tags, ids).items():
        held[item] = held.get(item, 0) + many
    noted = _per_item(connection, item_notes, ids)
    conflicting = set(conflicting_items(connection)) & set(ids)
    every = held.keys() | noted.keys() | conflicting
    return {i: Marks(held.get(i, 0), noted.get(i, 0), i in conflicting) for i in every}


def _counted(
    names: Sequence[Facet], asked: Sequence[ColumnElement[bool]], now: datetime, conflicting: Sequence[str]
) -> Any:
    """Statement of (facet, value, items); what fits is read once, and its column of facets taken apart once."""
    columns = {**scalars(now), Facet.STATE: states_of(now, conflicting)}
    apart = any(name not in columns for name in names)
    wanted = [name for name in columns if name in names or (apart and name is Facet.KIND)]
    taken = [columns[name].label(name) for name in wanted] + ([items.c.facets.label(ANY)] if apart else [])
    held = select(*taken).where(*asked).cte("held").prefix_with("MATERIALIZED")
    values = {column.name: column for column in held.c}
    parts = []
    for label, value in values.items():
        one = func.unnest(value) if label in (ANY, Facet.STATE) else value
        every = select(cast(one, Text).label("value")).select_from(held).subquery()
        counted = select(literal(label).label("facet"), every.c.value, func.count().label("many"))
        parts.append(counted.where(every.c.value.is_not(None)).group_by(every.c.value))
    found = union_all(*parts).subquery()
    return select(found.c.facet, found.c.value, found.c.many).order_by(found.c.many.desc(), found.c.value)


def _named(said: str) -> tuple[Facet | None, str]:
    """The facet of a value of the column of facets, and the value as addresses have it; None for other facets."""
    for facet, starts in TOPICS.items():
        if said.startswith(starts):
            return facet, said
    name, _, slug = said.partition(":")
    return next((facet for facet, column in COLUMN.items() if column == name), None), slug


def _order(order: Order) -> tuple[ColumnElement[Any], bool]:
    c = items.c
    dated = func.coalesce(c.starts_at, c.closes_at, c.published_at, c.created_at)
    return {
        Order.REVISED: (c.revised_at, True),
        Order.CREATED: (c.created_at, True),
        Order.DATE: (case((c.kind == Kind.CALL.value, func.coalesce(c.closes_at, dated)), else_=dated), False),
        Order.TITLE: (func.lower(c.title), False),
    }[order]


def _per_item(connection: Connection, table: Any, ids: Sequence[str], *where: ColumnElement[bool]) -> dict[str, int]:
    query: Select[Any] = select(table.c.item, func.count()).where(table.c.item.in_(list(ids)), *where)
    return {str(item): int(many) for item, many in connection.execute(query.group_by(table.c.item))}
