"""Whom an item addresses: words for people count when the text turns to them, ages always."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.topic_cues import normal
from transforms.topic_sightings import Part, Scan, Sighting
from vigie.model import Kind

ADDRESSED, TITLED, MENTIONED, TOLD = 1.25, 0.8, 0.55, 0.3
"""What a word for people keeps of its strength: turned to, in the title, in the text, as one person who is told of."""

# Whole phrases that turn to people by themselves, whatever stands around them.
_ALWAYS = frozenset({"general-public", "women-in-tech", "jobseeker"})
_WORDS_TURNS = """
pour aux destine destinee destines destinees adresse adressent reserve reservee ouvert ouverte ouverts public
entre reunit rassemble invite invites attend attendent aide accompagne forme bienvenue conseille recommande a
for aimed meant open invites welcome welcomes targets voor richt bedoeld fur richtet an geeignet zielgruppe
"""
_TURNS = frozenset(_WORDS_TURNS.split())
_WORDS_ACTS = """
peuvent peut doivent apprennent decouvrent decouvre viennent participent fabriquent construisent montent
modelent creent programment arpentent gravissent jouent basteln lernen loten probieren bauen konnen durfen
bouwen leren kunnen mogen may can must will learn build make discover qui who die ont reunis imaginent ecrivent
transforment composent observent passent domicilies souhaitant desireux explorent
"""
_ACTS = frozenset(_WORDS_ACTS.split())
_NUMBER_WORDS = """
2 deux two twee zwei 3 trois three drie drei 4 quatre four vier 5 cinq five vijf funf 6 six zes sechs
7 sept seven zeven sieben 8 huit eight acht 9 neuf nine negen neun 10 dix ten tien zehn 11 onze eleven elf
12 douze twelve twaalf zwolf 13 treize thirteen dertien dreizehn 14 quatorze fourteen veertien vierzehn
15 quinze fifteen vijftien funfzehn 16 seize sixteen zestien sechzehn 18 eighteen achttien achtzehn
"""


def _number_words() -> dict[str, int]:
    found, number = {}, 0
    for word in _NUMBER_WORDS.split():
        if word.isdigit():
            number = int(word)
        else:
            found[word] = number
    return found


_NUMBERS = _number_words()
_YEARS_OLD = frozenset({"an", "ans", "jaar", "jaren", "jahr", "jahre", "jahren", "year", "years"})
_UNTIL = frozenset({"a", "et", "tot", "bis", "to", "and", "-", "–", "—", "/"})
_STARTS = frozenset({"des", "partir", "vanaf", "ab", "from"})
_LIST = 5
_ONE = frozenset({"un", "une", "le", "la", "l", "ce", "cet", "cette", "du", "au", "son", "sa", "a", "an", "ein", "een"})
_SINGULAR_OPENERS = """
un une le la l ce cet cette dans au aux avec par sur sous entre selon après avant pendant depuis deux trois
quatre cinq six sept huit neuf dix plusieurs quelques des les a an the two three four five six ten at in on with
from ein eine der die das im am bei mit zwei drei vier een de het in op bij met twee drie vier son sa ses leur
leurs notre nos cinquante vingt trente
"""
_OPENERS = frozenset(_SINGULAR_OPENERS.split())
_AGE = re.compile(r"\d{1,2}")
GROWN = 18


def addressed(sighting: Sighting, seen: Scan, kind: Kind | None) -> float:
    """The share of its strength that a word for people keeps where it stands."""
    tokens = seen.tokens(sighting)
    if sighting.cue.concept[1] in _ALWAYS or sighting.part is Part.LABEL:
        return 1.0
    if kind is Kind.NEWS:
        return TOLD  # news tells of people; who reads it, it seldom says
    if kind is not Kind.CALL and sighting.start and tokens[sighting.start - 1].lower() in _ONE:
        return TOLD
    if sighting.part is not Part.TITLE and _opens_a_sentence(tokens, sighting):
        return ADDRESSED
    before = [normal(t) for t in tokens[max(0, sighting.start - 4) : sighting.start]]
    after = [normal(t) for t in tokens[sighting.end : sighting.end + 4]]
    if any(word in _TURNS for word in before) or any(word in _ACTS for word in after):
        return ADDRESSED
    return TITLED if sighting.part is Part.TITLE else MENTIONED


def _opens_a_sentence(tokens: Sequence[str], sighting: Sighting) -> bool:
    """Whether the people are its subject, alone or in a list: "Codeurs et musiciens forment des équipes"."""
    position = sighting.start
    for _ in range(_LIST):
        if position == 0 or tokens[position - 1][0] in ".!?…\n:":
            return tokens[position].lower() not in _OPENERS
        position -= 1
    return False


def aged(seen: Scan) -> Iterator[tuple[str, str, float]]:
    """Audience slugs by the ages that a text gives, with the words and their worth: "8-12 ans", "dès 8 ans"."""
    for tokens in (seen.labels, seen.title, seen.text):
        words = [normal(t) or t for t in tokens]
        for position, word in enumerate(words):
            if word in _YEARS_OLD:
                yield from _ages(words, position)


def _ages(words: list[str], position: int) -> Iterator[tuple[str, str, float]]:
    upper = _age(words[position - 1]) if position else None
    if upper is None:
        return
    said = " ".join(words[max(0, position - 3) : position + 1])
    if position >= 3 and words[position - 2] in _UNTIL and (lower := _age(words[position - 3])) is not None:
        if lower < upper <= GROWN:
            yield "youth", said, 0.8
        return
    if position >= 2 and (lower := _age(words[position - 2])) is not None and lower < upper <= GROWN:
        yield "youth", said, 0.8  # "8-12 ans": the hyphen is no token
        return
    if position >= 2 and words[position - 2] in _STARTS:
        if upper <= 14:
            yield "youth", said, 0.55
        elif upper < 18:
            yield "youth", said, 0.3


def _age(word: str) -> int | None:
    if _AGE.fullmatch(word):
        return int(word)
    return _NUMBERS.get(word)
