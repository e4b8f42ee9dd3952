"""Days, lists of days and open sides, with the hours that belong to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from transforms.grammar.clocks import Hours, on_day, read_hours, wall
from transforms.grammar.day import Day
from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.day_lists import american_list, day_given_up, increasing
from transforms.grammar.days import read_day
from transforms.grammar.near_days import read_near_day
from transforms.grammar.periods import read_month
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.range_ends import Found, date_of, side_of
from transforms.grammar.ranges import month_of_range, read_range
from transforms.grammar.resolution import other_reading, resolve
from transforms.grammar.result import DateResult
from transforms.grammar.vocabulary import K
from vigie.model import WallTime


def read_span(phrase: Phrase, index: int) -> Found | None:
    """Whatever days begin at `index`."""
    return _bounded(phrase, index) or read_range(phrase, index) or _list(phrase, index)


def _point(phrase: Phrase, index: int, bare: bool = False, month_alone: bool = False) -> tuple[Day, int] | None:
    got = read_day(phrase, index, bare)
    if got and not (got[0].bare and got[0].day and not bare and not _ends_cleanly(phrase, got[1])):
        return got
    return read_month(phrase, index, alone=month_alone)


def _ends_cleanly(phrase: Phrase, index: int) -> bool:
    """After "le 17" a noun makes it a quantity ("les 12 artistes"); a stop, hours or the end of the text do not."""
    if phrase.kind(index) in (None, K.MARK, K.CLOCK, K.OF_MONTH, K.AT, K.PART) or phrase.said(index) == "toute":
        return True
    return phrase.kind(index) in (K.FROM, K.AND, K.TO) and (
        phrase.said(index) in (",", "entre", "-") or phrase.kind(index + 1) in (K.CLOCK, K.NUMBER)
    )


_SINCE_THEN = ("depuis", "since", "sinds", "seit")
"""Since a day that is over; "dès" and "à partir de" look ahead."""
_UNTIL_IN_FRONT = ("bis", "t/m", "tot en met", "t.e.m.", "tem")


def _bounded(phrase: Phrase, index: int) -> Found | None:
    """ "jusqu'au 3 mars", "avant le 3 mars", "dès le 3 mars", "après le 15 juin"."""
    kind = phrase.kind(index)
    if phrase.said(index) in _UNTIL_IN_FRONT or (phrase.said(index) in (">", ">>") and index == 0):
        kind = K.UNTIL  # "bis 5. Mai", "tot en met 5 mei", "→ 05.05.2026"
    if phrase.said(index) == "from":
        kind = K.SINCE
    if kind is K.BEFORE and phrase.said(index - 1) in ("pas", "not", "niet", "nicht"):
        kind = K.SINCE  # "pas avant le 5 mai"
    if kind not in (K.UNTIL, K.BEFORE, K.SINCE, K.AFTER):
        return None
    lead = index + 1
    if kind is K.UNTIL and phrase.said(lead) == "'":
        lead += 1
    while phrase.kind(lead) in (K.UNTIL, K.TO, K.ARTICLE, K.SINCE, K.AT) and lead - index < 4:
        lead += 1
    articled = phrase.kind(lead - 1) is K.ARTICLE or phrase.said(index) in ("a partir du", "jusqu'au")
    near = read_near_day(phrase, lead)
    got = (
        near[:2] if near else _point(phrase, lead, bare=articled and _ends_cleanly(phrase, lead + 1), month_alone=True)
    )
    if not got:
        return None
    day, after = got
    if phrase.kind(after) is K.OF_MONTH:
        day, after = replace(day, month=phrase.reference.month, year=phrase.reference.year), after + 1
    if kind in (K.SINCE, K.AFTER):
        joined = read_range(phrase, lead, opened=True)
        if joined:
            return joined
        if phrase.said(index) == "from" and (day.bare or day.vague or lone(day)):
            return None
    if phrase.said(index) in _SINCE_THEN and day.year is None and not day.fixed:
        day = replace(day, lean="since" if day.vague else "last")
    if kind is K.UNTIL and phrase.said(index) in (">", ">>") and phrase.kind(after) is not None:
        return None  # an arrow in front of more than a day is the mark of a list
    hours, after = read_all_hours(phrase, after)
    clock = next((h.start or h.end for h in hours if not h.none_said), None)
    on = date_of(day, phrase, after, closing=kind is K.UNTIL or (kind is K.BEFORE and day.vague == "end"))
    side = wall(on, clock, after)[0] if clock else side_of(day, on)
    span = phrase.span(index, after)
    grain = "minute" if clock else "month" if day.vague else "day"
    approximate = bool(day.vague) and day.vague != "month"
    if kind is K.UNTIL and phrase.kind(after) is K.ONWARDS:
        raise Hesitation("until a day and after it", after + 1)
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
    after += phrase.kind(after) is K.ONWARDS
    return [
        DateResult(side, None, not clock, open="end", span=span, rule="from", grain=grain, approximate=approximate)
    ], after


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
        if phrase.kind(more[1]) in (K.TO, K.UNTIL) and more[0].bare and phrase.kind(more[1] - 2) is K.FROM:
            break
        days.append(more[0])
        after = more[1]
        ends.append(after)
    told = month_of_range(phrase, after + 1) if days[-1].bare and phrase.kind(after) is K.AND else None
    if told:
        days[-1] = days[-1].filled_from(told)
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
    if len(days) > 1 and phrase.said(lead) == "le" and all(lone(d) and d.lean is None for d in days):
        return [], after  # "le samedi ou le dimanche": of which week?
    lone_weekday = len(days) == 1 and lone(days[0])
    if lone_weekday and phrase.said(lead) == "les":
        return None
    if lone_weekday and phrase.said(index) == "du":
        return [], after  # "La brocante du samedi": of which week?
    articled = phrase.said(lead) == "le" and days[0].lean is None
    if lone_weekday and articled and not read_all_hours(phrase, after)[0] and phrase.kind(after) is not K.PART:
        return [], after  # "Robotique le mercredi": once or every week?
    if phrase.kind(lead) is K.MONTH and len(days) == 1 and days[0].year is None:
        days, after = american_list(phrase, days, after)
    for position in range(len(days) - 2, -1, -1):
        if days[position].day is not None:
            days[position] = days[position].filled_from(days[position + 1])
    loose = [days[0].day is not None, len(days) == 1]
    hours, after = _hours_after(phrase, after, all(loose))
    dates = [resolve(d, phrase.reference, after, grace=phrase.grace) for d in days]
    if sorted(dates) != dates and len(days) > 1 and all(d.year is None for d in days):
        dates = increasing(days, dates, phrase, after)
    latest = len(days) == 1 and phrase.said(after) in _AT_THE_LATEST
    onwards = phrase.kind(after) is K.ONWARDS and len(days) == 1
    after += onwards or latest
    span = phrase.span(index, after)
    results = []
    for day, on in zip(days, dates, strict=True):
        also = other_reading(day, phrase.reference)
        found = day_results(on, hours, span, after, "day" if len(days) == 1 else "list of days", also)
        guessed = 0 if lone(day) else day.day if day.month is None and day.fixed is None else None
        results += found if guessed is None else [replace(result, loose=guessed) for result in found]
    if days[0].instead_of and len(results) == 1:
        results = [replace(results[0], replaces=WallTime.of_day(days[0].instead_of))]
    if len(results) == 1 and not latest:
        given_up, after = day_given_up(phrase, after, days[0], dates[0])
        if given_up:
            return [replace(results[0], replaces=WallTime.of_day(given_up), span=phrase.span(index, after))], after
        _check_zone(phrase, after, hours)
    if onwards and len(results) == 1:
        results = [replace(results[0], open="end", rule="from")]
    if latest and len(results) == 1:
        results = [replace(results[0], start=None, end=results[0].start, open="start", rule="until")]
    return results, after


def lone(day: Day) -> bool:
    """A weekday without a number."""
    return day.day is None and day.fixed is None


def _check_zone(phrase: Phrase, index: int, hours: tuple[Hours, ...]) -> None:
    """ "February 1 (UTC+1)": a zone without a clock is what a page prints when something is missing."""
    lead = index + (phrase.said(index) == "(")
    if not hours and lead > index and phrase.said(lead) in ("utc", "gmt", "cet", "cest"):
        raise Hesitation("a zone without a clock", lead + 1)


_AT_THE_LATEST = ("au plus tard", "at the latest", "spatestens", "ten laatste")


def _hours_after(phrase: Phrase, index: int, loose: bool) -> tuple[tuple[Hours, ...], int]:
    hours, after = read_all_hours(phrase, index)
    if not hours and loose:
        got = read_hours(phrase, index, loose=True)
        if got:
            return (got[0],), got[1]
    return tuple(h for h in hours if not h.none_said), after


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
