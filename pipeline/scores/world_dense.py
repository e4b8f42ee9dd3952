"""A second made-up world, of other assumptions: few houses, few words, no sources, thirty events a day.

Things happen in the totem places alone, under titles of thirty nouns and twenty adjectives, so that unlike things look
alike much more often than in worlds.py. Records are JSON objects as strangers would send them, one source each. A tenth
of the things come back next year, another tenth stand in another town at the same minute.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from pipeline.meaning.same_records import record_of
from pipeline.scores.worlds import Told
from transforms.gazetteer import DATA

_NOUNS_TEXT = """
lumière|light son|sound pixel|pixel image|image voix|voice corps|body machine|machine ville|city forêt|forest
jardin|garden rivière|river miroir|mirror signal|signal archive|archive boucle|loop moteur|engine
réseau|network papier|paper texture|texture geste|gesture écran|screen mémoire|memory robot|robot carte|map
fiction|fiction drone|drone capteur|sensor avatar|avatar monde|world
"""
_NOUNS = dict(part.split("|") for part in _NOUNS_TEXT.split())
_ADJECTIVES_TEXT = """
sensible|sensitive sonore|sonic vivant|living numérique|digital fragile|fragile augmenté|augmented ouvert|open
nocturne|nightly mobile|mobile commun|common public|public tactile|tactile génératif|generative
imaginaire|imaginary urbain|urban rural|rural lointain|distant calme|calm brut|raw libre|free
"""
_ADJECTIVES = dict(part.split("|") for part in _ADJECTIVES_TEXT.split())
_SORTS = (("Atelier", "Workshop"), ("Conférence", "Talk"), ("Exposition", "Exhibition"), ("Concert", "Concert"),
          ("Projection", "Screening"), ("Rencontre", "Meetup"))  # fmt: skip
A_DAY = 30


def dense_world(n: int, seed: int) -> Iterator[Told]:
    """`n` records, those of one thing one after the other."""
    chance = Random(seed)
    houses = _houses(DATA / "totem_places.jsonl")
    days = max(60, n // A_DAY)
    told = entity = 0
    while told < n:
        titles = _titles(chance)
        start = datetime(2026, 1, 1) + timedelta(days=chance.randrange(days), hours=chance.randrange(9, 21))
        house = chance.choice(houses)
        happens: list[tuple[datetime, dict[str, Any], str | None]] = [(start, house, None)]
        draw = chance.random()
        if draw < 0.1:
            happens = [(start, house, "editions"), (start + timedelta(days=364), house, "editions")]
        elif draw < 0.2:
            other = chance.choice([h for h in houses if h["city"] != house["city"]])
            happens = [(start, house, "tour"), (start, other, "tour")]
        for when, where, trap in happens:
            entity += 1
            for copy in range(min(chance.choice((1, 1, 2, 2, 3)), n - told)):
                said, noise = _told(chance, titles, when, where, noisy=copy > 0)
                told += 1
                yield Told(record_of({"id": f"r{told}", **said}, told), entity, frozenset(noise), trap)


def _houses(path: Path) -> list[dict[str, Any]]:
    return [row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if row.get("city")]


def _titles(chance: Random) -> tuple[str, str]:
    """A title in French and in English."""
    (noun, thing), (other, second) = (chance.choice(list(_NOUNS.items())) for _ in range(2))
    (adjective, kind), (further, third) = (chance.choice(list(_ADJECTIVES.items())) for _ in range(2))
    if chance.random() < 0.6:
        return (
            f"{noun} {adjective} et {other} {further}".capitalize(),
            f"{kind} {thing} and {third} {second}".capitalize(),
        )
    sort = chance.choice(_SORTS)
    return f"{sort[0]} {noun} {adjective}", f"{sort[1]} {kind} {thing}"


def _told(
    chance: Random, titles: tuple[str, str], start: datetime, house: dict[str, Any], noisy: bool
) -> tuple[dict[str, Any], set[str]]:
    noise: set[str] = set()

    def drawn(kind: str, rate: float) -> bool:
        if noisy and chance.random() < rate:
            noise.add(kind)
            return True
        return False

    twin = drawn("twin", 0.08)
    title = titles[twin]
    title = title.upper() if drawn("capitals", 0.2) else title
    title = f"{title} – {house['city']}" if drawn("town in title", 0.15) else title
    title = chance.choice(("Atelier : ", "Événement : ", "Agenda | ")) + title if drawn("prefix", 0.15) else title
    title = _mistyped(chance, title) if drawn("typo", 0.12) else title
    start += timedelta(minutes=chance.choice((-30, 30, -60, 15))) if drawn("shifted", 0.15) else timedelta()
    said: dict[str, Any] = {"kind": "event", "title": title, "venue": house["name"], "city": house["city"]}
    said["start"] = start.date().isoformat() if drawn("hour missing", 0.08) else start.isoformat()
    if chance.random() < 0.5:
        said["language"] = "en" if twin else "fr"
    if house["aliases"] and drawn("venue alias", 0.2):
        said["venue"] = chance.choice(house["aliases"])
    for field, kind in (("venue", "town only"), ("city", "no town")):
        if drawn(kind, 0.05):
            del said[field]
    return said, noise


def _mistyped(chance: Random, title: str) -> str:
    spot, kind = chance.randrange(1, len(title) - 1), chance.randrange(3)
    if kind == 0:
        return title[:spot] + title[spot + 1 :]
    if kind == 1:
        return title[:spot] + title[spot + 1] + title[spot] + title[spot + 2 :]
    return title[:spot] + chance.choice("aeirstn") + title[spot + 1 :]
