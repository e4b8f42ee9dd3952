"""Where an item uses the words of the taxonomy: each sighting with its part of the text, negations left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from transforms.topic_cues import NEVER, Concept, Cue, cues_on, fits, normal

EVERYTHING = ("idiom", "idiom")
"""Concept of phrases that say nothing of their words ("salle des fêtes", "jeu de mots"): they hide them from all."""


class Part(StrEnum):
    """Part of an item that a sighting stands in."""

    LABEL = "label"
    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    TAIL = "tail"


class Sighting(NamedTuple):
    """A cue seen at the tokens `start` to `end` of its part's text."""

    cue: Cue
    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """Tokens (words and signs as written) of categories, title and text, and what was seen in them, in this order."""

    labels: tuple[str, ...]
    title: tuple[str, ...]
    text: tuple[str, ...]
    seen: tuple[Sighting, ...]
    idle: frozenset[str] = frozenset()
    """Words of phrases that say nothing of them, and words that are denied: nothing is learned from these."""

    def tokens(self, sighting: Sighting) -> tuple[str, ...]:
        """The tokens that a sighting's offsets count."""
        if sighting.part is Part.TITLE:
            return self.title
        return self.labels if sighting.part is Part.LABEL else self.text


_START = itemgetter(2)
READ = 8_000
"""Signs of a text that are read: what it is about stands there, and no text makes this slow."""
_TOKEN = re.compile(r"[^\W_]{1,40}|[.!?…]+(?=[\s»\")]|$)|[\n:;,()«»\"“”|/&+–—]|(?<=\s)-(?=\s)")
_ENDS = frozenset(".!?…\n")
_NEGATIONS = frozenset(
    {"sans", "ni", "aucun", "aucune", "jamais", "without", "zonder", "geen", "ohne", "kein", "keine", "keinen", "no"}
)
_STOPS = frozenset(",;:()\n–—-|/") | {".", "!", "?", "…", "...", "?!"}
# Words of sentences in which an organiser speaks of itself, of its helpers and of practical things.
_BOILERPLATE_WORDS = """
soutien appui collaboration partenariat infos informations newsletter cookies contact acces suivez supported
unterstutzung
zusammenarbeit steun samenwerking sponsors sponsor
"""
_BOILERPLATE = frozenset(_BOILERPLATE_WORDS.split())
_BY = {"organise": "par", "organisee": "par", "organized": "by", "organised": "by", "georganiseerd": "door"}


@lru_cache(maxsize=16)
def scan(title: str, text: str, language: str | None, labels: tuple[str, ...] = ()) -> Scan:
    """What an item says. The last few are remembered: topics and relevance read the same one."""
    said = _TOKEN.findall(" / ".join(labels)[:READ])
    head, body = _TOKEN.findall(title[:READ]), _TOKEN.findall(text[:READ])
    words = [normal(token) for token in body]
    hidden: set[str] = set()
    seen = _see(said, [normal(token) for token in said], [Part.LABEL] * len(said), language, hidden)
    seen += _see(head, [normal(token) for token in head], [Part.TITLE] * len(head), language, hidden)
    seen += _see(body, words, _parts(body, words), language, hidden)
    idle = {t for tokens in (said, head, body) for t in _denied(tokens)}
    return Scan(tuple(said), tuple(head), tuple(body), tuple(seen), frozenset(idle | hidden))


def _parts(tokens: list[str], words: list[str]) -> list[Part]:
    """The part of each token: the first sentence leads, sentences of boilerplate trail."""
    parts: list[Part] = []
    start = 0
    for position in range(len(tokens) + 1):
        if position < len(tokens) and tokens[position][0] not in _ENDS:
            continue
        end = min(position + 1, len(tokens))
        sentence = words[start:end]
        tail = not _BOILERPLATE.isdisjoint(sentence) or (
            not _BY.keys().isdisjoint(sentence) and any(_BY.get(word) == after for word, after in pairwise(sentence))
        )
        parts += [Part.TAIL if tail else Part.LEAD if start == 0 else Part.BODY] * (end - start)
        start = end
    return parts


def _see(
    tokens: list[str], words: list[str], parts: list[Part], language: str | None, idle: set[str]
) -> list[Sighting]:
    found: list[Sighting] = []
    for position, written in enumerate(tokens):
        for cue in cues_on(written):
            if cue.language and language and cue.language != language:
                continue
            size = len(cue.words)
            start = position - cue.anchor
            if size == 1:
                found.append(Sighting(cue, parts[start], start, start + 1))
            elif start >= 0 and start + size <= len(words) and _stands(cue.words, words, start):
                found.append(Sighting(cue, parts[start], start, start + size))
    return _uncovered(found, tokens, idle)


def _stands(patterns: tuple[str, ...], words: list[str], start: int) -> bool:
    for offset, pattern in enumerate(patterns):
        word = words[start + offset]
        if pattern != word and not fits(pattern, word):
            return False
    return True


def _uncovered(found: list[Sighting], tokens: list[str], idle: set[str]) -> list[Sighting]:
    """What a longer phrase of the same concept, or an idiom, covers is not seen again; of two alike the stronger is."""
    taken: set[tuple[Concept, int]] = set()
    hidden: set[int] = set()
    kept: list[Sighting] = []
    for sighting in sorted((s for s in found if s.end - s.start > 1), key=_reach):
        cue, _, start, end = sighting
        if any(i in hidden or (cue.concept, i) in taken for i in range(start, end)):
            continue
        taken.update([(cue.concept, i) for i in range(start, end)])
        if cue.concept == EVERYTHING:
            hidden.update(range(start, end))
        else:
            kept.append(sighting)
        if cue.strength == NEVER:
            idle.update(tokens[start:end])
    hidden.update(s.start for s in found if s.cue.concept == EVERYTHING and s.end - s.start == 1)
    idle.update(tokens[i] for i in hidden)
    single: dict[tuple[Concept, int], Sighting] = {}
    for sighting in found:
        cue, _, start, end = sighting
        place = (cue.concept, start)
        if end - start == 1 and start not in hidden and place not in taken:
            other = single.get(place)
            if other is None or other.cue.strength < cue.strength:
                single[place] = sighting
    kept += single.values()
    kept.sort(key=_START)
    return [s for s in kept if s.cue.strength != NEVER and not _negated(tokens, s.start)]


def _reach(sighting: Sighting) -> tuple[int, float, int]:
    return sighting.start - sighting.end, -sighting.cue.strength, sighting.start


def _denied(tokens: list[str]) -> list[str]:
    """The tokens that a word of denial stands before."""
    if _NEGATIONS.isdisjoint(tokens):
        return []
    return [token for position, token in enumerate(tokens) if _negated(tokens, position)]


def _negated(tokens: Sequence[str], start: int) -> bool:
    """Whether a word of denial stands right before, at most one word off ("sans écran", "without any screen")."""
    for position in (start - 1, start - 2):
        if position < 0 or (token := tokens[position]) in _STOPS:
            return False
        if token.lower() in _NEGATIONS:
            return True
    return False
