"""One thing that the hub does for one subscriber: ask whether it wants what was asked for, or tell what is published.

Each writes down what came of it after it is done, so that a kill in between makes it happen again, never leaves it out.
"""

from __future__ import annotations

import hashlib
import logging
import random
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from feeds.topics import Topic, Topics
from pipeline.websub_calls import Calls
from pipeline.websub_decisions import (
    Duty,
    Heard,
    Verdict,
    confirmation,
    delivery,
    denial,
    duty,
    given_up,
    pause,
    question,
)
from warehouse import websub
from warehouse.websub import Subscription
from warehouse.websub_requests import Mode

LOG = logging.getLogger(__name__)


class Published:
    """The feeds that can be subscribed to, as they lie on disk, and their sha-256. A file that moved is read again."""

    def __init__(self, folder: Path, topics: Topics) -> None:
        self._folder, self._topics = folder, topics
        self._known: dict[str, tuple[tuple[int, int, int], str]] = {}

    def find(self, url: str) -> Topic | None:
        return self._topics.find(url)

    def read(self, topic: Topic) -> bytes | None:
        """Its bytes, whole (law 9); None when it has just been taken away."""
        try:
            return (self._folder / topic.path).read_bytes()
        except OSError:
            return None

    def sha256(self, url: str) -> str | None:
        """Hash of what is published at an address; None when nothing is."""
        topic = self.find(url)
        if topic is None:
            return None
        try:
            found = (self._folder / topic.path).stat()
        except OSError:
            return None
        stamp = found.st_mtime_ns, found.st_size, found.st_ino
        known = self._known.get(url)
        if known is None or known[0] != stamp:
            body = self.read(topic)
            if body is None:
                return None
            known = self._known[url] = stamp, hashlib.sha256(body).hexdigest()
        return known[1]


class Errands:
    """What can be done for a row, from any thread. Logs name the host alone: a callback can be a secret."""

    def __init__(self, engine: Engine, calls: Calls, published: Published, clock: Callable[[], datetime]) -> None:
        self._engine, self._calls, self._published, self._clock = engine, calls, published, clock

    def run(self, row: Subscription) -> None:
        """Does what is due for a row, and writes down what came of it."""
        wanted = duty(row, self._clock())
        if wanted is Duty.CONFIRM:
            self._confirm(row)
        elif wanted is Duty.DELIVER:
            self._deliver(row)
        else:
            LOG.info("the lease of %s for %s has ended", row.host, row.topic)
            with self._engine.begin() as connection:
                websub.end(connection, row)

    def _confirm(self, row: Subscription) -> None:
        if row.wanted is Mode.SUBSCRIBE and self._published.find(row.topic) is None:
            self._calls.ask(denial(row, "no such feed"))
            heard, verdict = Heard(words="no such feed"), Verdict.NO
        else:
            challenge = secrets.token_urlsafe(32)
            heard = self._calls.ask(question(row, challenge))
            verdict = confirmation(heard, challenge)
        now = self._clock()
        with self._engine.begin() as connection:
            if verdict is Verdict.YES:
                websub.confirm(connection, row, now)
            elif verdict is Verdict.NO or given_up(row):
                websub.decline(connection, row, now, str(heard))
            else:
                websub.fail(connection, row, str(heard), now + pause(row.attempts, random.random()))
        LOG.info("%s of %s for %s: %s (%s)", row.wanted, row.host, row.topic, verdict.value, heard)

    def _deliver(self, row: Subscription) -> None:
        topic = self._published.find(row.topic)
        body = self._published.read(topic) if topic else None
        if topic is None or body is None:
            return
        sha256 = hashlib.sha256(body).hexdigest()
        if sha256 == row.delivered:
            return
        heard = self._calls.tell(row, topic, body)
        verdict, now = delivery(heard), self._clock()
        with self._engine.begin() as connection:
            if verdict is Verdict.YES:
                websub.take(connection, row, sha256, now)
            elif verdict is Verdict.NO or given_up(row):
                LOG.warning("%s is told of %s no more: %s", row.host, row.topic, heard)
                websub.end(connection, row)
            else:
                websub.fail(connection, row, str(heard), now + pause(row.attempts, random.random()))
