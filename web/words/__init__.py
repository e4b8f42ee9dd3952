"""The words of the pages in English, by the French ones that stand in the templates.

One JSON file for each part of the site in `web/words/en`: French sentence → English one, or, for `{% pluralize %}`,
French singular → [English singular, English plural]. A sentence stands in one file only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from web.language import Language

FOLDER = Path(__file__).parent
Words = str | list[str]


@lru_cache(maxsize=2)
def catalogue(language: Language) -> dict[str, Words]:
    """French → the words of a language; empty for French. ValueError when two files say the same sentence."""
    found: dict[str, Words] = {}
    for path in sorted((FOLDER / language.value).glob("*.json")):
        said: dict[str, Words] = json.loads(path.read_text("utf-8"))
        if twice := found.keys() & said.keys():
            raise ValueError(f"{path}: {min(twice)!r} stands in another file too")
        found |= said
    return found


def translations(language: Language) -> tuple[Callable[[str], str], Callable[[str, str, int], str]]:
    """`gettext` and `ngettext` of a language. A sentence that has no translation yet stays French."""
    words = catalogue(language)

    def gettext(said: str) -> str:
        found = words.get(said, said)
        return found if isinstance(found, str) else found[0]

    def ngettext(one: str, many: str, number: int) -> str:
        if language is Language.FR:  # French keeps the singular below two
            return one if abs(number) < 2 else many
        found = words.get(one, [one, many])
        singular, plural = (found, found) if isinstance(found, str) else found
        return singular if number == 1 else plural

    return gettext, ngettext
