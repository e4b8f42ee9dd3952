"""Consumers of the change log: each reads from its own cursor, in order, at least once (DESIGN.md §3).

One transaction holds the cursor, delivers a batch and moves the cursor. A kill anywhere in it leaves the cursor where
it was; the batch is delivered again, and consumers are idempotent by the id of an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from feeds.change_events import events
from feeds.channel import site_of
from feeds.cloudevents import CloudEvent
from pipeline.house import House
from pipeline.stopping import Stop
from warehouse import changes, consumers
from warehouse.listening import Wait, listening

BATCH = 500
POLL = 15.0
"""Seconds after which the log is looked at though nobody said that it moved."""
GLANCE = 0.25
"""Seconds within which a request to stop is noticed."""


class DeliveryError(Exception):
    """A consumer could not take a batch; the message says why. Its cursor stays."""


@runtime_checkable
class Consumer(Protocol):
    """Takes events. `deliver` returns when all of them are safe, in their order; an event that it has already taken
    (by its id) changes nothing."""

    @property
    def name(self) -> str: ...

    def deliver(self, events: Sequence[CloudEvent]) -> None:
        """Raises DeliveryError when it cannot; everything or a part of the batch may have been taken."""
        ...

    def kept(self) -> int | None:
        """The last change that it holds by its own books; None when it has none."""
        ...

    def rewind(self, seq: int) -> None:
        """Forgets every event after `seq`, where it can."""
        ...


@runtime_checkable
class Follower(Protocol):
    """Takes no events: all that it needs is in the warehouse. `catch_up` brings it to the present state."""

    @property
    def name(self) -> str: ...

    def catch_up(self) -> None: ...


@runtime_checkable
class Courier(Protocol):
    """Has appointments that the log knows nothing of (requests from outside, what is tried again): it looks at its own
    clock, and says itself how far it has come. A kill at any instant makes it do again what it was doing."""

    @property
    def name(self) -> str: ...

    def attend(self, stop: Stop | None) -> int:
        """Does what there is to do, until it is asked to stop; without `stop` until nothing is due. Returns how many
        changes its cursor passed. Raises DeliveryError."""
        ...


AnyConsumer = Consumer | Follower | Courier


def run(house: House, consumer: AnyConsumer) -> int:
    """Brings a consumer to the end of the log; returns how many changes its cursor passed. Raises DeliveryError."""
    if isinstance(consumer, Courier):
        return consumer.attend(None)
    passed = 0
    while step := _batch(house, consumer):
        passed += step
    return passed


def run_on(house: House, consumer: AnyConsumer, stop: Stop) -> int:
    """The same, and goes on with every change that comes, until it is asked to stop."""
    if isinstance(consumer, Courier):
        return consumer.attend(stop)
    with listening(house.engine) as wait:
        passed = run(house, consumer)
        while rest(wait, stop):
            passed += run(house, consumer)
    return passed


def rest(wait: Wait, stop: Stop, poll: float = POLL) -> bool:
    """Waits until the log may have moved, at most `poll` seconds; False when it is time to stop."""
    glances = max(1, round(poll / GLANCE))
    for _ in range(glances):
        if stop.asked or wait(GLANCE):
            break
    return not stop.asked


def reset(house: House, consumer: AnyConsumer, seq: int) -> None:
    """Puts a consumer's cursor after the change `seq`, and lets it forget what it took since. What it is given again is
    made anew: states that a takedown purged do not come back. Raises DeliveryError past the end of the log."""
    with house.engine.begin() as connection:
        consumers.hold(connection, consumer.name, house.settings.clock())
        newest = changes.newest(connection)
        if not 0 <= seq <= newest:
            raise DeliveryError(f"the log ends at {newest}: {consumer.name} cannot be put at {seq}")
        consumers.reset(connection, consumer.name, seq, house.settings.clock())
        # Last, so that a cursor never stands behind what the consumer forgot: a kill in between is mended by `kept`.
        if isinstance(consumer, Consumer):
            consumer.rewind(seq)


def _batch(house: House, consumer: Consumer | Follower) -> int:
    """One batch in one transaction; how many changes the cursor passed, 0 at the end of the log."""
    with house.engine.begin() as connection:
        cursor = consumers.hold(connection, consumer.name, house.settings.clock())
        newest = changes.newest(connection)
        kept = consumer.kept() if isinstance(consumer, Consumer) else None
        known = max(cursor, kept or 0)
        if known > newest:
            raise DeliveryError(
                f"{consumer.name} has taken change {known} and the log ends at {newest}: "
                f"it is another log. `vigie consumers reset {consumer.name} --to 0` tells it everything anew"
            )
        after = cursor if kept is None else min(cursor, kept)
        if after == newest:
            return 0
        if isinstance(consumer, Follower):
            consumer.catch_up()
            last = newest
        else:
            batch = events(connection, after, BATCH, site_of(house.settings))
            consumer.deliver(batch)
            last = batch[-1].seq
        if last > cursor:
            consumers.advance(connection, consumer.name, last, house.settings.clock())
        return last - after
