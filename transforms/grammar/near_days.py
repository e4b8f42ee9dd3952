"""Days counted from the reference, as one word or as a part of today: "demain", "hier soir", "ce soir"."""

from __future__ import annotations

from datetime import timedelta

from transforms.grammar.day import Day
from transforms.grammar.phrase import Phrase
from transforms.grammar.vocabulary import K

FREELY = frozenset(
    ["demain", "tomorrow", "apres-demain", "apres demain", "day after tomorrow", "avant-hier", "avant hier",
    "overmorgen", "ubermorgen", "eergisteren", "vorgestern", "day before yesterday"]
)  # fmt: skip
"""Words that are no figure of speech; "aujourd'hui" and "hier" also speak of our times."""
_TONIGHT = ("tonight", "vanavond")
_SHORT = 6


def read_near_day(phrase: Phrase, index: int) -> tuple[Day, int, int | None] | None:
    """The day at `index`, the index behind it, and the part of the day that was said (see `vocabulary.PARTS`)."""
    lead = phrase.skip(index, K.ARTICLE, limit=1)  # "the day after tomorrow"
    token = phrase.at(lead)
    if token is None:
        return None
    if token.kind is K.DAY_WORD and (lead == index or token.text.startswith("day")):
        if token.text not in FREELY and len(phrase.tokens) > _SHORT + index:
            return None
        day, after = Day(fixed=phrase.reference + timedelta(days=token.number)), lead + 1
        part = phrase.at(after)
        if part is not None and part.kind is K.PART:
            return day, after + 1, part.number
        return day, after, None
    if token.text in _TONIGHT:
        return Day(fixed=phrase.reference), lead + 1, 2
    if token.kind is K.THIS and phrase.kind(lead + 1) is K.PART:
        return Day(fixed=phrase.reference), lead + 2, phrase.tokens[lead + 1].number
    return None
