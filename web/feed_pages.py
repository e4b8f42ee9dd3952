"""One page of what an address selects: the items, whether there are more, and where the next page begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from vigie.model import BRUSSELS, Item, WallTime
from warehouse import selected
from warehouse.item_selection import Order
from warehouse.selected import Removed
from web.feed_query import FeedQuery, fits, selection
from web.item_cursor import Cursor, opened, sealed


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the address that it was put to, the order and the largest number of items of a page."""

    path: str
    query: FeedQuery
    order: Order
    most: int

    @property
    def question(self) -> str:
        """What stays the same from page to page."""
        return f"{self.path}?{self.query.canonical(paged=False)}"

    @property
    def size(self) -> int:
        return min(self.query.limit or self.most, self.most)

    def cursor(self) -> Cursor | None:
        """Where the page begins. Raises BadParameter."""
        return opened(self.query.cursor, self.question) if self.query.cursor else None


@dataclass(frozen=True, slots=True)
class Page:
    """`items` in their order, `more` when others follow, `cursor` for them. `removed`: None when it was not asked."""

    items: tuple[Item, ...]
    day: date
    cursor: str | None
    removed: tuple[Removed, ...] | None

    @property
    def more(self) -> bool:
        return self.cursor is not None


def today(now: datetime) -> date:
    """The day of Brussels at an aware instant."""
    return now.astimezone(ZoneInfo(BRUSSELS)).date()


def read_page(connection: Connection, asked: Asked, day: date) -> Page:
    """The page of a question on a day; that of its cursor when it has one. Raises BadParameter."""
    query, cursor = asked.query, asked.cursor()
    day = cursor.day if cursor else day
    after = cursor.after if cursor else None
    wanted = selection(query, day, asked.order)
    found = selected.selected(connection, wanted, _anchor(day), after, batch=asked.size + 1)
    rows = list(islice(((key, item) for key, item in found if fits(item, query, day)), asked.size + 1))
    kept = rows[: asked.size]
    following = sealed(Cursor(day, kept[-1][0]), asked.question) if len(rows) > len(kept) else None
    gone = None
    if query.removed and query.updated_since and cursor is None:
        gone = selected.removed(connection, query.kind, query.updated_since)
    return Page(tuple(item for _, item in kept), day, following, gone)


def page_signature(connection: Connection, asked: Asked, day: date) -> str:
    """A hash that moves when the page does; reads no content."""
    cursor = asked.cursor()
    day = cursor.day if cursor else day
    wanted = selection(asked.query, day, asked.order)
    return selected.signature(
        connection, wanted, _anchor(day), asked.size + 1, cursor.after if cursor else None
    )  # fmt: skip


def known_sources(engine: Engine) -> frozenset[str]:
    with engine.connect() as connection:
        return frozenset(selected.source_names(connection))


def _anchor(day: date) -> datetime:
    return WallTime.of_day(day).utc
