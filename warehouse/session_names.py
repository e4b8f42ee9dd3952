"""The names of an item's sessions and deadlines: given once, kept for life (FEEDS.md D3, §2 UID). Pure.

A name is the part of a calendar UID that tells the sessions of an item apart: "" for the one session with which an item
began, else the day of the session when it was named. Who subscribes keeps alarms and notes by it, so it goes along when
a session is told another hour, day or place, and no other session of the item ever gets it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from vigie.model import Call, Content, Event, Precision, WallTime


@dataclass(frozen=True, slots=True)
class Session:
    """What of a session or deadline decides its name. `ends` is aware UTC; `before` is where it says that it stood."""

    start: WallTime
    ends: datetime
    label: str | None = None
    before: WallTime | None = None

    @property
    def mark(self) -> str:
        return mark(self.start)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of an item's sessions, in the order of its content, and where they stood before: pairs of name and
    mark, the last one last. A name that is only there is retired."""

    shown: tuple[str, ...] = ()
    former: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A session as it stood, with its name."""

    name: str
    session: Session


@dataclass(slots=True)
class Naming:
    """Old sessions and new ones, each in the order of time, and the names given so far by place among the new ones."""

    old: Sequence[Held]
    new: Sequence[Session]
    given: dict[int, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def give(self, place: int, name: str) -> None:
        self.given[place] = name
        self.taken.add(name)

    def free(self) -> list[Held]:
        return [one for one in self.old if one.name not in self.taken]

    def nameless(self) -> list[tuple[int, Session]]:
        return [(place, session) for place, session in enumerate(self.new) if place not in self.given]


def sessions(content: Content) -> tuple[Session, ...]:
    """The sessions of an event, the deadlines of a call, in the order of the content."""
    if isinstance(content, Event):
        return tuple(Session(o.start, o.closes_at(), None, content.previous_start) for o in content.occurrences)
    if isinstance(content, Call):
        return tuple(Session(d.at, d.closes_at(), d.label, d.replaces) for d in content.deadlines)
    return ()


def mark(start: WallTime) -> str:
    """The wall clock as the source said it, without its zone: `2026-03-05T18:30:00`, `2026-03-05` or `2026-03`."""
    if start.precision is Precision.MONTH:
        return start.local.strftime("%Y-%m")
    return start.day.isoformat() if start.precision is Precision.DAY else start.local.isoformat()


def first_names(days: Sequence[date]) -> tuple[str, ...]:
    """Names of sessions of which nothing is remembered, given the day of each: "" for one alone, else its day; the
    second one of a day gets `-2`."""
    return ("",) if len(days) == 1 else tuple(_fresh(days, set()))


def renamed(old: Sequence[Session], names: Names, new: Sequence[Session], at: datetime) -> Names:
    """The names of `new`, which takes the place of `old` at the aware instant `at`; the order of neither counts.

    Step by step, each name to one session at most. A session keeps its name when
    1. its start, label and end are equal; else start and label; else the label, if it names one alone; else the start;
    2. it comes back to where a name once stood: that of the session that stood there last;
    3. its source says where it stood before (`before`): that of the session which stood there, at that hour or day;
    4. it is on the day of one that is left: another hour (nearest first when they are not equally many);
    5. as many are left on both sides: they were moved, in their order.
    Every other one gets a new name; names without a session are retired. What is over at `at` is moved by no label and
    no step 5: a list that drops its past sessions and adds later ones moves nothing (as warehouse.rescheduling says).
    """
    known = names.shown if len(names.shown) == len(old) else first_names([s.start.day for s in old])
    if tuple(old) == tuple(new) or not (old or names.former or len(new) > 1):
        return Names(known or first_names([s.start.day for s in new]), names.former)
    held = sorted((Held(*pair) for pair in zip(known, old, strict=True)), key=lambda h: (_order(h.session), h.name))
    places = sorted(range(len(new)), key=lambda n: _order(new[n]))
    naming = Naming(held, [new[n] for n in places])
    _stayed(naming, at)
    _came_back(naming, names.former)
    _said(naming, names.former)
    _another_hour(naming)
    _moved(naming, at)
    _named_anew(naming, names)
    shown = dict(zip(places, (naming.given[place] for place in range(len(new))), strict=True))
    return Names(tuple(shown[n] for n in range(len(new))), _former(naming, names.former))


def _stayed(naming: Naming, at: datetime) -> None:
    _alike(naming, naming.free(), lambda s: (s.mark, s.label, s.ends))
    _alike(naming, naming.free(), lambda s: (s.mark, s.label))
    labels = Counter(one.session.label for one in naming.free())
    told = Counter(session.label for _, session in naming.nameless())
    once = {label for label in labels if label and labels[label] == told[label] == 1}
    _alike(naming, naming.free(), lambda s: s.label if s.label in once and s.ends > at else None)
    _alike(naming, naming.free(), lambda s: s.mark)


def _alike(naming: Naming, free: Sequence[Held], key: Callable[[Session], Hashable | None]) -> None:
    """Gives the names of sessions to those that have the same key, in the order of time; None is no key."""
    waiting: defaultdict[Hashable, list[Held]] = defaultdict(list)
    for one in free:
        waiting[key(one.session)].append(one)
    waiting.pop(None, None)
    for place, session in naming.nameless():
        if queue := waiting.get(key(session)):
            naming.give(place, queue.pop(0).name)


def _came_back(naming: Naming, former: Sequence[tuple[str, str]]) -> None:
    stood: defaultdict[str, list[str]] = defaultdict(list)
    for name, where in former:
        stood[where].append(name)
    for place, session in naming.nameless():
        last_first = reversed(stood.get(session.mark, []))
        free = [name for name in last_first if name not in naming.taken]
        if free:
            naming.give(place, free[0])


def _said(naming: Naming, former: Sequence[tuple[str, str]]) -> None:
    stood: defaultdict[str, list[str]] = defaultdict(list)
    for name, where in [*((one.name, one.session.mark) for one in naming.free()), *reversed(former)]:
        stood[where].append(name)
        if len(where) > len("2026-03-05"):
            stood[where[:10]].append(name)
    for place, session in naming.nameless():
        hour = mark(session.before) if session.before else ""
        there = [*stood.get(hour, ()), *stood.get(hour[:10], ())]
        free = [name for name in there if name not in naming.taken]
        if free:
            naming.give(place, free[0])


def _another_hour(naming: Naming) -> None:
    for free, nameless in _of_each_day(naming):
        if len(free) == len(nameless):
            near = list(zip(free, nameless, strict=True))
        else:
            every = ((one, (place, s)) for one in free for place, s in nameless)
            near = sorted(every, key=lambda two: abs(two[0].session.start.utc - two[1][1].start.utc))
        for one, (place, _) in near:
            if place not in naming.given and one.name not in naming.taken:
                naming.give(place, one.name)


def _of_each_day(naming: Naming) -> Iterator[tuple[list[Held], list[tuple[int, Session]]]]:
    days: defaultdict[date, list[Held]] = defaultdict(list)
    for one in naming.free():
        days[one.session.start.day].append(one)
    told: defaultdict[date, list[tuple[int, Session]]] = defaultdict(list)
    for place, session in naming.nameless():
        told[session.start.day].append((place, session))
    for day in sorted(days.keys() & told.keys()):
        yield days[day], told[day]


def _moved(naming: Naming, at: datetime) -> None:
    ahead = [one for one in naming.free() if one.session.ends > at]
    to_come = [place for place, session in naming.nameless() if session.ends > at]
    if len(ahead) == len(to_come):
        for one, place in zip(ahead, to_come, strict=True):
            naming.give(place, one.name)


def _named_anew(naming: Naming, names: Names) -> None:
    nameless = naming.nameless()
    ever = {one.name for one in naming.old} | {name for name, _ in names.former}
    days = [session.start.day for _, session in nameless]
    found = ("",) if not ever and len(naming.new) == 1 else _fresh(days, ever)
    for (place, _), name in zip(nameless, found, strict=True):
        naming.give(place, name)


def _fresh(days: Sequence[date], ever: set[str]) -> list[str]:
    """Names that nobody had, by day; `ever` are those that somebody had."""
    found: list[str] = []
    for day in days:
        name, again = f"{day:%Y%m%d}", 1
        while name in ever or name in found:
            again += 1
            name = f"{day:%Y%m%d}-{again}"
        found.append(name)
    return found


def _former(naming: Naming, former: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    now: Mapping[str, str] = {name: naming.new[place].mark for place, name in naming.given.items()}
    left = [(one.name, one.session.mark) for one in naming.old if now.get(one.name) != one.session.mark]
    kept = [pair for pair in former if pair not in left and now.get(pair[0]) != pair[1]]
    return (*kept, *left)


def _order(session: Session) -> tuple[datetime, str, str, datetime]:
    return session.start.utc, session.mark, session.label or "", session.ends
