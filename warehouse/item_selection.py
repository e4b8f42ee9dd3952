"""Which items a machine selects, as SQL: any of several values of a facet, all facets together (FEEDS.md §1).

Unlike `item_filter`, which answers pages, this one knows no present: a selection is bound to days, so the same question
has the same answer all day long, and paging through it by key loses nothing when the clock moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, exists, func, literal, or_, select

from vigie.model import Kind, Status, WallTime
from warehouse.item_filter import LIVE, speaks_of
from warehouse.tables import deadlines, item_versions, items, occurrences

DAY = timedelta(days=1)


class Order(StrEnum):
    """TIME: events by their first session within the days, news newest first, calls by next deadline, those without
    last. REVISED: what was revised last first."""

    TIME = "time"
    REVISED = "revised"


@dataclass(frozen=True, slots=True)
class Key:
    """Where an item stands in an order: an instant, None for what comes last without one; then its id."""

    at: datetime | None
    id: str


@dataclass(frozen=True, slots=True)
class Selection:
    """A question. Empty fields ask nothing; several values of one field mean any of them.

    `since` and `until` are days, inclusive: sessions that touch them on their own wall clock, news published on them.
    Calls: those with a deadline from `since` on, and those without any that are not closed (or were revised since);
    with `closing`, only those with a deadline between the two days. `topics` holds groups of `facet:slug`: one of each
    group must hold. `moved_since`: revised, or shown in another way, at that aware instant or later.
    """

    kind: Kind
    since: date
    until: date | None = None
    closing: bool = False
    provinces: tuple[str, ...] = ()
    totems: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[tuple[str, ...], ...] = ()
    text: str | None = None
    moved_since: datetime | None = None
    cancelled: bool = True
    order: Order = Order.TIME


def positions(wanted: Selection, anchor: datetime, after: Key | None = None) -> Select[Any]:
    """Statement of `(id, at)` in the order asked for, from behind `after`. `anchor` (aware) is the present that the
    order of calls is read at; keep it while paging."""
    query, at = _within(wanted, anchor)
    falling = wanted.order is Order.REVISED or wanted.kind is Kind.NEWS
    if wanted.order is Order.REVISED:
        at = items.c.revised_at
    query = query.add_columns(at.label("at")).where(*_asked(wanted))
    if after is not None:
        query = query.where(_behind(at, after, falling))
    return query.order_by(at.desc() if falling else at.asc().nulls_last(), items.c.id)


def chosen(wanted: Selection, anchor: datetime) -> Select[Any]:
    """Statement of `(id)`, in no order: for counting."""
    return _within(wanted, anchor)[0].where(*_asked(wanted))


def _behind(at: ColumnElement[Any], after: Key, falling: bool) -> ColumnElement[bool]:
    later_id = items.c.id > after.id
    if after.at is None:
        return and_(at.is_(None), later_id)
    here = literal(after.at)
    further = at < here if falling else or_(at > here, at.is_(None))
    return or_(further, and_(at == here, later_id))


def _within(wanted: Selection, anchor: datetime) -> tuple[Select[Any], ColumnElement[Any]]:
    if wanted.kind is Kind.EVENT:
        return _events(wanted)
    return _news(wanted) if wanted.kind is Kind.NEWS else _calls(wanted, anchor)


def _events(wanted: Selection) -> tuple[Select[Any], ColumnElement[Any]]:
    o = occurrences.c
    # The days are those of the session's own wall clock. The instants beside them say nothing more: they have indexes.
    inside = [
        func.greatest(o.local_start, func.coalesce(o.local_end, o.local_start)) >= _start_of(wanted.since),
        o.ends_at > _instant(wanted.since) - DAY,
    ]
    if wanted.until:
        inside += [o.local_start < _start_of(wanted.until + DAY), o.starts_at < _instant(wanted.until) + 3 * DAY]
    first = select(o.item, func.min(o.starts_at).label("at")).where(*inside).group_by(o.item).subquery("session")
    return select(items.c.id).join(first, first.c.item == items.c.id), first.c.at


def _news(wanted: Selection) -> tuple[Select[Any], ColumnElement[Any]]:
    c = items.c
    shown = func.coalesce(c.published_at, c.created_at)
    # What its source did not date is of the day, in UTC, on which it was first seen (feeds.selection).
    asked = [_on_days(c.published_at, c.created_at, wanted.since, lower=True)]
    if wanted.until:
        asked.append(_on_days(c.published_at, c.created_at, wanted.until, lower=False))
    return select(c.id).where(*asked), shown


def _on_days(published: Any, created: Any, day: date, lower: bool) -> ColumnElement[bool]:
    said, seen = (_instant(day), _utc(day)) if lower else (_instant(day + DAY), _utc(day + DAY))
    first = published >= said if lower else published < said
    second = created >= seen if lower else created < seen
    return or_(first, and_(published.is_(None), second))


def _calls(wanted: Selection, anchor: datetime) -> tuple[Select[Any], ColumnElement[Any]]:
    d, c = deadlines.c, items.c
    coming = select(d.item, func.min(d.closes_at).label("at")).where(d.closes_at > anchor).group_by(d.item)
    following = coming.subquery("coming")
    # "Before that day" closes at the midnight that begins it: the last day in time is the one before.
    strict = and_(
        d.closes_at == d.local.op("AT TIME ZONE")(d.zone),
        d.local == func.date_trunc("day", d.local),
        c.content.contains({"deadlines": [{"strict": True}]}),
    )
    last_day = cast(d.local, Date) - case((strict, 1), else_=0)
    closes = [d.item == c.id, last_day >= wanted.since]
    if wanted.closing and wanted.until:
        closes.append(last_day <= wanted.until)
    dated = exists(select(literal(1)).select_from(deadlines).where(*closes).correlate(items))
    query = select(c.id).outerjoin(following, following.c.item == c.id)
    at = func.coalesce(following.c.at, c.closes_at)
    if wanted.closing:
        return query.where(dated), at
    revised = cast(c.revised_at.op("AT TIME ZONE")("UTC"), Date) >= wanted.since
    return query.where(or_(dated, and_(c.closes_at.is_(None), or_(~c.closed, revised)))), at


def _asked(wanted: Selection) -> list[ColumnElement[bool]]:
    c = items.c
    asked: list[ColumnElement[bool]] = [and_(*LIVE), c.kind == wanted.kind.value]
    for column, values in (
        (c.province, wanted.provinces),
        (func.split_part(c.language, "-", 1), wanted.languages),
        (c.content["place"]["totem"].as_string(), wanted.totems),
    ):
        if values:
            asked.append(column.in_(values))
    if wanted.sources:
        asked.append(c.sources.overlap(list(wanted.sources)))
    asked += [c.topics.overlap(list(group)) for group in wanted.topics]
    if wanted.text is not None:
        asked.append(speaks_of(wanted.text))
    if not wanted.cancelled:
        asked.append(c.status.is_distinct_from(Status.CANCELLED.value))
    if wanted.moved_since:
        v = item_versions.c
        # A version begins too when an item is shown again, or told with other sources, though it was not revised.
        shown = select(literal(1)).select_from(item_versions).where(
            v.item == c.id, v.to_instant.is_(None), v.from_instant >= wanted.moved_since
        ).correlate(items)  # fmt: skip
        asked.append(or_(c.revised_at >= wanted.moved_since, exists(shown)))
    return asked


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time())


def _instant(day: date) -> datetime:
    return WallTime.of_day(day).utc


def _utc(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
