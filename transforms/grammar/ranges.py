"""Ranges: "du 3 au 7 mars 2026", "22 mai → 19 juin", "de février 2024 à juin 2024", with one clock or two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from transforms.grammar.day import Day
from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.days import read_day
from transforms.grammar.near_days import read_near_day
from transforms.grammar.periods import read_month
from transforms.grammar.phrase import BETWEEN, Hesitation, Phrase
from transforms.grammar.range_ends import Found, between
from transforms.grammar.resolution import resolve
from transforms.grammar.result import DateResult
from transforms.grammar.vocabulary import K
from vigie.model import WallTime

INCLUDED = ("inclus", "incluse", "compris", "inclusive", "inbegrepen", "inklusive")
_JOINS = (K.TO, K.AT, K.UNTIL)


def read_range(phrase: Phrase, index: int, opened: bool = False) -> Found | None:
    """ "du 3 au 7 mars 2026", "22 mai → 19 juin", "de février 2024 à juin 2024", "28 janvier – 1er février 2024"."""
    lead = phrase.skip(index, K.FROM, limit=1)
    fromed = lead > index or opened
    try:
        first = read_day(phrase, phrase.skip(lead, K.ARTICLE, limit=1) if fromed else lead, bare=True)
    except Hesitation as hesitation:
        raise _with_the_other_end(phrase, hesitation) from hesitation
    near = read_near_day(phrase, phrase.skip(lead, K.MARK, limit=1)) if fromed and not first else None
    first = near[:2] if near else first
    joined = phrase.kind(lead + 1) is K.TO and phrase.kind(lead + 2) is K.MONTH  # "mars - juin 2026"
    first = first or read_month(phrase, lead, alone=fromed or joined)
    if not first:
        return _years_to_day(phrase, index, lead)
    begin, after = first
    opening, at = read_all_hours(phrase, after) if not begin.bare else ((), after)
    if len(opening) > 1 or any(h.end for h in opening):
        return None
    if opening and phrase.said(at) == "," and phrase.kind(at + 1) in (K.TO, K.UNTIL) and phrase.said(at + 1) != "-":
        at += 1
    joins = (*_JOINS, K.AND) if phrase.said(index) in BETWEEN else _JOINS
    if phrase.kind(at) is K.AND and phrase.kind(at + 1) is K.UNTIL:
        at += 1  # "à partir du 5 mai et jusqu'au 7 juin"
    slashed = phrase.said(at) == "/" and _is_iso(phrase, at - 1) and _is_iso(phrase, at + 1)
    if phrase.kind(at) not in joins and not slashed:
        return None
    if phrase.said(at) == "a" and not fromed and phrase.kind(at + 2) is not K.MONTH:
        return None
    follow = phrase.skip(at + 1, K.TO, K.AT, K.UNTIL, K.ARTICLE)
    if phrase.said(at) in ("-", ">", ">>") and phrase.kind(at + 1) is K.FROM:
        return None
    second = read_day(phrase, follow, bare=True) or read_month(phrase, follow, alone=fromed or joined)
    if not second:
        near = read_near_day(phrase, follow)
        if not near:
            return None
        second = near[:2]
    end, after = second
    after += phrase.said(after) in INCLUDED
    if phrase.said(after) == "en" and phrase.kind(after + 1) is K.YEAR and end.year is None:
        end, after = replace(end, year=phrase.tokens[after + 1].number), after + 2
    told = _month_before(phrase, index) if begin.bare and end.bare else None
    if begin.bare and end.bare and not told and phrase.kind(after) is K.AND:
        told = month_of_range(phrase, after + 1)  # "du 5 au 7 et du 12 au 14 mai"
    if told:
        end = replace(end, month=told.month, year=told.year, lean=told.lean)
    elif (
        begin.bare
        and end.bare
        and not (phrase.said(index) in ("du", "vom", "van") and phrase.said(at) in ("au", "bis", "t/m", "tot en met"))
    ):
        return None
    if end.bare and phrase.kind(after - 2) is not K.MONTH and phrase.kind(lead) is K.MONTH and begin.year is None:
        if phrase.said(after) == "," and phrase.kind(after + 1) is K.YEAR:
            end, after = replace(end, year=phrase.tokens[after + 1].number), after + 2
        end = replace(end, month=begin.month)  # "March 12–14, 2026"
    if end.bare and not begin.bare and not fromed:
        return None
    if begin.day is None and end.day is None and not (begin.fixed or end.fixed):
        raise Hesitation("weekdays without a number", read_all_hours(phrase, after)[1])
    closing, after = read_all_hours(phrase, after)
    return between(phrase, begin, end, opening, closing, index, after)


def _is_iso(phrase: Phrase, index: int) -> bool:
    token = phrase.at(index)
    return token is not None and token.kind is K.DATE and token.text[4:5] in "-/" and len(token.numbers) == 3


def _with_the_other_end(phrase: Phrase, hesitation: Hesitation) -> Hesitation:
    """ "du 31 avril au 3 mai": the words up to the other end go with the day that is none."""
    if phrase.kind(hesitation.next) not in _JOINS:
        return hesitation
    second = read_day(phrase, phrase.skip(hesitation.next + 1, K.TO, K.AT, K.ARTICLE), bare=True)
    return Hesitation(hesitation.reason, second[1]) if second else hesitation


def month_of_range(phrase: Phrase, index: int, depth: int = 8) -> Day | None:
    """The end of the range "du 12 au 14 mai 2026" at `index`, whose month the bare days before it share."""
    if phrase.kind(index) is not K.FROM or depth == 0:
        return None
    first = read_day(phrase, phrase.skip(index + 1, K.ARTICLE, limit=1), bare=True)
    if not first or not first[0].bare or phrase.kind(first[1]) not in (K.TO, K.UNTIL):
        return None
    second = read_day(phrase, phrase.skip(first[1] + 1, K.ARTICLE, limit=1), bare=True)
    if not second:
        return None
    if not second[0].bare:
        return second[0]
    return month_of_range(phrase, second[1] + 1, depth - 1) if phrase.kind(second[1]) is K.AND else None


def _month_before(phrase: Phrase, index: int) -> Day | None:
    """The month that stands in front of bare days: "Last December, from the 9th to the 11th", "Mars 2026 : du 3 au
    7"."""
    index -= 1
    while phrase.kind(index) in (K.AND, K.MARK) and phrase.said(index) in (",", ":"):
        index -= 1
    year = None
    if phrase.kind(index) is K.YEAR:
        year, index = phrase.tokens[index].number, index - 1
    if phrase.kind(index) is not K.MONTH:
        return None
    lean = {K.LAST: "last", K.NEXT: "next"}.get(phrase.kind(index - 1) or K.WORD)
    return Day(month=phrase.tokens[index].number, year=year, lean=lean)


def _years_to_day(phrase: Phrase, index: int, lead: int) -> Found | None:
    """ "de 2014 au 2 mai 2018": from the first day of that year."""
    if phrase.kind(lead) is K.YEAR and lead > index and phrase.kind(lead + 1) is K.TO:
        got = read_day(phrase, lead + 2)
        if got and got[0].year:
            start = WallTime.of_day(date(phrase.tokens[lead].number, 1, 1))
            end = WallTime.of_day(resolve(got[0], phrase.reference, got[1]))
            return [DateResult(start, end, span=phrase.span(index, got[1]), rule="range from a year")], got[1]
    return None
