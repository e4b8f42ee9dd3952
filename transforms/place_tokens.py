"""A line cut into words and segments, with the names, areas and postcodes that are written in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from transforms.countries import FOREIGN_TOWNS
from transforms.gazetteer import Gazetteer, Named, Totem, lengths_by_first_word, name_key
from transforms.place_areas import AREAS, Area

_WORD = re.compile(r"[^\W_]+")
_ABBREVIATED = frozenset({"saint", "sainte", "av", "bd", "prov", "dr", "m", "mme", "pl", "r", "ch", "chee", "sankt"})
_AND = frozenset({"et", "ou", "and", "und", "or", "puis", "oder", "of"})

_FOREIGN_LENGTHS = lengths_by_first_word(FOREIGN_TOWNS)
_AREA_LENGTHS = lengths_by_first_word(AREAS)


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `gap` is what stands before it: " ", "-", "'" inside a phrase, "|" for anything that ends one."""

    start: int
    end: int
    text: str
    key: str
    gap: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name at the words `first` to `last` (exclusive): Belgian towns, a town abroad, an area or a totem place."""

    first: int
    last: int
    key: str
    towns: tuple[Named, ...] = ()
    country: str | None = None
    area: Area | None = None
    totem: Totem | None = None


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    return name_key(word)


def words_of(text: str) -> list[Word]:
    """The words of a text, in order."""
    found: list[Word] = []
    before = 0
    last = ""
    for match in _WORD.finditer(text):
        written = match.group()
        key = _key(written) if len(written) < 40 else ""
        found.append(Word(match.start(), match.end(), written, key, _gap(text[before : match.start()], last)))
        before, last = match.end(), key
    return found


def _gap(between: str, last: str) -> str:
    if between == " ":
        return " "
    bare = between.strip(" \u00a0\u202f")
    if bare == "" and between:
        return " "
    if bare == between and bare in {"-", "‐", "‑", "–"}:
        return "-"
    if bare in {"'", "’", "`"}:
        return "'"
    if bare == "." and last in _ABBREVIATED:
        return " "
    return "|"


def sightings(known: Gazetteer, words: list[Word]) -> list[Sighting]:
    """Names, from left to right and the longest first; no two share a word. Totem places are looked for apart."""
    found: list[Sighting] = []
    position = 0
    while position < len(words):
        seen = _at(known, words, position)
        if seen:
            found.append(seen)
            position = seen.last
        else:
            position += 1
    return found


def _at(known: Gazetteer, words: list[Word], first: int) -> Sighting | None:
    key = words[first].key
    if key not in known.name_lengths and key not in _FOREIGN_LENGTHS and key not in _AREA_LENGTHS:
        return None
    lengths = {
        *known.name_lengths.get(key, ()),
        *_FOREIGN_LENGTHS.get(key, ()),
        *_AREA_LENGTHS.get(key, ()),
    }
    for length in sorted(lengths, reverse=True):
        part = words[first : first + length]
        if len(part) < length or any(w.gap == "|" for w in part[1:]):
            continue
        joined = " ".join(w.key for w in part)
        towns, country, area = known.names.get(joined, ()), FOREIGN_TOWNS.get(joined), AREAS.get(joined)
        if towns or country or area:
            return Sighting(first, first + length, joined, towns, country, area)
    return None


def totems_in(known: Gazetteer, words: list[Word]) -> list[Sighting]:
    """Totem places by any of their aliases; signs may stand inside a name ("LA/ GRAND POSTE/")."""
    found: list[Sighting] = []
    position = 0
    while position < len(words):
        step = 1
        for length in known.alias_lengths.get(words[position].key, ()):
            part = words[position : position + length]
            joined = " ".join(w.key for w in part)
            totem = known.aliases.get(joined) if len(part) == length else None
            if totem and len(joined) >= 3 and any(not w.text.islower() for w in part):
                found.append(Sighting(position, position + length, joined, totem=totem))
                step = length
                break
        position += step
    return found


def segments(words: list[Word], seen: list[Sighting]) -> list[int]:
    """For each word the number of its segment: signs and "et", "ou", "puis" outside names end one."""
    inside = {i for s in seen for i in range(s.first, s.last)}
    numbers, number = [], -1
    after_and = True
    for i, word in enumerate(words):
        joins = word.key in _AND and i not in inside and word.gap == " "
        if word.gap == "|" or after_and or joins:
            number += 1
        numbers.append(number)
        after_and = joins
    return numbers
