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

# Left: what may be written, as words; right: the words it is read as. Sector list of D18 and spellings of posters.
_SYNONYMS: tuple[tuple[str, str], ...] = (
    ("ia", "intelligence artificielle"),
    ("ai", "intelligence artificielle"),
    ("artificial intelligence", "intelligence artificielle"),
    ("iagen", "intelligence artificielle generative"),
    ("video game", "jeu video"),
    ("videogame", "jeu video"),
    ("gaming", "jeu video"),
    ("xr", "realite virtuelle xr"),
    ("vr", "realite virtuelle xr"),
    ("rv", "realite virtuelle xr"),
    ("virtual reality", "realite virtuelle xr"),
    ("realite virtuelle", "realite virtuelle xr"),
    ("extended reality", "realite virtuelle xr"),
    ("realite etendue", "realite virtuelle xr"),
    ("ar", "realite augmentee"),
    ("augmented reality", "realite augmentee"),
    ("icc", "industrie culturelle creative"),
    ("industrie creative culturelle", "industrie culturelle creative"),
    ("creative cultural industry", "industrie culturelle creative"),
    ("cultural creative industry", "industrie culturelle creative"),
    ("aap", "appel projet"),
    ("call for proposals", "appel projet"),
    ("call for projects", "appel projet"),
    ("call project", "appel projet"),
    ("digital", "numerique"),
    ("expo", "exposition"),
    ("exhibition", "exposition"),
    ("webinar", "webinaire"),
    ("hackaton", "hackathon"),
    ("gamejam", "game jam"),
    ("start up", "startup"),
    ("fab lab", "fablab"),
    ("e sport", "esport"),
    ("e learning", "elearning"),
    ("master class", "masterclass"),
    ("meet up", "meetup"),
    ("bd", "bande dessinee"),
    ("cine", "cinema"),
    ("fwb", "federation wallonie bruxelles"),
    ("lln", "louvain neuve"),
    ("jpo", "journee porte ouverte"),
    ("ue", "union europeenne"),
)


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
    kept = [w for w in words if w not in STOP_WORDS] or words
    return _open_synonyms([stem(w) for w in kept])


def _words(text: str) -> list[str]:
    found: list[str] = []
    for written in _WORD.findall(fold(text).replace("-", " ").replace("_", " ")):
        parts = written.split("'")
        # "j'ai", "n'ai" hold the verb, not the English letters for artificial intelligence.
        found.extend(p for i, p in enumerate(parts) if not (p == "ai" and i))
    return found


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Synonyms by their first stem, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for written, read in _SYNONYMS:
        left = tuple(stem(w) for w in written.split() if w not in STOP_WORDS)
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
