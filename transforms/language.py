"""Which language a text is written in, by its most frequent short words. Made for the four that Belgian sites use.

Neighbours (Spanish, Italian, Portuguese, Luxembourgish, Walloon) are known only to tell them apart: they have none.
"""

from __future__ import annotations

import re
from functools import lru_cache

MINIMUM_LETTERS = 60
SAMPLE = 1500
SHARE = 0.09
"""The share of the words that must be frequent ones of the language: below that a list of names looks like anything."""
LEAD = 2.0
"""How many times as much as the runner-up: less is a text in two languages."""
FEWEST = 3

_WORD = re.compile(r"[^\W\d_]+")
_FRENCH = """
le la les l un une du de des et est sont dans pour par sur avec que qui ce cette ces aux au vous nous votre
notre nos vos à où pas plus ou se son sa ses leur leurs en il elle on ils elles s c qu d n j y tout tous toute
toutes être fait été mais comme dès chez entre sans leur lors puis ainsi très aussi peut chaque
"""
_DUTCH = """
de het een en van in is op te dat voor met zijn aan niet om ook als door maar bij wordt deze naar dit er uit je
wij worden jouw ons onze over tot nog of heeft kan die hun haar geen meer zich daarna tussen jij hoe wat waar
zal zullen hebben werd
"""
_GERMAN = """
der die das und ist in den von zu mit dem ein eine für auf im sich des nicht auch als an werden aus er wird bei
sie einen einer wir am zum zur oder ihr uns nach über es kann haben sind vom durch eines einem bis wie was hat
unsere ihre
"""
_ENGLISH = """
the of and to in a is for that on with as are by this from at be or you your we our it an will can not have has
their all more about into was were they how what who which when but its his her than them
"""
_SPANISH = (
    "el los las una del y en con por para que es son se su sus al más como pero nuestro nuestra este esta todos muy"
)
_ITALIAN = (
    "il lo gli della delle dei degli di e è con per che sono nel nella alla una un si più come questo questa anche"
)
_PORTUGUESE = """
o os as um uma do da dos das no na nos nas com para que não é são em se mais como ao pela pelo também
"""
_LUXEMBOURGISH = """
d an den de vun ass net fir mat op déi dat eng een sinn och wéi wat mir dir ech hunn ginn beim zu vum
"""
_WALLOON = (
    "li lu dins po avou di do al da et ki ti nos i gn a del cisse ces on ène come ey avå tot åk nén ossu cwand il est"
)
_KNOWN = {
    "fr": _FRENCH,
    "nl": _DUTCH,
    "de": _GERMAN,
    "en": _ENGLISH,
    "es": _SPANISH,
    "it": _ITALIAN,
    "pt": _PORTUGUESE,
    "lb": _LUXEMBOURGISH,
    "wa": _WALLOON,
}
_READ = ("fr", "nl", "de", "en")


def read_language(text: str) -> str | None:
    """ISO 639-1 code (fr, nl, de or en) of a text, None under 60 letters or when no language clearly leads.

    A title is no text: what has nothing but a title has no language of its own.
    """
    words = _WORD.findall(text[:SAMPLE].lower())
    if sum(map(len, words)) < MINIMUM_LETTERS:
        return None
    table, told = _worths(), dict.fromkeys(_KNOWN, 0.0)
    for word in words:
        for language, worth in table.get(word, ()):
            told[language] += worth
    best, second = sorted(_KNOWN, key=lambda name: (-told[name], name))[:2]
    few = told[best] < max(FEWEST, SHARE * len(words))
    return None if best not in _READ or few or told[best] < LEAD * told[second] else best


@lru_cache(maxsize=1)
def _worths() -> dict[str, tuple[tuple[str, float], ...]]:
    """What each word tells of each language: a word that several share tells each less."""
    homes: dict[str, list[str]] = {}
    for language, words in _KNOWN.items():
        for word in dict.fromkeys(words.split()):
            homes.setdefault(word, []).append(language)
    return {word: tuple((name, 1.0 / len(names)) for name in names) for word, names in homes.items()}
