"""What readers' agenda asks: the events of some days by facets, counted and in order, in one pass over those days.

Several values of one facet mean any of them; all facets must hold. A value is counted as if its own facet asked
nothing, so an item takes part in the counts when at most one facet turns it down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSTZRANGE

from vigie.model import Kind, WallTime
from warehouse.item_filter import LIVE, speaks_of
from warehouse.tables import items, occurrences
from warehouse.tables.published import DURING

NEW = "new"
"""The facet of what was first seen lately."""


@dataclass(frozen=True, slots=True)
class Question:
    """`start` and `end` are days of Brussels, inclusive: events with a session that touches them, over or not. `groups`
    are (facet, values as `facet:value`): one value of each group must be among an item's facets. `new_since` marks what
    was first seen on that day or later; with `only_new` nothing else is found."""

    start: date
    end: date
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    text: str | None = None
    new_since: date | None = None
    only_new: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of a list: at most `most`, from `offset` on."""

    most: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """`total` events; of these, `coming` (id and first start of a session within the days) by start, and ids of the
    `running` ones, which began before, by end; how many of both; facet → value → events."""

    total: int
    coming: tuple[tuple[str, datetime], ...]
    coming_total: int
    running: tuple[str, ...]
    running_total: int
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class DayCount:
    """Events that have a session beginning on a day, and the titles of the first ones, with their ids."""

    day: date
    events: int
    first: tuple[tuple[str, str], ...]


def find(connection: Connection, asked: Question, coming: Cut, running: Cut) -> Found:
    """One page of the agenda and all that stands beside it."""
    held = _held(asked).cte("held").prefix_with("MATERIALIZED")
    h = held.c
    fits = h.missed.is_(None)
    ahead = select(h.id, h.next.label("at")).where(fits, h.next.is_not(None)).order_by(h.next, h.id)
    before = select(h.id, h.until.label("at")).where(fits, h.until.is_not(None)).order_by(h.until, h.id)
    parts = [_counted(held, fits)]
    parts += [_counted(held, h.missed == name, f"{name}:") for name, _ in asked.groups]
    parts += [_totals(held, fits), _listed("coming", ahead, coming), _listed("running", before, running)]
    rows: dict[str, list[Any]] = {}
    for row in connection.execute(union_all(*parts)):
        rows.setdefault(row[0], []).append(row)
    total, coming_total, running_total, fresh = map(int, rows["totals"][0][1].split())
    counts: dict[str, dict[str, int]] = {NEW: {"1": fresh}}
    for _, value, number, _ in sorted(rows.get("value", ()), key=lambda row: (-row[2], row[1])):
        facet, _, slug = value.partition(":")
        counts.setdefault(facet, {})[slug] = counts.get(facet, {}).get(slug, 0) + number
    in_order = sorted(rows.get("coming", ()), key=lambda row: (row[3], row[1]))
    ended = sorted(rows.get("running", ()), key=lambda row: (row[3], row[1]))
    return Found(
        total,
        tuple((row[1], row[3].astimezone(UTC)) for row in in_order),
        coming_total,
        tuple(row[1] for row in ended),
        running_total,
        counts,
    )


def by_day(connection: Connection, asked: Question, named: int = 3) -> tuple[DayCount, ...]:
    """The days on which sessions begin, on their own wall clock, with the first `named` titles of each, by hour."""
    o, held = occurrences.c, _held(asked).subquery("held")
    day = func.date(o.local_start).label("day")
    first = (func.bool_and(o.all_day), func.min(o.local_start), items.c.title, items.c.id)
    rank = func.row_number().over(partition_by=day, order_by=first)
    rows = (
        select(day, items.c.id, items.c.title, rank.label("rank"), func.count().over(partition_by=day).label("events"))
        .select_from(held)
        .join(occurrences, o.item == held.c.id)
        .join(items, items.c.id == held.c.id)
        .where(held.c.missed.is_(None), o.local_start >= asked.start, o.local_start < asked.end + timedelta(days=1))
        .group_by(day, items.c.id, items.c.title)
        .subquery()
    )
    found: dict[date, DayCount] = {}
    query = select(rows).where(rows.c.rank <= named).order_by(rows.c.day, rows.c.rank)
    for row in connection.execute(query):
        known = found.get(row.day)
        titles = known.first if known else ()
        found[row.day] = DayCount(row.day, row.events, (*titles, (str(row.id), row.title)))
    return tuple(found.values())


def _held(asked: Question) -> Select[Any]:
    """Events of the days that at most one facet turns down: `id, facets, missed, next, until, fresh`."""
    o, c = occurrences.c, items.c
    first, after = _midnight(asked.start), _midnight(asked.end + timedelta(days=1))
    during = literal_column(DURING, TSTZRANGE)
    touched = func.tstzrange(first, after, "()")
    session = (
        select(
            o.item,
            func.min(o.starts_at).filter(o.starts_at >= first).label("next"),
            func.min(o.ends_at).filter(o.starts_at < first).label("until"),
        )
        .where(during.op("&&", is_comparison=True)(touched))
        .group_by(o.item)
        .subquery("session")
    )
    fresh: ColumnElement[bool] = c.created_at >= _midnight(asked.new_since) if asked.new_since else literal(False)
    misses = [(name, ~c.facets.overlap(cast(list(values), ARRAY(Text)))) for name, values in asked.groups]
    if asked.only_new:
        misses.append((NEW, ~fresh))
    query = (
        select(c.id, c.facets, _missed(misses).label("missed"), session.c.next, session.c.until, fresh.label("fresh"))
        .join(session, session.c.item == c.id)
        .where(and_(*LIVE), c.kind == Kind.EVENT.value)
    )
    if asked.text and asked.text.strip():
        query = query.where(speaks_of(asked.text))
    if len(misses) > 1:
        query = query.where(sum((cast(miss, Integer) for _, miss in misses), literal(0)) <= 1)
    return query


def _missed(misses: list[tuple[str, ColumnElement[bool]]]) -> ColumnElement[Any]:
    """The name of the facet that turns an item down; NULL when none does."""
    if not misses:
        return cast(null(), Text)
    return case(*((miss, literal(name)) for name, miss in misses), else_=cast(null(), Text))


def _counted(held: Any, which: ColumnElement[bool], prefix: str = "") -> Select[Any]:
    """Events by value of some of the rows; with a prefix, by the values of that facet alone."""
    each = select(func.unnest(held.c.facets).label("value")).select_from(held).where(which).subquery()
    query = select(_said("value"), each.c.value, func.count(), _never()).group_by(each.c.value)
    return query.where(func.starts_with(each.c.value, prefix)) if prefix else query


def _totals(held: Any, fits: ColumnElement[bool]) -> Select[Any]:
    """One row: how many fit, how many of them have a session ahead, one that runs, how many are new."""
    h = held.c
    numbers = (func.count(), *(func.count().filter(c) for c in (h.next.is_not(None), h.until.is_not(None), h.fresh)))
    said = func.concat_ws(" ", *numbers)
    return select(_said("totals"), said, literal(0), _never()).select_from(held).where(fits)


def _listed(name: str, ordered: Select[Any], cut: Cut) -> Select[Any]:
    rows = ordered.limit(cut.most).offset(cut.offset).subquery()
    listed: Select[Any] = select(_said(name), cast(rows.c.id, Text), literal(0), rows.c.at)
    return listed


def _never() -> ColumnElement[Any]:
    return cast(null(), DateTime(timezone=True)).label("at")


def _said(name: str) -> ColumnElement[str]:
    return literal(name).label("part")


def _midnight(day: date) -> datetime:
    return WallTime.of_day(day).utc.astimezone(UTC)
