"""What happens in the outside worlds, and what resembles it without being it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.scores import outside_words as words

Titles = tuple[str, str, str, str]
NO_FORM = ("", "", "", "")
DAY = timedelta(days=1)
FIRST = datetime(2026, 12, 1)
HOURS = (9.5, 10, 13.5, 14, 15, 18, 18.5, 19, 19.5, 20, 20.5)


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality."""

    name: str
    postcode: str
    province: str


@dataclass(frozen=True, slots=True)
class House:
    """A venue: four ways to write its name, the first is its own."""

    names: tuple[str, str, str, str]
    street: str
    town: Town


@dataclass(frozen=True, slots=True)
class Thing:
    """One event, call or piece of news. `titles` by language (fr, en, nl, de); `form` is the sort of event that a
    source may put in front. `keeps` names what alone tells it from a look-alike (title, place, hour), so that no
    copy may blur it: a careful person could not tell either. `likeness` is unique in a world."""

    kind: str
    titles: Titles
    likeness: tuple[object, ...]
    form: tuple[str, ...] = ("", "", "", "")
    mark: str = ""
    who: str = ""
    short: str = ""
    house: House | None = None
    starts: tuple[datetime, ...] = ()
    hours: float = 2.0
    until: datetime | None = None
    wordings: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    year: int = 0
    trap: str | None = None
    keeps: frozenset[str] = frozenset()


def name(draw: random.Random, parts: int = 3) -> str:
    """An invented proper name."""
    return "".join(draw.choice(words.SYLLABLES) for _ in range(parts)).capitalize()


def house_of(town: Town, number: int) -> House:
    """The nth house of a town: always the same."""
    fixed = random.Random(f"house {town.name} {number}")
    own = name(fixed)
    shape = words.HOUSES[number] if number < 3 else fixed.choice(words.HOUSES[3:])
    a, b, c, d = (s.format(town=town.name, name=own) for s in shape)
    return House((a, b, c, d), f"{fixed.choice(words.STREETS)} {fixed.randint(1, 90)}", town)


def happening(draw: random.Random, towns: Sequence[Town], days: int) -> Thing:
    """An event: named, poetic or plain; an evening, a series of some weeks, or an exhibition."""
    house = house_of(draw.choice(towns), draw.randrange(8))
    day = FIRST + DAY * draw.randrange(days)
    start = day + timedelta(hours=draw.choice(HOURS))
    titles = titles_of(draw)
    thing = Thing(
        "event", titles, (titles[0], house.town, day), draw.choice(words.FORMS), "", house.names[0], house.names[1],
        house, (start,), draw.choice((1.0, 1.5, 2.0, 3.0)),
    )  # fmt: skip
    sort = draw.random()
    if sort < 0.1:
        return replace(thing, form=words.EXHIBITION, starts=(day,), until=day + DAY * draw.randint(12, 90))
    if sort < 0.17:
        return replace(thing, starts=tuple(start + 7 * DAY * i for i in range(draw.randint(3, 5))))
    return thing


def notice(draw: random.Random, days: int) -> Thing:
    """A call: a scheme, a name, a funder, a year and one deadline, or two stages."""
    kind, (who, short) = draw.choice(words.SCHEMES), draw.choice(words.FUNDERS)
    closing = FIRST + DAY * draw.randrange(days) + timedelta(minutes=draw.choice((720, 960, 1020, 1439)))
    stages = (closing, closing + 150 * DAY) if draw.random() < 0.1 else (closing,)
    titles = programme(draw)
    return Thing(
        "call", titles, (titles[0], who, closing.date()), kind, "", who, short, None, stages, year=closing.year
    )


def news_things(draw: random.Random, towns: Sequence[Town], days: int) -> list[Thing]:
    """One release, and often another piece of news on the same people."""
    who = f"{draw.choice(words.ACTORS)} {name(draw)}"
    town, what, at = draw.choice(towns), draw.choice(words.WHAT), FIRST + DAY * draw.randrange(days)
    deeds = draw.sample(words.DEEDS, 2 if draw.random() < 0.45 else 1)
    made = []
    for i, deed in enumerate(deeds):
        said = {"who": who, "town": town.name, "what": what, "sum": f"{draw.randint(20, 900)}.000"}
        sentences = (
            _sentence(f"{who} en a fait l'annonce ce {at.day}/{at.month} à {town.name}, devant la presse."),
            _sentence(f"Il s'agit de {what}, pour un budget de {said['sum']} euros."),
            f"Le projet compte {draw.randint(3, 60)} partenaires et doit durer {draw.randint(2, 9)} ans.",
        )
        wordings = tuple(_sentence(w.format(**said)) for w in deed)
        trap = "news-one-subject" if len(deeds) > 1 else None
        made.append(
            Thing(
                "news",
                ("", "", "", ""),
                (who, what, i, at),
                wordings=wordings,
                facts=sentences,
                starts=(at,),
                trap=trap,
            )
        )
        at += DAY * draw.randint(4, 12)
        what = draw.choice([w for w in words.WHAT if w != what]) if draw.random() < 0.5 else what
    return made


def programme(draw: random.Random) -> Titles:
    """The name of a call: a topic alone would be that of many funders."""
    titles = titles_of(draw)
    if any(titles[0] == topic[0].capitalize() for topic in words.TOPICS):
        own = name(draw)
        return each(lambda title: f"{own}, {title}", titles)
    return titles


def each(change: Callable[[str], str], titles: Titles) -> Titles:
    """The titles with each language changed alike."""
    fr, en, nl, de = titles
    return change(fr), change(en), change(nl), change(de)


def titles_of(draw: random.Random) -> Titles:
    """A name in four languages: of a topic, of a poem, or proper."""
    sort = draw.random()
    if sort < 0.35:
        a, b, c, d = draw.choice(words.TOPICS)
        return a.capitalize(), b.capitalize(), c.capitalize(), d
    if sort < 0.75:
        head, tail = draw.choice(words.HEADS), draw.choice(words.TAILS)
        a, b, c, d = (f"{h} {t}" for h, t in zip(head, tail, strict=True))
        return a, b, c, d
    own = f"{name(draw)} {draw.choice(('+', '&', 'invite', 'vs'))} {name(draw, 2)}" if sort < 0.9 else name(draw, 4)
    return own, own, own, own


def _sentence(text: str) -> str:
    text = re.sub(r"\bde (un|une)\b", r"d'\1", text.replace(" de le ", " du ").replace(" à le ", " au "))
    return text[0].upper() + text[1:]
