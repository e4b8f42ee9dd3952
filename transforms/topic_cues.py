"""The words that speak for a concept: those of the taxonomy and our own, as cues that a reader looks up word by word.

`data/taxonomy_words.yaml` writes a cue as folded words; `jeu* video*` matches any ending, `*theater` any beginning,
`en:lecture` speaks in English texts only, capitals of up to five letters (`VR`) must be capitals in the text, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from transforms.taxonomy import concepts
from transforms.text import fold

FILE = Path(__file__).parent / "data" / "taxonomy_words.yaml"

SURE, LIKELY, HINT, NEVER = 0.78, 0.45, 0.15, 0.0
"""How much one sighting in the middle of a text speaks for its concept, 0 to 1. NEVER hides the words it covers."""

_STRENGTHS = {"sure": SURE, "likely": LIKELY, "hint": HINT, "never": NEVER}
_WORD = re.compile(r"[^\W_]+[*°]?|\*[^\W_]+")
_LANGUAGE = re.compile(r"^(fr|nl|de|en):")
# Words that the rule for plurals must not shorten.
_KEEP = frozenset({"tous", "bus", "os", "us", "as", "jeux", "gens", "dans", "sans", "mais", "plus", "deux"})

Concept = tuple[str, str]
"""Facet and slug."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One word or phrase that speaks for a concept with a strength; `capitals`: only when it is written so.

    Cues are looked up by their longest word, `anchor` in `words`: "la" and "de" begin too many of them.
    """

    concept: Concept
    words: tuple[str, ...]
    written: str
    strength: float
    language: str | None = None
    capitals: bool = False
    anchor: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A concept for which two fields speak together and neither alone."""

    concept: Concept
    fields: tuple[str, ...]
    strength: float


@lru_cache(maxsize=32_768)
def normal(written: str) -> str:
    """Folded singular of a word."""
    return _singular(fold(written))


@lru_cache(maxsize=32_768)
def cues_on(written: str) -> tuple[Cue, ...]:
    """Cues whose longest word this one is. Remembered: the words of a language are few, and readers cut long ones."""
    exact, open_ended, suffixes = _index()
    word = normal(written)
    found = list(exact.get(word, ()))
    for size in range(2, len(word) + 1):
        found += open_ended.get(word[:size], ())
    for suffix, cues in suffixes.items():
        if word.endswith(suffix) and len(word) > len(suffix):
            found += cues
    shouted = written.isupper()
    return tuple(cue for cue in found if shouted or not cue.capitals)


def fits(pattern: str, word: str) -> bool:
    """Whether a normal word fits one word of a cue."""
    if pattern[-1] == "*":
        return word.startswith(pattern[:-1])
    if pattern[0] == "*":
        return word.endswith(pattern[1:])
    return word == pattern


@lru_cache(maxsize=1)
def pairs() -> tuple[Pair, ...]:
    """Concepts that two fields make together."""
    return tuple(_pairs(_file()))


Index = tuple[dict[str, list[Cue]], dict[str, list[Cue]], dict[str, list[Cue]]]


@lru_cache(maxsize=1)
def _index() -> Index:
    """Cues by their longest word: whole words, beginnings, endings. Of two that are alike ours stays."""
    best: dict[tuple[Concept, tuple[str, ...], str | None], Cue] = {}
    for cue in (*_of_taxonomy(), *_of_file(_file())):
        known = best.get((cue.concept, cue.words, cue.language))
        best[cue.concept, cue.words, cue.language] = replace(cue, written=known.written) if known else cue
    index: Index = ({}, {}, {})
    for cue in _with_what_they_hold(list(best.values())):
        first = cue.words[cue.anchor]
        if first[-1] == "*":
            index[1].setdefault(first[:-1], []).append(cue)
        elif first[0] == "*":
            index[2].setdefault(first[1:], []).append(cue)
        else:
            index[0].setdefault(first, []).append(cue)
    return index


def _with_what_they_hold(cues: list[Cue]) -> Iterator[Cue]:
    """A phrase says at least what a shorter one inside it says: "journée portes ouvertes" holds "portes ouvertes"."""
    held: dict[Concept, list[Cue]] = {}
    for cue in cues:
        held.setdefault(cue.concept, []).append(cue)
    for cue in cues:
        if cue.strength == NEVER or len(cue.words) == 1:
            yield cue
            continue
        inside = [c.strength for c in held[cue.concept] if c.language in (None, cue.language) and _holds(cue, c)]
        yield replace(cue, strength=max(inside, default=cue.strength))


def _holds(outer: Cue, inner: Cue) -> bool:
    size = len(inner.words)
    spans = (outer.words[i : i + size] for i in range(len(outer.words) - size + 1))
    return any(all(fits(p, w.strip("*")) for p, w in zip(inner.words, span, strict=True)) for span in spans)


def _of_taxonomy() -> Iterator[Cue]:
    """The taxonomy's own keywords: a phrase is likely, a single word hints; where they say more, our file says so."""
    for concept in concepts():
        if concept.facet in ("kind", "territory", "actor_type", "call_state"):
            continue
        rows: list[tuple[str | None, str, float | None]] = [(*word, None) for word in concept.words]
        rows += [(None, word, NEVER) for word in concept.vetoes]
        for language, written, strength in rows:
            cue = _cue((concept.facet, concept.slug), written, strength, language if language == "en" else None)
            if cue:
                yield cue


def _of_file(facets: Mapping[str, Any]) -> Iterator[Cue]:
    for facet, rows in facets.items():
        if facet == "pairs":
            continue
        for slug, row in rows.items():
            for name, said in row.items():
                for written in _listed(said):
                    cue = _cue((facet, slug), written, _STRENGTHS[name])
                    if cue:
                        yield cue


def _pairs(facets: Mapping[str, Any]) -> Iterator[Pair]:
    for name, rows in facets.get("pairs", {}).items():
        facet, _, slug = name.partition(":")
        for strength, said in rows.items():
            for written in _listed(said):
                yield Pair((facet, slug), tuple(w.strip() for w in written.split("+")), _STRENGTHS[strength])


def _listed(said: str) -> Iterable[str]:
    return (part.strip() for part in " ".join(said.split()).split(",") if part.strip())


def _cue(concept: Concept, written: str, strength: float | None, language: str | None = None) -> Cue | None:
    tag = _LANGUAGE.match(written)
    bare = written[tag.end() :] if tag else written
    words = tuple(_pattern(w) for w in _WORD.findall(bare))
    if not words:
        return None
    capitals = len(words) == 1 and bare.isupper() and len(bare) <= 5
    if strength is None:
        strength = LIKELY if len(words) > 1 else HINT
    anchor = max(range(len(words)), key=lambda i: len(words[i]))
    return Cue(concept, words, bare, strength, tag.group(1) if tag else language, capitals, anchor)


def _pattern(written: str) -> str:
    if written[-1] == "*":
        return fold(written[:-1]) + "*"
    return "*" + fold(written[1:]) if written[0] == "*" else _singular(fold(written))


def _singular(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") and word not in _KEEP:
        return word[:-1]
    return "jeu" if word == "jeux" else word


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded
