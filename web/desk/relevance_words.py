"""Why an item may or may not belong here, in words: what speaks for it and what against. Pure.

The reading of relevance tells its evidence as `+1.39 making discipline (robotique)`, the strongest first. Editors are
told what it means, in the order of its weight; the weights themselves say nothing to anybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.slices import taxonomy
from warehouse.actors_told import directory

_TOLD = re.compile(r"(?P<sign>[+-])[\d.]+ (?P<name>[^(]+?)(?: \((?P<words>.*)\))?", re.DOTALL)
FOR: Mapping[str, str] = {
    "learned words": "des mots que l’on trouve dans les fiches d’ici",
    "core discipline": "une discipline de la création numérique",
    "making discipline": "une discipline proche de la création numérique",
    "half discipline × digital": "une discipline créative, avec du numérique",
    "creation × digital": "de la création et du numérique ensemble",
    "in the region": "cela se passe en Wallonie ou à Bruxelles",
    "actor of the sector": "un acteur du secteur",
    "source": "une source du secteur",
}
AGAINST: Mapping[str, str] = {
    "learned words": "des mots que l’on trouve dans les fiches d’ailleurs",
    "creation without digital": "de la création, sans rien de numérique",
    "digital without creation": "du numérique, sans rien de créatif",
    "neither": "rien qui parle de création ni de numérique",
    "elsewhere": "cela se passe ailleurs",
    "sport": "du sport",
    "municipal": "de la vie communale",
    "office": "du numérique de bureau",
    "tradition": "des traditions ou du folklore",
    "food": "de la cuisine",
    "care": "de la santé ou du bien-être",
    "economy": "de l’économie",
    "job": "une offre d’emploi",
    "party": "une fête ou une soirée",
    "source": "une source qui parle de tout",
}
"""Evidence → a French sentence, which templates translate. Evidence that has none is not told."""


@dataclass(frozen=True, slots=True)
class Reason:
    """`says` is one of the sentences above; `words` what gave it, as written, a topic as `discipline:slug`."""

    says: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for an item and against it, the strongest first."""

    speaks_for: tuple[Reason, ...]
    against: tuple[Reason, ...]


def weighed(because: Sequence[str], most: int) -> Weighed:
    """The evidence of a reading in words, at most `most` of each side."""
    sides: dict[str, list[Reason]] = {"+": [], "-": []}
    for line in because:
        told = _TOLD.fullmatch(line)
        sign = told["sign"] if told else "+"
        says = (FOR if sign == "+" else AGAINST).get(told["name"]) if told else None
        if told and says:
            words = told["words"].split(", ") if told["words"] else []
            sides[sign].append(Reason(says, tuple(dict.fromkeys(_word(word) for word in words))))
    return Weighed(tuple(sides["+"][:most]), tuple(sides["-"][:most]))


def _word(said: str) -> str:
    """A word as written; the name of an actor for `role:slug`; `discipline:slug` where a topic alone gave it."""
    actor = directory().get(said.partition(":")[2])
    if actor:
        return actor.name
    return f"discipline:{said}" if said in taxonomy()["discipline"] else said
