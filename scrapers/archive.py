"""The archive: every response body, in WARC files, before anyone reads it (DESIGN.md §3, laws 1 and 2).

Each process writes a file of its own, one gzip member per record, bodies on disk (fsync) before `keep` returns.
Beside each `*.warc.gz` lies a `*.cdx` of one JSON line per record, written after it. Whatever a kill leaves (a member
without its index line, half a member, half a line) is read for what it holds: the
tail behind the last whole line is scanned.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from scrapers.tail import scan
from scrapers.warc import capture_of, member
from vigie.codec import from_plain, to_plain
from vigie.model import Capture, Request

FILE_LIMIT = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one record lies: `file` name, `offset` and `length` of its gzip member. `fetched_at` is aware UTC."""

    file: str
    offset: int
    length: int
    revisit: bool
    source: str
    sha256: str
    url: str
    request: Request
    fetched_at: datetime


class WarcArchive:
    """Implements vigie.protocols.Archive over a folder that any number of processes share. Threads may share one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._entries: dict[str, dict[int, Entry]] = {}
        self._bodies: dict[str, list[Entry]] = {}
        self._read: dict[str, int] = {}
        self._loaded = False
        self._own: BinaryIO | None = None
        self._own_path = folder
        self._own_process = 0

    def keep(self, source: str, capture: Capture) -> None:
        """Writes a capture and returns once it is on disk; a body that is already kept is not written again."""
        with self._lock:
            self._load_once()
            revisit = capture.sha256 in self._bodies
            data = member(source, capture, revisit)
            stream = self._file(capture.fetched_at)
            name, offset = self._own_path.name, stream.tell()
            entry = Entry(
                name,
                offset,
                len(data),
                revisit,
                source,
                capture.sha256,
                capture.url,
                capture.request,
                capture.fetched_at,
            )
            try:
                stream.write(data)
                stream.flush()
                if not revisit:  # a revisit holds no body: a power cut may cost that sighting, a kill does not
                    os.fsync(stream.fileno())
                with self._own_path.with_name(name + ".cdx").open("ab") as index:
                    index.write(orjson.dumps(to_plain(entry)) + b"\n")
            except OSError:
                self.close()  # nothing may follow half a record (a full disk): the next one goes to a new file
                raise
            self._add(entry)

    def body(self, sha256: str) -> bytes:
        """The body of that sha-256. Raises KeyError when the archive has none."""
        return self._read_member(self._holder(sha256)).body

    def find(self, sha256: str, url: str) -> Capture:
        """A kept response with that body, one of `url` (as requested) when there is one. Raises KeyError without."""
        holder = self._holder(sha256)
        same = [e for e in self._bodies[sha256] if e.request.url == url]
        return self._read_member(same[-1] if same else holder)

    def entries(self) -> Iterator[tuple[str, Capture]]:
        """(source, capture) of everything kept, in the order of its fetching. Bodies are read one at a time."""
        with self._lock:
            self._reload()
            every = [entry for held in self._entries.values() for entry in held.values()]
        for entry in sorted(every, key=lambda e: (e.fetched_at, e.file, e.offset)):
            body = self.body(entry.sha256) if entry.revisit else None
            with (self._folder / entry.file).open("rb") as stream:
                yield capture_of(_slice(stream, entry), body)

    def close(self) -> None:
        """Closes this process' file; the next `keep` opens another."""
        with self._lock:
            if self._own is not None and self._own_process == os.getpid():
                self._own.close()
            self._own = None

    def _holder(self, sha256: str) -> Entry:
        with self._lock:
            if sha256 not in self._bodies:
                self._reload()
            return self._bodies[sha256][0]

    def _read_member(self, entry: Entry) -> Capture:
        with (self._folder / entry.file).open("rb") as stream:
            return capture_of(_slice(stream, entry))[1]

    def _file(self, when: datetime) -> BinaryIO:
        """The file that this very process writes (a fork gets one of its own)."""
        own = self._own
        if own is not None and self._own_process == os.getpid() and own.tell() < FILE_LIMIT:
            return own
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"vigie-{when.astimezone(UTC):%Y%m%d}-{os.getpid()}-{secrets.token_hex(4)}.warc.gz"
        self._own_path = self._folder / name
        self._own = own = self._own_path.open("xb")
        self._own_process = os.getpid()
        return own

    def _add(self, entry: Entry) -> None:
        held = self._entries.setdefault(entry.file, {})
        if entry.offset in held:
            return
        held[entry.offset] = entry
        if not entry.revisit:
            self._bodies.setdefault(entry.sha256, []).append(entry)

    def _load_once(self) -> None:
        # Another process may keep the same body in the meantime: then it lies here twice, which is no harm.
        if not self._loaded:
            self._reload()

    def _reload(self) -> None:
        """Reads what other processes have written since the last look."""
        self._loaded = True
        for path in sorted(self._folder.glob("*.warc.gz")):
            self._read_index(path)
            held = self._entries.get(path.name, {})
            last = held[max(held)] if held else None
            end = last.offset + last.length if last else 0
            if path.stat().st_size > end:
                for plain in scan(path, end):
                    self._add(_entry({**plain, "file": path.name}))

    def _read_index(self, path: Path) -> None:
        index = path.with_name(path.name + ".cdx")
        if not index.exists():
            return
        with index.open("rb") as stream:
            stream.seek(self._read.get(path.name, 0))
            for line in stream:
                if not line.endswith(b"\n"):
                    break  # killed while writing it: the record itself is found by the scan of the tail
                self._read[path.name] = self._read.get(path.name, 0) + len(line)
                self._add(_entry(orjson.loads(line)))


def _entry(plain: dict[str, Any]) -> Entry:
    return from_plain(Entry, plain)


def _slice(stream: BinaryIO, entry: Entry) -> bytes:
    stream.seek(entry.offset)
    return stream.read(entry.length)
