"""A title that only says "REPORTÉ": whether the text names the day given up and the new one.

"Reporté" stands for both a new date and none at all. It is the former only when the text moves the event, in words
("prévu le 2 février, reporté au 23 février"), to the very day that the event now has. Prose alone never moves an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from transforms.dates import read_dates
from transforms.text import FIELD_LIMIT, fold
from vigie.model import Occurrence, WallTime

_MOVED = re.compile(
    r"report|postpos|repouss|deplac|nouvelle date|reschedul|postponed|moved to|verplaatst|uitgesteld"
    r"|verschoben|verlegt"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý«\"])|\n")


@dataclass(frozen=True, slots=True)
class Move:
    """From which day to which an event was moved, and the words that say so."""

    before: WallTime
    after: WallTime
    words: str


def read_move(text: str, occurrences: Iterable[Occurrence], reference: date) -> Move | None:
    """The move of an event that now has these occurrences, None when no sentence says one that ends on its day."""
    days = {o.start.day for o in occurrences}
    for sentence in _SENTENCE.split(text[:FIELD_LIMIT]):
        if not _MOVED.search(fold(sentence)):
            continue
        for before, after in _pairs(sentence, reference):
            if after.day in days and before.day not in days:
                return Move(before, after, sentence.strip())
    return None


def _pairs(sentence: str, reference: date) -> Iterator[tuple[WallTime, WallTime]]:
    """Old and new start that a sentence with a word for moving names: one date on each side of that word."""
    results = read_dates(sentence, reference).results
    for result in results:
        if result.replaces and result.start:
            yield result.replaces, result.start
    if len(results) == 2:
        old, new = results
        between = fold(sentence[old.span[1] : new.span[0]])
        if old.start and new.start and not (old.rrule or new.rrule) and _MOVED.search(between):
            yield old.start, new.start
