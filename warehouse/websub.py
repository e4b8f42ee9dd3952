"""Who is told when a feed changes (WebSub): subscriptions as they stand, what is due, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from psycopg import Connection as Driver
from sqlalchemy import Connection, Engine, delete, select, text, update

from warehouse.locks import Lock
from warehouse.tables import websub_subscriptions as table
from warehouse.websub_requests import Mode


@dataclass(frozen=True, slots=True)
class Subscription:
    """One row. `lease_until` None: never confirmed. `wanted` is a request that waits for its confirmation."""

    topic: str
    callback: str
    host: str
    secret: str | None
    lease_until: datetime | None
    wanted: Mode | None
    wanted_secret: str | None
    wanted_seconds: int | None
    asked_at: datetime
    delivered: str | None
    delivered_at: datetime | None
    attempts: int
    next_attempt_at: datetime
    last_error: str | None

    @property
    def key(self) -> tuple[str, str]:
        return self.topic, self.callback


def topics(connection: Connection) -> tuple[str, ...]:
    """Every topic that somebody subscribes to."""
    return tuple(connection.execute(select(table.c.topic).distinct().order_by(table.c.topic)).scalars())


def due(
    connection: Connection,
    at: datetime,
    present: Mapping[str, str],
    busy: Collection[Subscription],
    of_host: int,
    most: int,
    requests: bool,
) -> tuple[Subscription, ...]:
    """What there is to do at an instant: `requests` to confirm; or leases that ended and callbacks that were not told
    yet what is published (`present`: sha-256 by topic). Those who answered last time come first.

    `busy` are under way: they are left out, and with them no host has more than `of_host` at once.
    """
    query = text("""
        SELECT * FROM (
            SELECT s.*, row_number() OVER (PARTITION BY host ORDER BY attempts > 0, next_attempt_at, topic, callback)
                        + coalesce((CAST(:crowded AS jsonb)->>host)::int, 0) AS place
              FROM websub_subscriptions s
             WHERE next_attempt_at <= :at AND (wanted IS NOT NULL) = :requests
               AND (:requests OR lease_until <= :at
                    OR delivered IS DISTINCT FROM coalesce(CAST(:present AS jsonb)->>topic, delivered))
               AND NOT (CAST(:busy AS jsonb) ? (topic || ' ' || callback))
        ) found
         WHERE place <= :of_host ORDER BY attempts > 0, next_attempt_at, topic, callback LIMIT :most
    """)
    given = {
        "at": at,
        "present": orjson.dumps(dict(present)).decode(),
        "busy": orjson.dumps([" ".join(row.key) for row in busy]).decode(),
        "crowded": orjson.dumps(Counter(row.host for row in busy)).decode(),
        "of_host": of_host,
        "most": most,
        "requests": requests,
    }
    return tuple(_subscription(row) for row in connection.execute(query, given))


def confirm(connection: Connection, asked: Subscription, at: datetime) -> None:
    """The callback wants what was asked for: the subscription stands, or is over. Nothing when it asked again since."""
    if asked.wanted is Mode.UNSUBSCRIBE:
        connection.execute(delete(table).where(_same(asked)))
        return
    values = {
        "secret": asked.wanted_secret,
        "lease_until": at + timedelta(seconds=asked.wanted_seconds or 0),
        **_NO_REQUEST,
        **_WELL,
        "next_attempt_at": at,
    }
    connection.execute(update(table).where(_same(asked)).values(values))


def decline(connection: Connection, asked: Subscription, at: datetime, because: str) -> None:
    """The callback does not want it, or cannot be asked: what stood before goes on, if anything did."""
    connection.execute(delete(table).where(_same(asked), table.c.lease_until.is_(None)))
    values = {**_NO_REQUEST, "attempts": 0, "next_attempt_at": at, "last_error": because}
    connection.execute(update(table).where(_same(asked)).values(values))


def take(connection: Connection, told: Subscription, sha256: str, at: datetime) -> None:
    """The callback took the bytes with this sha-256. A request that came meanwhile is left as it is."""
    values: dict[str, Any] = {"delivered": sha256, "delivered_at": at}
    connection.execute(update(table).where(_pair(*told.key)).values(values))
    connection.execute(update(table).where(_same(told)).values({**_WELL, "next_attempt_at": at}))


def fail(connection: Connection, tried: Subscription, because: str, again: datetime) -> None:
    """Nobody answered as they should: the same is tried again at an instant."""
    values = {"attempts": table.c.attempts + 1, "next_attempt_at": again, "last_error": because}
    connection.execute(update(table).where(_same(tried)).values(values))


def end(connection: Connection, ended: Subscription) -> None:
    """A subscription is over. Nothing when its callback asked for something since."""
    connection.execute(delete(table).where(_same(ended)))


def drop(connection: Connection, address: str) -> int:
    """Ends every subscription of a topic, of a callback or of a host, on an operator's word; how many."""
    here = (table.c.topic == address) | (table.c.callback == address) | (table.c.host == address)
    return connection.execute(delete(table).where(here)).rowcount


def every(connection: Connection) -> tuple[Subscription, ...]:
    """All subscriptions and requests, by topic and callback."""
    rows = connection.execute(select(table).order_by(table.c.topic, table.c.callback))
    return tuple(_subscription(row) for row in rows)


@contextmanager
def turn(engine: Engine) -> Iterator[bool]:
    """Whether this process has its turn at telling subscribers: one does at a time. It is lost with the process."""
    pooled = engine.raw_connection()
    connection = pooled.driver_connection
    assert isinstance(connection, Driver)
    pooled.detach()
    with connection:
        connection.rollback()
        connection.autocommit = True
        row = connection.execute("SELECT pg_try_advisory_lock(%s, 0)", [int(Lock.PUSH)]).fetchone()
        yield bool(row and row[0])


_NO_REQUEST: dict[str, Any] = {"wanted": None, "wanted_secret": None, "wanted_seconds": None}
_WELL: dict[str, Any] = {"attempts": 0, "last_error": None}


def _pair(topic: str, callback: str) -> Any:
    return (table.c.topic == topic) & (table.c.callback == callback)


def _same(known: Subscription) -> Any:
    """The row as it was read: who asked again since has written another instant or another request into it."""
    wanted = known.wanted.value if known.wanted else None
    return (
        _pair(*known.key)
        & (table.c.asked_at == known.asked_at)
        & table.c.wanted.is_not_distinct_from(wanted)
        & table.c.wanted_secret.is_not_distinct_from(known.wanted_secret)
        & table.c.wanted_seconds.is_not_distinct_from(known.wanted_seconds)
    )


def _subscription(row: Any) -> Subscription:
    return Subscription(
        topic=row.topic,
        callback=row.callback,
        host=row.host,
        secret=row.secret,
        lease_until=row.lease_until,
        wanted=Mode(row.wanted) if row.wanted else None,
        wanted_secret=row.wanted_secret,
        wanted_seconds=row.wanted_seconds,
        asked_at=row.asked_at,
        delivered=row.delivered,
        delivered_at=row.delivered_at,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        last_error=row.last_error,
    )
