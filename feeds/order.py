"""The pieces of one format in the order of their keys, as a few arrays of integers: which of them make a file is asked
of these, thousands of times in an edition, and no row of a table is read for it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, compress, islice

ALWAYS = 0
"""The first and last day of a piece without days, as ordinals of `date`."""

TOGETHER = 1000

Row = tuple[int, int, int, int, int]
"""Number of its item, first and last day (or ALWAYS), address and length of the bytes."""


class Order:
    """One place in each array for each piece, by key."""

    __slots__ = ("_dated", "_of_items", "at", "first", "items", "last", "length")

    def __init__(self, rows: Iterable[Row]) -> None:
        """The order of rows that come by key."""
        self.items, self.at, self.length = array("i"), array("q"), array("i")
        self.first, self.last = array("i"), array("i")
        columns = self.items, self.first, self.last, self.at, self.length
        rest = iter(rows)
        while some := list(islice(rest, TOGETHER)):
            for column, values in zip(columns, zip(*some, strict=True), strict=True):
                column.extend(values)
        self._dated = any(self.last)
        self._of_items: tuple[array[int], array[int]] | None = None

    def of(self, items: Iterable[int]) -> Iterator[int]:
        """The places of the pieces of items, by key."""
        starts, places = self._by_item()
        top = len(starts) - 1
        found: list[int] = []
        for n in items:
            if n < top:
                found += places[starts[n] : starts[n + 1]]
        found.sort()
        return iter(found)

    def where(self, wanted: Sequence[int]) -> Iterator[int]:
        """The places of the pieces of items that `wanted` (by number) says yes to, by key."""
        return compress(range(len(self.items)), map(wanted.__getitem__, self.items))

    def touching(self, places: Iterable[int], since: date | None, until: date | None) -> Iterator[int]:
        """Those among places whose days touch a window; what has no days touches every one."""
        if not self._dated:
            return iter(places)
        first, last = self.first, self.last
        begins = since.toordinal() if since else 0
        ends = until.toordinal() if until else date.max.toordinal()
        return (p for p in places if not last[p] or (last[p] >= begins and first[p] <= ends))

    def _by_item(self) -> tuple[array[int], array[int]]:
        """The places of the nth item are `places[starts[n]:starts[n + 1]]`."""
        if self._of_items is None:
            counts = array("i", bytes(4 * (max(self.items, default=-1) + 2)))
            for n in self.items:
                counts[n + 1] += 1
            starts = array("i", accumulate(counts))
            places, free = array("i", bytes(4 * len(self.items))), starts[:]
            for place, n in enumerate(self.items):
                places[free[n]] = place
                free[n] += 1
            self._of_items = starts, places
        return self._of_items
