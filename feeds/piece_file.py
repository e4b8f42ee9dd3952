"""The bytes of pieces, one after another in one file beside their index: read by address, without a query for each.

Only the index knows what lies where. Bytes that it does not name are nobody's: those of a fill that was killed are cut
off by the next one, and those of items that left are overwritten with zeros (`wipe`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

Range = tuple[int, int]
"""Where bytes lie: address, length."""

_BLOCK = 1 << 18
"""Bytes that are read at once, at most, where pieces lie one after another."""
_GAP = 1 << 12
"""Bytes between two pieces that are rather read than jumped over."""
_ZEROS = bytes(1 << 16)


class PieceFile:
    """One file of pieces. `end` is where the next piece goes; raises OSError when the file is shorter than that."""

    def __init__(self, path: Path, end: int) -> None:
        self.path, self.end = path, end
        self._file: BinaryIO = path.open("r+b" if end else "w+b")
        if self._file.seek(0, os.SEEK_END) < end:
            self._file.close()
            raise OSError(f"{path}: shorter than its index says")

    def begin(self) -> None:
        """Cuts off what a fill that was killed had added."""
        self._file.truncate(self.end)
        self._file.seek(self.end)

    def add(self, data: bytes) -> int:
        """Adds a piece and returns where it lies."""
        at = self.end
        self._file.write(data)
        self.end += len(data)
        return at

    def flush(self) -> None:
        """What was added is on disk."""
        self._file.flush()
        os.fdatasync(self._file.fileno())

    def read(self, ranges: Iterable[Range]) -> Iterator[bytes]:
        """The bytes of each range. Neighbours are read together; the file is not mapped, because what is touched of a
        map counts as memory of this process."""
        handle, together = self._file.fileno(), list[Range]()
        start = end = 0
        for at, length in ranges:
            if together and not (end <= at <= end + _GAP and at + length - start <= _BLOCK):
                yield from _cut(os.pread(handle, end - start, start), start, together)
                together.clear()
            if not together:
                start = at
            together.append((at, length))
            end = at + length
        if together:
            yield from _cut(os.pread(handle, end - start, start), start, together)

    def wipe(self, ranges: Iterable[Range]) -> None:
        """Overwrites ranges with zeros: what was taken down must not be found in the file."""
        for at, length in ranges:
            for start in range(at, at + length, len(_ZEROS)):
                os.pwrite(self._file.fileno(), _ZEROS[: at + length - start], start)
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def _cut(block: bytes, start: int, ranges: list[Range]) -> Iterator[bytes]:
    if len(ranges) == 1:
        return iter((block,))
    return (block[at - start : at - start + length] for at, length in ranges)
