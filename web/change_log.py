"""The change log as bytes for the web: pages of it, and one reader for everybody who waits for its end."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import Engine

from feeds.change_events import events
from feeds.channel import Site
from feeds.cloudevents import CloudEvent
from warehouse import changes

SAME = 0.5
"""Seconds within which readers who stand at one place are given one answer; news of a change ends it at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """Changes after a cursor. `last` is the number of the last one (the cursor itself when there is none), `newest`
    that of the log."""

    events: tuple[CloudEvent, ...]
    last: int
    newest: int

    @property
    def more(self) -> bool:
        return self.last < self.newest


def page(engine: Engine, since: int, limit: int, site: Site) -> Page:
    """One page, in one transaction that sees one state of the log."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        newest = changes.newest(connection)
        found = events(connection, since, limit, site) if since < newest else ()
    return Page(found, found[-1].seq if found else since, newest)


class Readings:
    """Pages for many who wait at the same place: asked together they are read once, by few threads, so that neither
    threads nor connections grow with the number of those who wait."""

    def __init__(self, engine: Engine, site: Site, limit: int, threads: int = 2) -> None:
        self._engine, self._site, self._limit = engine, site, limit
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="change-log")
        self._lock = threading.Lock()
        self._made: dict[int, tuple[float, Future[Page]]] = {}

    def after(self, seq: int) -> Future[Page]:
        """The page after `seq`: a new one, or one that was asked for a moment ago. Raises RuntimeError when closed."""
        now = time.monotonic()
        with self._lock:
            self._made = {at: made for at, made in self._made.items() if now - made[0] < SAME}
            if seq not in self._made:
                self._made[seq] = now, self._threads.submit(page, self._engine, seq, self._limit, self._site)
            return self._made[seq][1]

    def forget(self) -> None:
        """Whatever was read is old: the log moved."""
        with self._lock:
            self._made.clear()

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
