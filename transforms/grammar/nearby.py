"""Counted from the reference: "demain soir", "dans 3 jours", "cette semaine", "le mois prochain", "ce week-end"."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from transforms.grammar.clocks import Hours
from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.feasts import weekend_of
from transforms.grammar.periods import month_wall
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.ranges import Found
from transforms.grammar.result import DateResult
from transforms.grammar.spans import day_results, read_span
from transforms.grammar.tokens import UNITS
from transforms.grammar.vocabulary import K
from vigie.model import WallTime

_FREELY = frozenset(["demain", "tomorrow", "apres-demain", "avant-hier", "overmorgen", "ubermorgen"])
_LEANS = {K.NEXT: 1, K.LAST: -1}


def read_nearby(phrase: Phrase, index: int) -> Found | None:
    """Whatever is counted from the reference and begins at `index`."""
    for reader in (_day_word, _this_part, _offset, _weekend, _week, _month_or_year):
        found = reader(phrase, index)
        if found:
            return found
    return None


def _day_word(phrase: Phrase, index: int) -> Found | None:
    """ "demain soir à 20h". Without hours a figure of speech is near: "le monde de demain", "Aujourd'hui, tout va"."""
    token = phrase.at(index)
    if token is None or token.kind is not K.DAY_WORD:
        return None
    on = phrase.reference + timedelta(days=token.number)
    after = index + 1
    hours, behind = read_all_hours(phrase, phrase.skip(after, K.AND, limit=1))
    if hours:
        return day_results(on, hours, phrase.span(index, behind), behind, "near day with hours"), behind
    parted = phrase.kind(after) is K.PART
    after += parted
    ends = phrase.kind(after) in (None, K.MARK)
    if not parted and (_of_something(phrase, index) or (token.text not in _FREELY and not ends)):
        return None
    if not parted and phrase.said(after) == "," and phrase.kind(index - 1) in (None, K.MARK):
        return None
    if not parted and token.text not in _FREELY and index > 2:
        return None
    return day_results(on, (), phrase.span(index, after), after, "near day"), after


def _of_something(phrase: Phrase, index: int) -> bool:
    return phrase.said(index - 1) in ("de", "'", "d", "of", "van", "von")


def _this_part(phrase: Phrase, index: int) -> Found | None:
    """ "ce soir à 20h", "tonight"."""
    alone = phrase.said(index) in ("tonight", "vanavond")
    if not alone and not (phrase.kind(index) is K.THIS and phrase.kind(index + 1) is K.PART):
        return None
    hours, after = read_all_hours(phrase, index if alone else index + 1)
    if not hours:
        after = index + 1 if alone else index + 2
        short = len(phrase.tokens) <= 6 or phrase.kind(after) in (None, K.MARK)
        if not short or not (alone or phrase.said(index + 1) == "soir"):
            return None  # "au cours de cette soirée", "cette nuit, les contes se révèlent"
    return day_results(phrase.reference, hours, phrase.span(index, after), after, "near day"), after


def _offset(phrase: Phrase, index: int) -> Found | None:
    """ "dans 3 jours", "d'ici 2 semaines". Hours and minutes need the clock of the reference."""
    token = phrase.at(index)
    if token is None or token.kind is not K.OFFSET:
        return None
    amount, unit, until = token.numbers
    kind, after, span = UNITS[unit], index + 1, (token.start, token.end)
    if kind in (K.CLOCK, K.DOTTED):
        return [], after  # counted from an hour that is not known
    also = None
    if kind is K.DAY_WORD or kind is K.WEEK:
        days = amount * (7 if kind is K.WEEK else 1)
        on = phrase.reference + timedelta(days=days)
        if kind is K.DAY_WORD and amount in (8, 15):
            on, also = on - timedelta(days=1), on  # "quinze jours" are two weeks, as a rule
    else:
        on = _months_on(phrase.reference, amount * (12 if kind is K.YEAR_WORD else 1))
    approximate = kind in (K.MONTH_WORD, K.YEAR_WORD)
    if until:
        side = WallTime.of_day(on)
        return [DateResult(None, side, open="start", span=span, rule="until", approximate=approximate)], after
    (result,) = day_results(on, (), span, after, "days from now", also)
    return [replace(result, approximate=approximate)], after


def _months_on(day: date, months: int) -> date:
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    if year > 9998:
        raise Hesitation("no such day", 0)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def read_offset_clock(phrase: Phrase, index: int) -> tuple[Hours, int] | None:
    """ "dans 3 heures" when the clock of the reference is known: the clock then, and the index behind."""
    token = phrase.at(index)
    if token is None or token.kind is not K.OFFSET or phrase.now is None or UNITS[token.numbers[1]] not in _SHORT:
        return None
    then = phrase.now + timedelta(minutes=token.number * _SHORT[UNITS[token.numbers[1]]])
    if then.date() != phrase.reference:
        return None
    return Hours((then.hour, then.minute, 0)), index + 1


_SHORT = {K.CLOCK: 60, K.DOTTED: 1}


def _leaning(phrase: Phrase, index: int, *words: K) -> tuple[int, int, int] | None:
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


def _weekend(phrase: Phrase, index: int) -> Found | None:
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
    if phrase.kind(lead + 1) in (K.FROM, K.OF, K.NUMBER, K.AND) and phrase.kind(lead + 2) in (
        K.NUMBER, K.WEEKDAY, K.DATE, K.MONTH,
    ):  # fmt: skip
        return None
    found = _leaning(phrase, index, K.WEEKEND)
    steps, _, after = found or (0, lead, lead + 1)
    weekday = phrase.reference.weekday()
    nearest = phrase.reference + timedelta(days=max(5 - weekday, -1))
    first = nearest + timedelta(days=7 * steps)
    also = WallTime.of_day(nearest) if steps == 1 and weekday < 5 else None
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


def _week(phrase: Phrase, index: int) -> Found | None:
    """ "cette semaine", "la semaine prochaine", "la semaine du 9 mars", "la 2e semaine d'octobre"."""
    lead = phrase.skip(index, K.ARTICLE, limit=1)
    of_month = _part_of_month(phrase, index, lead)
    if of_month:
        return of_month
    found = _leaning(phrase, index, K.WEEK)
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


def _month_or_year(phrase: Phrase, index: int) -> Found | None:
    """ "ce mois-ci", "le mois prochain", "cette année", "l'an prochain"."""
    found = _leaning(phrase, index, K.MONTH_WORD, K.YEAR_WORD)
    if not found:
        return None
    steps, place, after = found
    if phrase.said(index - 1) in ("de", "du"):
        return None  # "12 mars de cette année", "le bilan de l'année dernière"
    today, span = phrase.reference, phrase.span(index, after)
    if phrase.kind(place) is K.YEAR_WORD:
        first, last = date(today.year + steps, 1, 1), date(today.year + steps, 12, 31)
        return [DateResult(month_wall(first), month_wall(last), span=span, rule="year", grain="year")], after
    first = _months_on(today.replace(day=1), steps)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return [DateResult(month_wall(first), month_wall(last), span=span, rule="month", grain="month")], after


def _days(first: date, last: date, span: tuple[int, int], rule: str, also: WallTime | None = None) -> DateResult:
    return DateResult(WallTime.of_day(first), WallTime.of_day(last), span=span, rule=rule, also=also)
