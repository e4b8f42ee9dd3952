"""Dates and hours of events, from the words that hold them. The door of the grammar in `transforms/grammar/`.

Abstains where a person would hesitate: a weekday that contradicts its date, a range that ends before it begins, a clock
without a day. A year that was not printed is the one that fits the weekday, else the nearest reading from the
reference on (a week of grace for days just past).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from transforms.grammar.days import GRACE
from transforms.grammar.phrase import Phrase
from transforms.grammar.refusals import durations
from transforms.grammar.result import DateReading, DateResult
from transforms.grammar.scan import scan
from transforms.grammar.tidy import tidy
from transforms.grammar.tokens import fold, tokenise

__all__ = ["LIMIT", "DateReading", "DateResult", "read_dates"]

LIMIT = 20_000
"""Signs read of one text; what follows is left unread and said so."""


def read_dates(text: str, reference: date, language: str = "fr", grace: timedelta = GRACE) -> DateReading:
    """All dates that `text` names, seen from `reference` (the day of publication, Europe/Brussels).

    `language` is a hint and changes nothing today: the words of French, English, Dutch and German are read together.
    `grace`: how far before `reference` a day without a year may lie and still be of this year.
    """
    # Midnight sharp is what a day becomes on its way through a datetime: no clock was known.
    clocked = isinstance(reference, datetime) and reference.time() != time()
    now = reference.replace(tzinfo=None) if clocked and isinstance(reference, datetime) else None
    day = reference.date() if isinstance(reference, datetime) else reference
    head = text[:LIMIT]
    phrase = Phrase(tokenise(head, day.year), day, grace, now)
    folded = fold(head)
    scanned = tidy(scan(phrase), folded)
    reason = scanned.reasons[0] if scanned.reasons else None
    if not scanned.results and reason is None:
        clocks = any(aside.clock_only for aside in scanned.asides)
        reason = "a clock without a day" if clocks else "no date"
    if len(text) > LIMIT:
        reason = reason or "text too long, its end was not read"
    return DateReading(tuple(scanned.results), reason, tuple(scanned.asides), durations(folded))
