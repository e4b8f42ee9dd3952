"""Reading a WARC file member by member: from any offset to its end, and past damage to the next whole member."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 65536
_MAGIC = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Whole:
    """A gzip member that is whole (its CRC fits): where it lies, and the uncompressed record."""

    offset: int
    length: int
    record: bytes

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that are no whole member. `torn` = the beginning of a member at the very end of the file: its writer was
    stopped there, or is still writing it, or the file was cut."""

    offset: int
    length: int
    reason: str
    torn: bool = False

    @property
    def end(self) -> int:
        return self.offset + self.length


class _Ends(Exception):
    """The file ends within a member."""


def walk(path: Path, start: int = 0, end: int | None = None) -> Iterator[Whole | Broken]:
    """Everything from `start` to `end` (default: the end of the file at the time of the call), in order, no byte left
    out. Damage is given as one stretch and reading goes on behind it. OSError when the file cannot be read."""
    with path.open("rb") as stream:
        descriptor = stream.fileno()
        end = os.fstat(descriptor).st_size if end is None else end
        while start < end:
            try:
                found: Whole | Broken = _member(descriptor, start, end)
            except _Ends:
                found = _broken(descriptor, start, end, "half a record", torn=True)
            except (zlib.error, ValueError) as error:
                found = _broken(descriptor, start, end, str(error), torn=False)
            yield found
            start = found.end


def salvage(path: Path, broken: Broken) -> bytes:
    """As much of a broken stretch as still can be uncompressed from its beginning."""
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts = []
    with path.open("rb") as stream, suppress(zlib.error):
        stream.seek(broken.offset)
        for byte in stream.read(broken.length):
            parts.append(decoder.decompress(bytes((byte,))))
    return b"".join(parts)


def _member(descriptor: int, start: int, end: int) -> Whole:
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts, at = [], start
    while not decoder.eof:
        block = os.pread(descriptor, min(_BLOCK, end - at), at)
        if not block:
            raise _Ends
        at += len(block)
        parts.append(decoder.decompress(block))
    record = b"".join(parts)
    if not record.startswith(b"WARC/"):
        raise ValueError("a gzip member that is no WARC record")
    return Whole(start, at - len(decoder.unused_data) - start, record)


def _broken(descriptor: int, start: int, end: int, reason: str, torn: bool) -> Broken:
    """The stretch up to the next whole member; what ends the file with a whole member behind it is damage, not torn."""
    for offset in _candidates(descriptor, start + 1, end):
        try:
            _member(descriptor, offset, end)
        except (_Ends, zlib.error, ValueError):
            continue
        return Broken(start, offset - start, reason)
    return Broken(start, end - start, reason, torn)


def _candidates(descriptor: int, start: int, end: int) -> Iterator[int]:
    while start < end:
        block = os.pread(descriptor, min(_BLOCK, end - start) + len(_MAGIC) - 1, start)
        found = block.find(_MAGIC)
        while found >= 0:
            yield start + found
            found = block.find(_MAGIC, found + 1)
        start += _BLOCK
