"""Builds a year from a seed: sites, things, what befalls them, who repeats them, and when which site is not well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from simulator.gazetteer import venues
from simulator.things import News
from simulator.year import incidents
from simulator.year.appeals import calls_of
from simulator.year.fates import befall
from simulator.year.fleet import Moored, moor
from simulator.year.knowing import Knowledge
from simulator.year.lives import Life, status_of
from simulator.year.morning import Morning
from simulator.year.press import news_of
from simulator.year.records import ActiveFault, Befallen, YearSite
from simulator.year.rendering import Renderer
from simulator.year.said import Sayings
from simulator.year.shelves import Shelves, lag_of, listable
from simulator.year.spread import editions, spread
from simulator.year.stock import Titles, events_of

_FEED_LENGTHS = {"rss": 10, "plone": 20, "atom": 30}


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a made-up web. Nothing in it changes; `on` looks at one of its mornings, in any order."""

    seed: int
    origin: date
    days: int
    sites: tuple[YearSite, ...]
    _shelves: Shelves
    _renderer: Renderer
    _sayings: Sayings
    _knowledge: Knowledge

    def on(self, day: date) -> Morning:
        """The web at 06:00 of that day (Brussels); ValueError before the origin."""
        if day < self.origin:
            raise ValueError(f"the year begins on {self.origin}")
        return Morning(day, self._shelves, self._renderer, self._knowledge)

    @property
    def lives(self) -> tuple[Life, ...]:
        """Everything that will ever be published, with all that befalls it, by id; for counts, not for readers."""
        return self._sayings.lives

    def fates(self) -> tuple[Befallen, ...]:
        """What befalls things from the origin to the last day, in order."""
        last = self.origin + timedelta(days=self.days)
        found = (
            Befallen(
                life.id,
                life.kind,
                turn.fate,
                turn.day,
                self._sayings.said_on(life, place),
                life.home,
                status_of(turn.thing, turn.fate, turn.day),
            )
            for life in self._sayings.lives
            for place, turn in enumerate(life.turns)
            if self.origin <= turn.day < last
        )
        return tuple(sorted(found, key=lambda b: (b.day, b.thing)))

    def incidents(self) -> tuple[ActiveFault, ...]:
        """All faults of the year, by first day."""
        every = (i for row in self._shelves.incidents.values() for i in row)
        ordered = sorted(every, key=lambda i: (i.since, i.host))
        return tuple(ActiveFault(i.host, i.fault, i.since, i.until, i.causes, i.hides) for i in ordered)


def build_year(seed: int, origin: date, days: int = 365, sites: int = 104) -> Year:
    """The year of that seed from that day on: same arguments, same year, in any process."""
    fleet = moor(seed, sites)
    lives = _lives(seed, fleet, origin, days)
    fleet = _paced(fleet, lives, origin, days)
    planned = incidents.plan(seed, fleet, _counter(fleet, lives), origin, days)
    shelves = Shelves(fleet, lives, planned)
    sayings = Sayings(shelves, lives, origin)
    renderer = Renderer(shelves)
    knowledge = Knowledge(shelves, renderer, sayings)
    return Year(seed, origin, days, tuple(b.site for b in fleet), shelves, renderer, sayings, knowledge)


def _lives(seed: int, fleet: Sequence[Moored], origin: date, days: int) -> tuple[Life, ...]:
    places = venues(Random(f"{seed}:venues"))
    titles = Titles(seed)
    made: list[Life] = []
    for berth in fleet:
        if berth.role == "twin":
            continue
        if "event" in berth.site.kinds:
            made += events_of(seed, berth, places, titles, origin, days)
        if "news" in berth.site.kinds:
            made += _within_feed(berth, news_of(seed, berth, titles, origin, days), origin)
        if "call" in berth.site.kinds:
            made += calls_of(seed, berth, titles, origin, days)
    again = tuple(editions(seed, made, origin, days))
    return tuple(befall(seed, life, places, origin) for life in (*spread(seed, made, fleet), *again))


def _paced(fleet: Sequence[Moored], lives: Sequence[Life], origin: date, days: int) -> tuple[Moored, ...]:
    """The fleet with the pace that its sites really have, what they repeat included."""
    new = Counter(c.host for life in lives for c in life.carriers if life.turns[0].day >= origin)
    paces = {b.site.host: round(days / max(new[b.site.host], 1), 1) for b in fleet}
    return tuple(replace(b, site=replace(b.site, pace_days=paces[b.site.host])) for b in fleet)


def _within_feed(berth: Moored, lives: list[Life], origin: date) -> list[Life]:
    """Without the news that had left a feed before the year began."""
    length = _FEED_LENGTHS.get(berth.site.platform)
    if length is None:
        return lives
    old = [life for life in lives if life.turns[0].day < origin]
    return old[-length:] + lives[len(old) :]


def _counter(fleet: Sequence[Moored], lives: Sequence[Life]) -> Callable[[str, date], int]:
    """Counts what a site lists on a day: for the choice of faults that show."""
    spans: dict[str, list[tuple[date, date]]] = {b.site.host: [] for b in fleet}
    berths = {b.site.host: b for b in fleet}
    for life in lives:
        for carrier in life.carriers:
            first, thing = lag_of(life.turns[0], carrier), life.turns[0].thing
            last = first
            if isinstance(thing, News):
                last = date.max
            else:
                while listable(berths[carrier.host], thing, last) and (last - first).days < 500:
                    last += timedelta(days=7)
            spans[carrier.host].append((first, last))

    def count(host: str, day: date) -> int:
        return sum(1 for first, last in spans[host] if first <= day < last)

    return count
