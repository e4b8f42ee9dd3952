"""The two ends of a range, resolved against each other, with their hours and exceptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from transforms.grammar.clocks import Hours, wall
from transforms.grammar.day import Day
from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.exceptions import read_exceptions
from transforms.grammar.periods import month_wall, resolve_month
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.recurrence import Recurrence, build_results
from transforms.grammar.resolution import begin_before, resolve
from transforms.grammar.result import DateResult
from vigie.model import WallTime

Found = tuple[list[DateResult], int]


def date_of(day: Day, phrase: Phrase, index: int, closing: bool = False, after: date | None = None) -> date:
    if day.vague:
        return resolve_month(day, after or phrase.reference, closing)
    return resolve(day, phrase.reference, index, after, phrase.grace)


def side_of(day: Day, on: date) -> WallTime:
    return month_wall(on) if day.vague else WallTime.of_day(on)


def between(
    phrase: Phrase,
    begin: Day,
    end: Day,
    opening: tuple[Hours, ...],
    closing: tuple[Hours, ...],
    start: int,
    index: int,
) -> Found:
    """The results of a range whose ends and hours were read from token `start` to before `index`."""
    span = phrase.span(start, index)
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
        opens, finish = wall(first, opened, index)[0], wall(last, hours[0].start, index)[0]
        return [DateResult(opens, finish, False, span=span, rule="range with clocks", grain="minute")], index
    daily = bool(hours) and not opening and all(h.start for h in hours)
    if first < last and (daily or not (hours or opening)):
        rule, out, after = read_exceptions(phrase, Recurrence("DAILY"), index, (first, last))
        exdates = tuple(sorted(d for d in out if d and first <= d <= last))
        if exdates and not hours:
            hours, after = read_all_hours(phrase, after)
        if daily or exdates:
            index = after if exdates else index
            rule = rule if exdates else Recurrence("DAILY")
            span, name = phrase.span(start, index), "range with daily hours"
            return build_results(rule, hours, first, last, span, index, exdates, name), index
    if (hours or opening) and first < last:
        start_clock = opening[0].start if opening else None
        end_clock = hours[0].start or hours[0].end if hours else None
        left = wall(first, start_clock, index)[0] if start_clock else side_of(begin, first)
        right = wall(last, end_clock, index)[0] if end_clock else side_of(end, last)
        return [DateResult(left, right, not start_clock, span=span, rule="range, one clock", grain="minute")], index
    grain = "month" if begin.vague and end.vague else "day"
    return [
        DateResult(
            side_of(begin, first), side_of(end, last), span=span, rule="range", grain=grain, approximate=approximate
        )
    ], index


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
