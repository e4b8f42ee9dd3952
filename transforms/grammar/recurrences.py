"""A whole recurrence: its days, hours, months, exceptions and bounds, in the orders in which they are printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from transforms.grammar.clocks import Hours, read_hours
from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.days import read_day
from transforms.grammar.exceptions import read_exceptions
from transforms.grammar.feasts import holidays
from transforms.grammar.periods import last_of
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.recurrence import HORIZON, build_results
from transforms.grammar.resolution import begin_before, resolve
from transforms.grammar.result import DateResult
from transforms.grammar.rules import read_rule
from transforms.grammar.vocabulary import K


def read_recurrence(phrase: Phrase, index: int) -> tuple[list[DateResult], int] | None:
    """A whole recurrence, hours before or after its days, with months, exceptions and an end where they are said."""
    start = index
    opened, index = _opening(phrase, index)
    months, index = _months(phrase, index)
    hours: tuple[Hours, ...] = ()
    before = read_hours(phrase, index) if phrase.kind(index) in (K.FROM, K.AT, K.CLOCK, K.NUMBER) else None
    if before:
        hours, index = (before[0],), phrase.skip(before[1], K.AND, limit=1)
    found = read_rule(phrase, index)
    if not found:
        return None
    rule, index, needs_hours = found
    if months:
        rule = replace(rule, months=months)
    first, last, index = _months_behind(phrase, index)
    if not hours:
        hours, index = read_all_hours(phrase, index)
        if not hours and phrase.kind(index) is K.PART:
            index += 1
    hours = tuple(pair for pair in hours if not pair.none_said)
    if needs_hours and not hours:
        return None
    if any(pair.start is None for pair in hours):
        return None
    lone = (
        rule.freq == "WEEKLY"
        and (len(rule.days) == 1 or phrase.kind(start + 1) is K.WEEKEND)
        and phrase.said(start) == "le"
    )
    if lone and hours and hours[0].end is None:
        raise Hesitation("once or every week", index)
    rule, exdates, index = read_exceptions(phrase, rule, index)
    if last is None:
        first, last, behind = _months_behind(phrase, phrase.skip(index, K.AND, limit=1))
        index = behind if last else index
    if last is None:
        first, last, index = _bounds(phrase, index)
    if not hours:
        hours, index = read_all_hours(phrase, index)
    if first is last is None:
        first, last, index = _bounds(phrase, index)
    first = first or opened
    rule, more, index = read_exceptions(phrase, rule, index)
    begin = first or phrase.reference
    wanted = exdates + more
    if None in wanted:
        wanted = (*(d for d in wanted if d), *_holidays(rule.dates(begin, last or begin + HORIZON)))
    span = phrase.span(start, index)
    return build_results(rule, hours, begin, last, span, index, tuple(sorted(d for d in wanted if d))), index


def _holidays(days: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(d for d in days if d in holidays(d.year))


def _opening(phrase: Phrase, index: int) -> tuple[date | None, int]:
    """ "Dès le 10 mars, tous les mardis": a start in front of a rule."""
    if phrase.kind(index) is not K.SINCE:
        return None, index
    got = read_day(phrase, phrase.skip(index + 1, K.ARTICLE, limit=1))
    if not got or got[0].bare:
        return None, index
    lead = phrase.skip(got[1], K.AND, limit=1)
    if lead == got[1] or phrase.kind(lead) not in (K.EVERY, K.DAILY, K.ARTICLE):
        return None, index
    return resolve(got[0], phrase.reference, got[1]), lead


def _months_behind(phrase: Phrase, index: int) -> tuple[date | None, date | None, int]:
    """ "tous les mardis de mars à mai 2026": the months in which the days lie."""
    if phrase.kind(index) is not K.FROM and phrase.said(index) not in ("d", "en"):
        return None, None, index
    lead = index + 1 + (phrase.said(index + 1) == "'")
    token = phrase.at(lead)
    if token is None or token.kind is not K.MONTH:
        return None, None, index
    first, last, after = token.number, token.number, lead + 1
    while phrase.kind(after) in (K.TO, K.AT, K.AND) and phrase.kind(after + 1) is K.MONTH:
        following = phrase.tokens[after + 1].number
        if phrase.kind(after) is K.AND and following != last % 12 + 1:
            break
        last, after = following, after + 2
    year = phrase.reference.year + (last < phrase.reference.month)
    if phrase.kind(after) is K.YEAR:
        year, after = phrase.tokens[after].number, after + 1
    begin = date(year - (first > last), first, 1)
    return (
        max(begin, phrase.reference) if begin <= phrase.reference <= last_of(year, last) else begin,
        last_of(year, last),
        after,
    )


def _months(phrase: Phrase, index: int) -> tuple[tuple[int, ...], int]:
    """ "entre avril et octobre," or "d'avril à octobre," in front of a rule."""
    if (
        phrase.kind(index) is K.FROM
        and phrase.kind(index + 1) is K.MONTH
        and phrase.kind(index + 2) in (K.AND, K.AT, K.TO)
        and phrase.kind(index + 3) is K.MONTH
    ):
        first, last = phrase.tokens[index + 1].number, phrase.tokens[index + 3].number
        months = tuple((first - 1 + n) % 12 + 1 for n in range((last - first) % 12 + 1))
        return months, phrase.skip(index + 4, K.AND, limit=1)
    return (), index


def _bounds(phrase: Phrase, index: int) -> tuple[date | None, date | None, int]:
    """ "du 3 mars au 5 mai", "jusqu'au 30 juin", "à partir du 8 janvier" behind a rule."""
    lead = phrase.skip(index, K.AND, limit=1)
    reference = phrase.reference
    kind = phrase.kind(lead)
    if kind not in (K.FROM, K.UNTIL, K.SINCE, K.TO) or phrase.said(lead) == "-":
        return None, None, index
    got = read_day(phrase, phrase.skip(lead + 1, K.ARTICLE, limit=1), bare=True)
    if not got:
        return None, None, index
    day, after = got
    if kind in (K.UNTIL, K.TO):
        return (None, None, index) if day.bare else (None, resolve(day, reference, after), after)
    if phrase.kind(after) in (K.TO, K.UNTIL, K.AT):
        closing = read_day(phrase, phrase.skip(after + 1, K.ARTICLE, limit=1))
        if closing and not closing[0].bare:
            last = resolve(closing[0], reference, closing[1])
            return begin_before(day.filled_from(closing[0]), last, closing[1]), last, closing[1]
    if kind is K.SINCE and not day.bare:
        return resolve(day, reference, after), None, after
    return None, None, index
