"""Days that are named, not numbered: "lundi de Pâques", "le premier lundi de mars", "vendredi en huit"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from transforms.grammar.feasts import feast, weekday_of
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.vocabulary import K

_AHEAD = {"huit": 7, "quinze": 14}
_COMPANY = ("jour", "veille", "lendemain", "nuit", "soir")


def read_named_day(phrase: Phrase, index: int) -> tuple[date, int] | None:
    """The date of a named day at `index` (articles before it are skipped), and the index behind it."""
    lead = phrase.skip(index, K.ARTICLE, limit=1)
    kind = phrase.kind(lead)
    if kind in (K.ORDINAL, K.NUMBER, K.LAST):
        return _edge_of_month(phrase, lead) or _nth_of_month(phrase, lead)
    if kind is K.WEEKDAY:
        return _in_a_week(phrase, lead) or _weekday_of_feast(phrase, lead)
    if kind is K.FEAST_DAY:
        name = phrase.said(lead)
        return _yearly(phrase, lead + 1, lambda year: feast(name, year))
    return _feast(phrase, index, lead)


def _nth_of_month(phrase: Phrase, lead: int) -> tuple[date, int] | None:
    """ "premier lundi de mars", "dernier samedi du mois de mai 2026"."""
    if phrase.kind(lead + 1) is not K.WEEKDAY:
        return None
    behind = lead + 2
    while phrase.said(behind) in ("de", "d", "'", "du", "of", "in", "van", "im") or phrase.kind(behind) is K.IN:
        behind += 1
    month = phrase.at(behind)
    if behind == lead + 2 or month is None or month.kind is not K.MONTH:
        return None
    last = phrase.kind(lead) is K.LAST
    nth, weekday, number = 0 if last else phrase.tokens[lead].number, phrase.tokens[lead + 1].number, month.number
    if nth > 5:
        return None

    def on(year: int) -> date:
        if last:
            final = date(year, number, monthrange(year, number)[1])
            return final - timedelta(days=(final.weekday() - weekday) % 7)
        first = date(year, number, 1)
        found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
        if found.month != number:
            raise Hesitation("no such day", behind + 1)
        return found

    return _yearly(phrase, behind + 1, on)


_DAYS_OF = ("jour", "day", "dag", "tag")


def _edge_of_month(phrase: Phrase, lead: int) -> tuple[date, int] | None:
    """ "le dernier jour de mars", "le premier jour du mois prochain", "the last day of March 2026"."""
    if phrase.said(lead + 1) not in _DAYS_OF:
        return None
    last = phrase.kind(lead) is K.LAST
    if not last and phrase.tokens[lead].numbers != (1,):
        return None
    behind = lead + 2
    if phrase.kind(behind) is K.OF_MONTH:
        steps = {K.NEXT: 1, K.LAST: -1}.get(phrase.kind(behind + 1) or K.WORD, 0)
        months = phrase.reference.year * 12 + phrase.reference.month - 1 + steps
        year, number = months // 12, months % 12 + 1
        return date(year, number, monthrange(year, number)[1] if last else 1), behind + 1 + (steps != 0)
    while phrase.said(behind) in ("de", "d", "'", "du", "of", "in", "van", "im") or phrase.kind(behind) is K.IN:
        behind += 1
    month = phrase.at(behind)
    if behind == lead + 2 or month is None or month.kind is not K.MONTH:
        return None
    number = month.number
    return _yearly(phrase, behind + 1, lambda year: date(year, number, monthrange(year, number)[1] if last else 1))


def _in_a_week(phrase: Phrase, lead: int) -> tuple[date, int] | None:
    """ "vendredi en huit" is a week after the coming Friday."""
    if phrase.said(lead + 1) != "en" or phrase.said(lead + 2) not in _AHEAD:
        return None
    ahead = (phrase.tokens[lead].number - phrase.reference.weekday()) % 7
    return phrase.reference + timedelta(days=ahead + _AHEAD[phrase.said(lead + 2)]), lead + 3


def _weekday_of_feast(phrase: Phrase, lead: int) -> tuple[date, int] | None:
    behind = _over_of(phrase, lead + 1)
    if behind == lead + 1 or phrase.kind(behind) is not K.FEAST:
        return None
    weekday, name = phrase.tokens[lead].number, phrase.said(behind)
    return _yearly(phrase, behind + 1, lambda year: weekday_of(name, weekday, year))


def _feast(phrase: Phrase, index: int, lead: int) -> tuple[date, int] | None:
    """ "à Pâques", "le jour de Noël", "la veille de l'Ascension", "Ascension 2026"; not "marché de Noël 2026"."""
    company = phrase.said(lead) if phrase.said(lead) in _COMPANY else ""
    place = _over_of(phrase, lead + 1) if company else lead
    before = phrase.tokens[index - 1] if index else None
    if not company and phrase.said(place) in ("a", "l"):
        place = _over_of(phrase, place + 1)
    elif not company and phrase.said(place) == "'":
        place += 1
    if phrase.kind(place) is not K.FEAST:
        return None
    # "À Pâques", "à Noël" also mean the holidays around them, and stand in titles: a day only by themselves.
    alone = len(phrase.tokens) <= 5
    introduced = company or (alone and (place > lead or (before is not None and before.kind is K.AT)))
    dated = phrase.kind(place + 1) is K.YEAR and (before is None or before.kind in (K.MARK, K.ARTICLE))
    if not introduced and not dated:
        return None
    name, shift = phrase.said(place), {"veille": -1, "lendemain": 1}.get(company, 0)
    return _yearly(phrase, place + 1, lambda year: feast(name, year) + timedelta(days=shift))


def _over_of(phrase: Phrase, index: int) -> int:
    """Behind "de", "du", "de la", "de l'", "la", "l'"."""
    start = index
    while phrase.said(index) in ("de", "du", "la", "l", "'", "d", "of", "des") and index - start < 4:
        index += 1
    return index


def _yearly(phrase: Phrase, index: int, on: Callable[[int], date]) -> tuple[date, int]:
    """The day of the year that is printed at `index`, else the first one that is not over for more than `grace`."""
    lead = phrase.skip(index, K.FROM, K.OF, limit=1)
    if phrase.kind(lead) is K.YEAR:
        return on(phrase.tokens[lead].number), lead + 1
    year = phrase.reference.year
    found = on(year)
    return (found if found >= phrase.reference - phrase.grace else on(year + 1)), index
