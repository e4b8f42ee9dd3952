"""Who repeats whose things: aggregators that lag, twins in another language, and editions of another year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from simulator.things import Call, Event
from simulator.year.fleet import Moored
from simulator.year.lives import Carrier, Life, Turn
from simulator.year.records import FateKind

_TAKES_SERIES = ("tribe", "imio", "opendatasoft")
_REPEATED = {"event": 0.18, "news": 0.08, "call": 0.25}
_TWINNED = 0.5  # share of a partner's events that its twin shows too


def spread(seed: int, lives: Sequence[Life], fleet: Sequence[Moored]) -> list[Life]:
    """The same lives with the sites that repeat them: 18 % of the events, 8 % of the news, 25 % of the calls."""
    aggregators = {
        "event": [b for b in fleet if b.role == "aggregator"],
        "news": [b for b in fleet if b.site.platform == "wordpress" and b.site.kinds == ("news",)][:2],
        "call": [b for b in fleet if b.site.platform == "typo3"],
    }
    twins = _partners(fleet)
    return [_carried(Random(f"{seed}:{life.id}:spread"), life, aggregators[life.kind], twins) for life in lives]


def _partners(fleet: Sequence[Moored]) -> dict[str, Moored]:
    """Which twin repeats which homes: by host of the home; every twin has three."""
    homes = [b for b in fleet if b.role == "home" and b.site.size == "normal" and "event" in b.site.kinds]
    twins = [b for b in fleet if b.role == "twin"]
    return {homes[n % len(homes)].site.host: twins[n // 3] for n in range(3 * len(twins))} if homes else {}


def _carried(rng: Random, life: Life, aggregators: list[Moored], twins: dict[str, Moored]) -> Life:
    found: list[Carrier] = []
    able = [b for b in aggregators if b.site.host != life.home and _can_carry(life, b)]
    if able and rng.random() < _REPEATED[life.kind]:
        for berth in rng.sample(able, min(len(able), 2 if rng.random() < 0.25 else 1)):
            found.append(Carrier(berth.site.host, rng.randint(1, 4)))
    twin = twins.get(life.home)
    if twin and _can_carry(life, twin) and rng.random() < _TWINNED:
        found.append(Carrier(twin.site.host, rng.choice((0, 0, 1)), twin.site.language))
    return replace(life, carriers=(*life.carriers, *found))


def _can_carry(life: Life, berth: Moored) -> bool:
    thing = life.turns[0].thing
    if life.kind not in berth.site.kinds:
        return False
    if isinstance(thing, Event):
        clear = thing.venue is not None and all(s.end for s in thing.sessions)
        return clear and (len(thing.sessions) == 1 or berth.site.platform in _TAKES_SERIES)
    return not (isinstance(thing, Call) and thing.identifier)


def editions(seed: int, lives: Iterable[Life], origin: date, days: int) -> Iterator[Life]:
    """One home event in forty comes back on the same weekday of the next year: another thing under the same title.

    Half are told of soon after the first is over (a date to save), half some four months before they take place.
    """
    rng = Random(f"{seed}:editions")
    for life in lives:
        event = life.turns[0].thing
        if not isinstance(event, Event) or len(event.sessions) > 1 or event.form == "exhibition":
            continue
        if rng.random() > 0.025 or event.last_day < origin:
            continue
        soon = event.last_day + timedelta(days=rng.randint(2, 25))
        told = soon if rng.random() < 0.5 else event.start.date() + timedelta(days=364 - rng.randint(100, 140))
        if origin < told <= origin + timedelta(days=days):
            yield _edition(life, event, told)


def _edition(life: Life, event: Event, told: date) -> Life:
    year = timedelta(days=364)
    sessions = tuple(replace(s, start=s.start + year, end=s.end + year if s.end else None) for s in event.sessions)
    again = replace(
        event,
        id=f"{event.id}b",
        number=event.number + 5_000_000,
        sessions=sessions,
        announced=datetime.combine(told, time(3, 10)),
    )
    return Life(again.id, "event", life.name, life.carriers[:1], (Turn(told, FateKind.ANNOUNCED, again),), life.id)
