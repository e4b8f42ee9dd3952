"""Files that are whole at every instant: written beside, flushed, then renamed into place (law 9)."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STAGING = ".edition"
LOCK = ".lock"


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


def write(path: Path, data: bytes) -> None:
    """Writes a staged file and waits until it is on disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def put(staged: Path, published: Path) -> None:
    """Moves a staged file into place; whoever reads sees the old bytes or the new ones."""
    os.replace(staged, published)


def settle(folder: Path) -> None:
    """Waits until the renames in a folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def current(path: Path) -> bytes | None:
    """The published bytes of a file, or None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
