"""Dates and hours of events, from the words that hold them. The door of the grammar in `transforms/grammar/`.

Abstains where a person would hesitate: a weekday that contradicts its date, a range that ends before it begins, a clock
without a day. A year that was not printed is the one that fits the weekday, else the nearest reading from the
reference on (a week of grace for days just past).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from transforms.grammar.aside import leave_the_steps
from transforms.grammar.dateless import is_dateless
from transforms.grammar.day import GRACE
from transforms.grammar.phrase import Phrase
from transforms.grammar.refusals import SCHOOL_HOLIDAYS, WHOLE_DAY, durations
from transforms.grammar.result import DateReading, DateResult
from transforms.grammar.scan import scan
from transforms.grammar.tidy import tidy
from transforms.grammar.tokens import fold, tokenise
from transforms.grammar.tongue import tongue
from transforms.grammar.whole_lines import read_whole_line

__all__ = ["LIMIT", "DateReading", "DateResult", "read_dates", "read_event_dates"]

LIMIT = 20_000
"""Signs read of one text; what follows is left unread and said so."""


def read_dates(text: str, reference: date, language: str | None = None, grace: timedelta = GRACE) -> DateReading:
    """All dates that `text` names, seen from `reference` (the moment or day of publication, Europe/Brussels).

    `language` (BCP 47) settles what is a word in another one: in French, "ma", "sa" and "so" are no weekdays; in
    English, "Mar 14" is in March, and in "en-US" 03/04 is too. None: French, Dutch, German and English are read
    together, the day before the month. `grace`: how far before `reference` a day without a year may lie and still be
    of this year. "Dans 3 heures" needs a clock in `reference`; midnight sharp counts as none.
    """
    day = _day_of(reference)
    if language is None or language[:2] == "fr":
        known = read_whole_line(text, day, grace)
        if known is not None:
            return known
    if len(text) <= LIMIT and is_dateless(fold(text)):
        return _NOTHING
    return read_fully(text, reference, language, grace)


_NOTHING = DateReading(abstained="no date")


def read_fully(text: str, reference: date, language: str | None = None, grace: timedelta = GRACE) -> DateReading:
    """`read_dates` by the grammar alone: what the quicker ways in front of it are measured against."""
    day, head = _day_of(reference), text[:LIMIT]
    folded = fold(head)
    phrase = Phrase(tokenise(folded, day.year, tongue(language)), day, grace, _clock_of(reference))
    scanned = tidy(scan(phrase), head, folded, day)
    reason = scanned.reasons[0] if scanned.reasons else None
    if not scanned.results and reason is None:
        clocks = any(aside.clock_only for aside in scanned.asides)
        holidays = SCHOOL_HOLIDAYS.search(folded)
        reason = (
            "a clock without a day" if clocks else "school holidays, whose days are not said" if holidays else "no date"
        )
    if len(text) > LIMIT:
        reason = reason or "text too long, its end was not read"
    whole_day = not scanned.results and len(head) < 40 and bool(WHOLE_DAY.fullmatch(folded))
    reason = "a whole day, which one is not said" if whole_day else reason
    return DateReading(tuple(scanned.results), reason, tuple(scanned.asides), durations(folded), whole_day)


def read_event_dates(text: str, reference: date, language: str | None = None, grace: timedelta = GRACE) -> DateReading:
    """`read_dates` of the text of an event: days of booking and of other steps before it stand among the asides, when
    a day of the event itself is named."""
    reading = read_dates(text, reference, language, grace)
    if len(reading.results) < 2:
        return reading
    results, steps = leave_the_steps(reading.results, fold(text[:LIMIT]))
    return replace(reading, results=tuple(results), asides=(*reading.asides, *steps)) if steps else reading


def _day_of(reference: date) -> date:
    return reference.date() if isinstance(reference, datetime) else reference


def _clock_of(reference: date) -> datetime | None:
    """Midnight sharp is what a day becomes on its way through a datetime: no clock was known."""
    if not isinstance(reference, datetime) or reference.time() == time():
        return None
    return reference.replace(tzinfo=None)
