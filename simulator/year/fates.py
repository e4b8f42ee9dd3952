"""What befalls the things of a year after their announcement, each with its day: pure draws, one generator a thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from simulator.gazetteer import Venue
from simulator.things import Call, Deadline, Event, News
from simulator.year.lives import Life, Turn
from simulator.year.records import FateKind

# Share of the events that can have a fate (one session, at least a fortnight ahead when they are announced).
_SHARES = (
    (FateKind.MOVED, 0.04),
    (FateKind.MOVED_SILENTLY, 0.02),
    (FateKind.RELOCATED, 0.012),
    (FateKind.POSTPONED, 0.02),
    (FateKind.FULL, 0.03),
    (FateKind.CANCELLED_WORDS, 0.03),
    (FateKind.CANCELLED_VANISH, 0.015),
    (FateKind.CANCELLED_GONE, 0.015),
    (FateKind.LEFT_EARLY, 0.03),
)
_REINSTATED = 0.25  # share of the cancelled that come back
_CANCELLED = (FateKind.CANCELLED_WORDS, FateKind.CANCELLED_VANISH, FateKind.CANCELLED_GONE)


def befall(seed: int, life: Life, places: dict[str, tuple[Venue, ...]], origin: date) -> Life:
    """The life with everything that will happen in it."""
    rng = Random(f"{seed}:{life.id}:fate")
    thing = life.turns[0].thing
    if isinstance(thing, Event):
        return _event(rng, life, thing, places, origin)
    if isinstance(thing, Call):
        return _call(rng, life, thing, origin)
    return _news(rng, life, thing, origin)


def _event(rng: Random, life: Life, event: Event, places: dict[str, tuple[Venue, ...]], origin: date) -> Life:
    first = max(life.turns[0].day, origin) + timedelta(days=4)
    last = event.start.date() - timedelta(days=4)
    if len(event.sessions) > 1 or (last - first).days < 6:
        return life
    day = first + timedelta(days=rng.randint(0, (last - first).days))
    draw = rng.random()
    for fate, share in _SHARES:
        if draw < share:
            return replace(life, turns=life.turns + _turns(rng, fate, event, day, last, places))
        draw -= share
    return life


def _turns(
    rng: Random, fate: FateKind, event: Event, day: date, last: date, places: dict[str, tuple[Venue, ...]]
) -> tuple[Turn, ...]:
    """What follows from one fate that strikes on `day`; `last` is the last day on which more may follow."""
    if fate is FateKind.LEFT_EARLY:
        back = min(day + timedelta(days=rng.randint(2, 12)), last)
        away = Turn(day, fate, event, listed=False, local=True)
        return (away, Turn(back, FateKind.CAME_BACK, event, local=True)) if back > day else ()
    if fate in _CANCELLED:
        return _cancelled(rng, fate, event, day, last)
    if fate is FateKind.POSTPONED:
        waiting = Turn(day, fate, replace(event, status="postponed"))
        found = day + timedelta(days=rng.randint(5, 20))
        if rng.random() < 0.5 and found < last:
            return (waiting, Turn(found, FateKind.MOVED, _moved(rng, event, "rescheduled")))
        return (waiting,)
    changes: dict[FateKind, Callable[[], Event]] = {
        FateKind.MOVED: lambda: _moved(rng, event, "rescheduled"),
        FateKind.MOVED_SILENTLY: lambda: _moved(rng, event, "scheduled"),
        FateKind.RELOCATED: lambda: replace(event, venue=_elsewhere(rng, event, places)),
        FateKind.FULL: lambda: replace(event, status="full"),
    }
    return (Turn(day, fate, changes[fate]()),)


def _cancelled(rng: Random, fate: FateKind, event: Event, day: date, last: date) -> tuple[Turn, ...]:
    off = replace(event, status="cancelled")
    if fate is FateKind.CANCELLED_WORDS:
        turn = Turn(day, fate, off)
    elif fate is FateKind.CANCELLED_VANISH:
        turn = Turn(day, fate, off, listed=False)
    else:
        turn = Turn(day, fate, off, listed=False, page=rng.choice((404, 410)))
    back = day + timedelta(days=rng.randint(4, 15))
    if rng.random() < _REINSTATED and back <= last:
        return (turn, Turn(back, FateKind.REINSTATED, event))
    return (turn,)


def _moved(rng: Random, event: Event, status: str) -> Event:
    old = event.sessions[0]
    shift = timedelta(days=rng.choice((7, 14, 14, 21, 28, 35)))
    new = replace(old, start=old.start + shift, end=old.end + shift if old.end else None)
    return replace(event, status=status, sessions=(new,), moved_from=old)


def _elsewhere(rng: Random, event: Event, places: dict[str, tuple[Venue, ...]]) -> Venue | None:
    if event.venue is None:
        return None
    return rng.choice([v for v in places[event.venue.town.name] if v != event.venue])


def _call(rng: Random, life: Life, call: Call, origin: date) -> Life:
    turns: list[Turn] = list(life.turns)
    earliest = max(turns[0].day, origin) + timedelta(days=3)
    if rng.random() < 0.05:
        day = earliest + timedelta(days=rng.randint(0, 30))
        return replace(life, turns=(*turns, Turn(day, FateKind.WITHDRAWN, call, listed=False, page=404)))
    if len(call.deadlines) == 1 and rng.random() < 0.25:
        day = call.deadlines[0].at.date() - timedelta(days=rng.randint(1, 8))
        if day >= earliest:
            call = _extended(rng, call)
            turns.append(Turn(day, FateKind.DEADLINE_EXTENDED, call))
    if call.deadlines and rng.random() < 0.35:
        day = call.deadlines[-1].at.date() + timedelta(days=rng.randint(15, 45))
        if day >= earliest:
            turns.append(Turn(day, FateKind.RESULTS_PUBLISHED, _awarded(rng, call)))
    return replace(life, turns=tuple(turns))


def _extended(rng: Random, call: Call) -> Call:
    old = call.deadlines[0]
    new = Deadline(old.at + timedelta(days=rng.choice((7, 10, 14, 21, 28))), old.clock, old.label)
    says = "The deadline has been extended." if call.identifier else "La date limite de dépôt est prolongée."
    return replace(call, deadlines=(new,), body=(says, *call.body))


def _awarded(rng: Random, call: Call) -> Call:
    count = rng.randint(3, 14)
    says = f"Results: {count} projects selected." if call.identifier else f"Résultats : {count} projets sont retenus."
    return replace(call, body=(says, *call.body))


def _news(rng: Random, life: Life, news: News, origin: date) -> Life:
    day = max(life.turns[0].day, origin) + timedelta(days=rng.randint(1, 6))
    if rng.random() > 0.02:
        return life
    return replace(life, turns=(*life.turns, Turn(day, FateKind.WITHDRAWN, news, listed=False, page=404)))
