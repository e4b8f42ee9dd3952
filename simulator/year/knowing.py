"""What a perfect reader knows on a morning of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from simulator.things import Call, Event, Session, Thing
from simulator.year.lives import Carrier, Life, Turn, status_of
from simulator.year.records import FaultClass, YearSighting, YearTruth
from simulator.year.rendering import Renderer
from simulator.year.said import Sayings
from simulator.year.shelves import Held, Shelves

# Under these the lists still give things that are what they seem.
_STILL_LISTS = frozenset({FaultClass.HALF, FaultClass.MOVED, FaultClass.NEW_IDS, FaultClass.FROZEN})
_PAGES_TELL = frozenset({*_STILL_LISTS, FaultClass.EMPTY, FaultClass.SILENT, FaultClass.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class _Here:
    """A site on one morning: what it holds by life, the lives that its lists give, and whether its pages can tell."""

    held: Mapping[str, Held]
    listed: frozenset[str]
    tells: bool


class Knowledge:
    """What is known on a morning; keeps the truth of a thing as long as nothing about it changes."""

    def __init__(self, shelves: Shelves, renderer: Renderer, sayings: Sayings) -> None:
        self._shelves = shelves
        self._renderer = renderer
        self._sayings = sayings
        self._kept: dict[str, tuple[object, YearTruth]] = {}

    def truth(self, day: date) -> tuple[YearTruth, ...]:
        """Everything that has been said by that morning, by id."""
        hosts = {host: self._here(host, day) for host in self._shelves.berths}
        return tuple(
            self._known(life, known, hosts, day)
            for life in self._sayings.lives
            if (known := self._sayings.known(life, day)) is not None
        )

    def _here(self, host: str, day: date) -> _Here:
        incident = self._shelves.ailing(host, day)
        fault = incident.fault if incident else None
        if incident and fault is FaultClass.FROZEN:
            day, fault = incident.since - timedelta(days=1), None
        held = self._shelves.held(host, day)
        by_life = {h.life.id: h for h in held}
        if fault is not None and fault not in _STILL_LISTS:
            return _Here(by_life, frozenset(), fault in _PAGES_TELL)
        view = self._renderer.list_view(host, day, fault)
        copies = {e.id for e in view.listed}
        copies |= {s.thing for s in self._shelves.berths[host].machine.sightings(view)}
        return _Here(by_life, frozenset(h.life.id for h in held if h.copy.id in copies), tells=True)

    def _known(self, life: Life, known: int, hosts: Mapping[str, _Here], day: date) -> YearTruth:
        actual = max(n for n, t in enumerate(life.turns) if t.day <= day)
        signs = tuple(self._sign(life, carrier, hosts[carrier.host], day) for carrier in life.carriers)
        # The state of a call depends on the day too.
        key = (known, actual, signs, day if life.kind == "call" else None)
        kept = self._kept.get(life.id)
        if kept is None or kept[0] != key:
            kept = self._kept[life.id] = (key, self._truth(life, known, actual, hosts, day))
        return kept[1]

    def _sign(self, life: Life, carrier: Carrier, here: _Here, day: date) -> tuple[object, ...]:
        held = here.held.get(life.id)
        seen = self._sayings.seen_since(life, carrier)
        return (id(held.copy) if held else 0, life.id in here.listed, here.tells, seen is not None and seen <= day)

    def _truth(self, life: Life, known: int, actual: int, hosts: Mapping[str, _Here], day: date) -> YearTruth:
        turn, thing = life.turns[known], life.turns[known].thing
        sightings = (self._sighting(life, carrier, turn, hosts[carrier.host], day) for carrier in life.carriers)
        event = thing if isinstance(thing, Event) else None
        venue = event.venue if event else None
        return YearTruth(
            id=life.id,
            kind=life.kind,
            title=thing.title,
            status=status_of(thing, turn.fate, day),
            actual=status_of(life.turns[actual].thing, life.turns[actual].fate, day),
            since=self._sayings.said_on(life, known) or day,
            sightings=tuple(s for s in sightings if s),
            sessions=tuple(_session(s) for s in event.sessions) if event else (),
            previous_session=_session(event.moved_from) if event and event.moved_from else None,
            venue=venue.name if venue else None,
            municipality=venue.town.name if venue else None,
            postcode=venue.town.postcode if venue else None,
            deadlines=_deadlines(thing),
            published=None if isinstance(thing, Event) else thing.published.isoformat(),
            edition_of=life.edition_of,
            twins=tuple(c.host for c in life.carriers if c.language != "fr"),
            trap=life.trap,
        )

    def _sighting(self, life: Life, carrier: Carrier, known: Turn, here: _Here, day: date) -> YearSighting | None:
        held = here.held.get(life.id)
        if held is None:
            return None
        seen = self._sayings.seen_since(life, carrier)
        told = seen if seen and seen <= day else None
        says = "nothing"
        if told and (here.tells or life.id in here.listed):
            says = "same" if _content(held.turn, day) == _content(known, day) else "stale"
        sight = self._shelves.sight(carrier.host, held.copy)
        listed = life.id in here.listed
        return YearSighting(carrier.host, sight.key, sight.url, sight.title, listed, says, held.turn.page, told)


def _content(turn: Turn, day: date) -> tuple[object, ...]:
    """What must agree for two sites to say the same."""
    thing = turn.thing
    parts = (thing.sessions, thing.venue) if isinstance(thing, Event) else (_deadlines(thing),)
    return (status_of(thing, turn.fate, day), *parts)


def _session(session: Session) -> tuple[str, str | None]:
    def written(at: datetime) -> str:
        return at.date().isoformat() if session.all_day else at.isoformat()

    return written(session.start), written(session.end) if session.end else None


def _deadlines(thing: Thing) -> tuple[str, ...]:
    if not isinstance(thing, Call):
        return ()
    return tuple(d.at.isoformat() if d.clock else d.at.date().isoformat() for d in thing.deadlines)
