"""What Python code says to people in one language: its sentences, and the way it prints dates, hours and sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Protocol, cast

from vigie.model import Money, Occurrence, WallTime
from web import english, french
from web.language import Language
from web.words import translations


class Print(Protocol):
    """Dates, hours and sums in words: web.french, web.english."""

    def clock_words(self, clock: time) -> str: ...
    def wall_words(self, wall: WallTime, today: date | None = None) -> str: ...
    def session_words(self, session: Occurrence, today: date | None = None) -> str: ...
    def money_words(self, money: Money) -> str: ...
    def amounts_words(self, amounts: Iterable[Money]) -> str: ...
    def day_words(self, day: date, today: date | None = None) -> str: ...
    def month(self, day: date) -> str: ...
    def left_words(self, days: int) -> str: ...


_PRINTS: Mapping[Language, object] = {Language.FR: french, Language.EN: english}


@dataclass(frozen=True, slots=True)
class Said:
    """`_` gives a sentence, set as French print wants it in French; `n` one of two by a number."""

    language: Language
    print: Print
    _: Callable[[str], str]
    n: Callable[[str, str, int], str]


@lru_cache(maxsize=2)
def said_in(language: Language) -> Said:
    one, many = translations(language)
    if language is Language.EN:
        return Said(language, cast(Print, _PRINTS[language]), one, many)
    return Said(
        language,
        cast(Print, _PRINTS[language]),
        lambda sentence: french.bound(one(sentence)),
        lambda singular, plural, number: french.bound(many(singular, plural, number)),
    )
