"""Which items an embedded list shows: what comes next, and a few of those that have been on for a while."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from sqlalchemy import Connection

from feeds.rights import released
from vigie.model import Call, CallState, Event, Item, Kind, WallTime
from warehouse import selected
from warehouse.item_selection import Key
from web.embed_lines import next_session
from web.feed_query import FeedQuery, days, fits, selection

RUNNING_SHARE = 3
"""What began before takes at most one line in three, when enough is to come."""
FIRST_ID = "00000000-0000-0000-0000-000000000000"
SIGNED = 500
BATCH = 60
"""Items that are looked up at once: a page has fifty at most, and some of those found are over."""


def from_today(query: FeedQuery, today: date) -> FeedQuery:
    """The question as an embedded agenda means it: from today on, unless it names its first day or ends before."""
    ahead = query.kind is Kind.EVENT and query.first is None and (query.last is None or query.last >= today)
    return replace(query, first=today) if ahead else query


def shown(connection: Connection, query: FeedQuery, most: int, now: datetime) -> tuple[Item, ...]:
    """At most `most` items, released, in no order. `now` is aware, as a clock in Brussels shows it."""
    query = from_today(query, now.date())
    if query.kind is Kind.EVENT:
        found = _events(connection, query, most, now)
    else:
        after = Key(_anchor(now), FIRST_ID) if query.kind is Kind.CALL and not (query.first or query.last) else None
        found = (item for _, item in _items(connection, query, now, after) if _is_open(item, query, now))
    return tuple(released(item) for item in islice(found, most))


def signature(connection: Connection, query: FeedQuery, now: datetime) -> str:
    """A hash that moves when other items are selected, or when one of the first was revised."""
    wanted = selection(from_today(query, now.date()), now.date())
    return selected.signature(connection, wanted, _anchor(now), SIGNED)


def _events(connection: Connection, query: FeedQuery, most: int, now: datetime) -> Iterator[Item]:
    first, _ = days(query, now.date())
    begins = WallTime.of_day(first).utc
    coming = _lasting(_items(connection, query, now, Key(begins, FIRST_ID)), first, now)
    ahead = [item for _, item in islice(coming, most)]
    room = max(most // RUNNING_SHARE, most - len(ahead))
    running = _lasting(_running(connection, query, begins, now), first, now)
    before = [item for _, item in islice(running, room)]
    yield from before
    yield from ahead[: most - len(before)]


def _running(connection: Connection, query: FeedQuery, begins: datetime, now: datetime) -> Iterator[tuple[Key, Item]]:
    """Events whose session began before the first day, the last begun last."""
    for key, item in _items(connection, query, now, None):
        if key.at is not None and key.at >= begins:
            return
        yield key, item


def _lasting(found: Iterator[tuple[Key, Item]], first: date, now: datetime) -> Iterator[tuple[Key, Item]]:
    """Those with a session that is not over."""
    for key, item in found:
        if isinstance(item.content, Event) and next_session(item.content, first, now):
            yield key, item


def _items(connection: Connection, query: FeedQuery, now: datetime, after: Key | None) -> Iterator[tuple[Key, Item]]:
    today = now.date()
    found = selected.selected(connection, selection(query, today), _anchor(now), after, batch=BATCH)
    return ((key, item) for key, item in found if fits(item, query, today))


def _is_open(item: Item, query: FeedQuery, now: datetime) -> bool:
    """Closed calls are shown only for days that were asked for."""
    content = item.content
    if not isinstance(content, Call) or query.first or query.last:
        return True
    return content.state(now) is not CallState.CLOSED


def _anchor(now: datetime) -> datetime:
    return WallTime.of_day(now.date()).utc
