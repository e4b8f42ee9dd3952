"""The one way to the warehouse: what the pages ask for, in the pages' terms.

Every call is one short read transaction. Items pass the rights gate here: what a page gets, it may print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Engine, text

from feeds.rights import released
from vigie.model import FieldChoice, Item, Kind
from warehouse import announcements, explain, items
from warehouse.announcements import Linked
from web.agenda import MOST, Period, narrower
from web.query import Query

__all__ = ["Found", "Linked", "Shelf"]


@dataclass(frozen=True, slots=True)
class Found:
    """Items of one page, how many there are in all, and facet → slug → count for the choices beside them."""

    items: tuple[Item, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


class Shelf:
    """Reads items of one warehouse."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def events(self, query: Query, days: Period, now: datetime) -> tuple[Found, Period]:
        """Events with a session on the days from `days.start`, those of this morning too, and the days they cover.

        More than `MOST` of them and the days end earlier, by halves: a page is short, and no day in it is cut.
        `total` and `facets` are those of all the days asked for.
        """
        asked = _filter(Kind.EVENT, query, start=days.start, end=days.last, include_closed=True)
        with self._engine.connect() as connection:
            total = count = items.count(connection, asked, now)
            while count > MOST and (fewer := narrower(days)):
                days = fewer
                count = items.count(connection, replace(asked, end=days.last), now)
            found = items.find(connection, replace(asked, end=days.last), now)
            facets = items.facets(connection, asked, now)
        return Found(_released(found), total, _by_facet(facets)), days

    def next_event(self, query: Query, after: date, now: datetime) -> Item | None:
        """The event that comes first from `after` on, or None."""
        with self._engine.connect() as connection:
            found = items.find(connection, _filter(Kind.EVENT, query, start=after, limit=1), now)
        return next(iter(_released(found)), None)

    def news(self, query: Query, size: int, now: datetime) -> Found:
        """One page of `size` news items, the newest first."""
        return self._found(_filter(Kind.NEWS, query, limit=size, offset=(query.page - 1) * size), now)

    def calls(self, query: Query, now: datetime) -> Found:
        """All calls, the closed ones too: what is closed is cut into pages by `web.calls`."""
        return self._found(_filter(Kind.CALL, query, include_closed=True), now)

    def get(self, item: str) -> Item | None:
        with self._engine.connect() as connection:
            found = items.get(connection, item)
        return released(found) if found else None

    def redirect(self, item: str) -> str | None:
        """The id that an id was merged into, or None."""
        with self._engine.connect() as connection:
            return items.redirect(connection, item)

    def announced(self, item: Item) -> tuple[Linked, ...]:
        """What a piece of news announces; for an event or a call, the news that announces it. Sure links only."""
        ask = announcements.announces if item.kind is Kind.NEWS else announcements.announced_by
        with self._engine.connect() as connection:
            return ask(connection, item.id)

    def why(self, item: str, field: str) -> FieldChoice | None:
        with self._engine.connect() as connection:
            return explain.explain(connection, item, field)

    def totals(self, now: datetime) -> dict[str, int]:
        """Items by kind. Raises SQLAlchemyError when the warehouse does not answer."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            return {kind.value: items.count(connection, items.ItemFilter(kind=kind), now) for kind in Kind}

    def _found(self, wanted: items.ItemFilter, now: datetime) -> Found:
        with self._engine.connect() as connection:
            found = items.find(connection, wanted, now)
            total = items.count(connection, wanted, now)
            facets = items.facets(connection, wanted, now)
        return Found(_released(found), total, _by_facet(facets))


# A released item is a pure function of the item; a page is asked for far more often than its items move.
_release = lru_cache(maxsize=2048)(released)


def _released(found: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(_release(item) for item in found)


def _by_facet(facets: items.Facets) -> dict[str, dict[str, int]]:
    counts = {"province": dict(facets.provinces)}
    for topic, count in facets.topics:
        facet, _, slug = topic.partition(":")
        counts.setdefault(facet, {})[slug] = count
    return counts


def _filter(
    kind: Kind,
    query: Query,
    *,
    start: date | None = None,
    end: date | None = None,
    include_closed: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> items.ItemFilter:
    return items.ItemFilter(
        kind=kind,
        province=query.province,
        topics=query.topics,
        text=query.text,
        start=start,
        end=end,
        include_closed=include_closed,
        limit=limit,
        offset=offset,
    )
