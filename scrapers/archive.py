"""The archive: every answer of every source, in WARC, before anyone reads it (DESIGN.md §3, laws 1 and 2).

Each process writes a file of its own, one gzip member per record, bodies on disk (fsync) before `keep` returns; a file
ends with its day or at its limit. Where a record lies is said by `index.sqlite`, which rests on the WARC files alone
(scrapers.archive_index). Small files of past days are merged by `archive_compact`; takedowns are `archive_purge`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from scrapers.archive_files import WritersLock, open_own, utc_day
from scrapers.archive_index import ArchiveIndex
from scrapers.archive_rows import Entry
from scrapers.warc import Sighting, Tombstone, capture_of, member
from vigie.model import Capture

__all__ = ["FILE_LIMIT", "Entry", "Purged", "WarcArchive", "undescribed"]

FILE_LIMIT = 512 * 1024 * 1024
"""Bytes from which on a file is closed and another begun: what a takedown has to rewrite at most for one record."""

_OF_THE_BODY = frozenset(
    ("content-length", "content-encoding", "content-md5", "digest", "content-digest", "repr-digest", "etag")
)


class Purged(KeyError):
    """A body that was taken down: why, when (aware UTC), and the sha-256 of what stands for it now, if any."""

    def __init__(self, tombstone: Tombstone) -> None:
        super().__init__(tombstone.sha256)
        self.because = tombstone.because
        self.at = tombstone.at
        self.replaced_by = tombstone.replaced_by

    def __str__(self) -> str:
        return f"{self.args[0]} was purged on {self.at:%Y-%m-%d}: {self.because}"


class WarcArchive:
    """Implements vigie.protocols.Archive over a folder that any number of processes share. Threads may share one."""

    def __init__(self, folder: Path, file_limit: int = FILE_LIMIT) -> None:
        self.folder = folder
        self.index = ArchiveIndex(folder)
        self._limit = file_limit
        self._lock = threading.RLock()
        self._writers = WritersLock(folder)
        self._fresh = False
        self._own: BinaryIO | None = None
        self._own_path = folder
        self._own_process = 0
        self._own_day: date | None = None
        self._own_graves = 0

    def keep(self, source: str, capture: Capture) -> None:
        """Writes a capture and returns once it is on disk; a body that is already kept is not written again.

        A body that was purged is never written: its sighting is kept with what took its place, or not at all.
        """
        with self._lock, self._writers.held():
            self._look_once()
            allowed = self._allowed(capture)
            if allowed is None:
                return
            revisit = self.index.has(allowed.sha256)
            data = member(source, allowed, revisit)
            stream = self._file(utc_day(allowed.fetched_at))
            offset = stream.tell()
            try:
                stream.write(data)
                stream.flush()
                if not revisit:  # a revisit holds no body: a power cut may cost that sighting, a kill does not
                    os.fsync(stream.fileno())
            except OSError:
                self._close_own()  # nothing may follow half a record (a full disk): the next one goes to a new file
                raise
            said = Sighting(revisit, source, allowed.sha256, allowed.url, allowed.request, allowed.fetched_at)
            self.index.add(Entry.of(self._own_path.name, offset, len(data), said))

    def body(self, sha256: str) -> bytes:
        """The body of that sha-256. Raises Purged when it was taken down, KeyError when the archive has none."""
        return self._capture(self._bodies(sha256)[0], None)[1].body

    def find(self, sha256: str, url: str) -> Capture:
        """A kept response with that body, one of `url` (as requested) when there is one. Raises as `body` does."""
        held = self._bodies(sha256)
        same = [e for e in held if e.request.url == url]
        return self._capture(same[-1] if same else held[0], None)[1]

    def replaced_by(self, sha256: str) -> str | None:
        """The sha-256 of the redacted body that stands for a purged one; None when there is none."""
        tombstone = self._tombstone(sha256)
        if tombstone is None or tombstone.replaced_by is None:
            return None
        last = self._tombstone(tombstone.replaced_by)
        return tombstone.replaced_by if last is None else self.replaced_by(tombstone.replaced_by)

    def entries(self) -> Iterator[tuple[str, Capture]]:
        """(source, capture) of everything kept and not purged, in the order of its fetching. Bodies are read one at a
        time; what is purged or pruned meanwhile is left out."""
        for entry in self.listed():
            try:
                body = self.body(entry.sha256) if entry.revisit else None
                kept = self._capture(entry, body)
            except KeyError:
                with self._lock:
                    self.index.refresh()
                if self.index.again(entry) is not None and self.index.tombstone(entry.sha256) is None:
                    raise
                continue
            yield kept

    def has_purged(self) -> bool:
        """Whether any body was ever taken down."""
        with self._lock:
            self._look_once()
            return self.folder.is_dir() and self.index.graves() > 0

    def listed(self) -> Iterator[Entry]:
        """Every record that is kept and not purged, revisits too, in the order of its fetching; no file is opened."""
        if not self.folder.is_dir():
            return
        self.index.refresh()
        self._fresh = True
        yield from self.index.every()

    def close(self) -> None:
        """Closes this process' file and its index; the next call opens others."""
        with self._lock:
            self._close_own()
            self.index.close()

    def record(self, entry: Entry, body: bytes | None = None) -> tuple[str, Capture]:
        """Source and capture of one record; a revisit gets `body`. Raises KeyError when it is gone."""
        return self._capture(entry, body)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _allowed(self, capture: Capture) -> Capture | None:
        """What may be kept of an answer: itself, what stands for its purged body, or nothing."""
        if self.index.tombstone(capture.sha256) is None:
            return capture
        instead = self.replaced_by(capture.sha256)
        if instead is None or not self.index.has(instead):
            return None
        return undescribed(replace(capture, body=b"", sha256=instead))

    def _bodies(self, sha256: str) -> list[Entry]:
        with self._lock:
            self._look_once()
            found = self.index.bodies(sha256)
            if found:
                return found
            if self.folder.is_dir():
                self.index.refresh()
            tombstone = self.index.tombstone(sha256)
            if tombstone is not None:
                raise Purged(replace(tombstone, replaced_by=self.replaced_by(sha256)))
            found = self.index.bodies(sha256)
            if not found:
                raise KeyError(sha256)
            return found

    def _tombstone(self, sha256: str) -> Tombstone | None:
        with self._lock:
            self._look_once()
            return self.index.tombstone(sha256)

    def _capture(self, entry: Entry, body: bytes | None) -> tuple[str, Capture]:
        """Reads a record where the index says that it lies; once more after looking again, when it is not there."""
        try:
            return self._read(entry, body)
        except (ValueError, FileNotFoundError):
            with self._lock:
                if (self.folder / entry.file).exists():
                    self.index.reread(entry.file)
                self.index.refresh()
                moved = self.index.again(entry)
        if moved is None:
            raise KeyError(entry.sha256)
        return self._read(moved, body)

    def _read(self, entry: Entry, body: bytes | None) -> tuple[str, Capture]:
        with (self.folder / entry.file).open("rb") as stream:
            source, capture = capture_of(os.pread(stream.fileno(), entry.length, entry.offset), body)
        if capture.sha256 != entry.sha256:
            raise ValueError(f"{entry.file} holds another record at {entry.offset} than the index says")
        return source, capture

    def _file(self, day: date) -> BinaryIO:
        """The file that this very process writes (a fork gets one of its own), of this day and below its limit.

        A takedown since it was opened closes it: what it holds of the purged body can then be taken out.
        """
        graves = self.index.graves()
        own = self._own
        ours = own is not None and self._own_process == os.getpid()
        if own is not None and ours and own.tell() < self._limit and (self._own_day, self._own_graves) == (day, graves):
            return own
        self._close_own()
        self._own_path, own = open_own(self.folder, day)
        self._own, self._own_process, self._own_day, self._own_graves = own, os.getpid(), day, graves
        return own

    def _close_own(self) -> None:
        if self._own is not None and self._own_process == os.getpid():
            self._own.close()
        self._own = None

    def _look_once(self) -> None:
        # Another process may keep the same body in the meantime: then it lies here twice, which is no harm.
        if not self._fresh and self.folder.is_dir():
            try:
                self.index.refresh()
            except sqlite3.OperationalError:
                return  # another process is reading a big file into the index: what is missing is looked for when asked
            self._fresh = True


def undescribed(capture: Capture) -> Capture:
    """The capture without the headers that described the bytes of a body that it no longer has."""
    return replace(capture, headers=tuple((k, v) for k, v in capture.headers if k.lower() not in _OF_THE_BODY))
