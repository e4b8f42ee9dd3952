"""What the language of a text settles: short weekdays that are words elsewhere, and which number is the month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from transforms.grammar.vocabulary import SHORT_BY_LANGUAGE, SHORT_WEEKDAYS, short_weekdays


@dataclass(frozen=True, slots=True)
class Tongue:
    """`short`: abbreviated weekdays. `american`: 03/04 is the fourth of March. `english`: 03/14 can be nothing else.
    `language`: its primary tag, "" when it is not known."""

    short: Mapping[str, tuple[int, ...]]
    american: bool = False
    english: bool = False
    language: str = ""


@cache
def tongue(language: str | None) -> Tongue:
    """Of a BCP 47 tag. None or a language that we don't read: French, Dutch, German and English together, day first.

    English alone has the day first too, as Belgian sites print it; "en-US" has the month first.
    """
    primary, _, region = (language or "").lower().replace("_", "-").partition("-")
    if primary not in SHORT_BY_LANGUAGE:
        return Tongue(SHORT_WEEKDAYS)
    english = primary == "en"
    return Tongue(short_weekdays((primary,)), english and region == "us", english, primary)
