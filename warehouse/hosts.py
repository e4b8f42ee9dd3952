"""Politeness shared by all processes (SECURITY.md D17): one request at a time per host, and a gap after it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, QueuePool, create_engine, func, select, text
from sqlalchemy.dialects.postgresql import insert

from warehouse.locks import Lock
from warehouse.tables import hosts

LOCK = text("SELECT pg_advisory_lock(:lock, hashtext(:host))")
UNLOCK = text("SELECT pg_advisory_unlock(:lock, hashtext(:host))")

# Turns need connections that no pool limit makes wait for each other; they live as long as the engine they serve.
_engines: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()
# The connections of a parent are not its child's: psycopg leaves them open when the child forgets them.
os.register_at_fork(after_in_child=_engines.clear)


class HostTurns:
    """Implements `vigie.protocols.Politeness`. The database's clock counts, so that machines agree.

    A turn is a session lock on a connection of its own: when a process dies its connection closes and the turn is
    free; the gap was already written when the turn began, so a killed process leaves it behind.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = _engines.get(engine) or _engines.setdefault(engine, _beside(engine))

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[None]:
        """Waits for the turn of `host`, holds it, and starts the gap of `gap` seconds on leaving."""
        name = {"lock": int(Lock.HOST), "host": host}
        with self._engine.connect() as connection:
            try:
                connection.execute(LOCK, name)
                wait = self._wait(connection, host)
                if wait > 0:
                    time.sleep(wait)
                self._start_gap(connection, host, gap)
                try:
                    yield
                finally:
                    self._start_gap(connection, host, gap)
            finally:
                connection.execute(UNLOCK, name)

    def pause(self, host: str, until: datetime) -> None:
        """No request to `host` before `until` (aware); a longer pause that is running stays."""
        longest = func.greatest(hosts.c.paused_until, until)
        statement = insert(hosts).values(host=host, paused_until=until)
        with self._engine.connect() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["host"], set_={"paused_until": longest}))

    def paused_until(self, host: str) -> datetime | None:
        """Until when the host asked us to stay away, None when it never did. May lie in the past."""
        with self._engine.connect() as connection:
            found: datetime | None = connection.execute(
                select(hosts.c.paused_until).where(hosts.c.host == host)
            ).scalar()
        return found

    @staticmethod
    def _wait(connection: Connection, host: str) -> float:
        left = func.extract("epoch", hosts.c.next_at - func.clock_timestamp())
        return float(connection.execute(select(left).where(hosts.c.host == host)).scalar() or 0.0)

    @staticmethod
    def _start_gap(connection: Connection, host: str, gap: float) -> None:
        until = func.clock_timestamp() + timedelta(seconds=gap)
        statement = insert(hosts).values(host=host, next_at=until)
        connection.execute(statement.on_conflict_do_update(index_elements=["host"], set_={"next_at": until}))


def _beside(engine: Engine) -> Engine:
    return create_engine(
        engine.url,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=-1,
        pool_pre_ping=True,
        isolation_level="AUTOCOMMIT",
    )
