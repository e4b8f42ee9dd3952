"""The consumer `websub`: the hub's half that calls. It verifies who asked at `POST /hub`, and tells subscribers when a
feed changed. One process at a time has its turn; another one waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from feeds.channel import site_of
from feeds.topics import Topics
from pipeline.consume import DeliveryError
from pipeline.house import House
from pipeline.stopping import Stop
from pipeline.websub import Errands, Published
from pipeline.websub_calls import Calls
from warehouse import changes, consumers, websub
from warehouse.websub import Subscription

ASKING, TELLING = 12, 36
"""Calls at once: of those that verify, and of those that tell. A flood of requests cannot hold up what is published."""
OF_HOST = 2
"""Calls at once to one host."""
GLANCE = 0.5
"""Seconds between two looks at what is due."""
WAITING = 5.0
"""Seconds that `vigie consumers run websub` waits for its turn."""


class Hub:
    """Keeps no book of its own: what was delivered to whom stands in the warehouse."""

    name = "websub"

    def __init__(
        self,
        house: House,
        calls: Calls | None = None,
        clock: Callable[[], datetime] | None = None,
        glance: float = GLANCE,
    ) -> None:
        site = site_of(house.settings)
        self._house, self._glance = house, glance
        self._clock = clock or house.settings.clock
        self._published = Published(house.settings.feeds, Topics(house.settings.feeds, site))
        self._errands = Errands(house.engine, calls or Calls(house.settings, site), self._published, self._clock)

    def attend(self, stop: Stop | None) -> int:
        """Does what is due, and with `stop` what becomes due, until it is asked to. DeliveryError when another process
        is at it, or the warehouse does not answer."""
        try:
            with self._turn(stop) as mine:
                return self._work(stop) if mine else 0
        except (SQLAlchemyError, psycopg.Error) as error:
            raise DeliveryError(f"websub: the warehouse does not answer: {error}") from error

    @contextmanager
    def _turn(self, stop: Stop | None) -> Iterator[bool]:
        until = time.monotonic() + WAITING
        while not (stop and stop.asked):
            with websub.turn(self._house.engine) as mine:
                if mine:
                    yield True
                    return
            if stop is None and time.monotonic() > until:
                raise DeliveryError("websub: another process is at it (`vigie consumers run websub --follow`)")
            time.sleep(self._glance)
        yield False

    def _work(self, stop: Stop | None) -> int:
        passed = 0
        with ThreadPoolExecutor(ASKING) as asking, ThreadPoolExecutor(TELLING) as telling:
            busy: dict[Future[None], tuple[bool, Subscription]] = {}
            while not (stop and stop.asked):
                newest = self._newest()
                for requests, pool, places in ((True, asking, ASKING), (False, telling, TELLING)):
                    for row in self._due(list(busy.values()), requests, places):
                        busy[pool.submit(self._errands.run, row)] = requests, row
                if not busy:
                    passed += self._reached(newest)
                    if stop is None:
                        return passed
                    time.sleep(self._glance)
                    continue
                # What is slow must not keep the next look waiting.
                done, _ = wait(busy, self._glance, FIRST_COMPLETED)
                for future in done:
                    del busy[future]
                    future.result()
        return passed

    def _due(self, busy: list[tuple[bool, Subscription]], requests: bool, places: int) -> tuple[Subscription, ...]:
        free = places - sum(kind is requests for kind, _ in busy)
        if free <= 0:
            return ()
        with self._house.engine.connect() as connection:
            topics = () if requests else websub.topics(connection)
            present = {url: sha for url in topics if (sha := self._published.sha256(url))}
            rows = [row for _, row in busy]
            return websub.due(connection, self._clock(), present, rows, OF_HOST, free, requests)

    def _newest(self) -> int:
        with self._house.engine.connect() as connection:
            return changes.newest(connection)

    def _reached(self, seq: int) -> int:
        """Everybody was told of what is published, as far as they can be: the cursor says which change that was."""
        now = self._clock()
        with self._house.engine.begin() as connection:
            cursor = consumers.hold(connection, self.name, now)
            if cursor < seq:
                consumers.advance(connection, self.name, seq, now)
            elif cursor > seq:
                consumers.reset(connection, self.name, seq, now)
            return max(0, seq - cursor)
