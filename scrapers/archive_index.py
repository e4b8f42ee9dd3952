"""`index.sqlite`: where each record lies, so that a capture is found without scanning and without loading an index.

It holds nothing that the WARC files do not say. Whatever is missing is read from them (`refresh`); a row that does not
fit its file makes that file be read again; an index that SQLite cannot read is removed and made anew; a folder that
cannot be written gets one in memory. Many processes share it (WAL). `secure_delete` keeps no bytes of removed rows.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from scrapers import archive_rows as rows
from scrapers.archive_files import sizes
from scrapers.archive_rows import Entry
from scrapers.tail import Broken, Whole, walk
from scrapers.warc import Described, Heading, Sighting, Tombstone, described

T = TypeVar("T")
NAME = "index.sqlite"
_PATIENCE = 60.0
"""Seconds to wait for another process' write: the longest is one file being read for the first time."""

_NOT_WRITABLE = ("unable to open", "readonly database", "disk I/O error")

_log = logging.getLogger(__name__)


class ArchiveIndex:
    """The index of one folder. Threads may share one; a fork opens its own connection."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._in_memory = False
        self._missing = False
        self._inode = 0

    # --- looking up ---------------------------------------------------------------------------------------------------

    def bodies(self, sha256: str) -> list[Entry]:
        """Records that hold this body, in the order of their fetching; none of a purged one."""
        return self._ask(lambda c: rows.entries(c, rows.BODIES, (rows.digest(sha256),)))

    def has(self, sha256: str) -> bool:
        return self._ask(lambda c: c.execute(rows.HAS, (rows.digest(sha256),)).fetchone() is not None)

    def sightings(self, sha256: str) -> list[Entry]:
        """Every record of a body, revisits too, also of a purged one whose records still lie in a live file."""
        return self._ask(lambda c: rows.entries(c, rows.SIGHTINGS, (rows.digest(sha256),)))

    def tombstone(self, sha256: str) -> Tombstone | None:
        return self._ask(lambda c: rows.tombstone(c, sha256))

    def tombstones(self) -> list[Tombstone]:
        return self._ask(rows.tombstones)

    def graves(self) -> int:
        """How many bodies were purged so far."""
        return self._ask(lambda c: int(c.execute(rows.GRAVES).fetchone()[0]))

    def buried_yet_there(self) -> list[Entry]:
        """Records of purged bodies that still lie in a file: their taking out was killed, or a process holds it."""
        return self._ask(lambda c: rows.entries(c, rows.BURIED_YET_THERE, ()))

    def of_url(self, url: str) -> list[Entry]:
        """Records that answer this very address (as asked for, or as it ended), in the order of their fetching."""
        return self._ask(lambda c: rows.entries(c, rows.OF_URL, (rows.key_of(url),)))

    def again(self, entry: Entry) -> Entry | None:
        """The same record, wherever it lies now; None when it is purged or pruned."""
        found = self._ask(lambda c: rows.entries(c, rows.AGAIN, rows.identity(entry)))
        return next((e for e in found if e.request == entry.request and e.source == entry.source), None)

    def every(self) -> Iterator[Entry]:
        """All records but those of purged bodies, in the order of their fetching, as they are at this moment."""
        self._ask(lambda c: None)
        if self._in_memory:
            yield from self._ask(lambda c: rows.entries(c, rows.EVERY, ()))
            return
        with closing(self._open(self._folder / NAME)) as snapshot:  # one statement sees one state, however long it runs
            for row in snapshot.execute(rows.EVERY):
                yield rows.entry_of(row)

    def tallies(self) -> rows.Tallies:
        return self._ask(rows.tallies)

    def files(self) -> dict[str, int]:
        """Indexed length of each file that counts (those that a rewritten one stands for do not)."""
        return self._ask(lambda c: {name: size for name, size, _ in c.execute(rows.FILES)})

    def replaced(self) -> set[str]:
        """Names of files that a rewritten one stands for."""
        return self._ask(rows.replaced)

    def places(self, name: str) -> dict[int, tuple[int, str, bool]]:
        """offset → (length, sha-256, is a revisit) of what is known of a file."""
        return self._ask(lambda c: {o: (n, s.hex(), bool(r)) for o, n, s, r in c.execute(rows.PLACES, (name,))})

    # --- keeping up ---------------------------------------------------------------------------------------------------

    def add(self, entry: Entry) -> None:
        """A record that this process has just written. An index that is busy or broken learns of it by `refresh`."""
        try:
            self._ask(lambda c: rows.append(c, entry))
        except sqlite3.Error as error:
            _log.warning("%s: %s; the record is found by the next reading of its file", NAME, error)

    def refresh(self) -> None:
        """Reads what has been written, rewritten or removed since the last look. Raises sqlite3.Error when it can't."""
        self._ask(self._catch_up)

    def adopt(self, name: str, size: int, found: Iterable[tuple[int, int, Described]]) -> None:
        """A rewritten file with its records, in place of those that it stands for: readers see all of it or none."""

        def take(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                file = rows.file_number(connection, name)
                for offset, length, said in found:
                    _write_row(connection, file, name, offset, length, said)
                connection.execute(rows.SEEN, (size, size, file))

        self._ask(take)

    def forget(self, names: Iterable[str]) -> None:
        """Files that are about to go."""

        def drop(connection: sqlite3.Connection) -> None:
            for name in names:
                self._forget(connection, name)

        self._ask(drop)

    def reread(self, name: str) -> None:
        """Forgets what it knows of a file and reads it again."""
        self._ask(lambda c: self._forget(c, name))
        self.refresh()

    def shrink(self) -> bool:
        """Leaves no byte of removed rows in the index or its journal; False when another process is reading it."""
        if self._in_memory:
            return True

        def tidy(connection: sqlite3.Connection) -> bool:
            connection.execute("PRAGMA busy_timeout = 5000")
            try:
                connection.execute("VACUUM")
                return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
            except sqlite3.OperationalError:
                return False
            finally:
                connection.execute(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")

        return self._ask(tidy)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    # --- inside -------------------------------------------------------------------------------------------------------

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        present = sizes(self._folder)
        known = {name: (size, seen) for name, size, seen in connection.execute(rows.FILES)}
        dead = rows.replaced(connection)
        new = sorted(present.keys() - known.keys() - dead)
        for name in new:
            dead |= set(_replaced_by(self._folder / name))
        for name in sorted(known.keys() - present.keys()):
            self._forget(connection, name)
        for name in sorted(present.keys() - dead):
            if name not in known or present[name] != known[name][1]:
                self._read_file(connection, name, present[name])

    def _read_file(self, connection: sqlite3.Connection, name: str, seen: int) -> None:
        with _transaction(connection):
            row = connection.execute(rows.FILE, (name,)).fetchone()
            start = row[1] if row else 0
            if start > seen:  # a file never shrinks: what lies there now is another one
                rows.remove(connection, name)
                start, row = 0, None
            file = rows.file_number(connection, name)
            end = start
            try:
                for found in walk(self._folder / name, start, seen):
                    if isinstance(found, Broken):
                        _log.warning("%s: %d bytes at %d: %s", name, found.length, found.offset, found.reason)
                        end = end if found.torn else found.end
                        continue
                    end = found.end
                    _note(connection, file, name, found)
            except FileNotFoundError:
                rows.remove(connection, name)
                return
            connection.execute(rows.SEEN, (end, seen, file))

    def _forget(self, connection: sqlite3.Connection, name: str) -> None:
        with _transaction(connection):
            rows.remove(connection, name)

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                return question(self._connected())
            except sqlite3.DatabaseError as error:
                if not _is_broken(error):
                    raise
                _log.warning("%s: %s; it is made again from the WARC files", self._folder / NAME, error)
            self._start_over()
            connection = self._connected()
            self._catch_up(connection)
            return question(connection)

    def _connected(self) -> sqlite3.Connection:
        if self._connection is not None and self._process == os.getpid() and self._is_elsewhere():
            self.close()
        if self._connection is None or self._process != os.getpid():
            # A connection must not cross a fork: the parent's is left alone, not even closed.
            self._process, self._missing = os.getpid(), not self._folder.is_dir()
            try:
                self._connection, self._in_memory = self._open(self._folder / NAME), False
                self._inode = (self._folder / NAME).stat().st_ino
            except sqlite3.OperationalError as error:
                if not any(sign in str(error) for sign in _NOT_WRITABLE):
                    raise
                self._connection, self._in_memory = self._open(None), True
        return self._connection

    def _is_elsewhere(self) -> bool:
        """True when the folder has come into being, or when somebody removed the index under our hands."""
        if self._in_memory:
            return self._missing and self._folder.is_dir()
        try:
            return (self._folder / NAME).stat().st_ino != self._inode
        except FileNotFoundError:
            return True

    def _open(self, path: Path | None) -> sqlite3.Connection:
        connection = sqlite3.connect(
            path or ":memory:", timeout=_PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        try:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -65536")  # KiB at most: sha-256 come in no order
            if not _is_made(connection):
                _make(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _start_over(self) -> None:
        self.close()
        for name in (NAME, NAME + "-wal", NAME + "-shm"):
            with suppress(FileNotFoundError):
                (self._folder / name).unlink()


def _is_made(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == rows.VERSION)


def _make(connection: sqlite3.Connection) -> None:
    """Empty tables, unless another process was faster. SQLite does not wait by itself where a journal is changed."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
    with _transaction(connection):
        if not _is_made(connection):
            rows.create(connection)


def _note(connection: sqlite3.Connection, file: int, name: str, found: Whole) -> None:
    try:
        said = described(found.record)
    except ValueError as error:
        _log.warning("%s: record at %d: %s", name, found.offset, error)
        return
    if said is not None:
        _write_row(connection, file, name, found.offset, found.length, said)


def _write_row(connection: sqlite3.Connection, file: int, name: str, offset: int, length: int, said: Described) -> None:
    match said:
        case Sighting():
            rows.insert(connection, file, Entry.of(name, offset, length, said))
        case Tombstone():
            rows.bury(connection, file, said)
        case Heading(replaces):
            for dead in replaces:
                rows.remove(connection, dead)
                rows.replace(connection, file, dead)


def _replaced_by(path: Path) -> Iterable[str]:
    """The names in the heading of a file, when it has one."""
    try:
        first = next(walk(path), None)
        said = described(first.record) if isinstance(first, Whole) else None
    except (FileNotFoundError, ValueError):
        return ()
    return said.replaces if isinstance(said, Heading) else ()


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    """True for an index that no waiting mends: no database, malformed, its tables missing."""
    text = str(error)
    return type(error) is sqlite3.DatabaseError or any(sign in text for sign in ("no such table", "no such column"))
