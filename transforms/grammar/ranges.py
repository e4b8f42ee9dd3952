"""Ranges: "du 3 au 7 mars 2026", "22 mai → 19 juin", "de février 2024 à juin 2024", with one clock or two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from transforms.grammar.clocks import Hours, wall
from transforms.grammar.day import Day
from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.days import read_day
from transforms.grammar.near_days import read_near_day
from transforms.grammar.periods import month_wall, read_month, resolve_month
from transforms.grammar.phrase import BETWEEN, Hesitation, Phrase
from transforms.grammar.recurrence import Recurrence, build_results
from transforms.grammar.resolution import begin_before, resolve
from transforms.grammar.result import DateResult
from transforms.grammar.vocabulary import K
from vigie.model import WallTime

Found = tuple[list[DateResult], int]


def date_of(day: Day, phrase: Phrase, index: int, closing: bool = False, after: date | None = None) -> date:
    if day.vague:
        return resolve_month(day, after or phrase.reference, closing)
    return resolve(day, phrase.reference, index, after, phrase.grace)


def side_of(day: Day, on: date) -> WallTime:
    return month_wall(on) if day.vague else WallTime.of_day(on)


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
    return _between(phrase, begin, end, opening, closing, phrase.span(index, after), after), after


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


def _between(
    phrase: Phrase,
    begin: Day,
    end: Day,
    opening: tuple[Hours, ...],
    closing: tuple[Hours, ...],
    span: tuple[int, int],
    index: int,
) -> list[DateResult]:
    if begin.bare and begin.day and end.day and not end.vague and end.month is not None and begin.day > end.day:
        raise Hesitation("range ends before it begins", index)
    begin = begin.filled_from(end) if not end.vague or begin.month is not None else begin
    if begin.day is not None and begin.year is not None and end.year is None:
        first = date_of(begin, phrase, index)
        last = date_of(end, phrase, index, closing=True, after=first)
    else:
        last = date_of(end, phrase, index, closing=True)
        first = _begin(phrase, begin, last, index)
        if (
            begin.weekday is not None
            and end.year is None
            and end.month
            and end.weekday is None
            and first.weekday() != begin.weekday
        ):
            raise Hesitation("weekday and date contradict each other", index)
    if first > last:
        raise Hesitation("range ends before it begins", index)
    hours = tuple(h for h in closing if not h.none_said)
    approximate = any(d.vague and d.vague != "month" for d in (begin, end))
    if opening and hours and hours[0].start and not hours[0].end:
        opened = opening[0].start
        assert opened is not None
        start, finish = wall(first, opened, index)[0], wall(last, hours[0].start, index)[0]
        return [DateResult(start, finish, False, span=span, rule="range with clocks", grain="minute")]
    if hours and not opening and first < last and all(h.start for h in hours):
        return build_results(
            phrase, Recurrence("DAILY"), hours, first, last, span, index, name="range with daily hours"
        )
    if (hours or opening) and first < last:
        start_clock = opening[0].start if opening else None
        end_clock = hours[0].start or hours[0].end if hours else None
        left = wall(first, start_clock, index)[0] if start_clock else side_of(begin, first)
        right = wall(last, end_clock, index)[0] if end_clock else side_of(end, last)
        return [DateResult(left, right, not start_clock, span=span, rule="range, one clock", grain="minute")]
    grain = "month" if begin.vague and end.vague else "day"
    return [
        DateResult(
            side_of(begin, first), side_of(end, last), span=span, rule="range", grain=grain, approximate=approximate
        )
    ]


def _begin(phrase: Phrase, begin: Day, last: date, index: int) -> date:
    if begin.vague:
        year = begin.year or last.year
        first = resolve_month(replace(begin, year=year), last)
        return first if first <= last else resolve_month(replace(begin, year=year - 1), last)
    if begin.day is None:
        return resolve(begin, phrase.reference, index)
    if begin.month is None:
        if begin.day > last.day:
            raise Hesitation("range ends before it begins", index)
        begin = replace(begin, month=last.month, year=last.year)
    return begin_before(begin, last, index)
