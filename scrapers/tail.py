"""Reading the end of a WARC file that has no index : whole gzip members, a truncated last one is no error."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from scrapers.warc import described

_BLOCK = 65536


def members(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """(offset, bytes) of each whole gzip member from `start` on; stops at the first that is not whole."""
    with path.open("rb") as stream:
        stream.seek(start)
        rest = b""
        while True:
            held = bytearray()
            decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
            while not decoder.eof:
                block = rest or stream.read(_BLOCK)
                rest = b""
                if not block:
                    return
                held += block
                try:
                    decoder.decompress(block)
                except zlib.error:
                    return
            rest = decoder.unused_data
            whole = bytes(held[: len(held) - len(rest)])
            yield start, whole
            start += len(whole)


def scan(path: Path, start: int) -> Iterator[dict[str, Any]]:
    """An index line, as JSON types and without its file, for each whole record of ours from `start` on."""
    for offset, data in members(path, start):
        try:
            plain = described(next(iter(ArchiveIterator(BytesIO(data)))))
        except (ArchiveLoadFailed, StopIteration):
            return
        if plain is not None:
            yield {**plain, "offset": offset, "length": len(data)}
