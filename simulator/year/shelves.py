"""What each site holds on each day: its own copies of the things, in its words, listed or only on their pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zlib import crc32

from simulator.sites.site import Sighting
from simulator.things import Call, Event, News, Thing
from simulator.view import View
from simulator.year import names, season
from simulator.year.fleet import Moored
from simulator.year.incidents import Incident, begun, on
from simulator.year.lives import Carrier, Life, Turn
from simulator.year.records import FaultClass

_CLOSED_KEPT = 150  # days for which a closed call stays in the lists
PAST_DAYS = {"opendatasoft": 30, "ical": 30, "html": 15, "tribe": 30}
# Sites whose pages say something else each day without anything new.
_DAILY = ("html", "html-calls", "sedia", "typo3", "tribe", "imio")


@dataclass(frozen=True, slots=True)
class SiteView(View):
    """What one site answers from. `events`, `news` and `calls` are all that have a page; lists name `listed` only."""

    listed: tuple[Event, ...]
    token: tuple[object, ...]
    changed: datetime

    @property
    def modified(self) -> datetime:
        return self.changed

    def events_of(self, host: str, past_days: int | None = 0) -> tuple[Event, ...]:
        if past_days is None:
            return self.events
        return tuple(e for e in self.listed if (self.today - e.last_day).days <= past_days)

    def listed_of(self, host: str) -> tuple[Event, ...]:
        return self.listed

    def news_of(self, host: str) -> tuple[News, ...]:
        return self.news

    def calls_of(self, host: str) -> tuple[Call, ...]:
        return self.calls


@dataclass(frozen=True, slots=True)
class Held:
    """A thing as one site holds it on one day: the site's copy, and the turn from which it stems."""

    life: Life
    carrier: Carrier
    turn: Turn
    copy: Thing
    listed: bool


class Shelves:
    """All that every site holds on any day, made when it is asked for and kept while it is the same."""

    def __init__(self, fleet: Sequence[Moored], lives: Iterable[Life], incidents: Sequence[Incident]) -> None:
        self.berths: Mapping[str, Moored] = {b.site.host: b for b in fleet}
        self.carried: defaultdict[str, list[tuple[Life, Carrier]]] = defaultdict(list)
        for life in lives:
            for carrier in life.carriers:
                self.carried[carrier.host].append((life, carrier))
        self.incidents: defaultdict[str, list[Incident]] = defaultdict(list)
        for incident in incidents:
            self.incidents[incident.host].append(incident)
        self._copies: dict[tuple[str, str, int, int], Thing] = {}
        self._sights: dict[int, Sighting] = {}
        self._held: dict[str, tuple[date, tuple[Held, ...]]] = {}

    def ailing(self, host: str, day: date) -> Incident | None:
        """The fault of a site on a day."""
        return on(self.incidents[host], day)

    def held(self, host: str, day: date) -> tuple[Held, ...]:
        """Everything the site has a memory of that day, when it is well; kept for the last day that was asked."""
        kept = self._held.get(host)
        if kept is None or kept[0] != day:
            generation = sum(1 for _ in begun(self.incidents[host], FaultClass.NEW_IDS, day))
            kept = (day, tuple(self._hold(host, day, generation)))
            self._held[host] = kept
        return kept[1]

    def _hold(self, host: str, day: date, generation: int) -> Iterable[Held]:
        berth = self.berths[host]
        for life, carrier in self.carried[host]:
            turn = life.turn_on(day, carrier)
            if turn is not None:
                copy = self._copy(berth, life, carrier, turn, generation)
                yield Held(life, carrier, turn, copy, turn.listed and listable(berth, copy, day))

    def _copy(self, berth: Moored, life: Life, carrier: Carrier, turn: Turn, generation: int) -> Thing:
        key = (life.id, carrier.host, life.turns.index(turn), generation)
        made = self._copies.get(key)
        if made is None:
            made = self._copies[key] = _own_copy(berth, life, carrier, turn, generation)
        return made

    def sight(self, host: str, copy: Thing) -> Sighting:
        """Key, page and title of a copy, as its platform gives them."""
        found = self._sights.get(id(copy))
        if found is None:
            alone = view_of((copy,), (copy,), date(2000, 1, 1), datetime(2000, 1, 1))
            found = next(iter(self.berths[host].machine.sightings(alone)))
            self._sights[id(copy)] = found
        return found


def listable(berth: Moored, thing: Thing, day: date) -> bool:
    """Does the platform still name it in its lists? Events go when they are over, calls long after they closed."""
    if isinstance(thing, Event):
        return (day - thing.last_day).days <= PAST_DAYS.get(berth.site.platform, 0)
    if isinstance(thing, Call) and thing.deadlines:
        return (day - thing.deadlines[-1].at.date()).days <= _CLOSED_KEPT
    return True


def _own_copy(berth: Moored, life: Life, carrier: Carrier, turn: Turn, generation: int) -> Thing:
    thing, host = turn.thing, carrier.host
    away = host != life.home
    number = thing.number + (10_000_000 if away else 0) + 20_000_000 * generation
    own_id = f"{thing.id}~{generation}" if generation else thing.id
    sites = (life.home, host) if away else (host,)
    if not isinstance(thing, Event):
        return replace(thing, id=own_id, number=number, sites=sites)
    quiet = berth.field_only
    if berth.site.platform == "ical":
        # A calendar has a field for what is cancelled and still in it, for nothing else.
        quiet = quiet and turn.listed and thing.status == "cancelled"
    copy = replace(
        thing,
        id=own_id,
        number=number,
        sites=sites,
        status_in="field" if quiet else "heading",
        language=carrier.language,
    )
    if carrier.language == "fr":
        return copy
    group = thing.summary.removeprefix("Une proposition de ").partition(" autour")[0]
    title = names.title_abroad(carrier.language, thing.form, life.name)
    summary = names.SUMMARIES[carrier.language].format(group)
    return replace(copy, title=title, sites=(host,), summary=summary, body=())


def view_of(pages: Sequence[Thing], listed: Sequence[Thing], day: date, changed: datetime) -> SiteView:
    """A view from copies: events by start, the others newest first."""

    def events(things: Sequence[Thing]) -> tuple[Event, ...]:
        return tuple(sorted((t for t in things if isinstance(t, Event)), key=lambda e: (e.start, e.id)))

    news = sorted((t for t in pages if isinstance(t, News)), key=lambda n: (n.published, n.id), reverse=True)
    calls = sorted((t for t in pages if isinstance(t, Call)), key=lambda c: (c.published, c.id), reverse=True)
    token = (tuple(map(id, pages)), tuple(map(id, listed)))
    return SiteView(day, events(pages), tuple(news), tuple(calls), events(listed), token, changed)


def kept_by_half(life: Life, host: str) -> bool:
    """Is a thing in the half that a half listing still gives?"""
    return crc32(f"{life.id}@{host}".encode()) % 2 == 0


def changed_on(shelves: Shelves, host: str, day: date) -> datetime:
    """When the site last changed (aware UTC): a thing came, turned or left, or a fault began or ended."""
    berth = shelves.berths[host]
    if berth.site.platform in _DAILY:
        return season.published_at(day)
    days = [date(2000, 1, 3)]
    for held in shelves.held(host, day):
        days.append(held.turn.day + timedelta(days=held.carrier.lag))
        if isinstance(held.copy, Event):
            days.append(held.copy.last_day + timedelta(days=PAST_DAYS.get(berth.site.platform, 0) + 1))
        elif isinstance(held.copy, Call) and held.copy.deadlines:
            days.append(held.copy.deadlines[-1].at.date() + timedelta(days=_CLOSED_KEPT + 1))
    for incident in shelves.incidents[host]:
        days += [incident.since, incident.until + timedelta(days=1)]
    return season.published_at(max(d for d in days if d <= day))


def lag_of(turn: Turn, carrier: Carrier) -> date:
    """The first day on which the carrier holds that turn."""
    return turn.day + timedelta(days=carrier.lag)
