"""Weeks and week-ends: "ce week-end", "le week-end du 14 mars", "la semaine prochaine", "2e semaine d'octobre"."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.feasts import weekend_of
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.range_ends import Found
from transforms.grammar.result import DateResult
from transforms.grammar.spans import day_results, read_span
from transforms.grammar.vocabulary import K
from vigie.model import WallTime

_LEANS = {K.NEXT: 1, K.LAST: -1}


def leaning(phrase: Phrase, index: int, *words: K) -> tuple[int, int, int] | None:
    """(steps from now, place of the word, index behind) of "cette W", "la W prochaine", "next W"."""
    lead = index
    if phrase.kind(lead) in (K.IN, K.ARTICLE) and phrase.kind(lead + 1) in (*words, K.NEXT, K.LAST):
        lead += 1
    elif phrase.said(lead) == "l" and phrase.said(lead + 1) == "'":
        lead += 2
    kind = phrase.kind(lead)
    if kind is K.THIS and phrase.kind(lead + 1) in words:
        after = lead + 2
        if phrase.said(after) == "-" and phrase.said(after + 1) in ("ci", "la"):
            after += 2
        return 0, lead + 1, after
    if kind in _LEANS and phrase.kind(lead + 1) in words:
        return _LEANS[kind], lead + 1, lead + 2
    if lead > index and kind in words and phrase.kind(lead + 1) in _LEANS:
        return _LEANS[phrase.tokens[lead + 1].kind], lead, lead + 2
    return None


def read_weekend(phrase: Phrase, index: int) -> Found | None:
    """ "ce week-end", "le week-end du 14 mars", "le week-end des 14 et 15 mars", "le week-end de Pâques"."""
    lead = phrase.skip(index, K.ARTICLE, K.THIS, K.NEXT, K.LAST, limit=1)
    if phrase.kind(lead) is not K.WEEKEND:
        return None
    named = _weekend_of_days(phrase, index, lead)
    if named:
        return named
    behind = phrase.skip(lead + 1, K.OF, K.FROM, K.ARTICLE)
    if phrase.said(behind) == "'":
        behind += 1
    if phrase.kind(behind) is K.FEAST:
        return _weekend_of_feast(phrase, index, behind)
    if lead == index:
        return None
    if index and phrase.kind(index) is K.ARTICLE and phrase.kind(lead + 1) not in (K.NEXT, K.LAST):
        return None  # "ouvert le week-end": this one, or all of them?
    if phrase.kind(lead + 1) in (K.FROM, K.OF, K.NUMBER, K.AND) and phrase.kind(lead + 2) in (
        K.NUMBER, K.WEEKDAY, K.DATE, K.MONTH,
    ):  # fmt: skip
        return None
    found = leaning(phrase, index, K.WEEKEND)
    steps, _, after = found or (0, lead, lead + 1)
    weekday = phrase.reference.weekday()
    nearest = phrase.reference + timedelta(days=max(5 - weekday, -1))
    first = nearest + timedelta(days=7 * steps)
    also = WallTime.of_day(nearest) if steps == 1 and weekday < 5 else None
    hours, behind = read_all_hours(phrase, after)
    if hours and not any(pair.open or pair.none_said for pair in hours):
        both = (first, first + timedelta(days=1))
        span = phrase.span(index, behind)
        return [r for day in both for r in day_results(day, hours, span, behind, "week-end")], behind
    return [_days(first, first + timedelta(days=1), phrase.span(index, after), "week-end", also)], after


def _weekend_of_days(phrase: Phrase, index: int, lead: int) -> Found | None:
    if phrase.kind(lead + 1) is not K.FROM and phrase.said(lead + 1).strip() != "des":
        return None
    named = read_span(phrase, lead + 2)
    if not named:
        return None
    results, after = named
    days = [r.start.day for r in results if r.start and r.all_day and not r.end and not r.open and r.grain == "day"]
    if len(days) != len(results) or len(days) > 3:
        return (results, after) if results and all(r.start and not r.open for r in results) else None
    first, last = days[0], days[-1]
    if len(days) == 1:
        if first.weekday() != 5:
            return None
        last = first + timedelta(days=1)
    if (last - first).days > 3:
        return None
    return [_days(first, last, phrase.span(index, after), "week-end of days")], after


def _weekend_of_feast(phrase: Phrase, index: int, place: int) -> Found | None:
    after = place + 1
    year = phrase.tokens[after].number if phrase.kind(after) is K.YEAR else None
    after += year is not None
    for candidate in (year,) if year else (phrase.reference.year, phrase.reference.year + 1):
        bounds = weekend_of(phrase.said(place), candidate)
        if bounds is None:
            raise Hesitation("a feast on another day every year", after)
        if year or bounds[1] >= phrase.reference:
            return [_days(*bounds, phrase.span(index, after), "week-end of a feast")], after
    return None


def read_week(phrase: Phrase, index: int) -> Found | None:
    """ "cette semaine", "la semaine prochaine", "la semaine du 9 mars", "la 2e semaine d'octobre"."""
    lead = phrase.skip(index, K.ARTICLE, limit=1)
    of_month = _part_of_month(phrase, index, lead)
    if of_month:
        return of_month
    found = leaning(phrase, index, K.WEEK)
    if found:
        steps, _, after = found
        first = phrase.reference + timedelta(days=7 * steps - phrase.reference.weekday())
        return [_days(first, first + timedelta(days=6), phrase.span(index, after), "week")], after
    if phrase.kind(lead) is K.WEEK and phrase.kind(lead + 1) is K.FROM:
        named = read_span(phrase, lead + 2)
        if named and len(named[0]) == 1 and named[0][0].rule == "day" and named[0][0].start:
            first = named[0][0].start.day
            if first.weekday() == 0:
                return [_days(first, first + timedelta(days=6), phrase.span(index, named[1]), "week of a day")], named[
                    1
                ]
    return None


def _part_of_month(phrase: Phrase, index: int, lead: int) -> Found | None:
    """ "2e semaine d'octobre" (its days 8 to 14, more or less), "première quinzaine de mai" (1 to 15)."""
    kind, unit = phrase.kind(lead), phrase.kind(lead + 1)
    if kind not in (K.ORDINAL, K.NUMBER, K.LAST) or unit not in (K.WEEK, K.FORTNIGHT):
        return None
    behind = lead + 2
    while phrase.said(behind) in ("de", "d", "'", "du", "of", "mois") or phrase.kind(behind) is K.IN:
        behind += 1
    month = phrase.at(behind)
    if month is None or month.kind is not K.MONTH:
        return None
    after = behind + 1
    year = phrase.reference.year + (month.number < phrase.reference.month)
    if phrase.kind(after) is K.YEAR:
        year, after = phrase.tokens[after].number, after + 1
    last = monthrange(year, month.number)[1]
    number = 0 if kind is K.LAST else phrase.tokens[lead].number
    if unit is K.WEEK and number <= 4:
        first, final = (last - 6, last) if kind is K.LAST else (7 * number - 6, 7 * number)
    elif unit is K.FORTNIGHT and number <= 2:
        first, final = (1, 15) if number == 1 else (16, last)
    else:
        return None
    begin, end = date(year, month.number, first), date(year, month.number, final)
    result = _days(begin, end, phrase.span(index, after), "part of a month")
    return [replace(result, approximate=unit is K.WEEK)], after


def _days(first: date, last: date, span: tuple[int, int], rule: str, also: WallTime | None = None) -> DateResult:
    return DateResult(WallTime.of_day(first), WallTime.of_day(last), span=span, rule=rule, also=also)
