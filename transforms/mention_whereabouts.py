"""Where a mentioned event takes place: the town or venue of its sentence, else of those that go on about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.actor_register import register
from transforms.actors import link_actors
from transforms.countries import FOREIGN_TOWNS
from transforms.gazetteer import gazetteer, name_key
from transforms.mention_names import heads
from transforms.mention_sentences import Sentence
from transforms.mention_words import ANAPHOR, HAPPENS
from transforms.places import read_place
from transforms.text import fold
from vigie.model import Place

_NAME = r"([A-ZÀ-Þ][\w’'-]+(?:[ -](?:la |le |les |en |sur |du |de )?[A-ZÀ-Þ][\w’'-]+){0,3})"
_AT = re.compile(rf"(?:\b(?:[Àà]|in|te|en|near|to)\s+|\()\s*{_NAME}")
# What a town owns and an event fills: "les rues de Tournai", "the city of Namur", "le centre-ville de Huy".
_OF_TOWN = re.compile(
    r"\b(?:rues|ville|centre|centre-ville|c[œo]e?ur|quais|citadelle|places?|gare|théâtre|musée|palais|halles?|campus|"
    r"hôtel de ville|site|parc|bibliothèque|centre culturel|maison de la culture|streets|city|town|straten|centrum)\s+"
    rf"(?:de\s|d['’]|of\s|van\s)\s*{_NAME}"
)
# "Galerie Satellite, Liège": the town that closes a line.
_LAST = re.compile(rf"[,(@–-]\s*{_NAME}\)?[ .!]*$")
_AHEAD = 3


def whereabouts(at: Sequence[int], sentences: Sequence[Sentence]) -> Place | None:
    """The place of an event that rests on the sentences numbered `at`; None when none is told for sure."""
    for number in sorted(set(at), reverse=True):
        place = _of(sentences[number].text)
        if place:
            return place
    last = max(at)
    for number in range(last + 1, min(len(sentences), last + 1 + _AHEAD)):
        following = sentences[number]
        if following.dates:
            break
        line = len(following.text) <= 80 and not heads(following) and not HAPPENS.search(following.plain)
        if line or ANAPHOR.search(following.plain) or "evenement" in following.plain:
            place = _of(following.text)
            if place:
                return place
    return None


def _of(text: str) -> Place | None:
    place = read_place(text=text).place
    if place and (place.municipality or place.totem):
        return place
    for pattern in (_AT, _OF_TOWN, _LAST):
        for match in pattern.finditer(text):
            town = _town(match.group(1))
            if town:
                return town
    return _venue(text)


def _town(words: str) -> Place | None:
    """The town that opens a run of capitals; None when it is none, or one of several of that name."""
    parts = words.split()
    for length in range(len(parts), 0, -1):
        name = " ".join(parts[:length])
        country = FOREIGN_TOWNS.get(fold(name))
        if name_key(name) in gazetteer().names and not country:
            place = read_place(city=name).place
            return place if place and place.nis else None
        if country:
            return Place(municipality=name, country=country)
    return None


def _venue(text: str) -> Place | None:
    """The town of an actor of the register that holds the event."""
    held = [link for link in link_actors((), "", text) if link.role == "place"]
    actor = register().actors[held[0].slug] if len(held) == 1 else None
    return read_place(name=actor.name, city=actor.city).place if actor and actor.city else None
