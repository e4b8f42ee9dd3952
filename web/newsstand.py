"""The way of the watch and of the calls to the warehouse; what they get is released, so that they may print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from feeds.rights import released
from vigie.model import Call, Item, Kind
from warehouse import calls_told, items, series_told
from warehouse.announced_many import announced_by_each
from warehouse.item_filter import ItemFilter
from warehouse.series_told import series_key
from web.watch import monday_of, piece, week_name
from web.watch_query import CallQuery, WatchQuery

NEWS_PER_PAGE = 40
NEWS_OF_A_WEEK = 150
CALL_FACETS = ("call_type", "discipline", "call_level", "audience")
WEEK = timedelta(days=7)
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class News:
    """One page of the watch. `announced`: id of a piece of news → events and calls that it announces; `earlier`: the
    week before this one in which something came out."""

    items: tuple[Item, ...]
    total: int
    more: bool
    counts: Counts
    announced: Mapping[str, tuple[Item, ...]]
    earlier: str | None


@dataclass(frozen=True, slots=True)
class Comeback:
    """When a closed call may come back. `month`, 1 to 12, is only there when two years of its editions show it."""

    month: int | None
    editions: int


@dataclass(frozen=True, slots=True)
class Calls:
    """One page of the board. `closed` is a page of the closed ones, of `closed_total`."""

    open: tuple[Item, ...]
    closed: tuple[Item, ...]
    closed_total: int
    counts: Counts
    comebacks: Mapping[str, Comeback]


class Newsstand:
    """Reads news and calls of one warehouse; one short read transaction a call."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def news(self, query: WatchQuery, now: datetime) -> News:
        monday = monday_of(query.week) if query.week else None
        size = NEWS_OF_A_WEEK if monday else NEWS_PER_PAGE
        asked = ItemFilter(
            Kind.NEWS,
            topics=(query.topic,) if query.topic else (),
            text=query.text,
            start=monday,
            end=monday + timedelta(days=6) if monday else None,
            limit=size,
            offset=(query.page - 1) * size,
        )
        with self._engine.connect() as connection:
            found = items.find(connection, asked, now)
            total = items.count(connection, asked, now)
            counts = _by_facet(items.facets(connection, asked, now))
            links = announced_by_each(connection, [item.id for item in found])
            wanted = sorted({id for ids in links.values() for id in ids})
            others = {item.id: released(item) for item in items.load(connection, wanted)}
            before = ItemFilter(Kind.NEWS, topics=asked.topics, text=asked.text, end=_before(monday), limit=1)
            earlier = items.find(connection, before, now) if monday else ()
        return News(
            tuple(released(item) for item in found),
            total,
            query.page * size < total,
            counts,
            {news: tuple(others[id] for id in ids if id in others) for news, ids in links.items()},
            week_name(piece(earlier[0]).day) if earlier else None,
        )

    def calls(self, query: CallQuery, now: datetime, size: int) -> Calls:
        """The open calls and one page, of `size`, of the closed ones."""
        asked = ItemFilter(Kind.CALL, topics=query.topics, text=query.text)
        with self._engine.connect() as connection:
            board = calls_told.board(connection, asked, now, query.page, size)
            counts = calls_told.topic_counts(connection, asked, now, CALL_FACETS)
            titles = [item.content.title for item in board.closed]
            series = series_told.editions(connection, Kind.CALL, titles)
        return Calls(
            tuple(released(item) for item in board.open),
            tuple(released(item) for item in board.closed),
            board.closed_total,
            counts,
            {item.id: _comeback(item, series) for item in board.closed},
        )


def _comeback(item: Item, series: Mapping[str, tuple[series_told.Edition, ...]]) -> Comeback:
    assert isinstance(item.content, Call)
    own = {s.source for s in item.sightings}
    told = [e for e in series.get(series_key(item.content.title) or "", ()) if e.id == item.id or e.sources & own]
    return Comeback(series_told.usual_month(e.at for e in told if e.at), len(told))


def _before(monday: date | None) -> date | None:
    return monday - timedelta(days=1) if monday else None


def _by_facet(facets: items.Facets) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for topic, count in facets.topics:
        facet, _, slug = topic.partition(":")
        counts.setdefault(facet, {})[slug] = count
    return counts
