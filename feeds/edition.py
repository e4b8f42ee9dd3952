"""Files that are whole at every instant: written beside, flushed, then renamed into place; the edition before is kept
(law 9)."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

STAGING = ".edition"
LOCK = ".lock"
PREVIOUS = ".previous"
KEEPING = ".keeping"
PUTTING = ".putting"
HELD = ".held"
BUFFER = 1 << 18
FEW = 40
"""Files up to which each one is flushed by itself; for more, the whole system is asked once."""


class NoPrevious(LookupError):
    """There is no edition to go back to."""


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A private folder beside the published files, held by one publisher at a time; waits for another to finish.

    What a killed publisher left in it is removed first: under the lock nobody else can be writing there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stage = folder / STAGING
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


class Draft(io.RawIOBase, BinaryIO):
    """A file while it is made: hashed as it grows. A small one is put into the staging folder only when it is kept."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._hash = path, hashlib.sha256()
        self._file: BinaryIO | None = None
        self._held: list[bytes] = []
        self.bytes = self._many = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        chunk = bytes(data)
        self._held.append(chunk)
        self._many += len(chunk)
        if self._many > BUFFER:
            self._out(self._block())
        return len(chunk)

    def end(self) -> str:
        """Nothing more comes; returns the hexadecimal sha-256 of the whole."""
        self._rest = self._block()
        return self._hash.hexdigest()

    def keep(self) -> None:
        """It lies in the staging folder, to be flushed by `put`."""
        self._out(self._rest).close()

    def drop(self) -> None:
        """It is not wanted."""
        if self._file is not None:
            self._file.close()
            self._path.unlink()

    def _block(self) -> bytes:
        block = b"".join(self._held)
        self._held.clear()
        self._hash.update(block)
        self.bytes, self._many = self.bytes + len(block), 0
        return block

    def _out(self, block: bytes) -> BinaryIO:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb")
        self._file.write(block)
        return self._file


def sha256(path: Path) -> str:
    """Hexadecimal sha-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(folder: Path, paths: Iterable[str]) -> None:
    """Keeps the published files as the edition before, by hard links. The edition that a killed publisher had begun to
    put in place was not one: what it kept stays."""
    mark = folder / PUTTING
    if mark.exists():
        return
    keeping, older = folder / KEEPING, folder / f"{PREVIOUS}-old"
    shutil.rmtree(keeping, ignore_errors=True)
    shutil.rmtree(older, ignore_errors=True)
    keeping.mkdir()
    made: set[str] = set()
    for path in paths:
        parent = os.path.dirname(path)
        if parent not in made:
            (keeping / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        with suppress(FileNotFoundError):
            _linked(f"{folder}/{path}", f"{keeping}/{path}")
    if (folder / PREVIOUS).exists():
        (folder / PREVIOUS).rename(older)
    keeping.rename(folder / PREVIOUS)
    shutil.rmtree(older, ignore_errors=True)
    mark.touch()
    _flush(folder)


def put(stage: Path, folder: Path, paths: Sequence[str]) -> None:
    """Moves staged files into place, in this order; whoever reads one sees the old bytes or the new ones."""
    if len(paths) > FEW:
        os.sync()
    else:
        for path in paths:
            _flush(stage / path)
    parents = {folder / os.path.dirname(path) for path in paths}
    for parent in parents:
        parent.mkdir(parents=True, exist_ok=True)
    for path in paths:
        os.replace(f"{stage}/{path}", f"{folder}/{path}")
    for parent in parents:
        _flush(parent)


def remove(folder: Path, paths: Iterable[str]) -> None:
    """Takes files away that the edition no longer names, and says that it is in place."""
    for path in paths:
        (folder / path).unlink(missing_ok=True)
    (folder / PUTTING).unlink(missing_ok=True)


def forget_previous(folder: Path) -> None:
    """Drops the edition before: after a takedown nobody may go back to it."""
    for name in (PREVIOUS, f"{PREVIOUS}-old", KEEPING):
        shutil.rmtree(folder / name, ignore_errors=True)


def current(path: Path) -> bytes | None:
    """The published bytes of a file, or None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def size(path: str | Path) -> int | None:
    """The length of a published file, or None when there is none."""
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return None


def put_back(stage: Path, folder: Path, index: str, reason: str) -> tuple[str, ...]:
    """Puts the edition before in the place of the present one, which becomes the edition before; returns the files that
    moved. Nothing is published from then on, until `resume`. `index` names the list of files: it is put last.

    Raises NoPrevious when there is none.
    """
    previous = folder / PREVIOUS
    if not (previous / index).exists():
        raise NoPrevious(f"{folder}: no edition before the present one was kept")
    wanted, present = _named(previous / index), _named(folder / index)
    for path in (*wanted, index):
        (stage / path).parent.mkdir(parents=True, exist_ok=True)
        _linked(previous / path, stage / path)
    moved = [path for path in wanted if not _same(previous / path, folder / path)]
    (folder / HELD).write_text(reason, encoding="utf-8")
    # A publisher that was killed half-way left no edition to come back to.
    torn = (folder / PUTTING).exists()
    keep(folder, (*present, index))
    put(stage, folder, (*moved, index))
    remove(folder, sorted(set(present) - set(wanted)))
    if torn:
        forget_previous(folder)
    return tuple(moved)


def held(folder: Path) -> str | None:
    """Why nothing is published, or None."""
    found = current(folder / HELD)
    return found.decode("utf-8") if found is not None else None


def resume(folder: Path) -> None:
    """Lets editions be published again."""
    (folder / HELD).unlink(missing_ok=True)


def _named(index: Path) -> tuple[str, ...]:
    try:
        return tuple(file["path"] for file in json.loads(index.read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _same(one: Path, other: Path) -> bool:
    return other.exists() and (one.samefile(other) or one.read_bytes() == other.read_bytes())


def _linked(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
