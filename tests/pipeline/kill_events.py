"""Counts what this process does to the world, and kills it (SIGKILL) at one of these events; the product is unaware.

An event is a write, a creation, an fsync, a rename, a removal or a truncation of files, a statement of the archive's
index, a statement or commit sent to PostgreSQL, a request sent to a host, a program started. Each is told apart by the
line of the product that caused it. What is not counted: reads.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg
import requests

ROOT = str(Path(__file__).resolve().parents[2]) + os.sep
ROOMS = tuple(ROOT + room + os.sep for room in ("scrapers", "transforms", "warehouse", "feeds", "pipeline", "vigie"))


class What(StrEnum):
    """Classes of events."""

    WRITE = "write"
    CREATE = "create"
    FSYNC = "fsync"
    RENAME = "rename"
    REMOVE = "remove"
    TRUNCATE = "truncate"
    FOLDER = "folder"
    INDEX = "index"
    SQL = "sql"
    COMMIT = "commit"
    REQUEST = "request"
    PROGRAM = "program"


class Moment(StrEnum):
    """When the process dies: before the event, in its middle (a write of which half is on disk), or just after it."""

    BEFORE = "before"
    HALF = "half"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Point:
    """The nth event of a class at a line of the product (`room/file.py:line function`); `number` counts from 1."""

    what: What
    site: str
    number: int
    moment: Moment


class Events:
    """The tally of this process, by class and line; with a point, the end of it."""

    def __init__(self, point: Point | None) -> None:
        self.counts: Counter[tuple[What, str]] = Counter()
        self._point = point
        self._lock = threading.Lock()

    def moment(self, what: What) -> Moment | None:
        """Counts an event; says when to die if it is the fatal one."""
        site = _site()
        with self._lock:
            self.counts[what, site] += 1
            number = self.counts[what, site]
        fatal = self._point
        if fatal is None or (what, site, number) != (fatal.what, fatal.site, fatal.number):
            return None
        return fatal.moment

    def around(self, what: What, action: Callable[[], Any]) -> Any:
        moment = self.moment(what)
        if moment is Moment.BEFORE:
            die()
        try:
            return action()
        finally:
            if moment is not None:
                die()

    def install(self) -> None:
        """Wraps what changes files, databases and hosts, in this process."""
        for name, what in _OF_OS.items():
            _wrap(os, name, what, self)
        _wrap(requests.Session, "send", What.REQUEST, self)
        _wrap(subprocess, "run", What.PROGRAM, self)
        self._files()
        self._index()
        self._postgres()

    def _files(self) -> None:
        events, plain = self, io.open

        class CountedFile(io.FileIO):
            def __init__(self, path: Any, mode: str) -> None:
                fresh = not os.path.lexists(path)
                opening = super().__init__
                if fresh:
                    events.around(What.CREATE, lambda: opening(path, mode))
                else:
                    opening(path, mode)

            def write(self, data: Any) -> int | None:
                moment = events.moment(What.WRITE)
                if moment is Moment.BEFORE:
                    die()
                if moment is Moment.HALF:
                    data = bytes(data)[: len(bytes(data)) // 2]
                written = super().write(data)
                if moment is not None:
                    die()
                return written

        def opened(file: Any, mode: str = "r", buffering: int = -1, *more: Any, **named: Any) -> Any:
            if isinstance(file, int) or not set(mode) & set("wax+"):
                return plain(file, mode, buffering, *more, **named)
            raw = CountedFile(file, mode.replace("b", "").replace("t", ""))
            buffer = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            if "b" in mode:
                return buffer
            return io.TextIOWrapper(buffer, *more, **named)

        for owner in (builtins, io):
            owner.open = opened  # type: ignore[attr-defined]
        tarfile.bltn_open = opened  # type: ignore[attr-defined]

    def _index(self) -> None:
        events, plain = self, sqlite3.connect

        class CountedConnection(sqlite3.Connection):
            def execute(self, *given: Any) -> sqlite3.Cursor:
                asking = super().execute
                return events.around(What.INDEX, lambda: asking(*given))  # type: ignore[no-any-return]

            def executemany(self, *given: Any) -> sqlite3.Cursor:
                asking = super().executemany
                return events.around(What.INDEX, lambda: asking(*given))  # type: ignore[no-any-return]

        def connect(*given: Any, **named: Any) -> sqlite3.Connection:
            return plain(*given, **named, factory=CountedConnection)

        sqlite3.connect = connect  # type: ignore[assignment]

    def _postgres(self) -> None:
        """Every exchange with PostgreSQL passes through `Connection.wait`, whoever asks: statement, COPY or commit."""
        events, plain = self, psycopg.Connection.wait

        def wait(self: Any, exchange: Generator[Any, Any, Any], *more: Any, **named: Any) -> Any:
            what = What.COMMIT if exchange.__name__ == "_commit_gen" else What.SQL
            return events.around(what, lambda: plain(self, exchange, *more, **named))

        psycopg.Connection.wait = wait  # type: ignore[method-assign, assignment]


_OF_OS = {
    "write": What.WRITE,
    "fsync": What.FSYNC,
    "rename": What.RENAME,
    "replace": What.RENAME,
    "unlink": What.REMOVE,
    "remove": What.REMOVE,
    "rmdir": What.REMOVE,
    "mkdir": What.FOLDER,
    "ftruncate": What.TRUNCATE,
}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _wrap(owner: Any, name: str, what: What, events: Events) -> None:
    plain = getattr(owner, name)

    def counted(*given: Any, **named: Any) -> Any:
        return events.around(what, lambda: plain(*given, **named))

    setattr(owner, name, counted)


def _site() -> str:
    """The innermost line of the product on the stack."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        code = frame.f_code
        if code.co_filename.startswith(ROOMS):
            return f"{code.co_filename[len(ROOT) :]}:{frame.f_lineno} {code.co_name}"
        frame = frame.f_back
    return "elsewhere"
