"""What a question of editors means in the warehouse: conditions on items, and columns that facets are counted by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, case, cast, exists, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, array

from vigie.model import Kind, WallTime
from warehouse.conflicts import open_conflicts
from warehouse.desk_filter import UNSAID, DeskFilter, Facet, Fresh, State
from warehouse.item_filter import LIVE, speaks_of
from warehouse.tables import deadlines, edits, item_notes, items, occurrences, tags

DAY = timedelta(days=1)
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


def scalars(now: datetime) -> dict[Facet, ColumnElement[Any]]:
    """Facets that are columns of their own."""
    c = items.c
    fresh = case(
        (c.revised_at > now - DAY, Fresh.DAY.value),
        (c.revised_at > now - 7 * DAY, Fresh.WEEK.value),
        (c.revised_at > now - 30 * DAY, Fresh.MONTH.value),
        else_=Fresh.OLDER.value,
    )
    return {Facet.KIND: c.kind, Facet.CITY: c.municipality, Facet.FRESH: fresh}


def states_of(now: datetime, conflicting: Sequence[str]) -> ColumnElement[Any]:
    """The values of the facet of states of an item, as an array."""
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


def asked_of(
    connection: Connection,
    wanted: DeskFilter,
    now: datetime,
    without: Facet | None = None,
    conflicting: Sequence[str] | None = None,
) -> list[ColumnElement[bool]]:
    """The conditions of a question, the filter of one facet left out; `conflicting` when it was read already."""
    states = wanted.values(Facet.STATE)
    if conflicting is None:
        conflicting = conflicting_items(connection) if State.CONFLICT.value in states else ()
    asked: list[ColumnElement[bool]] = []
    if without is not Facet.STATE:
        asked.append(or_(*(_is(State(s), now, conflicting) for s in states)) if states else and_(*LIVE))
    columns = scalars(now)
    for facet, values in wanted.facets:
        if facet not in (Facet.STATE, without) and values:
            asked.append(columns[facet].in_(values) if facet in columns else _has(facet, values))
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


def conflicting_items(connection: Connection) -> list[str]:
    """Items that show an edit whose sources moved: editors' work is small, it is read whole."""
    return sorted({one.shown_by for one in open_conflicts(connection)})
