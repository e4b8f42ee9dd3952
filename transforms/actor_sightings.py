"""Where a text spells a name of the register: whole words, capitals as printed, the longest name first.

A spelling inside the name of something else (a street, a prize, a person) is no sighting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from transforms.actor_register import WORD, Actor, Spelling, Trust, register
from transforms.gazetteer import gazetteer, name_key
from transforms.text import fold


@dataclass(frozen=True, slots=True)
class Sighting:
    """A spelling at its offsets."""

    spelling: Spelling
    start: int
    end: int

    @property
    def actor(self) -> Actor:
        return self.spelling.actor

    @property
    def sure(self) -> bool:
        return self.spelling.trust is Trust.SURE


_GAP = re.compile(r"(?:! ?|[ \u00a0]|[-‐‑–'’.@&+/]| ?[-–&@+/] ?|['’] )?")
MOST, MOST_IN_ALL = 6, 250
_KNOT = 8
# Nouns that open a name and are often left without their capital: "le cluster TWIST", "l'université de Liège". A town
# ("la ville de Namur") is no administration.
_NOUNS = frozenset(
    {"cluster", "institut", "universite", "agence", "fondation", "federation", "cheques", "ecole", "haute"}
)
_ARTICLES = frozenset({"le", "la", "les", "l", "the", "de", "het"})
_LINK = r"(?:(?:de la|de l'|du|des|de|d'|la|le|les|l'|van de|van|of the|of)\s*)*$"
_STREET = re.compile(
    r"(?:\b(?:rue|avenue|av\.|boulevard|bd|chaussee|allee|chemin|impasse|square|esplanade|dreve|ruelle|sentier|"
    r"route|carrefour|rond-point|prix|trophee|award|"
    r"(?<!en )(?<!sur )(?<!prend )(?<!prendre )(?<!prennent )(?<!prendra )(?<!a )place)"
    r"|\w+(?:straat|laan|plein|strasse))\s+" + _LINK
)
_THING = re.compile(
    r"\b(?:salle|cafe|parc|stade|cliniques?|hopital|eglise|paroisse|chapelle|collegiale|famille|monsieur|madame|m\.|"
    r"mme|mr|mrs|miss|dr|professeur|saint|sainte|hotel|maison|collection|fonds|restaurant|brasserie|domaine|quartier|"
    r"club|comite|exposition|expo|spectacle|film|livre|roman|chanson|album|pavillons?|villa|residence|tour|pont|gare|"
    r"arret|boite|jeu|ecole (?:communale|primaire|maternelle|fondamentale|libre|secondaire))"
    r"\s+(?:[a-z]+\s+){0,2}?" + _LINK
)
_PERSON = re.compile(r"([A-ZÀ-Þ][^\W_]*)[ \u00a0-]$")
_FUNCTION = frozenset(
    {
        "le", "la", "les", "l", "au", "aux", "du", "des", "de", "d", "avec", "par", "chez", "selon", "a", "the",
        "of", "at", "by", "for", "pour", "et", "en", "un", "une", "ce", "cette", "dans", "via", "depuis", "sur",
        "apres", "avant", "entre", "que", "qui", "son", "sa", "leur", "notre", "votre", "op", "bij", "van", "het",
        "een", "in", "with", "and", "ou", "mais", "car", "or", "si", "comme", "ni", "der", "die", "das", "im",
    }
)  # fmt: skip
_NEXT = re.compile(r"(?:[ \u00a0]|-)([A-ZÀ-Þ][^\W_]*)")
_OF = re.compile(r"[ \u00a0](?:de la|de l['’]|de|du|des|d['’]|of|van)\s*([^\W_]*)")
_HYPHEN = re.compile(r"[-‐‑]\w")


def sightings(text: str) -> list[Sighting]:
    """Sightings in the order of the text; none overlaps another."""
    known = register().spellings
    runs = list(WORD.finditer(text))
    keys = [_folded(run.group()) for run in runs]
    every: list[Sighting] = []
    for position, key in enumerate(keys):
        rows = (_sighting(spelling, text, runs, keys, position) for spelling in known.get(key, ()))
        every += [row for row in rows if row is not None]
    taken: list[Sighting] = []
    # Names overlap by a word or two at most: the longest of each knot of names wins, the first of equals.
    for one in _longest_first(every):
        if all(one.end <= other.start or other.end <= one.start for other in taken[-_KNOT:]):
            taken.append(one)
    ordered = sorted(taken, key=lambda one: one.start)
    return [one for one in _first_ones(ordered) if not _inside_other_name(one, text)]


def _first_ones(ordered: list[Sighting]) -> list[Sighting]:
    """The first sightings of each actor: a name that fills a page says no more than one that fills a paragraph."""
    seen: dict[str, int] = {}
    kept = []
    for one in ordered:
        seen[one.actor.slug] = seen.get(one.actor.slug, 0) + 1
        if seen[one.actor.slug] <= MOST:
            kept.append(one)
    return kept[:MOST_IN_ALL]


def _longest_first(every: list[Sighting]) -> list[Sighting]:
    """Knots of overlapping sightings in the order of the text, within each the longest first."""
    ordered: list[Sighting] = []
    knot: list[Sighting] = []
    edge = 0
    for one in every:
        if knot and one.start >= edge:
            ordered += sorted(knot, key=lambda s: (s.start - s.end, not s.sure, s.start))
            knot = []
        knot.append(one)
        edge = max(edge, one.end)
    return ordered + sorted(knot, key=lambda s: (s.start - s.end, not s.sure, s.start))


def _sighting(
    spelling: Spelling, text: str, runs: list[re.Match[str]], keys: list[str], position: int
) -> Sighting | None:
    size = len(spelling.words)
    if tuple(keys[position : position + size]) != spelling.words:
        return None
    here = runs[position : position + size]
    for left, right in pairwise(here):
        gap = text[left.end() : right.start()]
        if not _GAP.fullmatch(gap) and not (gap == ", " and "," in spelling.written):
            return None
    if not _printed(spelling, [run.group() for run in here]):
        return None
    end = here[-1].end()
    if spelling.tail:
        if text[end : end + 1] != spelling.tail:
            return None
        end += 1
    return Sighting(spelling, here[0].start(), end)


def _printed(spelling: Spelling, words: list[str]) -> bool:
    """Whether the capitals are those of the register; a short or common name must be printed exactly so."""
    exact = spelling.trust is not Trust.SURE or (len(words) == 1 and len(spelling.words[0]) < 4)
    for index, (word, capital) in enumerate(zip(words, spelling.capitals, strict=True)):
        if index == 0 and len(words) > 1 and fold(word) in _ARTICLES | _NOUNS:
            continue
        if capital and not word[0].isupper():
            return False
        if exact and len(words) == 1:
            printed = WORD.findall(spelling.written)[0]
            if word != printed and not (word.isupper() and len(word) >= 3 and printed[0].isupper()):
                return False
    return True


def _inside_other_name(one: Sighting, text: str) -> bool:
    before = text[max(0, one.start - 60) : one.start].rsplit("\n", 1)[-1]
    plain = _folded_end(before)
    if _STREET.search(plain):
        return True
    if one.sure:
        # "Google Agenda", "Microsoft Teams", "Google+": a product of a company far away, not the company.
        far = one.actor.scope == "abroad" and one.actor.subcategory == "entreprise-native-tech"
        return far and bool(re.match(r"\+|[ \u00a0][A-ZÀ-Þ]", text[one.end : one.end + 2]))
    thing = _THING.search(plain)
    if thing and not _own_kind(one.actor, thing.group()):
        return True
    person = _PERSON.search(before)
    if person and fold(person.group(1)) not in _FUNCTION and not _own_kind(one.actor, fold(person.group(1))):
        return True
    behind = text[one.end : one.end + 40]
    if _HYPHEN.match(behind):
        return True
    follows = _NEXT.match(behind) or (_OF.match(behind) if one.spelling.trust is Trust.COMMON else None)
    return bool(follows) and not _is_own(one, text, follows.group(1) if follows else "", one.end)


@lru_cache(maxsize=16_384)
def _folded(word: str) -> str:
    return fold(word)


def _folded_end(before: str) -> str:
    """Folded words in front of a name, with the blank that stands before it."""
    return fold(before) + (" " if before[-1:].isspace() else "")


def _own_kind(actor: Actor, words: str) -> bool:
    """ "fonds St'Art", "école Saint-Luc": the noun says what the actor is."""
    kinds = {
        "financement": "fonds",
        "ecole": "ecole",
        "haute-ecole": "ecole haute",
        "media": "magazine journal quotidien",
        "lieu-totem": "hub",
    }
    first = re.findall(r"[a-z]+", words)
    return bool(first) and len(first) < 3 and first[0] in kinds.get(actor.subcategory, "").split()


def _is_own(one: Sighting, text: str, word: str, at: int) -> bool:
    """Whether what follows a name is its own town or its own kind: "IAD Louvain-la-Neuve", "Pavillon de Namur"."""
    if one.spelling.trust is Trust.SHORT and name_key(word) in gazetteer().names:
        return True  # "UCM Namur": the house of that town
    city = name_key(one.actor.city or "")
    return bool(city) and name_key(text[at : at + 60]).removeprefix("de ").removeprefix("du ").startswith(city)
