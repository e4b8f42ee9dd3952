"""The files of an archive folder: their names, which process is writing which, and the locks of their care.

`vigie-YYYYMMDD-PID-TOKEN.warc.gz` is written by one process, which holds an exclusive `flock` on it for as long as it
may write; rewritten files have the number 0 in place of a PID. Names are never used twice.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

ENDING = ".warc.gz"
PARTIAL = ".partial"
OLD_INDEX = ".warc.gz.cdx"
"""Index files of the first version: not read any more, and removed since they hold addresses."""

_NAME = re.compile(r"vigie-(\d{8})-(\d+)-(\w+)\.warc\.gz")
_CARE, _COMMIT = ".care.lock", ".commit.lock"


class Busy(RuntimeError):
    """Another process is taking care of this archive."""


def sizes(folder: Path) -> dict[str, int]:
    """Size of every WARC file of the folder, by name. Empty when there is no folder."""
    found: dict[str, int] = {}
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(ENDING):
                with suppress(FileNotFoundError):
                    found[entry.name] = entry.stat().st_size
    return found


def new_name(day: date, process: int) -> str:
    return f"vigie-{day:%Y%m%d}-{process}-{secrets.token_hex(4)}{ENDING}"


def day_of(name: str) -> date | None:
    """The day in a file's name; None for a file that is not named by us."""
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found.group(1), "%Y%m%d").date() if found else None
    except ValueError:
        return None


def utc_day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def open_own(folder: Path, day: date) -> tuple[Path, BinaryIO]:
    """A new file that this process alone writes, locked until it is closed."""
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        path = folder / new_name(day, os.getpid())
        stream = path.open("xb")
        if _take(stream, path):
            return path, stream
        stream.close()  # the care of the archive took the empty file before we could lock it


def lock_idle(path: Path) -> BinaryIO | None:
    """The file, locked against its writer; None when a live process holds it, or when it is gone."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return None
    if _take(stream, path):
        return stream
    stream.close()
    return None


def is_live(path: Path) -> bool:
    """True while some process may write to the file."""
    stream = lock_idle(path)
    if stream is None:
        return path.exists()
    stream.close()
    return False


def _take(stream: BinaryIO, path: Path) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(stream.fileno()).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


@contextmanager
def caring(folder: Path) -> Iterator[None]:
    """One process at a time rewrites files. What a killed one left is removed first. Raises Busy."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _CARE).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"{folder}: another process is taking care of this archive") from error
        for pattern in ("*" + PARTIAL, "*" + OLD_INDEX):
            for left in folder.glob(pattern):
                left.unlink()
        yield


@contextmanager
def committing(folder: Path) -> Iterator[None]:
    """No writer decides that a body is kept, or adds a record, while files change places."""
    with (folder / _COMMIT).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class WritersLock:
    """The writers' side of `committing`: any number of them at once. One per archive and process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _COMMIT
        self._stream: BinaryIO | None = None
        self._process = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        if self._stream is None or self._process != os.getpid():  # a fork shares its parent's lock: it needs its own
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._stream, self._process = self._path.open("ab"), os.getpid()
        fcntl.flock(self._stream, fcntl.LOCK_SH)
        try:
            yield
        finally:
            fcntl.flock(self._stream, fcntl.LOCK_UN)


def sync_folder(folder: Path) -> None:
    """Makes renames and removals in the folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
