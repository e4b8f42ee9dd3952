"""Counted from the reference: "demain soir", "dans 3 jours", "cette semaine", "le mois prochain", "ce week-end"."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from transforms.grammar.amounts import UNITS
from transforms.grammar.clocks import Hours, read_hours
from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.days import read_day
from transforms.grammar.near_days import FREELY
from transforms.grammar.periods import month_wall
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.range_ends import Found
from transforms.grammar.resolution import resolve
from transforms.grammar.result import DateResult
from transforms.grammar.spans import day_results, lone
from transforms.grammar.vocabulary import K
from transforms.grammar.weeks import leaning, read_week, read_weekend
from vigie.model import WallTime


def read_nearby(phrase: Phrase, index: int) -> Found | None:
    """Whatever is counted from the reference and begins at `index`."""
    for reader in (_day_word, _this_part, _this_noon, _offset, _stretch, read_weekend, read_week, _month_or_year):
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
    same = read_day(phrase, phrase.skip(after, K.AND, limit=1))
    if same and not same[0].bare and not lone(same[0]) and resolve(same[0], phrase.reference, same[1]) == on:
        return [], phrase.skip(after, K.AND, limit=1)  # "demain 11 février à 20h"
    hours, behind = read_all_hours(phrase, phrase.skip(after, K.AND, limit=1))
    loose = None if hours else read_hours(phrase, after, loose=True)
    if loose:
        hours, behind = (loose[0],), loose[1]
    if hours:
        return day_results(on, hours, phrase.span(index, behind), behind, "near day with hours"), behind
    parted = phrase.kind(after) is K.PART
    after += parted
    ends = phrase.kind(after) in (None, K.MARK)
    if not parted and (_of_something(phrase, index) or (token.text not in FREELY and not ends)):
        return None
    if not parted and phrase.said(after) == "," and phrase.kind(index - 1) in (None, K.MARK):
        return None
    if not parted and token.text not in FREELY and len(phrase.tokens) > _SHORT:
        return None
    return day_results(on, (), phrase.span(index, after), after, "near day"), after


def _of_something(phrase: Phrase, index: int) -> bool:
    return phrase.said(index - 1) in ("de", "'", "d", "of", "van", "von")


_SHORT = 6
_THIS_EVENING = ("soir", "evening", "avond", "abend")
_THIS_DAY = (
    "matin",
    "apres-midi",
    "nuit",
    "morning",
    "afternoon",
    "night",
    "ochtend",
    "namiddag",
    "nachmittag",
    "vormittag",
)


def _this_part(phrase: Phrase, index: int) -> Found | None:
    """ "ce soir à 20h", "tonight"."""
    alone = phrase.said(index) in ("tonight", "vanavond")
    if not alone and not (phrase.kind(index) is K.THIS and phrase.kind(index + 1) is K.PART):
        return None
    hours, after = read_all_hours(phrase, index if alone else index + 1)
    if not hours:
        after = index + 1 if alone else index + 2
        ends = phrase.kind(after) in (None, K.MARK) and phrase.said(after) != ","
        evening = alone or phrase.said(index + 1) in _THIS_EVENING
        if not (evening and (len(phrase.tokens) <= _SHORT or phrase.kind(after) in (None, K.MARK))) and not (
            len(phrase.tokens) <= _SHORT and ends and phrase.said(index + 1) in _THIS_DAY
        ):
            return None  # "au cours de cette soirée", "cette nuit, les contes se révèlent"
    return day_results(phrase.reference, hours, phrase.span(index, after), after, "near day"), after


def _this_noon(phrase: Phrase, index: int) -> Found | None:
    """ "ce midi"."""
    if phrase.kind(index) is not K.THIS or phrase.said(index + 1) not in ("midi", "noon", "middag", "mittag"):
        return None
    hours, after = read_all_hours(phrase, index + 1)
    return (
        (day_results(phrase.reference, hours, phrase.span(index, after), after, "near day"), after) if hours else None
    )


def _stretch(phrase: Phrase, index: int) -> Found | None:
    """ "les 3 prochains jours": from tomorrow on; "les 3 derniers jours": up to yesterday. Weeks count seven days."""
    token = phrase.at(index)
    if token is None or token.kind is not K.STRETCH:
        return None
    amount, unit, sign = token.numbers
    if UNITS[unit] not in (K.DAY_WORD, K.WEEK) or amount == 0:
        raise Hesitation("counted from today, or whole months and years", index + 1)
    days = amount * (7 if UNITS[unit] is K.WEEK else 1)
    near, far = phrase.reference + timedelta(days=sign), phrase.reference + timedelta(days=sign * days)
    first, last = sorted((WallTime.of_day(near), WallTime.of_day(far)))
    return [DateResult(first, last, span=(token.start, token.end), rule="days beside now")], index + 1


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
    if token is None or token.kind is not K.OFFSET or phrase.now is None or UNITS[token.numbers[1]] not in _IN_MINUTES:
        return None
    then = phrase.now + timedelta(minutes=token.number * _IN_MINUTES[UNITS[token.numbers[1]]])
    if then.date() != phrase.reference:
        return None
    return Hours((then.hour, then.minute, 0)), index + 1


_IN_MINUTES = {K.CLOCK: 60, K.DOTTED: 1}


def _month_or_year(phrase: Phrase, index: int) -> Found | None:
    """ "ce mois-ci", "le mois prochain", "cette année", "l'an prochain"."""
    found = leaning(phrase, index, K.MONTH_WORD, K.YEAR_WORD)
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
