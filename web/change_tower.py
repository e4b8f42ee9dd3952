"""One lookout for all who follow the change stream of a process: it listens to the database and wakes them.

However many follow, one connection listens, and it is there only while somebody follows.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from feeds.channel import Site
from warehouse import changes
from warehouse.listening import Wait, listening
from web.change_log import Readings

LOG = logging.getLogger(__name__)
BATCH = 100
MOST = 1_000
GLANCE = 0.5
"""Seconds within which the lookout notices that nobody follows any more."""
LOOK = 15.0
"""Seconds after which the log is looked at though nobody said that it moved."""
REST = 1.0
"""Seconds before a database that does not answer is asked again."""


class Full(RuntimeError):
    """As many follow as may."""


class Follower:
    """One who follows: woken from another thread, in the event loop that it was made in."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()

    def wake(self) -> None:
        with suppress(RuntimeError):  # its loop has ended, and it with it
            self._loop.call_soon_threadsafe(self._news.set)

    def look_away(self) -> None:
        """Before reading: what is told from now on is news."""
        self._news.clear()

    async def news(self, seconds: float) -> bool:
        """Waits for news; False when none came in time."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        return True


class Tower:
    """Who follows, and the thread that listens for them. `most` may follow at once."""

    def __init__(self, engine: Engine, site: Site, most: int = MOST) -> None:
        self.readings = Readings(engine, site, BATCH)
        self.closed = False
        self._engine, self._most = engine, most
        self._lock = threading.Lock()
        self._followers: set[Follower] = set()
        self._lookout: threading.Thread | None = None

    @contextmanager
    def following(self) -> Iterator[Follower]:
        """A place among those who are woken. Raises Full."""
        follower = Follower()
        with self._lock:
            if self.closed or len(self._followers) >= self._most:
                raise Full
            self._followers.add(follower)
            if self._lookout is None:
                self._lookout = threading.Thread(target=self._look_out, name="change-lookout", daemon=True)
                self._lookout.start()
        try:
            yield follower
        finally:
            with self._lock:
                self._followers.discard(follower)

    @property
    def followers(self) -> int:
        """How many follow now."""
        with self._lock:
            return len(self._followers)

    def close(self) -> None:
        """Ends every stream; nobody can follow any more."""
        with self._lock:
            self.closed = True
        self._wake()
        self.readings.close()

    def _wake(self) -> None:
        self.readings.forget()
        with self._lock:
            for follower in self._followers:
                follower.wake()

    def _look_out(self) -> None:
        while not self._deserted():
            try:
                with listening(self._engine) as wait:
                    self._watch(wait)
            except Exception as error:  # whatever it is: those who follow must not wait for ever
                LOG.warning("the change log cannot be listened to, trying again: %s", error)
                threading.Event().wait(REST)

    def _watch(self, wait: Wait) -> None:
        """Wakes everybody at once: what happened before we listened was told to nobody."""
        self._wake()
        known, quiet = -1, 0.0
        while not self._deserted():
            if wait(GLANCE):
                quiet = 0.0
                self._wake()
                continue
            quiet += GLANCE
            if quiet >= LOOK:
                quiet = 0.0
                newest = self._newest()
                if newest != known:
                    known = newest
                    self._wake()

    def _newest(self) -> int:
        try:
            with self._engine.connect() as connection:
                return changes.newest(connection)
        except SQLAlchemyError:
            return -1

    def _deserted(self) -> bool:
        with self._lock:
            mine = self._lookout is threading.current_thread()
            if mine and self._followers and not self.closed:
                return False
            if mine:
                self._lookout = None
            return True
