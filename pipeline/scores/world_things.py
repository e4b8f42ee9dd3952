"""What happens in a made-up world: things of all kinds, a stated share of them set as traps beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from pipeline.scores.world_words import (
    ADJECTIVES,
    ANGLES,
    AUDIENCES,
    HOMONYMS,
    NOUNS,
    SORTS,
    STREETS,
    TECHNIQUES,
    VENUES,
    Pair,
    Zipf,
    made_name,
)
from transforms.gazetteer import Municipality, gazetteer

FIRST_DAY = date(2026, 1, 1)
CITIES = (
    "Liège", "Namur", "Charleroi", "Mons", "Bruxelles", "Tournai", "La Louvière", "Verviers", "Arlon", "Wavre",
    "Ottignies-Louvain-la-Neuve", "Nivelles", "Seraing", "Huy", "Dinant", "Mouscron", "Ixelles", "Schaerbeek",
)  # fmt: skip
HOURS = (10, 10, 14, 14, 14, 16, 18, 19, 19, 20, 20, 20, 20, 21)


@dataclass(frozen=True, slots=True)
class Venue:
    """A made-up house. `alias` is what others call it; `brand` marks an alias that shares no word with its name."""

    name: str
    alias: str
    brand: bool
    street: str
    postcode: str
    town: Municipality
    slug: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the world; texts are (French, English). `span` is the last day of an exhibition or festival."""

    form: str
    main: Pair
    sort: Pair | None
    sub: Pair | None
    starts: tuple[datetime, ...]
    minutes: int
    venue: Venue
    organiser: str
    span: date | None = None
    trap: str | None = None
    popularity: int = 1
    identifier: str | None = None


def horizon(n: int) -> int:
    """Days that a world of `n` records covers: 90 at 1 k, six years at 1 M (about 11 and 460 records a day)."""
    days: float = 90 * (n / 1000) ** 0.46
    return max(30, round(days))


class Scenery:
    """Towns, houses and titles of one world."""

    def __init__(self, chance: Random, days: int) -> None:
        self.chance, self.days = chance, days
        towns = sorted(
            {
                n.municipality.nis: n.municipality
                for names in gazetteer().names.values()
                for n in names
                if n.municipality.region in ("WAL", "BRU")
            }.values(),
            key=lambda m: m.nis,
        )
        chance.shuffle(towns)
        towns.sort(key=lambda m: CITIES.index(m.name) if m.name in CITIES else len(CITIES))
        self.towns = Zipf(towns, 0.75)
        self._rank: dict[str, int] = {town.nis: rank for rank, town in enumerate(towns)}
        self.nouns, self.adjectives = Zipf(NOUNS), Zipf(ADJECTIVES)
        self.techniques, self.homonyms = Zipf(TECHNIQUES), Zipf(HOMONYMS)
        self._venues: dict[str, list[Venue]] = {}
        self._names = lru_cache(maxsize=4096)(lambda number: made_name(Random(number)))

    def name(self) -> str:
        """An invented proper name; the early ones come back often."""
        return self._names(int(self.chance.paretovariate(0.7)) % 20_000)

    def town(self) -> Municipality:
        return self.towns.draw(self.chance)

    def venue(self, town: Municipality | None = None) -> Venue:
        town = town or self.town()
        known = self._venues.setdefault(town.nis, [])
        room = max(4, 80 // (1 + self._rank[town.nis]))
        place = int(self.chance.paretovariate(1.0)) % room
        while len(known) <= place:
            known.append(self._house(town, len(known)))
        return known[place]

    def _house(self, town: Municipality, number: int) -> Venue:
        chance = self.chance
        noun, adjective = self.nouns.draw(chance)[0], self.adjectives.draw(chance)[0]
        name = VENUES[(number + int(town.nis)) % len(VENUES)].format(
            town=town.name, noun=noun.capitalize(), adjective=adjective, name=made_name(chance)
        )
        brand = chance.random() < 0.1
        short = name.removeprefix("Le ").removeprefix("La ")
        alias = (
            made_name(chance)
            if brand
            else chance.choice(
                (f"{short} asbl", f"{short} ({town.name})", short, f"{short} – {town.name}", name.upper())
            )
            if "Centre culturel" not in name
            else chance.choice((f"CC {town.name}", f"{name} asbl", name.upper()))
        )
        street = f"{chance.choice(STREETS)} {chance.randrange(1, 180)}"
        return Venue(name, alias, brand, street, min(town.postcodes), town, f"lieu-{town.nis}-{number}")

    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.chance.randrange(self.days))

    def start(self, day: date | None = None) -> datetime:
        day = day or self.day()
        minute = self.chance.choice((0, 0, 0, 30))
        return datetime(day.year, day.month, day.day, self.chance.choice(HOURS), minute)

    def phrase(self) -> Pair:
        """A title of two to four telling words."""
        chance = self.chance
        noun, adjective, other = self.nouns.draw(chance), self.adjectives.draw(chance), self.nouns.draw(chance)
        shape = chance.randrange(6)
        if shape == 0:
            return f"La {noun[0]} {adjective[0]}", f"The {adjective[1]} {noun[1]}"
        if shape == 1:
            return f"{noun[0].capitalize()} et {other[0]}", f"{noun[1].capitalize()} and {other[1]}"
        if shape == 2:
            return f"Le {adjective[0]} {other[0]} de la {noun[0]}", f"The {adjective[1]} {other[1]} of the {noun[1]}"
        if shape == 3:
            name = self.name()
            return f"{name}, {noun[0]} {adjective[0]}", f"{name}, {adjective[1]} {noun[1]}"
        if shape == 4:
            return f"{noun[0].capitalize()}s {adjective[0]}s", f"{adjective[1].capitalize()} {noun[1]}s"
        return f"Quand la {noun[0]} devient {other[0]}", f"When the {noun[1]} becomes {other[1]}"

    def thing(self, form: str | None = None) -> Thing:
        chance = self.chance
        form = (
            form
            or chance.choices(
                ("workshop", "talk", "concert", "film", "show", "expo", "homonym", "series"),
                (24, 14, 16, 10, 12, 8, 10, 4),
            )[0]
        )
        venue, start = self.venue(), self.start()
        organiser = venue.name if chance.random() < 0.7 else f"Collectif {self.name()}"
        popularity = chance.choices((1, 2, 3, 4), (40, 32, 18, 10))[0]
        if form == "homonym":
            return Thing(
                form, self.homonyms.draw(chance), None, None, (start,), 120, venue, organiser, None, None, popularity
            )
        sort = chance.choice(SORTS[form]) if form in SORTS else chance.choice(SORTS["workshop"])
        sub: Pair | None = None
        if form in ("workshop", "series"):
            main = self.techniques.draw(chance)
            if chance.random() < 0.5:
                extra = self.nouns.draw(chance)
                main = (f"{main[0]} et {extra[0]}", f"{main[1]} and {extra[1]}")
            sub = chance.choice(AUDIENCES) if chance.random() < 0.4 else None
        elif form == "concert":
            acts = self.name(), f"{self.name()} {self.nouns.draw(chance)[1].capitalize()}"
            main = (f"{acts[0]} + {acts[1]}",) * 2 if chance.random() < 0.5 else (acts[1],) * 2
        else:
            main = self.phrase()
            if form == "talk" or chance.random() < 0.2:
                sub = chance.choice(ANGLES)
        span = start.date() + timedelta(days=chance.randrange(10, 90)) if form == "expo" else None
        starts: tuple[datetime, ...] = (start,)
        if form == "series":
            step = chance.choice((7, 7, 14))
            starts = tuple(start + timedelta(days=step * i) for i in range(chance.randrange(3, 9)))
        shown = sort if chance.random() < 0.6 else None
        return Thing(
            form, main, shown, sub, starts, chance.choice((60, 90, 120, 180)), venue, organiser, span, None, popularity
        )

    def call(self) -> Thing:
        chance = self.chance
        phrase = self.phrase()
        day = self.day()
        closing = datetime(day.year, day.month, day.day, chance.choice((12, 17, 23)), 0)
        sort = chance.choice(
            (("Appel à projets", "Call for projects"), ("Bourse", "Grant"), ("Résidence", "Residency"))
        )
        funder = f"Fonds {self.name()}"
        number = f"{funder[6:9].upper()}-{day.year}-{chance.randrange(100_000):05}" if chance.random() < 0.4 else None
        return Thing(
            "call", phrase, sort, None, (closing,), 0, self.venue(), funder, None, None, chance.randrange(1, 5), number
        )

    def news(self) -> Thing:
        phrase, angle = self.phrase(), self.chance.choice(ANGLES)
        sub = angle if self.chance.random() < 0.6 else None
        return Thing(
            "news",
            phrase,
            None,
            sub,
            (self.start(),),
            0,
            self.venue(),
            self.name(),
            None,
            None,
            self.chance.randrange(1, 4),
        )


def _siblings(s: Scenery) -> Iterator[Thing]:
    """Two different workshops in one house on one day, some at the same hour, some of one technique."""
    one = replace(s.thing("workshop"), trap="siblings")
    hour = one.starts[0] if s.chance.random() < 0.4 else one.starts[0].replace(hour=s.chance.choice(HOURS))
    if s.chance.random() < 0.5:
        first, second = s.chance.sample(AUDIENCES, 2)
        yield replace(one, sub=first)
        yield replace(one, sub=second, starts=(hour,))
    else:
        yield one
        yield replace(s.thing("workshop"), venue=one.venue, starts=(hour,), organiser=one.organiser, trap="siblings")


def _houses(s: Scenery, count: int) -> tuple[Venue, ...]:
    """Different houses: one title twice in one house at one hour could be told apart by nobody."""
    return tuple({venue.slug: venue for venue in (s.venue() for _ in range(count))}.values())


def _tour(s: Scenery) -> Iterator[Thing]:
    """One film or show in several towns, on one day or some days apart."""
    one = s.thing(s.chance.choice(("film", "show")))
    for venue in _houses(s, s.chance.randrange(2, 6)):
        start = one.starts[0] + timedelta(days=s.chance.choice((0, 0, 1, 2, 7)))
        yield replace(one, venue=venue, starts=(start,), organiser=venue.name, trap="tour")


def _showings(s: Scenery) -> Iterator[Thing]:
    """One film several times in one house, also twice a day; each showing is a thing of its own."""
    one = s.thing("film")
    first = one.starts[0].replace(hour=14)
    for hours in sorted(s.chance.sample((0, 3, 6, 24, 27, 48, 168), s.chance.randrange(2, 5))):
        yield replace(one, starts=(first + timedelta(hours=hours),), trap="showings")


def _weekly(s: Scenery) -> Iterator[Thing]:
    """A weekly jam, each evening a thing of its own."""
    one = s.thing(s.chance.choice(("homonym", "concert")))
    for week in range(s.chance.randrange(3, 9)):
        yield replace(one, starts=(one.starts[0] + timedelta(weeks=week),), trap="weekly")


def _editions(s: Scenery) -> Iterator[Thing]:
    """Next year's edition: the same name in the same house, 50 to 54 weeks later."""
    one = replace(s.thing(s.chance.choice(("show", "concert", "expo", "talk"))), trap="editions")
    later = timedelta(weeks=s.chance.randrange(50, 55))
    yield one
    yield replace(one, starts=(one.starts[0] + later,), span=one.span + later if one.span else None)


def _homonyms(s: Scenery) -> Iterator[Thing]:
    """One short title in many towns on one day, and in two houses of one town."""
    one = replace(s.thing("homonym"), trap="homonyms")
    for venue in _houses(s, s.chance.randrange(3, 9)):
        start = one.starts[0] if s.chance.random() < 0.5 else s.start(one.starts[0].date())
        yield replace(one, venue=venue, starts=(start,), organiser=venue.name)


def _numbered(s: Scenery) -> Iterator[Thing]:
    """ "#4" and "#5" of one thing: a week apart, or two rooms of one evening."""
    one, first = s.thing(s.chance.choice(("talk", "workshop"))), s.chance.randrange(1, 30)
    later = timedelta(days=s.chance.choice((0, 7)))
    for i in range(2):
        main = (f"{one.main[0]} #{first + i}", f"{one.main[1]} #{first + i}")
        yield replace(one, main=main, starts=(one.starts[0] + later * i,), trap="numbered")


def _festival(s: Scenery) -> Iterator[Thing]:
    """A festival of some days and one evening of it; an exhibition and its opening."""
    expo = s.chance.random() < 0.5
    whole = replace(s.thing("expo"), trap="festival")
    if not expo:
        main = (f"Festival {whole.main[0]}", f"{whole.main[1]} festival")
        whole = replace(
            whole, form="festival", main=main, sort=None, sub=None, span=whole.starts[0].date() + timedelta(days=3)
        )
    yield whole
    evening = datetime.combine(whole.starts[0].date(), datetime.min.time()).replace(hour=20)
    if expo:
        yield replace(whole, form="show", sort=("Vernissage", "Opening"), span=None, starts=(evening.replace(hour=18),))
    else:
        sub = s.chance.choice((("soirée d’ouverture", "opening night"), ("concert de clôture", "closing concert")))
        later = evening + timedelta(days=0 if "ouverture" in sub[0] else 3)
        yield replace(whole, form="show", sub=sub, span=None, starts=(later,))


def _announced(s: Scenery) -> Iterator[Thing]:
    """An event and the press article that announces it under the same title: two kinds, never joined."""
    one = replace(s.thing(), trap="announced")
    yield one
    before = one.starts[0] - timedelta(days=s.chance.randrange(0, 20))
    yield replace(one, form="news", starts=(before,), span=None)


def _calls(s: Scenery) -> Iterator[Thing]:
    """A call and its next year, or two strands of one programme with one deadline."""
    one = replace(s.call(), trap="calls")
    if s.chance.random() < 0.5:
        yield one
        later = one.starts[0] + timedelta(weeks=52)
        yield replace(one, starts=(later,), identifier=f"{one.identifier}B" if one.identifier else None)
        return
    first, second = s.chance.sample(NOUNS, 2)
    for i, strand in enumerate((first, second)):
        number = f"{one.identifier}-{i}" if one.identifier else None
        yield replace(one, sub=(f"volet {strand[0]}", f"{strand[1]} strand"), identifier=number)


TRAPS: tuple[tuple[Callable[[Scenery], Iterator[Thing]], int], ...] = (
    (_siblings, 20), (_tour, 12), (_showings, 12), (_weekly, 10), (_editions, 12), (_homonyms, 8), (_numbered, 8),
    (_festival, 8), (_announced, 10), (_calls, 4),
)  # fmt: skip
TRAPPED = 0.22
"""Share of draws that are traps; a trap brings two to eight things, so about half of all things stand in one."""


def things(chance: Random, n: int) -> Iterator[Thing]:
    """Endless things of a world made for about `n` records."""
    scenery = Scenery(chance, horizon(n))
    makers, weights = [maker for maker, _ in TRAPS], [weight for _, weight in TRAPS]
    while True:
        if chance.random() < TRAPPED:
            yield from chance.choices(makers, weights)[0](scenery)
        else:
            form = chance.choices(("event", "call", "news"), (86, 5, 9))[0]
            yield scenery.thing() if form == "event" else scenery.call() if form == "call" else scenery.news()
