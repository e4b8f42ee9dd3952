"""One day as printed, with what is missing left out, and its resolution against a reference day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from transforms.grammar.named_days import read_named_day
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.vocabulary import K

GRACE = timedelta(days=7)
"""A year-less day of the last week is this year's: pages keep an event for some days after it is over."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed. `lean` is "next", "last" or "this" ("prochain", "dernier", "ce").

    `vague`: "begin", "middle", "end" of a month, or "month" for the whole of it; `day` then is the day it stands for.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    or_weekday: int | None = None
    lean: str | None = None
    fixed: date | None = None
    vague: str | None = None
    instead_of: date | None = None

    @property
    def bare(self) -> bool:
        """A number alone: a day only in the company of others."""
        return self.fixed is None and self.month is None and self.weekday is None

    def falls_on(self, on: date) -> bool:
        """Whether a date has the weekday that was printed; any has when none was."""
        return self.weekday is None or on.weekday() in (self.weekday, self.or_weekday)

    def filled_from(self, later: Day) -> Day:
        """Month and year of the day that follows in the same phrase, where this one has none ("du 3 au 7 mars")."""
        if self.fixed or later.fixed:
            return self
        if self.month is None:
            return replace(self, month=later.month, year=self.year or later.year, lean=self.lean or later.lean)
        return replace(self, year=self.year or later.year, lean=self.lean or later.lean)


_MAY_NAME = frozenset((K.ARTICLE, K.ORDINAL, K.NUMBER, K.LAST, K.WEEKDAY, K.FEAST_DAY, K.FEAST, K.AT, K.WORD, K.PART))
_NAMES = frozenset((K.FEAST, K.FEAST_DAY, K.WEEKDAY))
_LEANS = {K.NEXT: "next", K.LAST: "last", K.THIS: "this"}


def read_day(phrase: Phrase, index: int, bare: bool = False) -> tuple[Day, int] | None:
    """A day at `index`: numeric, written out, weekday with or without number. `bare` allows a number alone ("13")."""
    named = read_named_day(phrase, index) if _NAMES & phrase.kinds and phrase.kind(index) in _MAY_NAME else None
    if named:
        return Day(fixed=named[0]), named[1]
    start = index
    lean = None
    if phrase.kind(index) in (K.THIS, K.NEXT, K.LAST):
        lean = _LEANS[phrase.tokens[index].kind]
        index += 1
    while phrase.kind(index) is K.ARTICLE and index - start < 3:
        index += 1
    articled = index > start
    weekday = None
    plural = phrase.kind(index) is K.WEEKDAYS and phrase.kind(index + 1) in (K.NUMBER, K.DATE)
    if phrase.kind(index) is K.WEEKDAY or plural:
        weekday = phrase.tokens[index].number
        other = phrase.tokens[index].numbers[1] if len(phrase.tokens[index].numbers) > 1 else None
        after = index + 1
        lead = phrase.skip(after, K.AND, K.ARTICLE, K.FROM, K.NEXT)
        if phrase.said(lead) == ".":
            lead += 1
        numbered = _numbered(phrase, lead, bare=phrase.kind(lead) is K.NUMBER)
        if numbered:
            day, index = numbered
            lean = lean or ("next" if phrase.kind(after) is K.NEXT else None)
            return _tail(phrase, replace(day, weekday=weekday, or_weekday=other, lean=day.lean or lean), index)
        return _tail(phrase, Day(weekday=weekday, lean=lean), after)
    numbered = _numbered(phrase, index, bare or articled)
    if not numbered:
        return None
    day, index = numbered
    comma = phrase.skip(index, K.AND, limit=1)
    if (
        day.month is None
        and phrase.said(comma) != ""
        and phrase.kind(comma) is K.WEEKDAY
        and phrase.said(index) == ","
        and (phrase.kind(comma + 1) not in (K.NUMBER, K.DATE, K.DOTTED))
    ):
        return replace(day, weekday=phrase.tokens[comma].number, lean=lean), comma + 1
    return _tail(phrase, replace(day, lean=day.lean or lean) if lean else day, index)


def _tail(phrase: Phrase, day: Day, index: int) -> tuple[Day, int]:
    if phrase.kind(index) in (K.NEXT, K.LAST):
        return replace(day, lean=_LEANS[phrase.tokens[index].kind]), index + 1
    if day.weekday is None and phrase.said(index) == "(" and phrase.said(index + 2) == ")":
        bracketed = phrase.at(index + 1)
        if bracketed and bracketed.kind is K.WEEKDAY:
            return replace(day, weekday=bracketed.number), index + 3
    return day, index


def _numbered(phrase: Phrase, index: int, bare: bool) -> tuple[Day, int] | None:
    token = phrase.at(index)
    if token is None:
        return None
    if token.kind is K.DATE:
        day, month, *year = token.numbers
        if not _possible(day, month):
            return None
        if year:
            return Day(day, month, year[0]), index + 1
        if phrase.said(index + 1) == "," and phrase.kind(index + 2) is K.YEAR:
            return Day(day, month, phrase.tokens[index + 2].number), index + 3
        return Day(day, month), index + 1
    if token.kind is K.DOTTED:
        day, month = token.numbers[0], token.numbers[1]
        if token.end - token.start == 5 and _possible(day, month):
            return Day(day, month), index + 1
        return None
    if token.kind is K.MONTH and phrase.kind(index + 1) is K.NUMBER:
        return _american(phrase, index)
    if token.kind is not K.NUMBER or not 1 <= token.number <= 31:
        return None
    after = index + 1
    if phrase.said(after) in ("/", "-", ".", "de", "of") and phrase.kind(after + 1) is K.MONTH:
        after += 1
    if phrase.said(after) == "courant" and phrase.kind(after + 1) not in (K.MONTH, K.YEAR):
        return Day(token.number, phrase.reference.month, phrase.reference.year), after + 1
    of_month = _of_this_month(phrase, token.number, after)
    if of_month:
        return of_month
    if phrase.kind(after) is not K.MONTH:
        if not bare or (phrase.kind(after) is K.CLOCK and phrase.gap(after) == 0):
            return None
        return Day(token.number), index + 1
    month = phrase.tokens[after].number
    if not _possible(token.number, month):
        raise Hesitation("no such day", after + 1 + (phrase.kind(after + 1) is K.YEAR))
    return _with_year(phrase, Day(token.number, month), after + 1)


def _of_this_month(phrase: Phrase, number: int, index: int) -> tuple[Day, int] | None:
    """ "le 22 de ce mois", "le 3 du mois prochain"."""
    steps = None
    if phrase.kind(index) is K.OF_MONTH and phrase.kind(index + 1) in (K.NEXT, K.LAST):
        steps = 1 if phrase.kind(index + 1) is K.NEXT else -1
        index += 2
    elif phrase.said(index) == "de" and phrase.kind(index + 1) is K.THIS and phrase.kind(index + 2) is K.MONTH_WORD:
        steps, index = 0, index + 3
    if steps is None:
        return None
    months = phrase.reference.year * 12 + phrase.reference.month - 1 + steps
    if not _possible(number, months % 12 + 1):
        raise Hesitation("no such day", index)
    return Day(number, months % 12 + 1, months // 12), index


def _american(phrase: Phrase, index: int) -> tuple[Day, int] | None:
    """ "April 13, 2026", "May 29th": the month in front. A French "mars 12" needs nothing else either."""
    month, number = phrase.tokens[index].number, phrase.tokens[index + 1].number
    if phrase.kind(index + 2) is K.MONTH:
        if phrase.kind(index + 3) is K.NUMBER:
            return _struck_out(phrase, index, month, number)
        return None
    if not _possible(number, month):
        return None
    return _with_year(phrase, Day(number, month), index + 2)


def _struck_out(phrase: Phrase, index: int, month: int, number: int) -> tuple[Day, int]:
    """ "May 12th May 19th 2026": two days with nothing between them, the first one struck out. It must be the earlier
    one, and the year stand behind the second alone."""
    later, day = phrase.tokens[index + 2].number, phrase.tokens[index + 3].number
    year = phrase.at(index + 4)
    if year is None or year.kind is not K.YEAR or phrase.kind(index + 5) is K.MONTH:
        raise Hesitation("two dates with no word between them", index + 4)
    before, after = build(year.number, month, number), build(year.number, later, day)
    if before is None or after is None or before >= after:
        raise Hesitation("two dates with no word between them", index + 4)
    return Day(day, later, year.number, instead_of=before), index + 5


def _with_year(phrase: Phrase, day: Day, index: int) -> tuple[Day, int]:
    lead = index
    if phrase.said(lead) in (",", "de", ".", "en", "-", "/"):
        lead += 1
    if phrase.kind(lead) is K.YEAR:
        return replace(day, year=phrase.tokens[lead].number), lead + 1
    return day, index


def _possible(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def build(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def resolve(day: Day, reference: date, next_index: int, after: date | None = None, grace: timedelta = GRACE) -> date:
    """The date meant. `after`: not before this day (the end of a range); `grace`: see `GRACE`. Raises `Hesitation`
    when it can't be known."""
    if day.fixed:
        return day.fixed
    if day.day is None:
        return _weekday(day, after or reference)
    if day.month is None:
        return _in_some_month(day, reference, next_index, after)
    if day.year is not None:
        found = build(day.year, day.month, day.day)
        if found is None:
            raise Hesitation("no such day", next_index)
        if not day.falls_on(found):
            raise Hesitation("weekday and date contradict each other", next_index)
        return found
    years = range(reference.year - 8, reference.year + 9)
    candidates = [d for year in years if (d := build(year, day.month, day.day))]
    if after:
        candidates = [d for d in candidates if d >= after]
        if candidates and not day.falls_on(candidates[0]):
            raise Hesitation("weekday and date contradict each other", next_index)
        return candidates[0]
    if day.lean == "last":
        return max(d for d in candidates if d <= reference)
    floor = reference if day.lean == "next" else reference - grace
    if day.month == 2 and day.day == 29:
        floor = reference
    if day.weekday is None:
        return min(d for d in candidates if d >= floor)
    fitting = [d for d in candidates if day.falls_on(d) and -186 <= (d - reference).days <= 400]
    if not fitting:
        raise Hesitation("weekday and date contradict each other", next_index)
    return min(fitting, key=lambda d: abs((d - reference).days))


def _weekday(day: Day, reference: date) -> date:
    if day.weekday is None:
        raise ValueError("a day needs a number, a weekday or a date")
    ahead = (day.weekday - reference.weekday()) % 7
    if day.lean == "last":
        return reference - timedelta(days=7 - ahead)
    if day.lean == "next":
        return reference + timedelta(days=7 - reference.weekday() + day.weekday)
    return reference + timedelta(days=ahead)


def _in_some_month(day: Day, reference: date, next_index: int, after: date | None) -> date:
    """A day number without month: the first one from the reference on, whose weekday fits."""
    number = day.day or 0
    floor = after or reference
    candidates = []
    for offset in range(-1, 14):
        months = floor.month - 1 + offset
        found = build(floor.year + months // 12, months % 12 + 1, number)
        if found and day.falls_on(found):
            candidates.append(found)
    if day.lean == "last":
        past = [d for d in candidates if d <= reference]
        if past:
            return max(past)
    ahead = min((d for d in candidates if d >= floor), default=None)
    just_past = [d for d in candidates if floor - GRACE <= d < floor]
    if ahead is None or (just_past and not after and day.weekday is not None and (ahead - floor).days > 62):
        raise Hesitation("no month said", next_index)
    return ahead


def other_reading(day: Day, reference: date) -> date | None:
    """The other day that "mardi prochain" may mean when that weekday is still to come this week."""
    if day.day is None and day.weekday is not None and day.lean == "next" and day.weekday > reference.weekday():
        return reference + timedelta(days=day.weekday - reference.weekday())
    return None


def begin_before(day: Day, last: date, next_index: int) -> date:
    """The latest day not after `last` that fits a day whose year may be the one before ("du 11 décembre au 1er
    février 2021")."""
    for year in (day.year or last.year, last.year - 1):
        try:
            found = resolve(replace(day, year=year, lean=None), last, next_index)
        except Hesitation:
            continue
        if found <= last:
            return found
    raise Hesitation("range ends before it begins", next_index)
