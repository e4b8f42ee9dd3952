"""Which pieces a file is made of: asked of the index of the store, thousands of times in an edition.

An index that moves is asked by a new `Answers`: what was read stays in memory.
"""

from __future__ import annotations

import sqlite3
from array import array
from dataclasses import dataclass, replace
from datetime import date

from feeds.order import Order
from feeds.pieces import Format
from vigie.model import Kind

ORDERS = 5
"""Orders of formats that are held at once: those that slices are published in, and the one that is written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pieces a file is made of. Empty fields ask nothing.

    `day` asks for the items that are in the feeds on that day, `since` and `until` for pieces that touch those days,
    `year` for items filed in it. `most` pieces from the `page`th page on.
    """

    kind: Kind
    slice: str = ""
    day: date | None = None
    since: date | None = None
    until: date | None = None
    year: int | None = None
    most: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """The pieces of a file, all pages, by their places in the order of its format; the newest revision among their
    items, in microseconds."""

    wanted: tuple[str, Wanted]
    order: Order
    places: array[int]
    newest: int | None


class Answers:
    """What the index says, as it was when it was first asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._last: Found | None = None
        self._orders: dict[tuple[Kind, str], Order] = {}
        self._in_slice: tuple[tuple[Kind, str, int | None], array[int]] | None = None
        self._on_day: tuple[date, bytearray] | None = None
        self._revised: array[int] | None = None

    def found(self, format: Format, wanted: Wanted) -> Found:
        """The answer is kept until another is asked for: a file is counted, dated and read, page after page."""
        asked = (format.name, replace(wanted, most=None, page=1))
        if self._last is None or self._last.wanted != asked:
            order = self.order(wanted.kind, format)
            shown = self._shown(wanted.day) if wanted.day else None
            if wanted.slice or wanted.year:
                members = self._members(wanted.kind, wanted.slice, wanted.year)
                places = order.of(filter(shown.__getitem__, members) if shown else members)
            else:
                places = order.where(shown) if shown else iter(range(len(order.items)))
            held = array("i", order.touching(places, wanted.since, wanted.until))
            revised = map(self._revisions().__getitem__, map(order.items.__getitem__, held))
            self._last = Found(asked, order, held, max(revised, default=None))
        return self._last

    def order(self, kind: Kind, format: Format) -> Order:
        """Those that were asked for last are kept."""
        asked = kind, format.name
        if asked not in self._orders:
            while len(self._orders) >= ORDERS:
                del self._orders[next(iter(self._orders))]
            query = "SELECT item, first, last, at, length FROM pieces WHERE kind = ? AND format = ? ORDER BY key"
            self._orders[asked] = Order(self._db.execute(query, (kind.value, format.name)))
        self._orders[asked] = found = self._orders.pop(asked)
        return found

    def _members(self, kind: Kind, slice: str, year: int | None) -> array[int]:
        """The numbers of the items of a slice, or of those filed in a year."""
        if self._in_slice is None or self._in_slice[0] != (kind, slice, year):
            asked, values = ["i.kind = ?"], [kind.value]
            if slice:
                asked.append("s.slice = ?")
                values.append(slice)
            if year:
                asked.append("i.day LIKE ?")
                values.append(f"{year:04}-%")
            # CROSS: in this order. Left alone, SQLite goes through all items for each small slice.
            tables = "slices s CROSS JOIN items i ON i.n = s.item" if slice else "items i"
            found = self._db.execute(f"SELECT i.n FROM {tables} WHERE {' AND '.join(asked)}", values)
            self._in_slice = (kind, slice, year), array("i", (row[0] for row in found))
        return self._in_slice[1]

    def _shown(self, day: date) -> bytearray:
        """By the number of an item: whether it is in the feeds on a day."""
        if self._on_day is None or self._on_day[0] != day:
            shown = bytearray(len(self._revisions()))
            query = "SELECT item FROM shown WHERE first <= ? AND last >= ?"
            for (n,) in self._db.execute(query, (day.isoformat(),) * 2):
                shown[n] = 1
            self._on_day = day, shown
        return self._on_day[1]

    def _revisions(self) -> array[int]:
        """By the number of an item: its revision, in microseconds."""
        if self._revised is None:
            top = self._db.execute("SELECT coalesce(max(n), 0) FROM items").fetchone()[0]
            found = array("q", bytes(8 * (top + 1)))
            for n, revised in self._db.execute("SELECT n, revised FROM items"):
                found[n] = revised
            self._revised = found
        return self._revised
