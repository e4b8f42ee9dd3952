"""Waiting for changes: PostgreSQL tells when a transaction that logged some is committed (LISTEN/NOTIFY)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from psycopg import Connection, sql
from sqlalchemy import Engine

from warehouse.changes import CHANNEL

Wait = Callable[[float], bool]


@contextmanager
def listening(engine: Engine) -> Iterator[Wait]:
    """Gives a function that waits up to so many seconds and says whether changes were logged meanwhile.

    Read the log after entering: what was committed before is not told. A connection of its own is used and closed.
    """
    pooled = engine.raw_connection()
    connection = pooled.driver_connection
    assert isinstance(connection, Connection)
    pooled.detach()
    with connection:
        connection.rollback()
        connection.autocommit = True
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))

        def wait(seconds: float) -> bool:
            return bool(list(connection.notifies(timeout=seconds, stop_after=1)))

        yield wait
