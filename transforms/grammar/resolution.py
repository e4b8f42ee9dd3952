"""The date that a printed day stands for, seen from the reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from transforms.grammar.day import GRACE, Day, build
from transforms.grammar.phrase import Hesitation


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
    if day.weekday is None and after is None and day.lean is None and not (day.month == 2 and day.day == 29):
        return _next(day.month, day.day, reference - grace, next_index)
    near = day.weekday is not None and after is None and day.lean is None and day.month != 2
    years = range(reference.year - 1, reference.year + 3) if near else range(reference.year - 8, reference.year + 9)
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


def _next(month: int, number: int, floor: date, next_index: int) -> date:
    """The first such day from `floor` on."""
    found = build(floor.year, month, number)
    if found is None:
        raise Hesitation("no such day", next_index)
    return found if found >= floor else date(floor.year + 1, month, number)


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
