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
    live = (i for i in items if i.kind is kind and not (i.hidden or i.merged_into or i.withdrawn_at))
    shown = (i for i in live if any(first <= day <= last for first, last in shown_on(i)))
    return tuple(sorted(shown, key=lambda i: i.id))


def shown_on(item: Item) -> tuple[tuple[date, date], ...]:
    """The days on which an item is in the feeds, as first and last day, in order, apart from each other."""
    content = item.content
    if isinstance(content, Event):
        spans = ((o.start.day, max(o.last_day, o.start.day)) for o in content.occurrences)
        return _joined((_shifted(first, -AHEAD), _shifted(last, PAST)) for first, last in spans)
    if isinstance(content, Call):
        return ((date.min, _call_until(content, item)),)
    return ((date.min, _shifted(_news_day(content, item), NEWS_PAST)),)


def day_of(item: Item) -> date:
    """The day by which an item is filed: its first session, its last deadline, its publication."""
    content = item.content
    if isinstance(content, Event):
        return content.occurrences[0].start.day
    if isinstance(content, Call):
        return last_day(content.deadlines[-1]) if content.deadlines else item.created_at.date()
    return _news_day(content, item)


def over_on(item: Item) -> date | None:
    """The last day of an event, or of applications to a call; None for what is not over on a day."""
    content = item.content
    if isinstance(content, Event):
        return max(max(o.last_day, o.start.day) for o in content.occurrences)
    if isinstance(content, Call) and content.deadlines:
        return max(last_day(d) for d in content.deadlines)
    return None


def _call_until(call: Call, item: Item) -> date:
    if call.deadlines:
        return _shifted(max(last_day(d) for d in call.deadlines), PAST)
    return _shifted(item.revised_at.date(), PAST) if call.closed else date.max


def _news_day(article: Article, item: Item) -> date:
    return in_brussels(article.published).date() if article.published else item.created_at.date()


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def _joined(spans: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    found: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if found and first <= _shifted(found[-1][1], timedelta(days=1)):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)
