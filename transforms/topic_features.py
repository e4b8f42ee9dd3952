"""What the learned half of the topic reader looks at: the words of an item, cut and as families, present or not.

A word gives its stem and its first five letters ("robotisé" meets "robotique"), and the families of
`data/topic_families.yaml` that it belongs to. Nothing is counted twice; a long text makes each of its words weigh less.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path

import yaml

from transforms.analyse import STOP_WORDS, stem
from transforms.text import fold
from transforms.topic_cues import normal
from transforms.topic_sightings import Scan

FILE = Path(__file__).parent / "data" / "topic_families.yaml"
BEGINNING = 5
"""Letters of a word that are a feature of their own."""
TOKENS = 260
"""Words and signs of a text that are looked at: what it is about stands there, and the labelled texts are short."""
WORDS_WORTH, FEWEST = 5.0, 60
"""What all words together are worth (as a length), and as how many features a shorter text counts at least."""
FAMILY_WORTH, FAMILY_OPEN = 1.0, 0.6
"""A family is worth at most the first; each of its words leaves that share of it open."""
_OTHER_STOPS = """
the a an of and or to in is are was on at for with by from as it this that you your we our will be not
de het een en van in is op te dat voor met zijn aan niet om ook als door maar bij wordt deze naar dit er uit je wij
der die das und den von zu mit dem ein eine einen fur auf im sich des nicht auch als an aus er wird bei sie wir am zum
"""
_STOPS = STOP_WORDS | frozenset(_OTHER_STOPS.split())


@dataclass(frozen=True, slots=True)
class Features:
    """Features with their worth, and the words as written that gave each."""

    worth: dict[str, float]
    written: dict[str, tuple[str, ...]]


def features(seen: Scan) -> Features:
    """The features of an item: stems and beginnings (`robot`, `robot-`), families (`@robot`)."""
    cuts: dict[str, tuple[str, ...]] = {}
    families: dict[str, list[str]] = {}
    for token in dict.fromkeys((*seen.labels, *seen.title, *seen.text[:TOKENS])):
        if token in seen.idle:
            continue
        own, kin = _of_word(token)
        for name in own:
            if name not in cuts:
                cuts[name] = (token,)
        for name in kin:
            families.setdefault(name, []).append(token)
    each = WORDS_WORTH / sqrt(max(FEWEST, len(cuts)))
    worth = dict.fromkeys(cuts, each)
    for name, kin_words in families.items():
        worth[name] = FAMILY_WORTH * (1.0 - FAMILY_OPEN ** len(kin_words))
        cuts[name] = tuple(kin_words)
    return Features(worth, cuts)


@lru_cache(maxsize=32_768)
def _of_word(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Cuts and families of one token; a stop word, a sign or a number has none."""
    word = normal(written)
    if word in _STOPS or word.isdigit() or not word[:1].isalnum():
        return (), ()
    cut = stem(word)
    exact, beginnings = _families()
    kin = set(exact.get(word, ()))
    for size in range(1, len(word) + 1):
        kin.update(beginnings.get(word[:size], ()))
    own = (cut, cut[:BEGINNING] + "-") if len(cut) > BEGINNING else (cut,)
    return own, tuple(sorted(kin))


Families = dict[str, list[str]]


@lru_cache(maxsize=1)
def _families() -> tuple[Families, Families]:
    """Families of whole words, and of beginnings."""
    exact: Families = {}
    beginnings: Families = {}
    for name, said in yaml.safe_load(FILE.read_text(encoding="utf-8")).items():
        for written in {fold(part.strip()) for part in said.split(",") if part.strip()}:
            if written.endswith("*"):
                beginnings.setdefault(written[:-1], []).append(f"@{name}")
            else:
                exact.setdefault(normal(written), []).append(f"@{name}")
    return exact, beginnings
