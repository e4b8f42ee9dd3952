"""Reading one day: numeric, written out, a weekday with or without its number, a named day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from transforms.grammar.day import Day, build, possible
from transforms.grammar.named_days import read_named_day
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.resolution import resolve
from transforms.grammar.vocabulary import K

_MAY_NAME = frozenset((K.ARTICLE, K.ORDINAL, K.NUMBER, K.LAST, K.WEEKDAY, K.FEAST_DAY, K.FEAST, K.AT, K.WORD, K.PART))
_NAMES = frozenset((K.FEAST, K.FEAST_DAY, K.WEEKDAY, K.LAST, K.ORDINAL))
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
        of_week = None if plural else _of_week(phrase, index)
        if of_week:
            return of_week
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


_WEEK_STEPS = {K.THIS: 0, K.NEXT: 1, K.LAST: -1}


def _of_week(phrase: Phrase, index: int) -> tuple[Day, int] | None:
    """ "lundi de la semaine prochaine", "mercredi de cette semaine", "jeudi de la semaine du 14 novembre"."""
    if K.WEEK not in phrase.kinds:
        return None
    lead = phrase.skip(index + 1, K.OF, K.FROM, K.ARTICLE, K.AND, limit=3)
    if phrase.kind(lead) in _WEEK_STEPS and phrase.kind(lead + 1) is K.WEEK:
        steps, after = _WEEK_STEPS[phrase.tokens[lead].kind], lead + 2
    elif phrase.kind(lead) is K.WEEK and lead > index + 1 and phrase.kind(lead + 1) in (K.NEXT, K.LAST):
        steps, after = _WEEK_STEPS[phrase.tokens[lead + 1].kind], lead + 2
    elif phrase.kind(lead) is K.WEEK and lead > index + 1 and phrase.kind(lead + 1) is K.FROM:
        named = _numbered(phrase, phrase.skip(phrase.skip(lead + 2, K.ARTICLE), K.WEEKDAY, limit=1), bare=True)
        if not named or named[0].bare:
            return None
        monday = resolve(named[0], phrase.reference, named[1])
        if monday.weekday() != 0:
            return None
        return Day(fixed=monday + timedelta(days=phrase.tokens[index].number)), named[1]
    else:
        return None
    monday = phrase.reference - timedelta(days=phrase.reference.weekday())
    return Day(fixed=monday + timedelta(days=7 * steps + phrase.tokens[index].number)), after


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
        if not possible(day, month):
            return None
        if year:
            return Day(day, month, year[0]), index + 1
        if phrase.said(index + 1) == "," and phrase.kind(index + 2) is K.YEAR:
            return Day(day, month, phrase.tokens[index + 2].number), index + 3
        return Day(day, month), index + 1
    if token.kind is K.DOTTED:
        day, month = token.numbers[0], token.numbers[1]
        if (token.end - token.start == 5 or phrase.said(index - 1) == "le") and possible(day, month):
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
    if not possible(token.number, month):
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
    if not possible(number, months % 12 + 1):
        raise Hesitation("no such day", index)
    return Day(number, months % 12 + 1, months // 12), index


def _american(phrase: Phrase, index: int) -> tuple[Day, int] | None:
    """ "April 13, 2026", "May 29th": the month in front. A French "mars 12" needs nothing else either."""
    month, number = phrase.tokens[index].number, phrase.tokens[index + 1].number
    if phrase.kind(index + 2) is K.MONTH:
        if phrase.kind(index + 3) is K.NUMBER:
            return _struck_out(phrase, index, month, number)
        return None
    if not possible(number, month):
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
