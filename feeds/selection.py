"""Which items a feed is made of on a given day. Pure; a clock only counts in days, so that a day has one edition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from feeds.calls_ics import last_day
from feeds.instants import in_brussels
from vigie.model import Article, Call, Event, Item, Kind

PAST = timedelta(days=30)
AHEAD = timedelta(days=400)
NEWS_PAST = timedelta(days=400)


def window(day: date) -> tuple[date, date]:
    """First and last day that agenda and deadlines cover on `day` (FEEDS.md §2). What is over stays for a month, so a
    cancelled session is seen as cancelled before it leaves (D4), and a quiet season does not look like a collapse."""
    return day - PAST, day + AHEAD


def select(items: Iterable[Item], kind: Kind, day: date) -> tuple[Item, ...]:
    """The items of a kind that are in the feeds on `day`, by id. Hidden, merged and withdrawn ones are not."""
    shown = (i for i in items if i.kind is kind and not (i.hidden or i.merged_into or i.withdrawn_at))
    return tuple(sorted((i for i in shown if _within(i, day)), key=lambda i: i.id))


def _within(item: Item, day: date) -> bool:
    content = item.content
    first, last = window(day)
    if isinstance(content, Event):
        return any(o.start.day <= last and max(o.last_day, o.start.day) >= first for o in content.occurrences)
    if isinstance(content, Call):
        return _call_within(content, item, first)
    return _news_day(content, item) >= day - NEWS_PAST


def _call_within(call: Call, item: Item, first: date) -> bool:
    if call.deadlines:
        return any(last_day(d) >= first for d in call.deadlines)
    return not call.closed or item.revised_at.date() >= first


def _news_day(article: Article, item: Item) -> date:
    return in_brussels(article.published).date() if article.published else item.created_at.date()
