"""The consumer `file`: every event as one line of an NDJSON file that only grows."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from feeds.cloudevents import CloudEvent, encoded

CHUNK = 65_536


class ChangeFile:
    """Its last whole line says what it holds: a line that a kill cut in half is taken off before anything is added,
    and a line that is there is not written twice. The file has no hole, whatever became of the cursor."""

    name = "file"

    def __init__(self, path: Path) -> None:
        self.path = path

    def deliver(self, events: Sequence[CloudEvent]) -> None:
        """Appends the events that the file does not hold yet; they are on disk when it returns."""
        with self._held() as file:
            held = _mend(file)
            lines = b"".join(encoded(event) + b"\n" for event in events if event.seq > held)
            if lines:
                _append(file, lines)
                os.fsync(file)

    def kept(self) -> int:
        """The number of the last whole line; 0 for an empty file and for none."""
        if not self.path.exists():
            return 0
        with self._held() as file:
            return _mend(file)

    def rewind(self, seq: int) -> None:
        """Cuts off every line after `seq`."""
        if not self.path.exists():
            return
        with self._held() as file:
            _mend(file)
            end = 0
            with self.path.open("rb") as lines:
                for line in lines:
                    if _seq(line) > seq:
                        break
                    end += len(line)
            os.ftruncate(file, end)
            os.fsync(file)

    @contextmanager
    def _held(self) -> Iterator[int]:
        """The open file, locked: a reader of the log may run this beside a consumer of another house."""
        fresh = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if fresh:
                _settle(self.path.parent)
            yield file
        finally:
            os.close(file)


def _mend(file: int) -> int:
    """Takes off what follows the last line end; the number of the last line, 0 when there is none."""
    start = size = os.fstat(file).st_size
    tail = b""
    while start > 0 and tail.count(b"\n") < 2:
        step = min(CHUNK, start)
        start -= step
        tail = os.pread(file, step, start) + tail
    whole = tail[: tail.rfind(b"\n") + 1]
    if len(whole) != len(tail):
        os.ftruncate(file, size - len(tail) + len(whole))
    return _seq(whole[whole.rfind(b"\n", 0, -1) + 1 :]) if whole else 0


def _seq(line: bytes) -> int:
    return int(orjson.loads(line)["id"])


def _append(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _settle(folder: Path) -> None:
    """Waits until the name of a new file is on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
