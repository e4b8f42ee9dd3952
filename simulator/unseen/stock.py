"""What one site has to list: titles, days, hours, places, prices, all from its own seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from simulator import french, gazetteer
from simulator.unseen.item import Item, Spot
from simulator.unseen.titles import CATEGORIES, sentences, titles

_HOURS = (
    time(9, 30),
    time(10),
    time(13, 30),
    time(14),
    time(18),
    time(18, 30),
    time(19),
    time(19, 30),
    time(20),
    time(20, 30),
)
_SUFFIXES = {"nl": ("Werkplaats", "Loods"), "de": ("Werkstatt", "Halle"), "en": ("Workshop", "Hall")}


def make_items(
    kind: str, language: str, count: int, today: date, rng: Random, ahead: int = 150, running: bool = False
) -> tuple[Item, ...]:
    """`count` items in the order of a list: events and calls by date, news newest first. Paths are set by the site.

    `running`: the first event may have begun weeks ago.
    """
    names = titles(kind, language, count, rng)
    spots = _spots(language, rng)
    made = [_item(kind, language, name, number, count, today, rng, spots, ahead) for number, name in enumerate(names)]
    if running and kind == "event" and rng.random() < 0.5:
        begin = datetime.combine(today - timedelta(days=rng.randint(15, 50)), time())
        last = datetime.combine(today + timedelta(days=rng.randint(5, 60)), time())
        made[0] = replace(made[0], start=begin, end=last, all_day=True)
    made.sort(key=lambda i: (i.start, i.title), reverse=kind == "news")
    return tuple(made)


def _item(
    kind: str,
    language: str,
    title: str,
    number: int,
    count: int,
    today: date,
    rng: Random,
    spots: list[Spot],
    ahead: int,
) -> Item:
    text = sentences(language, rng)
    category = rng.choice(CATEGORIES[kind][language])
    start, end, all_day = _when(kind, number, count, today, rng, ahead)
    published = start if kind == "news" else _moment(today - timedelta(days=rng.randint(3, 60)), rng)
    spot = rng.choice(spots) if kind == "event" else None
    price = rng.choice(("", "12 €", "8 € / 5 €", "15 €")) if kind == "event" else ""
    identity = 1200 + 7 * number + rng.randint(0, 6)
    slug = f"/{french.slug(title)}"
    return Item(identity, kind, title, slug, start, end, all_day, published, spot, text[0], text[1:], category, price)


def _when(
    kind: str, number: int, count: int, today: date, rng: Random, ahead: int
) -> tuple[datetime, datetime | None, bool]:
    if kind == "news":
        return _moment(today - timedelta(days=1 + number * 5 + rng.randint(0, 4)), rng), None, False
    # Spread over the days ahead, so that a long list covers the season and a short one too.
    day = today + timedelta(days=1 + number * max(ahead // count, 1) + rng.randint(0, 2))
    if kind == "call":
        return datetime.combine(day + timedelta(days=6), rng.choice((time(12), time(17), time(23, 59)))), None, False
    chance = rng.random()
    if chance < 0.16:
        last = day + timedelta(days=rng.choice((1, 2, 2, 4, 11, 30)))
        return datetime.combine(day, time()), datetime.combine(last, time()), True
    start = datetime.combine(day, rng.choice(_HOURS))
    return start, start + timedelta(hours=rng.choice((2, 3))) if chance < 0.6 else None, False


def _moment(day: date, rng: Random) -> datetime:
    return datetime.combine(day, time(rng.randint(8, 18), rng.randint(0, 59)))


def _spots(language: str, rng: Random) -> list[Spot]:
    """One to four places in one or two towns."""
    found = gazetteer.venues(rng)
    towns = rng.sample(
        [t for t in gazetteer.TOWNS if (t.name == "Eupen") == (language == "de")] or list(gazetteer.TOWNS), 1
    )
    towns += rng.sample(gazetteer.TOWNS, rng.randint(0, 1))
    spots = []
    for town in towns:
        for venue in found[town.name][: rng.randint(1, 3)]:
            name = venue.name
            if language in _SUFFIXES:
                name = f"{rng.choice(_SUFFIXES[language])} {venue.name.rpartition(' ')[2]}"
            spots.append(
                Spot(name, f"{venue.street} {venue.house}", town.postcode, town.name, town.latitude, town.longitude)
            )
    return spots
