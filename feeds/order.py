"""The pieces of one format in the order of their keys, as a few arrays of integers: which of them make a file is asked
of these, thousands of times in an edition, and no row of a table is read for it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, compress

ALWAYS = 0
"""The first and last day of a piece without days, as ordinals of `date`."""

Row = tuple[int, int, int, int, int]
"""Number of its item, first and last day (or ALWAYS), address and length of the bytes."""


@dataclass(frozen=True, slots=True)
class Order:
    """One place in each array for each piece, by key. Places of an item: `places[starts[n]:starts[n + 1]]`."""

    items: array[int]
    first: array[int]
    last: array[int]
    at: array[int]
    length: array[int]
    starts: array[int]
    places: array[int]

    def of(self, items: Iterable[int]) -> Iterator[int]:
        """The places of the pieces of items, by key."""
        starts, places, top = self.starts, self.places, len(self.starts) - 1
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
        if not any(self.last):
            return iter(places)
        first, last = self.first, self.last
        begins = since.toordinal() if since else 0
        ends = until.toordinal() if until else date.max.toordinal()
        return (p for p in places if not last[p] or (last[p] >= begins and first[p] <= ends))


def ordered(rows: Iterable[Row]) -> Order:
    """The order of rows that come by key."""
    items, first, last, at, length = (array(code) for code in "iiiqi")
    for n, begins, ends, address, size in rows:
        items.append(n)
        first.append(begins)
        last.append(ends)
        at.append(address)
        length.append(size)
    counts = array("i", bytes(4 * (max(items, default=-1) + 2)))
    for n in items:
        counts[n + 1] += 1
    starts = array("i", accumulate(counts))
    places, free = array("i", bytes(4 * len(items))), starts[:]
    for place, n in enumerate(items):
        places[free[n]] = place
        free[n] += 1
    return Order(items, first, last, at, length, starts, places)
