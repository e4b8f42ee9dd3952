"""How sources tell the things of a made-up world: each copy in its own words, its noise written beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from pipeline.scores.world_things import Thing
from pipeline.scores.world_words import SORTS, TEXT
from vigie.model import Article, Call, Content, Deadline, Event, Occurrence, Place, Record, WallTime

RATES = {
    "prefix": 0.10, "no sort": 0.15, "sort changed": 0.06, "town in title": 0.08, "venue in title": 0.05,
    "capitals": 0.06, "typo": 0.05, "no subtitle": 0.12, "turned": 0.03, "truncated": 0.05, "year": 0.04,
    "marker": 0.03, "organiser in title": 0.04, "no articles": 0.05, "hour missing": 0.06, "doors": 0.05,
    "shifted": 0.03, "venue alias": 0.09, "town only": 0.08, "no place": 0.03, "town as venue": 0.04,
    "street only": 0.03, "twin": 0.05, "deadline day": 0.3,
}  # fmt: skip
"""Chance of each kind of noise in a copy; the site of the organiser itself has a fifth of it."""
CUT = 34
"""Signs that an aggregator leaves of a title."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Who tells it and how: the noise that was drawn is narrowed to what could be done."""

    source: str
    key: str
    own: bool
    noise: frozenset[str]


def draw(chance: Random, own: bool) -> frozenset[str]:
    """Kinds of noise of one copy."""
    share = 0.2 if own else 1.0
    return frozenset(kind for kind, rate in RATES.items() if chance.random() < rate * share)


def tell(chance: Random, thing: Thing, copy: Copy, session: int | None = None) -> tuple[Record, frozenset[str]]:
    """The record of one copy, and the kinds of noise that it bears. `session`: this one alone of a series."""
    done: set[str] = set()
    title = _title(chance, thing, copy.noise, done)
    english = "twin" in done
    url = f"https://{copy.source}.example/{'en' if english else 'fr'}/{copy.key}"
    text = _text(chance, thing, english)
    language = ("en" if english else "fr") if chance.random() < 0.7 else None
    content: Content
    if thing.form == "news":
        published = thing.starts[0] + timedelta(hours=chance.randrange(48))
        content = Article(title, url, text, WallTime(published), language=language)
    elif thing.form == "call":
        content = _call(chance, thing, copy, title, url, text, language, done)
    else:
        content = _event(chance, thing, copy, session, title, url, text, language, done)
    return Record(copy.source, copy.key, url, content, ""), frozenset(done)


def _event(
    chance: Random, thing: Thing, copy: Copy, session: int | None, title: str, url: str, text: str | None,
    language: str | None, done: set[str],
) -> Event:  # fmt: skip
    starts = thing.starts if session is None else (thing.starts[session],)
    if len(thing.starts) > 1:
        done.add("series" if session is None else "session")
    moved = 0
    timed = thing.span is None and "hour missing" not in copy.noise
    if thing.span is None and not timed:
        done.add("hour missing")
    elif timed and "doors" in copy.noise:
        moved = chance.choice((-30, -30, -60))
        done.add("doors")
    elif timed and "shifted" in copy.noise:
        moved = chance.choice((-15, 15, 30))
        done.add("shifted")
    ends = chance.random() < 0.5
    sessions = []
    for start in starts:
        begin = start + timedelta(minutes=moved)
        if not timed:
            last = WallTime.of_day(thing.span) if thing.span else None
            sessions.append(Occurrence(WallTime.of_day(start.date()), last))
        else:
            sessions.append(
                Occurrence(WallTime(begin), WallTime(start + timedelta(minutes=thing.minutes)) if ends else None)
            )
    organisers = (thing.organiser,) if chance.random() < (0.9 if copy.own else 0.5) else ()
    place = _place(chance, thing, copy.noise, done)
    return Event(title, tuple(sessions), url, text, place, organizers=organisers, language=language)


def _call(
    chance: Random,
    thing: Thing,
    copy: Copy,
    title: str,
    url: str,
    text: str | None,
    language: str | None,
    done: set[str],
) -> Call:
    closing = WallTime(thing.starts[0])
    if "deadline day" in copy.noise:
        closing = WallTime.of_day(closing.day)
        done.add("deadline day")
    identifier = thing.identifier if copy.own or chance.random() < 0.5 else None
    funders = (thing.organiser,) if chance.random() < 0.7 else ()
    return Call(
        title, url, text, deadlines=(Deadline(closing),), funders=funders, identifier=identifier, language=language
    )


def _text(chance: Random, thing: Thing, english: bool) -> str | None:
    """A description: that of the organiser (drawn from the thing itself), cut, or words of one's own; often none."""
    kind = chance.random()
    if english or kind < 0.35:
        return None
    own = Random(f"{thing.main}{thing.venue.slug}{thing.starts[0]}") if kind < 0.85 else chance
    words = [own.choice(TEXT) for _ in range(28)]
    words.insert(own.randrange(20), thing.main[0])
    return " ".join(words[: 14 if 0.35 <= kind < 0.5 else None]).capitalize() + "."


def _place(chance: Random, thing: Thing, noise: frozenset[str], done: set[str]) -> Place | None:
    venue = thing.venue
    town = venue.town
    name: str | None = venue.name
    street: str | None = venue.street if chance.random() < 0.6 else None
    if "no place" in noise:
        done.add("no place")
        return None
    if "venue alias" in noise:
        name = venue.alias
        done.add("venue brand" if venue.brand else "venue alias")
    elif "town only" in noise:
        name, street = None, None
        done.add("town only")
    elif "town as venue" in noise:
        name, street = town.name, None
        done.add("town as venue")
    elif "street only" in noise:
        name, street = None, venue.street
        done.add("street only")
    return Place(name, street, venue.postcode, town.name, town.nis, town.province, town.region, "BE")


def _title(chance: Random, thing: Thing, noise: frozenset[str], done: set[str]) -> str:
    tongue = 0
    if "twin" in noise and thing.main[0] != thing.main[1]:
        tongue = 1
        done.add("twin")
    main, sort, sub = thing.main[tongue], thing.sort, thing.sub
    if sort is None and "prefix" in noise and thing.form in SORTS:
        sort = chance.choice(SORTS[thing.form])
        done.add("prefix")
    elif sort and "no sort" in noise and thing.trap != "festival" and thing.form != "call":
        sort = None
        done.add("no sort")
    elif sort and "sort changed" in noise and thing.form in SORTS and thing.trap != "festival":
        sort = chance.choice(SORTS[thing.form])
        done.add("sort changed")
    # A subtitle that tells siblings apart is never left out: nobody could know which one is meant.
    if sub and "no subtitle" in noise and thing.trap is None:
        sub = None
        done.add("no subtitle")
    if "no articles" in noise and main.startswith(("La ", "Le ", "The ")):
        main = main.split(" ", 1)[1].capitalize()
        done.add("no articles")
    title = _laid_out(chance, main, sort[tongue] if sort else None, sub[tongue] if sub else None, noise, done)
    for kind, change in _CHANGES.items():
        if kind in noise and (changed := change(chance, thing, title)) != title:
            title = changed
            done.add(kind)
    # A cut must leave what tells the things of a trap apart.
    if "truncated" in noise and thing.trap is None and len(title) > CUT + 3:
        title = title[:CUT].rstrip() + chance.choice(("…", "...", " […]"))
        done.add("truncated")
    return title


def _laid_out(
    chance: Random, main: str, sort: str | None, sub: str | None, noise: frozenset[str], done: set[str]
) -> str:
    if sort and sub is None and "turned" in noise:
        done.add("turned")
        return f"{main} ({sort.lower()})"
    title = f"{sort}{chance.choice((' : ', ' – ', ': ', ' '))}{main}" if sort else main[0].upper() + main[1:]
    return f"{title}{chance.choice((' : ', ' – ', ', '))}{sub}" if sub else title


def _mistyped(chance: Random, _: Thing, title: str) -> str:
    spots = [i for i in range(1, len(title) - 1) if title[i - 1 : i + 2].isalpha()]
    if not spots:
        return title
    i = chance.choice(spots)
    kind = chance.randrange(3)
    if kind == 0:
        return title[:i] + title[i + 1 :]
    if kind == 1:
        return title[:i] + title[i] + title[i:]
    return title[:i] + title[i + 1] + title[i] + title[i + 2 :]


def _marked(chance: Random, _: Thing, title: str) -> str:
    return chance.choice(
        ("[COMPLET] {}", "{} (complet)", "✨ {}", "Annonce : {}", "{} – inscriptions ouvertes")
    ).format(title)


_CHANGES: dict[str, Callable[[Random, Thing, str], str]] = {
    "town in title": lambda c, t, s: f"{s}{c.choice((' – ', ' à ', ' | '))}{t.venue.town.name}",
    "venue in title": lambda c, t, s: f"{s}{c.choice((' @ ', ' au ', ' – '))}{t.venue.name}",
    "organiser in title": lambda c, t, s: f"{t.organiser} : {s}",
    "year": lambda c, t, s: f"{s} {t.starts[0].year}",
    "typo": _mistyped,
    "marker": _marked,
    "capitals": lambda c, t, s: s.upper(),
}
