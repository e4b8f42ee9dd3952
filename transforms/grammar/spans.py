"""Days, lists of days, ranges and open sides, with the hours that belong to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from transforms.grammar.clocks import Hours, on_day, read_hours, wall
from transforms.grammar.days import Day, other_reading, read_day, resolve
from transforms.grammar.periods import month_wall, read_month, resolve_month
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.recurrences import Recurrence, begin_before, build_results, read_all_hours
from transforms.grammar.result import DateResult
from transforms.grammar.vocabulary import K
from vigie.model import WallTime

Found = tuple[list[DateResult], int]


def read_span(phrase: Phrase, index: int) -> Found | None:
    """Whatever days begin at `index`."""
    return _bounded(phrase, index) or _range(phrase, index) or _list(phrase, index)


def _point(phrase: Phrase, index: int, bare: bool = False, month_alone: bool = False) -> tuple[Day, int] | None:
    got = read_day(phrase, index, bare)
    if got and not (got[0].bare and got[0].day and not bare and not _ends_cleanly(phrase, got[1])):
        return got
    return read_month(phrase, index, alone=month_alone)


def _ends_cleanly(phrase: Phrase, index: int) -> bool:
    """After "le 17" a noun makes it a quantity ("les 12 artistes"); a stop, hours or the end of the text do not."""
    if phrase.kind(index) in (None, K.MARK, K.CLOCK, K.OF_MONTH, K.AT):
        return True
    return phrase.kind(index) in (K.FROM, K.AND, K.TO) and (
        phrase.said(index) in (",", "entre", "-") or phrase.kind(index + 1) in (K.CLOCK, K.NUMBER)
    )


def _date(day: Day, phrase: Phrase, index: int, closing: bool = False, after: date | None = None) -> date:
    if day.vague:
        return resolve_month(day, after or phrase.reference, closing)
    return resolve(day, phrase.reference, index, after, phrase.grace)


def _side(day: Day, on: date) -> WallTime:
    return month_wall(on) if day.vague else WallTime.of_day(on)


def _bounded(phrase: Phrase, index: int) -> Found | None:
    """ "jusqu'au 3 mars", "avant le 3 mars", "dès le 3 mars", "après le 15 juin"."""
    kind = phrase.kind(index)
    if kind not in (K.UNTIL, K.BEFORE, K.SINCE, K.AFTER):
        return None
    lead = index + 1
    while phrase.kind(lead) in (K.UNTIL, K.TO, K.ARTICLE, K.SINCE, K.AT) and lead - index < 4:
        lead += 1
    articled = phrase.kind(lead - 1) is K.ARTICLE or phrase.said(index) in ("a partir du", "jusqu'au")
    got = _point(phrase, lead, bare=articled and _ends_cleanly(phrase, lead + 1), month_alone=True)
    if not got:
        return None
    day, after = got
    if phrase.kind(after) is K.OF_MONTH:
        day, after = replace(day, month=phrase.reference.month, year=phrase.reference.year), after + 1
    if kind in (K.SINCE, K.AFTER):
        joined = _range(phrase, lead, opened=True)
        if joined:
            return joined
    hours, after = read_all_hours(phrase, after)
    clock = next((h.start or h.end for h in hours if not h.none_said), None)
    on = _date(day, phrase, after, closing=kind is K.UNTIL)
    side = wall(on, clock, after)[0] if clock else _side(day, on)
    span = phrase.span(index, after)
    grain = "minute" if clock else "month" if day.vague else "day"
    approximate = bool(day.vague) and day.vague != "month"
    if kind in (K.UNTIL, K.BEFORE):
        strict = kind is K.BEFORE
        name = "before" if strict else "until"
        return [
            DateResult(
                None,
                side,
                not clock,
                open="start",
                span=span,
                rule=name,
                grain=grain,
                approximate=approximate,
                strict=strict,
            )
        ], after
    return [
        DateResult(side, None, not clock, open="end", span=span, rule="from", grain=grain, approximate=approximate)
    ], after


_JOINS = (K.TO, K.AT, K.UNTIL)


def _range(phrase: Phrase, index: int, opened: bool = False) -> Found | None:
    """ "du 3 au 7 mars 2026", "22 mai → 19 juin", "de février 2024 à juin 2024", "28 janvier – 1er février 2024"."""
    lead = phrase.skip(index, K.FROM, limit=1)
    fromed = lead > index or opened
    first = read_day(phrase, phrase.skip(lead, K.ARTICLE, limit=1) if fromed else lead, bare=True)
    first = first or read_month(phrase, lead, alone=fromed)
    if not first:
        return _years_to_day(phrase, index, lead)
    begin, after = first
    opening, at = read_all_hours(phrase, after) if not begin.bare else ((), after)
    if len(opening) > 1 or any(h.end for h in opening):
        return None
    joins = (*_JOINS, K.AND) if phrase.said(index) in ("entre", "between") else _JOINS
    if phrase.kind(at) not in joins:
        return None
    if phrase.said(at) == "a" and not fromed and not (begin.bare and phrase.kind(at + 2) is K.MONTH):
        return None
    follow = phrase.skip(at + 1, K.TO, K.AT, K.UNTIL, K.ARTICLE)
    if phrase.said(at) in ("-", ">", ">>") and phrase.kind(at + 1) is K.FROM:
        return None
    second = read_day(phrase, follow, bare=True) or read_month(phrase, follow, alone=fromed)
    if not second:
        return None
    end, after = second
    if phrase.said(after) == "en" and phrase.kind(after + 1) is K.YEAR and end.year is None:
        end, after = replace(end, year=phrase.tokens[after + 1].number), after + 2
    told = _month_before(phrase, index) if begin.bare and end.bare else None
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
    if begin.day is None and end.day is None:
        raise Hesitation("weekdays without a number", after)
    closing, after = read_all_hours(phrase, after)
    return _between(phrase, begin, end, opening, closing, phrase.span(index, after), after), after


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
        first = _date(begin, phrase, index)
        last = _date(end, phrase, index, closing=True, after=first)
    else:
        last = _date(end, phrase, index, closing=True)
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
        left = wall(first, start_clock, index)[0] if start_clock else _side(begin, first)
        right = wall(last, end_clock, index)[0] if end_clock else _side(end, last)
        return [DateResult(left, right, not start_clock, span=span, rule="range, one clock", grain="minute")]
    grain = "month" if begin.vague and end.vague else "day"
    return [
        DateResult(_side(begin, first), _side(end, last), span=span, rule="range", grain=grain, approximate=approximate)
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


def _list(phrase: Phrase, index: int) -> Found | None:
    """One day or several: "les 13, 14 et 15 mars", "le 28 novembre et 11 décembre à 17h", "Jeudi et vendredi"."""
    lead = index
    if phrase.kind(lead) in (K.FROM, K.TO, K.IN, K.AT) and phrase.said(lead) not in ("-", ">"):
        lead += 1
    got = read_day(phrase, lead, bare=True)
    if got and got[0].bare and phrase.kind(index) is K.TO:
        return None
    if not got or (got[0].bare and phrase.kind(lead) is K.NUMBER and phrase.kind(got[1]) is not K.AND):
        return None
    days = [got[0]]
    ends = [got[1]]
    after = got[1]
    while phrase.kind(after) is K.AND and len(days) < 40:
        more = read_day(phrase, phrase.skip(after, K.AND), bare=True)
        if not more:
            break
        days.append(more[0])
        after = more[1]
        ends.append(after)
    while len(days) > 1 and days[-1].bare:
        days.pop()
        ends.pop()
    after = ends[-1]
    if days[-1].bare:
        if phrase.kind(after) is K.OF_MONTH:
            days[-1] = replace(days[-1], month=phrase.reference.month, year=phrase.reference.year)
            after += 1
        elif phrase.kind(lead) is not K.ARTICLE or not _ends_cleanly(phrase, after):
            return None
    if len(days) == 1 and days[0].day is None and phrase.said(lead) == "les":
        return None
    for position in range(len(days) - 2, -1, -1):
        if days[position].day is not None:
            days[position] = days[position].filled_from(days[position + 1])
    loose = [days[0].day is not None, len(days) == 1]
    hours, after = _hours_after(phrase, after, all(loose))
    dates = [resolve(d, phrase.reference, after, grace=phrase.grace) for d in days]
    if sorted(dates) != dates and len(days) > 1 and all(d.year is None for d in days):
        dates = _increasing(days, dates, phrase, after)
    onwards = phrase.kind(after) is K.ONWARDS and len(days) == 1
    after += onwards
    span = phrase.span(index, after)
    results = []
    for day, on in zip(days, dates, strict=True):
        also = other_reading(day, phrase.reference)
        results += day_results(on, hours, span, after, "day" if len(days) == 1 else "list of days", also)
    if onwards and len(results) == 1:
        results = [replace(results[0], open="end", rule="from")]
    return results, after


def _hours_after(phrase: Phrase, index: int, loose: bool) -> tuple[tuple[Hours, ...], int]:
    hours, after = read_all_hours(phrase, index)
    if not hours and loose:
        got = read_hours(phrase, index, loose=True)
        if got:
            return (got[0],), got[1]
    return tuple(h for h in hours if not h.none_said), after


def _increasing(days: list[Day], dates: list[date], phrase: Phrase, index: int) -> list[date]:
    """A list runs forward in time: a day that falls before its neighbour is in the following year."""
    ordered = dates[:1]
    for day, on in zip(days[1:], dates[1:], strict=True):
        ordered.append(on if on >= ordered[-1] else resolve(day, phrase.reference, index, after=ordered[-1]))
    return ordered


def day_results(
    on: date, hours: tuple[Hours, ...], span: tuple[int, int], index: int, rule: str, also: date | None = None
) -> list[DateResult]:
    """The results of hours on one day; one all-day result without hours."""
    if not hours:
        return [DateResult(WallTime.of_day(on), span=span, rule=rule, also=WallTime.of_day(also) if also else None)]
    results = []
    for pair in hours:
        start, end, second = on_day(on, pair, index)
        other = WallTime.of_day(also) if also else second
        grain = "second" if start and start.local.second else "minute"
        results.append(
            DateResult(start, end, False, open=pair.open, span=span, rule=f"{rule} with hours", grain=grain, also=other)
        )
    return results
