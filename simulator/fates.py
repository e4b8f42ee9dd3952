"""What befalls events after they are announced: cancelled, moved, postponed, sold out, now or when the clock moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from simulator.things import Event

# What befalls, how many of it stand on the first day, and how many the next thirty days bring.
_BEFALLS = (("cancelled", 10, 4), ("full", 12, 3), ("rescheduled", 8, 4), ("postponed", 4, 1))


@dataclass(frozen=True, slots=True)
class Fate:
    """From the morning of `day`, the event of this id stands as `event` says."""

    day: date
    event: Event


def make_fates(seed: int, events: tuple[Event, ...], origin: date) -> tuple[Fate, ...]:
    """Fates in the order of their day; no event has two, no series has one."""
    rng = Random(f"{seed}:fates")
    able = [e for e in events if _able(e, origin)]
    chosen = rng.sample(able, sum(now + later for _, now, later in _BEFALLS))
    fates: list[Fate] = []
    for status, now, later in _BEFALLS:
        for turn in range(now + later):
            day = origin if turn < now else origin + timedelta(days=rng.randint(1, 30))
            fates.append(Fate(day, _befall(rng, chosen.pop(), status)))
    return tuple(sorted(fates, key=lambda f: (f.day, f.event.id)))


def _able(event: Event, origin: date) -> bool:
    ahead = (event.start.date() - origin).days
    return len(event.sessions) == 1 and 32 < ahead < 200 and event.announced.date() < origin


def _befall(rng: Random, event: Event, status: str) -> Event:
    if status != "rescheduled":
        return replace(event, status=status)
    old = event.sessions[0]
    shift = timedelta(days=7 * rng.randint(2, 8))
    new = replace(old, start=old.start + shift, end=old.end + shift if old.end else None)
    return replace(event, status=status, sessions=(new,), moved_from=old)
