"""Where an item uses the words of the taxonomy: each sighting with its part of the text, negations left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from transforms.text import FIELD_LIMIT
from transforms.topic_cues import NEVER, Concept, Cue, cues_starting, fits, normal

EVERYTHING = ("idiom", "idiom")
"""Concept of phrases that say nothing of their words ("salle des fêtes", "jeu de mots"): they hide them from all."""


class Part(StrEnum):
    """Part of an item that a sighting stands in."""

    LABEL = "label"
    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    TAIL = "tail"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A cue seen at the tokens `start` to `end` of the title or of the text."""

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

    def tokens(self, sighting: Sighting) -> tuple[str, ...]:
        """The tokens that a sighting's offsets count."""
        return {Part.TITLE: self.title, Part.LABEL: self.labels}.get(sighting.part, self.text)


_TOKEN = re.compile(r"[^\W_]+|[.!?…]+(?=[\s»\")]|$)|[\n:;,()«»\"“”|/&+–—]|(?<=\s)-(?=\s)")
_ENDS = frozenset(".!?…\n")
_NEGATIONS = frozenset(
    {"sans", "ni", "aucun", "aucune", "jamais", "without", "zonder", "geen", "ohne", "kein", "keine", "keinen", "no"}
)
_BARS = frozenset(",;:()\n–—-|/")
# Sentences in which an organiser speaks of itself, of its helpers and of practical things.
_BOILERPLATE = re.compile(
    r"avec l(?:e|a|es|’|') ?(?:soutien|aide financiere|appui|collaboration)|organise[es]* par|en partenariat|"
    r"une initiative d"
    r"|(?:plus d|toutes les) ?'?(?:infos?|informations)|suivez|newsletter|cookies|^a propos|^infos|^contact|^acces\b"
    r"|with the support|supported by|organi[sz]ed by|more info|met de steun|georganiseerd door|mit unterstutzung"
    r"|in zusammenarbeit",
    re.I,
)


@lru_cache(maxsize=16)
def scan(title: str, text: str, language: str | None, labels: tuple[str, ...] = ()) -> Scan:
    """What an item says. The last few are remembered: topics and relevance read the same one."""
    said = _TOKEN.findall(" / ".join(labels)[:FIELD_LIMIT])
    head, body = _TOKEN.findall(title[:FIELD_LIMIT]), _TOKEN.findall(text[:FIELD_LIMIT])
    seen = _see(said, [Part.LABEL] * len(said), language)
    seen += _see(head, [Part.TITLE] * len(head), language)
    seen += _see(body, _parts(body), language)
    return Scan(tuple(said), tuple(head), tuple(body), tuple(seen))


def _parts(tokens: list[str]) -> list[Part]:
    """The part of each token: the first sentence leads, sentences of boilerplate trail."""
    parts: list[Part] = []
    start = 0
    for position in range(len(tokens) + 1):
        if position < len(tokens) and tokens[position][0] not in _ENDS:
            continue
        end = min(position + 1, len(tokens))
        said = " ".join(normal(t) or t for t in tokens[start : min(end, start + 60)])
        part = Part.TAIL if _BOILERPLATE.search(said) else Part.LEAD if start == 0 else Part.BODY
        parts += [part] * (end - start)
        start = end
    return parts


def _see(tokens: list[str], parts: list[Part], language: str | None) -> list[Sighting]:
    found: list[Sighting] = []
    for start, written in enumerate(tokens):
        for cue in cues_starting(written):
            end = start + len(cue.words)
            if cue.language and language and cue.language != language:
                continue
            rest = tokens[start + 1 : end]
            if end <= len(tokens) and all(fits(p, normal(t)) for p, t in zip(cue.words[1:], rest, strict=True)):
                found.append(Sighting(cue, parts[start], start, end))
    return _uncovered(found, tokens)


def _uncovered(found: list[Sighting], tokens: list[str]) -> list[Sighting]:
    """Longest first; what a longer phrase of the same concept, or an idiom, covers is not seen again."""
    taken: set[tuple[Concept, int]] = set()
    kept: list[Sighting] = []
    for sighting in sorted(found, key=lambda s: (s.start - s.end, -s.cue.strength, s.start)):
        concept = sighting.cue.concept
        span = range(sighting.start, sighting.end)
        if any((concept, i) in taken or (EVERYTHING, i) in taken for i in span):
            continue
        taken.update((concept, i) for i in span)
        if sighting.cue.strength != NEVER and concept != EVERYTHING and not _negated(tokens, sighting.start):
            kept.append(sighting)
    return sorted(kept, key=lambda s: (s.start, -s.end))


def _negated(tokens: list[str], start: int) -> bool:
    """Whether a word of denial stands right before, at most one word off ("sans écran", "without any screen")."""
    for token in reversed(tokens[max(0, start - 2) : start]):
        if token in _BARS or token[0] in _ENDS:
            return False
        if token.lower() in _NEGATIONS:
            return True
    return False
