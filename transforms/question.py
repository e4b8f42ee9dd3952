"""What a reader looks for, from the words of a search field. Pure.

`jeu vidéo` asks for all words, as the analyser reads them; `"nuit blanche"` for these very words, in a row; a minus in
front of a word or of a phrase leaves out what holds it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from transforms.analyse import analyse, written

_PART = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"'})


@dataclass(frozen=True, slots=True)
class Question:
    """All `words` (tokens of the analyser) and all `phrases` (folded words in a row) must be there; none of `without`
    (tokens that would all have to be there) and of `without_phrases` may."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    without_phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing that a text could hold: such a question finds nothing."""
        return not (self.words or self.phrases or self.without or self.without_phrases)

    def fits(self, tokens: Collection[str], parts: Sequence[Sequence[str]]) -> bool:
        """Whether a text answers: `tokens` of the analyser, `parts` as `written` gives each of its parts."""
        if self.empty or not all(word in tokens for word in self.words):
            return False
        if any(all(word in tokens for word in words) for words in self.without):
            return False
        if any(_holds(parts, phrase) for phrase in self.without_phrases):
            return False
        return all(_holds(parts, phrase) for phrase in self.phrases)


def read_question(text: str) -> Question:
    """The question that `text` asks. A quote without its fellow is no quote; a minus alone is a dash."""
    said = text.translate(_QUOTES)
    if said.count('"') % 2:
        at = said.rindex('"')
        said = f"{said[:at]} {said[at + 1 :]}"
    loose: list[str] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    without_phrases: list[tuple[str, ...]] = []
    for part in _PART.finditer(said):
        if part["phrase"] is not None:
            (without_phrases if part["minus"] else phrases).append(written(part["phrase"]))
        elif part["minus"]:
            without.append(_tokens(part["word"]))
        else:
            loose.append(part["word"])
    return Question(_tokens(" ".join(loose)), _told(phrases), _told(without), _told(without_phrases))


def _told(found: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(words for words in found if words))


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token for token in analyse(text) if token))


def _holds(parts: Sequence[Sequence[str]], phrase: Sequence[str]) -> bool:
    wanted, length = tuple(phrase), len(phrase)
    return any(tuple(part[at : at + length]) == wanted for part in parts for at in range(len(part) - length + 1))
