"""What a perfect reader of the made-up web would know on one morning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from simulator.sites.register import SITES
from simulator.sites.site import Sighting, Site
from simulator.things import Call, Deadline, Event, News, Session, Thing
from simulator.view import View


@dataclass(frozen=True, slots=True)
class Truth:
    """One thing. Times are local ISO, `2026-03-05` (a day) or `2026-03-05T18:30:00`; last days are inclusive.

    `sightings` say where it can be seen from a site's entries today; none = nobody can know it. `sessions` and
    `deadlines` are in order. `status` is scheduled, cancelled, full, rescheduled or postponed for events; open,
    closing, closed, announced or rolling for calls; "" for news. Amounts are whole euros: per project (`low`, `high`)
    and the whole envelope (`budget`); `prices` are those of an event.
    """

    id: str
    kind: str
    title: str
    status: str
    sightings: tuple[Sighting, ...]
    start: str | None = None
    end: str | None = None
    sessions: tuple[tuple[str, str | None], ...] = ()
    previous_start: str | None = None
    municipality: str | None = None
    postcode: str | None = None
    province: str | None = None
    venue: str | None = None
    online: bool = False
    free: bool = False
    prices: tuple[str, ...] = ()
    published: str | None = None
    opens: str | None = None
    deadlines: tuple[str, ...] = ()
    rolling: bool = False
    low: int | None = None
    high: int | None = None
    budget: int | None = None
    funder: str | None = None
    identifier: str | None = None


def truths(view: View, sites: Iterable[Site] = tuple(SITES.values())) -> tuple[Truth, ...]:
    """Everything that has been announced, seen on one of `sites` or not, by kind and id."""
    seen: defaultdict[str, list[Sighting]] = defaultdict(list)
    for site in sites:
        for sighting in site.sightings(view):
            seen[sighting.thing].append(sighting)
    things: tuple[Thing, ...] = (*view.events, *view.news, *view.calls)
    return tuple(_truth(thing, tuple(seen[thing.id]), view) for thing in things)


def _truth(thing: Thing, sightings: tuple[Sighting, ...], view: View) -> Truth:
    if isinstance(thing, Event):
        return _event(thing, sightings)
    if isinstance(thing, News):
        return Truth(thing.id, "news", thing.title, "", sightings, published=thing.published.isoformat())
    return _call(thing, sightings, view)


def _event(event: Event, sightings: tuple[Sighting, ...]) -> Truth:
    sessions = tuple(_session(s) for s in event.sessions)
    town = event.venue.town if event.venue else None
    old = event.moved_from
    return Truth(
        event.id,
        "event",
        event.title,
        event.status,
        sightings,
        start=sessions[0][0],
        end=sessions[-1][1],
        sessions=sessions,
        previous_start=_session(old)[0] if old else None,
        municipality=town.name if town else None,
        postcode=town.postcode if town else None,
        province=town.province if town else None,
        venue=event.venue.name if event.venue else None,
        online=event.venue is None,
        free=event.free,
        prices=event.prices,
        published=event.announced.isoformat(),
    )


def _call(call: Call, sightings: tuple[Sighting, ...], view: View) -> Truth:
    return Truth(
        call.id,
        "call",
        call.title,
        call.state(view.today),
        sightings,
        published=call.published.isoformat(),
        opens=call.opens.isoformat() if call.opens else None,
        deadlines=tuple(_deadline(d) for d in call.deadlines),
        rolling=call.rolling,
        low=call.low,
        high=call.high,
        budget=call.budget,
        funder=call.funder,
        identifier=call.identifier or None,
    )


def _session(session: Session) -> tuple[str, str | None]:
    def written(at: datetime) -> str:
        return at.date().isoformat() if session.all_day else at.isoformat()

    return written(session.start), written(session.end) if session.end else None


def _deadline(deadline: Deadline) -> str:
    return deadline.at.isoformat() if deadline.clock else deadline.at.date().isoformat()
