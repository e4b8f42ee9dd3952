"""Made-up worlds of records with their truth, to measure sameness on: seeded, streamed, of any size.

Things happen on days over months to years, in the 281 communes of Wallonia and Brussels, in houses that grow in number
with the world; each is told by one to four sources with noise of stated rates (world_telling.RATES); about half of the
things stand in a trap, beside another thing that resembles them (world_things.TRAPS). A series that one source lists as
one and another session by session is one thing; each evening of a weekly jam that nobody lists as one is its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from random import Random

from pipeline.scores.world_telling import Copy, draw, tell
from pipeline.scores.world_things import Thing, things
from vigie.model import Record

SEEN = datetime(2026, 1, 1, tzinfo=UTC)
"""When every record was first seen: founders are then told by their names alone."""
SEED = 20261121
"""The world that may be looked at while a rule is written."""
HELD = 977
"""A world of other draws, for the end."""


@dataclass(frozen=True, slots=True)
class Told:
    """One record and its truth. `entity` numbers the thing; `noise` are the kinds of noise that the record bears;
    `trap` is the kind of trap that its thing stands in."""

    record: Record
    entity: int
    noise: frozenset[str]
    trap: str | None


def world(n: int, seed: int = SEED) -> Iterator[Told]:
    """`n` records of one world. Records of one thing come one after the other."""
    chance = Random(seed)
    numbers = count(1)
    left = n
    for entity, thing in enumerate(things(chance, n)):
        for told in _told(chance, thing, entity, numbers):
            if left == 0:
                return
            left -= 1
            yield told


def _told(chance: Random, thing: Thing, entity: int, numbers: Iterator[int]) -> Iterator[Told]:
    sources = _sources(chance, thing)
    for place, source in enumerate(sources):
        own = place == 0
        noise = draw(chance, own)
        # Half of the other sources list a series session by session.
        apart = len(thing.starts) > 1 and not own and chance.random() < 0.5
        for session in range(len(thing.starts)) if apart else (None,):
            copy = Copy(source, f"{next(numbers):07}", own, noise)
            record, done = tell(chance, thing, copy, session)
            yield Told(record, entity, done, thing.trap)


def _sources(chance: Random, thing: Thing) -> list[str]:
    """The organiser's own site, the town's agenda, aggregators and portals: each once."""
    if thing.form == "news":
        found = [f"presse-{chance.randrange(20)}" for _ in range(thing.popularity)]
    elif thing.form == "call":
        found = [
            f"fonds-{thing.organiser[6:].lower()}",
            *(f"portail-{chance.randrange(12)}" for _ in range(thing.popularity - 1)),
        ]
    else:
        others = [
            f"commune-{thing.venue.town.nis}",
            *(f"agenda-{int(chance.paretovariate(0.8)) % 60}" for _ in range(3)),
        ]
        chance.shuffle(others)
        found = [thing.venue.slug, *others[: thing.popularity - 1]]
    return list(dict.fromkeys(found))
