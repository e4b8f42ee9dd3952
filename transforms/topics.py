"""Topics of a text: keywords of the taxonomy, folded, whole words, plurals allowed. A first guess with its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from transforms.taxonomy import Concept, concepts
from transforms.text import FIELD_LIMIT, fold

# A word of the title (or of the source's own categories) says what the thing is; the text mentions much else.
TITLE_WEIGHT = 3.0
TEXT_WEIGHT = 1.0
PHRASE_BONUS = 1.5
# One passing mention in the text is no topic; two different words or one phrase and a word are.
THRESHOLD = 2.0

_WORD = re.compile(r"[^\W_]+°?")
# Words that the rule for plurals must not shorten.
_KEEP = frozenset({"tous", "bus", "os", "us", "as", "jeux"})


@dataclass(frozen=True, slots=True)
class Topic:
    """One concept found: its facet and slug, a score (higher = surer) and the words it rests on."""

    facet: str
    slug: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Keyword:
    concept: Concept
    words: tuple[str, ...]
    written: str
    language: str | None
    veto: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    keyword: _Keyword
    start: int
    end: int


def read_topics(title: str, text: str, language: str | None) -> tuple[Topic, ...]:
    """Concepts that a title and a text speak of, best first. `language` None reads the words of every language."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for part, weight in ((title, TITLE_WEIGHT), (text, TEXT_WEIGHT)):
        for hit in _hits(part[:FIELD_LIMIT], language):
            keyword = hit.keyword
            worth = weight * (PHRASE_BONUS if len(keyword.words) > 1 else 1.0)
            words = found.setdefault((keyword.concept.facet, keyword.concept.slug), {})
            words[keyword.written] = max(words.get(keyword.written, 0.0), worth)
    topics = [
        Topic(facet, slug, round(sum(words.values()), 2), tuple(sorted(words)))
        for (facet, slug), words in found.items()
        if sum(words.values()) >= THRESHOLD
    ]
    return tuple(sorted(topics, key=lambda t: (-t.score, t.facet, t.slug)))


def _hits(text: str, language: str | None) -> list[_Hit]:
    """Keywords found, without those that a longer keyword of the same concept covers and those inside a veto."""
    written = _WORD.findall(text)
    words = [_singular(fold(w)) for w in written]
    hits: list[_Hit] = []
    for position, word in enumerate(words):
        for keyword in _index().get(word, ()):
            end = position + len(keyword.words)
            if tuple(words[position:end]) != keyword.words or not _speaks(keyword, language):
                continue
            if keyword.capitals and not written[position].isupper():
                continue
            hits.append(_Hit(keyword, position, end))
    return [hit for hit in hits if not any(_hides(other, hit) for other in hits)]


def _hides(other: _Hit, hit: _Hit) -> bool:
    if hit.keyword.veto:
        return True
    same = other.keyword.concept == hit.keyword.concept
    wider = other.end - other.start > hit.end - hit.start or other.keyword.veto
    return same and wider and other.start <= hit.start and hit.end <= other.end


def _speaks(keyword: _Keyword, language: str | None) -> bool:
    return keyword.veto or language is None or keyword.language in (None, language) or language not in ("fr", "en")


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[_Keyword, ...]]:
    table: dict[str, list[_Keyword]] = {}
    for concept in concepts():
        rows = [(language, word, False) for language, word in concept.words]
        rows += [(None, word, True) for word in concept.vetoes]
        for language, written, veto in rows:
            words = tuple(_singular(fold(w)) for w in _WORD.findall(written))
            # VR, AR, BD, AMI: as words in small letters they mean something else.
            capitals = len(words) == 1 and written.isupper() and len(written) <= 4
            if words:
                table.setdefault(words[0], []).append(_Keyword(concept, words, written, language, veto, capitals))
    return {first: tuple(rows) for first, rows in table.items()}


@lru_cache(maxsize=16_384)
def _singular(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") and word not in _KEEP:
        return word[:-1]
    return "jeu" if word == "jeux" else word
