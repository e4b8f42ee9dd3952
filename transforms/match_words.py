"""The words of a title as matching compares them: stems of one language, figures and years apart, filler left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from transforms.analyse import STOP_WORDS, stem
from transforms.gazetteer import name_key
from transforms.match_lexicon import COMMON_WORDS, FRENCH_OF, SORT_WORDS
from transforms.text import fold

# A title longer than this is a text; the rest of it tells nothing apart that its beginning does not.
LONGEST = 400
_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))\s*$")
# A day or an hour said again in the title is no figure that tells editions apart.
_MOMENT = re.compile(
    r"\b\d{1,2}\s*[hH]\s*(?:[0-5]\d)?\b|\b\d{1,2}:\d\d\b|\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b"
    r"|\b\d{1,2}(?:er|ᵉʳ)?\s+(?:janv|févr|fevr|mars|avril|mai|juin|juil|août|aout|sept|oct|nov|déc|dec)\w*\b",
    re.I,
)
_MARKER = re.compile(
    r"\[[^\]]{0,24}\]|inscriptions?\s+(?:ouvertes?|closes?|obligatoires?)|derni[eè]res?\s+places?|sold[\s-]?out|save\s+the\s+date"
    r"|\b(?:vous\s+)?(?:pr[ée]sente(?:nt)?|propose(?:nt)?|presents?|presenteert|präsentiert)\s*:|communiqu[ée]s?\s+de\s+presse|entr[ée]e\s+(?:libre|gratuite)|places?\s+limit[ée]es?|sur\s+(?:inscription|r[ée]servation)|(?:appel\s+)?cl[oô]tur[ée]e?",
    re.I,
)
_DIGIT = re.compile(r"\d")
# Where none of these stands there is no marker: a quick look before a slow one.
_MAY_MARK = re.compile(
    r"\[|inscr|communiqu|pr[ée]sent|präsent|propose|places?\b|sold|save|entr[ée]e|\bsur |cl[oô]t", re.I
)
_ORDINAL = re.compile(r"(\d+)(?:e|er|re|eme|nd|nde|st|th|rd|ste|de)?")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Endings of plurals in English, Dutch and German.
_PLURALS = ("s", "en", "n", "e", "er")
_LONG_SORTS = tuple(sorted(w for w in SORT_WORDS if len(w) >= 6))
_ENGLISH = _listed("the of and for with from by your how when what at an our to")
_FRENCH = _listed("le la les des du et pour avec une un aux au sur quand dans chez de nos vos")
_DUTCH = _listed("het een voor met van bij naar uit onze jouw")
# Stop words of the other languages of Belgian sites that the French analyser keeps.
_STOPS = STOP_WORDS | _ENGLISH | _DUTCH | _listed("quand chez sans it its der die das und mit ein eine im zum zur")


@dataclass(frozen=True, slots=True)
class TitleWords:
    """`words` are stems in their order, `sorts` those that name a sort of thing ("atelier"); `figures` and `years` are
    digits. `cut` is the last word of a title that ends in dots (it may be a part of one). `tongue` is a guess from
    small words, never a statement about the language of the record. `spelt` are the words as written, folded, each at
    the place of its stem."""

    words: tuple[str, ...]
    spelt: tuple[str, ...]
    sorts: tuple[str, ...]
    figures: tuple[str, ...]
    years: tuple[str, ...]
    cut: str | None
    tongue: str | None


@lru_cache(maxsize=262_144)
def stems_of(word: str) -> tuple[str, ...]:
    """Stems of one word as written: translated where the lexicon knows it, () for a stop word or a single letter."""
    plain = folded(word)
    if plain in _STOPS or len(plain) < 2 or word == "ai":  # "ai" in small letters is a French verb.
        return ()
    french = FRENCH_OF.get(plain) or next(
        (FRENCH_OF[p] for e in _PLURALS if (p := plain.removesuffix(e)) in FRENCH_OF), None
    )
    if french:
        return tuple(stem(w) for w in french.split())
    if len(plain) >= 6 and plain not in SORT_WORDS:
        # "Vernisage" is no word of its own.
        plain = next((w for w in _LONG_SORTS if misspelt(plain, w)), plain)
    return (stem(plain),)


def misspelt(a: str, b: str, backed: bool = False) -> bool:
    """Whether two folded words may be one misspelt: a letter too many, too few or two exchanged from four letters on,
    another letter from six on (five when other words back it), two slips from ten on. The first letter of a short word
    is never another ("peinture", "teinture"); it may be missing from five on."""
    shorter = min(len(a), len(b))
    if shorter < 4 or abs(len(a) - len(b)) > 2:
        return False
    moved = len(a) != len(b) or sorted(a) == sorted(b)
    if a[0] != b[0] and shorter < (5 if moved else 10):
        return False
    allowed = 1 if shorter < 10 else 2
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed and (moved or shorter >= (5 if backed else 6))


@lru_cache(maxsize=262_144)
def folded(word: str) -> str:
    """One word without accents and capitals."""
    return fold(word)


@lru_cache(maxsize=65_536)
def name_stems(name: str) -> tuple[str, ...]:
    """Distinct stems of the name of a place or an organiser."""
    return tuple(dict.fromkeys(s for word in _WORD.findall(name[:LONGEST]) for s in stems_of(word)))


def title_words(title: str) -> TitleWords:
    """The words of a title. A title of filler alone keeps it."""
    title = title[:LONGEST]
    plain, cut = title, False
    if title[-1:] in "….])":
        found = _CUT.search(title)
        plain, cut = (title[: found.start()], True) if found else (title, False)
    if _MAY_MARK.search(plain):
        plain = _MARKER.sub(" ", plain)
    if _DIGIT.search(plain):
        plain = _MOMENT.sub(" ", plain)
    words: dict[str, str] = {}
    sorts: set[str] = set()
    figures: set[str] = set()
    years: set[str] = set()
    tongues: list[str] = []
    last: str | None = None
    foreign = 0
    for written in _WORD.findall(plain) or _WORD.findall(title):
        word = _read(written)
        foreign += word.foreign
        if word.tongue:
            tongues.append(word.tongue)
        elif word.figure:
            (years if word.figure[:2] in ("19", "20") and len(word.figure) == 4 else figures).add(word.figure)
        elif word.sort:
            sorts.update(word.stems)
        else:
            for last in word.stems:
                words[last] = word.plain
    return TitleWords(
        tuple(words),
        tuple(words.values()),
        tuple(sorted(sorts)),
        tuple(sorted(figures)),
        tuple(sorted(years)),
        last if cut else None,
        _tongue(tongues) if tongues else "en" if foreign else None,
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """One word as written, read once."""

    plain: str
    stems: tuple[str, ...]
    sort: bool
    figure: str | None
    tongue: str | None
    foreign: bool


@lru_cache(maxsize=262_144)
def _read(word: str) -> _Word:
    plain, stems = folded(word), stems_of(word)
    tongue = "fr" if plain in _FRENCH else "en" if plain in _ENGLISH else "nl" if plain in _DUTCH else None
    # A word that the lexicon had to translate is a foreign one; English by far the most often.
    foreign = plain in FRENCH_OF and stem(plain) not in stems
    return _Word(plain, stems, bool(stems) and SORT_STEMS.issuperset(stems), _figure(word), tongue, foreign)


def _tongue(small: list[str]) -> str | None:
    """The language of most small words; None when two are as likely."""
    if not small:
        return None
    counted = sorted(((small.count(t), t) for t in set(small)), reverse=True)
    return counted[0][1] if len(counted) == 1 or counted[0][0] > counted[1][0] else None


def weight(words: frozenset[str] | set[str]) -> float:
    """How much shared words prove: a word that half of all agendas print counts half."""
    return sum(0.5 if w in COMMON_STEMS else 1.0 for w in words)


@lru_cache(maxsize=65_536)
def _figure(word: str) -> str | None:
    plain = folded(word)
    if plain in _ROMAN and word.isupper():
        return _ROMAN[plain]
    found = _ORDINAL.fullmatch(plain) if plain.isascii() else None
    return found.group(1).lstrip("0") or "0" if found else None


SORT_STEMS = frozenset(s for word in SORT_WORDS for s in stems_of(word))
COMMON_STEMS = frozenset(s for word in COMMON_WORDS for s in stems_of(word))
# For whom: the one word that tells two workshops of one afternoon apart.
AUDIENCE_STEMS = frozenset(
    s
    for word in _listed(
        "ado jeune senior enfant adulte parent famille debutant avance professionnel enseignant grand petit"
    )
    for s in stems_of(word)
)
# Stems that the lexicon knows in several languages: two titles of them that share none are no translations.
TRANSLATED_STEMS = frozenset(stem(w) for french in FRENCH_OF.values() for w in french.split())


@lru_cache(maxsize=65_536)
def venue_words(name: str, town: str) -> tuple[str, ...]:
    """Words of the name of a house without its town, legal form and article; () when only the town is named."""
    words = [_HOUSES.get(w, w) for w in name_key(name[:LONGEST]).split()]
    ours = set(name_key(town).split())
    kept = [w for part in words for w in part.split() if w not in ours and w not in _LEGAL and w not in _STOPS]
    return tuple(dict.fromkeys(kept))


def initials(venue: Sequence[str]) -> str:
    """The first letters of a house's words: "Palais des Beaux-Arts" is the PBA to those who go there."""
    return "".join(word[0] for word in venue)


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """Folded words of a name without articles and the like."""
    return tuple(w for w in words if w not in _STOPS) or tuple(words)


_LEGAL = _listed("asbl vzw sprl srl sa scrl ville commune centre-ville belgique belgium")
_HOUSES = {
    "cc": "centre culturel", "mc": "maison culture", "mj": "maison jeunes", "biblio": "bibliotheque", "cine": "cinema",
    "library": "bibliotheque", "museum": "musee", "bib": "bibliotheque", "cultuurcentrum": "centre culturel",
}  # fmt: skip
