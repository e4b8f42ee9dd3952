"""A folder aside in which something big is prepared; what a killed process left in its own is removed by the next."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def aside(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder in `parent`, removed at the end. Others of that prefix go first, unless a live process has them."""
    parent.mkdir(parents=True, exist_ok=True)
    with _locked(parent):
        for left in parent.glob(f"{prefix}*"):
            if left.is_dir():
                _remove_idle(left)
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
        held = os.open(folder, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _remove_idle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        pass  # the kernel frees the lock of a process that has died: this one lives
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
