"""Which items a reader would have been shown at another instant: `warehouse.item_filter` on values. Pure.

The two say the same; a test compares them on every filter. The present is asked of the database, which has indexes for
it; a past instant is asked of the versions of items, one by one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from transforms.analyse import analyse, written
from transforms.question import Question, read_question
from vigie.model import Article, Call, Event, Item, Occurrence, WallTime
from warehouse.item_filter import ItemFilter
from warehouse.item_rows import texts, words

Order = tuple[bool, float, str]


def fits(item: Item, wanted: ItemFilter, at: datetime) -> bool:
    """Whether an item fits the question at the aware instant `at`; limit and offset ask nothing here."""
    content = item.content
    if item.hidden or item.merged_into or item.withdrawn_at or content.kind is not wanted.kind:
        return False
    place = content.place
    if wanted.province and (place is None or place.province != wanted.province):
        return False
    if wanted.nis and (place is None or place.nis != wanted.nis):
        return False
    if wanted.language and content.language != wanted.language:
        return False
    if not set(wanted.topics) <= set(content.topics):
        return False
    if wanted.source and all(s.source != wanted.source for s in item.sightings):
        return False
    if wanted.relevance is not None and content.relevance is not None and content.relevance < wanted.relevance:
        return False
    return _in_time(item, wanted, at) and _speaks_of(item, wanted.text)


def order(item: Item, wanted: ItemFilter, at: datetime) -> Order:
    """Sorts items that fit: events by next session, news newest first, calls by next deadline, those without last."""
    content = item.content
    if isinstance(content, Event):
        return False, min(o.start.utc for o in _sessions(content, wanted, at)).timestamp(), item.id
    if isinstance(content, Article):
        return False, -_published(content, item).timestamp(), item.id
    shown = _closing(content, at)
    return shown is None, shown.timestamp() if shown else 0.0, item.id


def _in_time(item: Item, wanted: ItemFilter, at: datetime) -> bool:
    content = item.content
    if isinstance(content, Event):
        return bool(_sessions(content, wanted, at))
    if isinstance(content, Article):
        shown = _published(content, item)
        return (wanted.start is None or shown >= _midnight(wanted.start)) and (
            wanted.end is None or shown < _midnight(wanted.end + timedelta(days=1))
        )
    last = max((d.closes_at() for d in content.deadlines), default=None)
    if not wanted.include_closed and (content.closed or (last is not None and last <= at)):
        return False
    closing = _closing(content, at)
    # A deadline without a clock closes at the midnight that ends its day: that instant belongs to the day before.
    after = wanted.start is None or (closing is not None and closing > _midnight(wanted.start))
    return after and (
        wanted.end is None or (closing is not None and closing <= _midnight(wanted.end + timedelta(days=1)))
    )


def _sessions(event: Event, wanted: ItemFilter, at: datetime) -> tuple[Occurrence, ...]:
    return tuple(
        o
        for o in event.occurrences
        if (wanted.include_closed or o.closes_at() > at)
        and (wanted.start is None or o.closes_at() > _midnight(wanted.start))
        and (wanted.end is None or o.start.utc < _midnight(wanted.end + timedelta(days=1)))
    )


def _published(article: Article, item: Item) -> datetime:
    return article.published.utc if article.published else item.created_at


def _closing(call: Call, at: datetime) -> datetime | None:
    """The next deadline; when none is to come, the last one."""
    every = sorted(d.closes_at() for d in call.deadlines)
    return next((closes for closes in every if closes > at), every[-1] if every else None)


def _speaks_of(item: Item, asked: str | None) -> bool:
    if not asked or not asked.strip():
        return True
    content = item.content
    return _question(asked).fits(set(analyse(words(content))), [written(part) for part in texts(content)])


@lru_cache(maxsize=16)
def _question(asked: str) -> Question:
    return read_question(asked)


def _midnight(day: date) -> datetime:
    return WallTime.of_day(day).utc
