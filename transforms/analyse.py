"""The one text analyser of Vigie: applied when indexing and when searching (DESIGN.md §7, D18 of EDITORS.md).

Folded words, French stems, stop words left out, sector synonyms. A short form is opened into the words of its long form
("IA" → "intelligence artificielle"), so that a query asking for *all* its tokens finds either spelling, and a query for
one word of the long form finds both.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import snowballstemmer

from transforms.synonyms import SYNONYMS
from transforms.text import fold

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")

_STOPS = """
a au aux avec ce ces cet cette d dans de des du elle en es est et eux il ils j je l la le les leur leurs lui m
ma mais me mes n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sont sur t ta te tes tu un une
vos votre vous y the of and in on at to for with is are
"""
STOP_WORDS = frozenset(_STOPS.split())

# Plurals and feminines that the stemmer keeps apart.
_IRREGULAR = {
    "jeux": "jeu", "lieux": "lieu", "enjeux": "enjeu", "milieux": "milieu", "feux": "feu", "voeux": "voeu",
    "travaux": "travail", "oeuvres": "oeuvre", "yeux": "oeil", "createurs": "createur", "creatrices": "createur",
    "creatrice": "createur", "acteurs": "acteur", "actrices": "acteur", "actrice": "acteur",
    "masterclasse": "masterclass", "masterclasses": "masterclass",
    "musicale": "musical", "musicaux": "musical", "festivals": "festival", "medias": "media",
}  # fmt: skip

# A possessive that is also the matter of half of the sector's evenings.
_KEPT = frozenset({"son"})
_SHORT = {"r&d": "recherche developpement"}  # written with signs that no word has


class _OfThread(threading.local):
    """A stemmer of each thread: while it works the word lies in the stemmer itself, so that two threads with one
    stemmer get each other's stems."""

    def __init__(self) -> None:
        self.french = snowballstemmer.stemmer("french")


_STEMMER = _OfThread()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Stem of one folded word."""
    word = _IRREGULAR.get(word, word)
    # The French stemmer keeps the plural of words in -o, -a, -i (vidéos, agendas, taxis).
    if len(word) > 4 and word.endswith(("os", "as", "is")):
        word = word[:-1]
    return str(_STEMMER.french.stemWord(word))


def analyse(text: str) -> tuple[str, ...]:
    """Tokens of a text, in its order, for indexing and for searching. Empty when the text holds no word.

    A text made of stop words alone keeps them, so that a title such as "Où en sommes-nous" stays findable.
    """
    words = _words(text)
    kept = [w for w in words if w not in STOP_WORDS or w in _KEPT] or words
    return _open_synonyms([stem(w) for w in kept])


def written(text: str) -> tuple[str, ...]:
    """The folded words of a text as they stand, all of them: what an exact phrase is looked for in."""
    plain = fold(text).replace("-", " ").replace("_", " ")
    return tuple(part for word in _WORD.findall(plain) for part in word.split("'"))


def _words(text: str) -> list[str]:
    found: list[str] = []
    plain = fold(text).replace("-", " ").replace("_", " ")
    for short, long in _SHORT.items():
        plain = plain.replace(short, long)
    for word in _WORD.findall(plain):
        parts = word.split("'")
        # "j'ai", "n'ai" hold the verb, not the English letters for artificial intelligence.
        found.extend(p for i, p in enumerate(parts) if not (p == "ai" and i))
    return found


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Synonyms by their first stem, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for said, read in SYNONYMS:
        left = tuple(stem(w) for w in said.split() if w not in STOP_WORDS)
        table.setdefault(left[0], []).append((left, tuple(stem(w) for w in read.split())))
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in table.items()}


def _open_synonyms(stems: list[str]) -> tuple[str, ...]:
    table = _synonyms()
    opened: list[str] = []
    position = 0
    while position < len(stems):
        for left, right in table.get(stems[position], ()):
            if tuple(stems[position : position + len(left)]) == left:
                opened.extend(right)
                position += len(left)
                break
        else:
            opened.append(stems[position])
            position += 1
    return tuple(opened)
