"""Requests of those who want to be told when a feed changes (WebSub), as they come in: none of them is believed yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from warehouse.tables import websub_subscriptions as table

OF_HOST, IN_ALL, UNCONFIRMED = 100, 10_000, 500
"""How many subscriptions one host may have, how many there may be, and how many of these nobody confirmed yet."""
AGAIN = timedelta(seconds=10)
"""A callback that did not answer yet is not asked sooner because somebody asks us again."""


class Mode(StrEnum):
    """What is asked for (hub.mode)."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


class Taken(StrEnum):
    """What became of a request."""

    YES = "yes"
    TOO_MANY_OF_HOST = "too many of this host"
    TOO_MANY = "too many"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that fits. `seconds` is the length of the lease, `host` that of the callback."""

    topic: str
    callback: str
    host: str
    mode: Mode
    secret: str | None
    seconds: int


def ask(connection: Connection, asked: Asked, at: datetime) -> Taken:
    """Keeps a request until its callback has confirmed it; a later one for the same pair takes its place. What stands
    already goes on as it is until then (WebSub §5.1)."""
    stands = connection.execute(
        select(table.c.wanted).where(table.c.topic == asked.topic, table.c.callback == asked.callback)
    ).one_or_none()
    if stands is None:
        if asked.mode is Mode.UNSUBSCRIBE:
            return Taken.YES  # there is nothing to end, and nobody is asked
        full = _full(connection, asked.host)
        if full:
            return full
    request = {
        "wanted": asked.mode.value,
        "wanted_secret": asked.secret,
        "wanted_seconds": asked.seconds,
        "asked_at": at,
        "attempts": 0,
    }
    fresh = {"topic": asked.topic, "callback": asked.callback, "host": asked.host, "next_attempt_at": at}
    soon = func.least(table.c.next_attempt_at, at + AGAIN) if stands and stands.wanted else at
    statement = insert(table).values(**request, **fresh)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["topic", "callback"], set_={**request, "next_attempt_at": soon})
    )
    return Taken.YES


def _full(connection: Connection, host: str) -> Taken | None:
    count = select(
        func.count(),
        func.count().filter(table.c.host == host),
        func.count().filter(table.c.lease_until.is_(None)),
    )
    every, of_host, unconfirmed = connection.execute(count.select_from(table)).one()
    if of_host >= OF_HOST:
        return Taken.TOO_MANY_OF_HOST
    return Taken.TOO_MANY if every >= IN_ALL or unconfirmed >= UNCONFIRMED else None
