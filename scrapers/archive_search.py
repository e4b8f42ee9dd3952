"""Looking through an archive: captures by address, and bytes anywhere (the proof that a takedown left nothing)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scrapers.archive import WarcArchive
from scrapers.archive_files import ENDING
from scrapers.tail import Broken, salvage, walk

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a needle lies: in the bytes of a file as they are, or (`record`) in the record that starts there."""

    file: str
    offset: int
    needle: bytes
    record: bool


def find_urls(archive: WarcArchive, predicate: Callable[[str], bool]) -> Iterator[tuple[str, str, str, datetime]]:
    """(source, sha-256, address, fetched at) of every record whose address, as asked for or as answered, is wanted."""
    for entry in archive.listed():
        for url in dict.fromkeys((entry.request.url, entry.url)):
            if predicate(url):
                yield entry.source, entry.sha256, url, entry.fetched_at


def contains(folder: Path, needles: Sequence[bytes]) -> Iterator[Hit]:
    """Every file of the folder that holds a needle, and every record (headers and body, uncompressed; of damaged ones
    what can be read). The bytes are compared as they are: give each spelling that matters."""
    wanted = [needle for needle in needles if needle]
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(path.relative_to(folder))
        yield from _raw(path, name, wanted)
        if ENDING in path.name:
            for found in walk(path):
                record = salvage(path, found) if isinstance(found, Broken) else found.record
                yield from (Hit(name, found.offset, needle, True) for needle in wanted if needle in record)


def _raw(path: Path, name: str, needles: Sequence[bytes]) -> Iterator[Hit]:
    overlap = max(map(len, needles), default=1) - 1
    with path.open("rb") as stream:
        start, held = 0, b""
        while block := stream.read(_BLOCK):
            held += block
            for needle in needles:
                at = held.find(needle)
                if at >= 0:
                    yield Hit(name, start + at, needle, False)
            drop = max(0, len(held) - overlap)
            start, held = start + drop, held[drop:]
