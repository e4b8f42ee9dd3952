"""How a file is put together: each item is cut into pieces once, and every file that holds it is made of the same ones.

A piece depends on its item and on the site alone, never on the file, the day or the other items. So one that is kept
stays right until its item moves, and a file with a hundred thousand items is a copy of what is known (FEEDS.md §1,
incremental publishing). What a format prints around its items is written for each file anew.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import islice
from typing import BinaryIO

from feeds.channel import Channel, Site
from feeds.rights import released
from vigie.model import Item

_LAST = 10**16
TOGETHER = 64
"""Pieces that are written at once: with 100 kB in each it is still little."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one item, or one of its sessions, adds to a file. `key` orders pieces within a file, ascending.

    `first` and `last` are the days that it is about: a file with a window holds those that touch it. None: any day.
    """

    key: str
    data: bytes
    first: date | None = None
    last: date | None = None


Cut = Callable[[Item, Site], Iterable[Piece]]
"""The pieces of one released item; none when it has no place in the format."""
Write = Callable[[Iterable[bytes], Channel, BinaryIO], int]
"""Writes a whole file from pieces in their order, reading them once; returns how many rows it holds."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to print items.

    `cut` may be changed only together with what it prints: pieces are kept under `name` until the code of the room
    moves. `most` is the largest number of pieces of one file; the others come in the next page, an archive, or another
    format.
    """

    name: str
    suffix: str
    media_type: str
    cut: Cut
    write: Write
    most: int | None = None

    def render(self, items: Sequence[Item], channel: Channel) -> bytes:
        """One whole file of `items`, in memory: for filters, single items, tests. The rights gate is inside."""
        pieces = (p for item in items for p in self.cut(released(item), channel.site) if within(p, channel))
        ordered = sorted(pieces, key=lambda p: p.key)[: self.most]
        out = io.BytesIO()
        self.write((p.data for p in ordered), channel, out)
        return out.getvalue()


def within(piece: Piece, channel: Channel) -> bool:
    """Whether a piece touches the window of a channel."""
    return piece.first is None or channel.covers(piece.first, piece.last or piece.first)


def newest_first(item: Item) -> str:
    """A key that sorts what was revised last first; ids settle what was revised together, as they do in the pages of
    the JSON API and in filters."""
    micros = int(item.revised_at.astimezone(UTC).timestamp() * 1_000_000)
    return f"{_LAST - micros:017d}{item.id}"


def joined(before: bytes, pieces: Iterable[bytes], between: bytes, after: bytes, out: BinaryIO) -> int:
    """Writes `before`, the pieces with `between` them, and `after`; returns the number of pieces."""
    rows, rest = 0, iter(pieces)
    out.write(before)
    while some := list(islice(rest, TOGETHER)):
        if rows:
            out.write(between)
        out.write(between.join(some))
        rows += len(some)
    out.write(after)
    return rows
