"""Which items a reader asks for, as SQL: one statement of ids in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import TSQUERY

from transforms.analyse import analyse
from transforms.question import read_question
from vigie.model import Kind, WallTime
from warehouse.item_rows import EXACT, quoted
from warehouse.tables import deadlines, items, occurrences

LIVE = (items.c.merged_into.is_(None), items.c.withdrawn_at.is_(None), ~items.c.hidden)


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """A question to the items. Empty fields ask nothing; `topics` are `facet:slug` and all must hold.

    `relevance` is the least one, 0 to 100; an item whose relevance was not read counts as relevant.

    `start`, `end` are days of Brussels, both inclusive: sessions that touch them, articles published, calls whose next
    deadline lies on them. Without `include_closed`, events that are over and calls that are closed stay out.
    Order: events by next session (one that is running counts from its start), news by date of publication, newest
    first, calls by next deadline, those without one last.
    """

    kind: Kind = Kind.EVENT
    province: str | None = None
    nis: str | None = None
    topics: tuple[str, ...] = ()
    source: str | None = None
    language: str | None = None
    text: str | None = None
    relevance: int | None = None
    start: date | None = None
    end: date | None = None
    include_closed: bool = False
    limit: int | None = 50
    offset: int = 0


def ordered(wanted: ItemFilter, now: datetime) -> Select[Any]:
    """Statement of `(id)` in the order of the kind, with limit and offset."""
    query, order = _KINDS[wanted.kind](wanted, now)
    query = query.order_by(*order, items.c.id)
    return query.limit(wanted.limit).offset(wanted.offset)


def matching(wanted: ItemFilter, now: datetime) -> Select[Any]:
    """Statement of `(id)`, in no order, without limit: for counting."""
    return _KINDS[wanted.kind](wanted, now)[0]


def _events(wanted: ItemFilter, now: datetime) -> tuple[Select[Any], tuple[Any, ...]]:
    o = occurrences.c
    inside: list[ColumnElement[bool]] = [true()]
    if not wanted.include_closed:
        inside.append(o.ends_at > now)
    if wanted.start:
        inside.append(o.ends_at > _midnight(wanted.start))
    if wanted.end:
        inside.append(o.starts_at < _midnight(wanted.end + timedelta(days=1)))
    # Grouped once, not looked up per item: the plan stays good on tables whose statistics are stale.
    first = select(o.item, func.min(o.starts_at).label("at")).where(*inside).group_by(o.item).subquery("session")
    query = select(items.c.id).join(first, first.c.item == items.c.id).where(*_common(wanted))
    if not wanted.include_closed:
        query = query.where(items.c.ends_at > now)
    return query, (first.c.at,)


def _news(wanted: ItemFilter, now: datetime) -> tuple[Select[Any], tuple[Any, ...]]:
    shown = func.coalesce(items.c.published_at, items.c.created_at)
    query = select(items.c.id).where(*_common(wanted))
    if wanted.start:
        query = query.where(shown >= _midnight(wanted.start))
    if wanted.end:
        query = query.where(shown < _midnight(wanted.end + timedelta(days=1)))
    return query, (shown.desc(),)


def _calls(wanted: ItemFilter, now: datetime) -> tuple[Select[Any], tuple[Any, ...]]:
    d = deadlines.c
    coming = select(d.item, func.min(d.closes_at).label("at")).where(d.closes_at > now).group_by(d.item)
    following = coming.subquery("coming")
    shown = func.coalesce(following.c.at, items.c.closes_at)
    query = select(items.c.id).outerjoin(following, following.c.item == items.c.id).where(*_common(wanted))
    if not wanted.include_closed:
        query = query.where(~items.c.closed, or_(items.c.closes_at.is_(None), items.c.closes_at > now))
    # A deadline without a clock closes at the midnight that ends its day: that instant belongs to the day before.
    if wanted.start:
        query = query.where(shown > _midnight(wanted.start))
    if wanted.end:
        query = query.where(shown <= _midnight(wanted.end + timedelta(days=1)))
    return query, (shown.asc().nulls_last(),)


_KINDS: dict[Kind, Callable[[ItemFilter, datetime], tuple[Select[Any], tuple[Any, ...]]]] = {
    Kind.EVENT: _events,
    Kind.NEWS: _news,
    Kind.CALL: _calls,
}


def _common(wanted: ItemFilter) -> list[ColumnElement[bool]]:
    c = items.c
    asked: list[ColumnElement[bool]] = [and_(*LIVE), c.kind == wanted.kind.value]
    for column, value in ((c.province, wanted.province), (c.nis, wanted.nis), (c.language, wanted.language)):
        if value:
            asked.append(column == value)
    if wanted.topics:
        asked.append(c.topics.contains(list(wanted.topics)))
    if wanted.source:
        asked.append(c.sources.contains([wanted.source]))
    if wanted.relevance is not None:
        asked.append(func.coalesce(c.content["relevance"].as_integer(), 100) >= wanted.relevance)
    if wanted.text and wanted.text.strip():
        asked.append(speaks_of(wanted.text))
    return asked


def speaks_of(words: str) -> ColumnElement[bool]:
    """What answers a reader's question: all its words, its exact phrases, without what it leaves out
    (`transforms.question`). Words that mean nothing find nothing."""
    asked = read_question(words)
    if asked.empty:
        return false()
    parts = [quoted(token) for token in asked.words]
    parts += [f"({_phrase(phrase)})" for phrase in asked.phrases]
    parts += [f"!({' & '.join(quoted(token) for token in tokens)})" for tokens in asked.without]
    parts += [f"!({_phrase(phrase)})" for phrase in asked.without_phrases]
    return _holds(" & ".join(parts))


def names(words: str) -> ColumnElement[bool]:
    """What holds all words of a text that nobody wrote as a question: its quotes and dashes mean nothing."""
    tokens = [token for token in dict.fromkeys(analyse(words)) if token]
    return _holds(" & ".join(quoted(token) for token in tokens)) if tokens else false()


def _phrase(words: Sequence[str]) -> str:
    return " <-> ".join(quoted(EXACT + word) for word in words)


def _holds(question: str) -> ColumnElement[bool]:
    return items.c.search.op("@@", is_comparison=True)(literal(question).cast(TSQUERY))


def _midnight(day: date) -> datetime:
    return WallTime.of_day(day).utc.astimezone(UTC)
