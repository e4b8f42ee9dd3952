"""What editors search: every item, shown to readers or not, by words, facets and days; counts by facet; paging by key.

Readers' lists (`item_filter`, `item_selection`) know only what is live. Here what is hidden, withdrawn or merged is a
state like others, and so is what editors did to an item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    columns = _values(now, conflicting)
    groups: dict[Facet | None, list[Facet]] = {}
    for facet in Facet:
        groups.setdefault(facet if wanted.values(facet) else None, []).append(facet)
    # Without any state a list holds what readers see: the states themselves are counted over everything.
    if Facet.STATE in groups.get(None, ()):
        groups[None].remove(Facet.STATE)
        groups[Facet.STATE] = [Facet.STATE]
    found: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    for without, names in groups.items():
        asked = _asked(connection, wanted, now, without, conflicting)
        for facet, value, many in connection.execute(_counted(names, columns, asked)):
            found[Facet(facet)][value] = many
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


def _counted(names: Sequence[Facet], columns: Mapping[Facet, Any], asked: Sequence[ColumnElement[bool]]) -> Any:
    """Statement of (facet, value, items); what fits is read once for all of the facets."""
    held = select(*(columns[name].label(name) for name in names)).where(*asked).cte("held").prefix_with("MATERIALIZED")
    parts = []
    for name in names:
        several = name in TOPICS or name in (Facet.SOURCE, Facet.STATE)
        one = func.unnest(held.c[name]) if several else held.c[name]
        every = select(cast(one, Text).label("value")).select_from(held).subquery()
        kept: ColumnElement[bool] = every.c.value.is_not(None)
        if name in TOPICS:
            kept = or_(*(every.c.value.startswith(start) for start in TOPICS[name]))
        counted = select(literal(name.value).label("facet"), every.c.value, func.count().label("many"))
        parts.append(counted.where(kept).group_by(every.c.value))
    found = union_all(*parts).subquery()
    return select(found.c.facet, found.c.value, found.c.many).order_by(found.c.many.desc(), found.c.value)


def _values(now: datetime, conflicting: Sequence[str]) -> dict[Facet, ColumnElement[Any]]:
    """What an item is under each facet: a text, or a list of texts."""
    c = items.c
    free, said = c.content["is_free"], c.content["price_text"]
    priced = or_(func.jsonb_array_length(c.content["prices"]) > 0, said.is_not(None), free.is_not(None))
    states: list[ColumnElement[str | None]] = [
        cast(case((_is(state, now, conflicting), state.value)), Text) for state in State
    ]
    fresh = case(
        (c.revised_at > now - DAY, Fresh.DAY.value),
        (c.revised_at > now - 7 * DAY, Fresh.WEEK.value),
        (c.revised_at > now - 30 * DAY, Fresh.MONTH.value),
        else_=Fresh.OLDER.value,
    )
    event = c.kind == Kind.EVENT.value
    paying = case((free.as_boolean(), "free"), (priced, "paid"), else_=UNSAID)
    return {
        Facet.KIND: c.kind,
        Facet.STATE: func.array_remove(array(states), None, type_=ARRAY(Text)),
        Facet.TYPE: c.topics,
        Facet.DISCIPLINE: c.topics,
        Facet.AUDIENCE: c.topics,
        Facet.PROVINCE: c.province,
        Facet.CITY: c.municipality,
        Facet.TOTEM: c.content["place"]["totem"].as_string(),
        Facet.SOURCE: c.sources,
        Facet.LANGUAGE: func.split_part(c.language, "-", 1),
        Facet.PRICE: case((event, paying)),
        Facet.ATTENDANCE: case((event, func.coalesce(c.content["attendance"].as_string(), UNSAID))),
        Facet.STATUS: c.status,
        Facet.FRESH: fresh,
    }


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
    columns = _values(now, conflicting)
    for facet, values in wanted.facets:
        if facet in (Facet.STATE, without) or not values:
            continue
        if facet in TOPICS or facet is Facet.SOURCE:
            asked.append(columns[facet].op("&&", is_comparison=True)(cast(list(values), ARRAY(Text))))
        else:
            asked.append(columns[facet].in_(values))
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
