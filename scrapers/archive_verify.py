"""Proving that an archive is whole: every byte of every file accounted for, every digest computed again."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scrapers.archive_files import caring, is_live, sizes
from scrapers.archive_index import ArchiveIndex
from scrapers.tail import Broken, Whole, walk
from scrapers.warc import Described, Heading, Sighting, Tombstone, block_of, described, headers_of


class Harm(StrEnum):
    """What can be wrong with an archive."""

    DAMAGED = "damaged"
    TORN = "torn"
    DIGEST = "digest"
    LOST = "lost"
    UNRESOLVED = "unresolved"
    INDEX = "index"
    UNPURGED = "unpurged"


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong: where (bytes from the beginning of the file), what, and in words."""

    file: str
    offset: int
    harm: Harm
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong. Empty `damage` = every record can be read and is what it was."""

    files: int
    records: int
    bodies: int
    revisits: int
    tombstones: int
    bytes: int
    damage: tuple[Damage, ...]


def verify(folder: Path) -> Report:
    """Reads all of it; what live processes write meanwhile is looked at as far as it goes. Raises Busy."""
    with caring(folder):
        return _Inspection(folder).report()


class _Inspection:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._damage: list[Damage] = []
        self._bodies: set[bytes] = set()
        self._graves: set[bytes] = set()
        self._revisits: dict[bytes, tuple[str, int]] = {}
        self._sighted: dict[bytes, tuple[str, int]] = {}
        self._tally = {"records": 0, "bodies": 0, "revisits": 0}

    def report(self) -> Report:
        index = ArchiveIndex(self._folder)
        try:
            known = index.files()  # before it looks at the files: what it says now was once true
            present = sizes(self._folder)
            dead = index.replaced() | {name for n in present for name in _stands_for(self._folder / n)}
            files = sorted(present.keys() - dead)
            for name in files:
                self._file(name, index, known.get(name, 0), live=is_live(self._folder / name))
            for name in sorted(known.keys() - present.keys() - dead):
                self._lost(name, index.places(name))
        finally:
            index.close()
        for sha, (name, offset) in self._revisits.items():
            if sha not in self._bodies and sha not in self._graves:
                self._say(name, offset, Harm.UNRESOLVED, f"no file holds the body {sha.hex()}")
        for sha in sorted(self._graves & self._sighted.keys()):
            self._say(*self._sighted[sha], Harm.UNPURGED, f"a record of {sha.hex()}, which was purged")
        length = sum(present[name] for name in files)
        damage = tuple(sorted(self._damage, key=lambda d: (d.file, d.offset, d.harm)))
        return Report(len(files), **self._tally, tombstones=len(self._graves), bytes=length, damage=damage)

    def _file(self, name: str, index: ArchiveIndex, indexed: int, live: bool) -> None:
        places = index.places(name)
        broken: list[Broken] = []
        end = 0
        for found in walk(self._folder / name):
            if isinstance(found, Broken):
                if found.torn and live:
                    break
                broken.append(found)
                harm = Harm.TORN if found.torn else Harm.DAMAGED
                self._say(name, found.offset, harm, f"{found.length} bytes: {found.reason}")
                continue
            end = found.end
            said = self._record(name, found)
            row = places.pop(found.offset, None)
            if isinstance(said, Sighting) and found.end <= indexed:
                fits = row == (found.length, said.sha256, said.revisit)
                if not fits:
                    self._say(name, found.offset, Harm.INDEX, "the index says something else of this record")
        for at, row in sorted(places.items()):
            if at >= end or any(b.offset <= at < b.end for b in broken):
                self._lost(name, {at: row})
            else:
                self._say(name, at, Harm.INDEX, "the index names a record that the file does not have")

    def _record(self, name: str, found: Whole) -> Described | None:
        self._tally["records"] += 1
        try:
            said = described(found.record)
            wrong = _wrong_digest(found.record, said)
        except ValueError as error:
            self._say(name, found.offset, Harm.DAMAGED, str(error))
            return None
        if wrong:
            self._say(name, found.offset, Harm.DIGEST, wrong)
        if isinstance(said, Tombstone):
            self._graves.add(_bytes(said.sha256))
        if isinstance(said, Sighting):
            sha = _bytes(said.sha256)
            self._tally["revisits" if said.revisit else "bodies"] += 1
            self._sighted.setdefault(sha, (name, found.offset))
            if said.revisit:
                self._revisits.setdefault(sha, (name, found.offset))
            elif not wrong:
                self._bodies.add(sha)
        return said

    def _lost(self, name: str, places: dict[int, tuple[int, str, bool]]) -> None:
        for offset, (length, sha256, _) in sorted(places.items()):
            self._say(name, offset, Harm.LOST, f"{length} bytes of {sha256} were here")

    def _say(self, file: str, offset: int, harm: Harm, detail: str) -> None:
        self._damage.append(Damage(file, offset, harm, detail))


def _wrong_digest(record: bytes, said: Described | None) -> str:
    """Why the block or the body is not what its record says, or nothing."""
    headers, block = headers_of(record), block_of(record)
    if headers.get("content-length") != str(len(block)):
        return f"a block of {len(block)} bytes instead of {headers.get('content-length')}"
    promised = headers.get("warc-block-digest", "")
    if promised.startswith("sha1:"):
        found = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
        if found != promised.removeprefix("sha1:"):
            return "the block does not have its digest"
    if isinstance(said, Sighting) and not said.revisit:
        body = block.partition(b"\r\n\r\n")[2]
        if hashlib.sha256(body).hexdigest() != said.sha256:
            return f"the body does not have its sha-256 {said.sha256}"
    return ""


def _stands_for(path: Path) -> tuple[str, ...]:
    try:
        first = next(walk(path), None)
        said = described(first.record) if isinstance(first, Whole) else None
    except (FileNotFoundError, ValueError):
        return ()
    return said.replaces if isinstance(said, Heading) else ()


def _bytes(sha256: str) -> bytes:
    try:
        return bytes.fromhex(sha256)
    except ValueError:
        return sha256.encode()
