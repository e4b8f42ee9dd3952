"""What a perfect reader knows on a morning of the year."""

from __future__ import annotations

from collections.abc import Mapping
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


def truth(shelves: Shelves, renderer: Renderer, sayings: Sayings, day: date) -> tuple[YearTruth, ...]:
    """Everything that has been said by that morning, by id."""
    held: dict[str, Mapping[str, Held]] = {}
    listed: dict[str, frozenset[str]] = {}
    for host in shelves.berths:
        incident = shelves.ailing(host, day)
        frozen = incident is not None and incident.fault is FaultClass.FROZEN
        then = incident.since - timedelta(days=1) if incident and frozen else day
        held[host] = {h.life.id: h for h in shelves.held(host, then)}
        listed[host] = _listed(shelves, renderer, host, day)
    return tuple(
        _truth(life, known, held, listed, shelves, sayings, day)
        for life in sayings.lives
        if (known := sayings.known(life, day)) is not None
    )


def _listed(shelves: Shelves, renderer: Renderer, host: str, day: date) -> frozenset[str]:
    """Ids of the lives that a reader finds in the lists of a site this morning."""
    incident = shelves.ailing(host, day)
    fault = incident.fault if incident else None
    if fault is not None and fault not in _STILL_LISTS:
        return frozenset()
    if incident and fault is FaultClass.FROZEN:
        day = incident.since - timedelta(days=1)
        fault = None
    view = renderer.list_view(host, day, fault)
    copies: set[str] = {e.id for e in view.listed}
    copies |= {s.thing for s in shelves.berths[host].machine.sightings(view)}
    return frozenset(h.life.id for h in shelves.held(host, day) if h.copy.id in copies)


def _truth(
    life: Life,
    known: int,
    held: Mapping[str, Mapping[str, Held]],
    listed: Mapping[str, frozenset[str]],
    shelves: Shelves,
    sayings: Sayings,
    day: date,
) -> YearTruth:
    turn, thing = life.turns[known], life.turns[known].thing
    sightings = (
        _sighting(life, carrier, turn, held[carrier.host].get(life.id), listed[carrier.host], shelves, sayings, day)
        for carrier in life.carriers
    )
    actual = [t for t in life.turns if t.day <= day][-1]
    venue = thing.venue if isinstance(thing, Event) else None
    return YearTruth(
        id=life.id,
        kind=life.kind,
        title=thing.title,
        status=status_of(thing, turn.fate, day),
        actual=status_of(actual.thing, actual.fate, day),
        since=sayings.said_on(life, known) or day,
        sightings=tuple(s for s in sightings if s),
        sessions=tuple(_session(s) for s in thing.sessions) if isinstance(thing, Event) else (),
        previous_session=_session(thing.moved_from) if isinstance(thing, Event) and thing.moved_from else None,
        venue=venue.name if venue else None,
        municipality=venue.town.name if venue else None,
        postcode=venue.town.postcode if venue else None,
        deadlines=_deadlines(thing),
        published=None if isinstance(thing, Event) else thing.published.isoformat(),
        edition_of=life.edition_of,
        twins=tuple(c.host for c in life.carriers if c.language != "fr"),
        trap=life.trap,
    )


def _sighting(
    life: Life,
    carrier: Carrier,
    known: Turn,
    here: Held | None,
    listed: frozenset[str],
    shelves: Shelves,
    sayings: Sayings,
    day: date,
) -> YearSighting | None:
    if here is None:
        return None
    seen = sayings.seen_since(life, carrier)
    shown = life.id in listed
    incident = shelves.ailing(carrier.host, day)
    tells = shown or incident is None or incident.fault in _PAGES_TELL
    says = "nothing"
    if tells and seen and seen <= day:
        says = "same" if _content(here.turn, day) == _content(known, day) else "stale"
    sight = shelves.sight(carrier.host, here.copy)
    return YearSighting(
        host=carrier.host,
        key=sight.key,
        url=sight.url,
        title=sight.title,
        listed=shown,
        says=says,
        page=here.turn.page,
        readable_since=seen if seen and seen <= day else None,
    )


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
