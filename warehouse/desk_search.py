"""What editors search: every item, shown to readers or not, by words, facets and days; counts by facet; paging by key.

Readers' lists (`item_filter`, `item_selection`) know only what is live. Here what is hidden, withdrawn or merged is a
state like others, and so is what editors did to an item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, array

from vigie.model import Kind, WallTime
from warehouse.conflicts import open_conflicts
from warehouse.item_filter import LIVE, speaks_of
from warehouse.tables import deadlines, edits, item_notes, items, occurrences, tags

DAY = timedelta(days=1)
UNSAID = "unknown"
"""The value of a facet for items that do not say: a price, a way of taking part."""
BATCH = 1_000


class Facet(StrEnum):
    """What a list is narrowed by; the value stands in addresses, as in those of the feed service where it has one."""

    KIND = "kind"
    STATE = "state"
    TYPE = "type"
    DISCIPLINE = "discipline"
    AUDIENCE = "audience"
    PROVINCE = "province"
    CITY = "city"
    TOTEM = "totem"
    SOURCE = "source"
    LANGUAGE = "language"
    PRICE = "price"
    ATTENDANCE = "attendance"
    STATUS = "status"
    FRESH = "fresh"


class State(StrEnum):
    """What readers see of an item, and what editors did to it. Without any, a list holds what readers see."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    EDITED = "edited"
    CONFLICT = "conflict"
    PINNED = "pinned"
    NOTED = "noted"


class Fresh(StrEnum):
    """When an item was revised last: in the last day, else the last week, else the last thirty days, or before."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    OLDER = "older"


class Order(StrEnum):
    """REVISED and CREATED newest first, DATE (first session, last deadline or publication) and TITLE upwards."""

    REVISED = "revised"
    CREATED = "created"
    DATE = "date"
    TITLE = "title"


TYPES = ("event_type:", "watch_type:", "call_type:")
TOPICS = {Facet.TYPE: TYPES, Facet.DISCIPLINE: ("discipline:",), Facet.AUDIENCE: ("audience:",)}
"""Facets whose values are topics of the taxonomy, as `facet:slug`."""
COLUMN = {
    Facet.PROVINCE: "province",
    Facet.TOTEM: "totem",
    Facet.SOURCE: "source",
    Facet.LANGUAGE: "language",
    Facet.PRICE: "price",
    Facet.ATTENDANCE: "attendance",
    Facet.STATUS: "state",
}
"""Facets by their name in the column of facets (warehouse.item_rows.facets)."""
UNSAYING = {Facet.PRICE: ("free", "paid"), Facet.ATTENDANCE: ("offline", "online", "mixed")}
"""Facets of events that may be unsaid, with all that may be said."""
ANY = "any"


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """A question. Several values of one facet mean any of them; `first` and `last` are days of Brussels, inclusive:
    sessions that touch them, deadlines on them, news published on them."""

    facets: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    text: str | None = None
    first: date | None = None
    last: date | None = None
    order: Order = Order.REVISED

    def values(self, facet: Facet) -> tuple[str, ...]:
        return dict(self.facets).get(facet, ())


@dataclass(frozen=True, slots=True)
class Position:
    """Where an item stands in an order: the value that it is ordered by (an instant, or a title), then its id."""

    at: datetime | str
    id: str


def positions(
    connection: Connection, wanted: DeskFilter, now: datetime, limit: int | None = None, after: Position | None = None
) -> tuple[Position, ...]:
    """Items that fit, in their order, from behind `after`; all of them without `limit`. `now` is aware."""
    at, falling = _order(wanted.order)
    query = select(items.c.id, at.label("at")).where(*_asked(connection, wanted, now))
    if after is not None:
        key = tuple_(at, items.c.id)
        here = tuple_(literal(after.at), cast(literal(after.id), UUID(as_uuid=False)))
        query = query.where(key < here if falling else key > here)
    query = query.order_by(at.desc(), items.c.id.desc()) if falling else query.order_by(at, items.c.id)
    return tuple(Position(row.at, str(row.id)) for row in connection.execute(query.limit(limit)))


def count(connection: Connection, wanted: DeskFilter, now: datetime) -> int:
    """How many items fit."""
    query = select(func.count()).select_from(items).where(*_asked(connection, wanted, now))
    return int(connection.execute(query).scalar_one())


def counts(connection: Connection, wanted: DeskFilter, now: datetime) -> dict[Facet, dict[str, int]]:
    """How many items each value would give, each facet counted without its own filter; the most frequent first."""
    conflicting = _conflicting(connection)
    groups: dict[Facet | None, list[Facet]] = {}
    for facet in Facet:
        # Without any state a list holds what readers see: the states themselves are counted over everything.
        own = facet if wanted.values(facet) or facet is Facet.STATE else None
        groups.setdefault(own, []).append(facet)
    found: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    for without, names in groups.items():
        asked = _asked(connection, wanted, now, without, conflicting)
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
    conflicting = set(_conflicting(connection)) & set(ids)
    every = held.keys() | noted.keys() | conflicting
    return {i: Marks(held.get(i, 0), noted.get(i, 0), i in conflicting) for i in every}


def _counted(
    names: Sequence[Facet], asked: Sequence[ColumnElement[bool]], now: datetime, conflicting: Sequence[str]
) -> Any:
    """Statement of (facet, value, items); what fits is read once, and its column of facets taken apart once."""
    columns = {**_scalars(now), Facet.STATE: _states(now, conflicting)}
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


def _scalars(now: datetime) -> dict[Facet, ColumnElement[Any]]:
    c = items.c
    fresh = case(
        (c.revised_at > now - DAY, Fresh.DAY.value),
        (c.revised_at > now - 7 * DAY, Fresh.WEEK.value),
        (c.revised_at > now - 30 * DAY, Fresh.MONTH.value),
        else_=Fresh.OLDER.value,
    )
    return {Facet.KIND: c.kind, Facet.CITY: c.municipality, Facet.FRESH: fresh}


def _states(now: datetime, conflicting: Sequence[str]) -> ColumnElement[Any]:
    states: list[ColumnElement[str | None]] = [
        cast(case((_is(state, now, conflicting), state.value)), Text) for state in State
    ]
    return func.array_remove(array(states), None, type_=ARRAY(Text))


def _has(facet: Facet, values: Sequence[str]) -> ColumnElement[bool]:
    """Whether an item has one of these values, by the column of facets."""
    name = COLUMN.get(facet)
    said = [value if name is None else f"{name}:{value}" for value in values if value != UNSAID]
    overlaps = items.c.facets.op("&&", is_comparison=True)
    has: ColumnElement[bool] = overlaps(cast(said, ARRAY(Text)))
    if UNSAID not in values:
        return has
    every = [f"{name}:{value}" for value in UNSAYING[facet]]
    return or_(has, and_(items.c.kind == Kind.EVENT.value, ~overlaps(cast(every, ARRAY(Text)))))


def _asked(
    connection: Connection,
    wanted: DeskFilter,
    now: datetime,
    without: Facet | None = None,
    conflicting: Sequence[str] | None = None,
) -> list[ColumnElement[bool]]:
    states = wanted.values(Facet.STATE)
    if conflicting is None:
        conflicting = _conflicting(connection) if State.CONFLICT.value in states else ()
    asked: list[ColumnElement[bool]] = []
    if without is not Facet.STATE:
        asked.append(or_(*(_is(State(s), now, conflicting) for s in states)) if states else and_(*LIVE))
    scalars = _scalars(now)
    for facet, values in wanted.facets:
        if facet not in (Facet.STATE, without) and values:
            asked.append(scalars[facet].in_(values) if facet in scalars else _has(facet, values))
    if wanted.text is not None:
        asked.append(speaks_of(wanted.text))
    if wanted.first or wanted.last:
        asked.append(_on_days(wanted.first, wanted.last))
    return asked


def _is(state: State, now: datetime, conflicting: Sequence[str]) -> ColumnElement[bool]:
    c = items.c
    standing = c.merged_into.is_(None)
    held = select(edits.c.item).where(edits.c.released_at.is_(None)).union(select(tags.c.item))
    return {
        State.SHOWN: and_(*LIVE),
        State.HIDDEN: and_(c.hidden, standing, c.withdrawn_at.is_(None)),
        State.WITHDRAWN: and_(c.withdrawn_at.is_not(None), standing),
        State.MERGED: c.merged_into.is_not(None),
        State.EDITED: and_(standing, c.id.in_(held)),
        State.CONFLICT: c.id.in_(list(conflicting)) if conflicting else false(),
        State.PINNED: and_(standing, c.pinned_until > now),
        State.NOTED: c.id.in_(select(item_notes.c.item)),
    }[state]


def _on_days(first: date | None, last: date | None) -> ColumnElement[bool]:
    o, d, c = occurrences.c, deadlines.c, items.c
    session: list[ColumnElement[bool]] = [o.item == c.id]
    closing: list[ColumnElement[bool]] = [d.item == c.id]
    shown = func.coalesce(c.published_at, c.created_at)
    told: list[ColumnElement[bool]] = [c.kind == Kind.NEWS.value]
    if first:
        start = WallTime.of_day(first).utc
        session.append(o.ends_at > start)
        # A deadline without a clock closes at the midnight that ends its day.
        closing.append(d.closes_at > start)
        told.append(shown >= start)
    if last:
        end = WallTime.of_day(last + DAY).utc
        session.append(o.starts_at < end)
        closing.append(d.closes_at <= end)
        told.append(shown < end)
    sessions = exists(select(literal(1)).select_from(occurrences).where(*session).correlate(items))
    closings = exists(select(literal(1)).select_from(deadlines).where(*closing).correlate(items))
    return or_(sessions, closings, and_(*told))


def _order(order: Order) -> tuple[ColumnElement[Any], bool]:
    c = items.c
    dated = func.coalesce(c.starts_at, c.closes_at, c.published_at, c.created_at)
    return {
        Order.REVISED: (c.revised_at, True),
        Order.CREATED: (c.created_at, True),
        Order.DATE: (case((c.kind == Kind.CALL.value, func.coalesce(c.closes_at, dated)), else_=dated), False),
        Order.TITLE: (func.lower(c.title), False),
    }[order]


def _conflicting(connection: Connection) -> list[str]:
    """Items that show an edit whose sources moved: editors' work is small, it is read whole."""
    return sorted({one.shown_by for one in open_conflicts(connection)})


def _per_item(connection: Connection, table: Any, ids: Sequence[str], *where: ColumnElement[bool]) -> dict[str, int]:
    query: Select[Any] = select(table.c.item, func.count()).where(table.c.item.in_(list(ids)), *where)
    return {str(item): int(many) for item, many in connection.execute(query.group_by(table.c.item))}


def every_id(connection: Connection, wanted: DeskFilter, now: datetime) -> Iterator[str]:
    """The ids of all items that fit, in their order, a batch at a time."""
    after: Position | None = None
    while True:
        found = positions(connection, wanted, now, BATCH, after)
        yield from (one.id for one in found)
        if len(found) < BATCH:
            return
        after = found[-1]
