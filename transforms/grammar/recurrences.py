"""What comes back: "tous les mardis de 14h à 16h", "chaque premier jeudi du mois", "du mardi au dimanche"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from transforms.grammar.clocks import Hours, read_hours
from transforms.grammar.day_hours import read_all_hours
from transforms.grammar.days import begin_before, read_day, resolve
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.recurrence import Recurrence, build_results
from transforms.grammar.result import DateResult
from transforms.grammar.vocabulary import K


def read_rule(phrase: Phrase, index: int) -> tuple[Recurrence, int, bool] | None:
    """The days of a recurrence; the last value says whether it needs hours to be one ("du mardi à 12h30")."""
    for reader in (_daily, _every, _alternate, _weekday_range, _listed):
        found = reader(phrase, index)
        if found:
            return found
    return None


def _daily(phrase: Phrase, index: int) -> tuple[Recurrence, int, bool] | None:
    return (Recurrence("DAILY"), index + 1, False) if phrase.kind(index) is K.DAILY else None


def _every(phrase: Phrase, index: int) -> tuple[Recurrence, int, bool] | None:
    """ "tous les mardis", "chaque premier jeudi du mois", "le 2e mardi du mois", "les mardis et jeudis"."""
    start = index
    every = phrase.kind(index) is K.EVERY
    index = phrase.skip(index, K.EVERY, K.ARTICLE)
    nth = None
    if phrase.kind(index) in (K.ORDINAL, K.NUMBER) and phrase.kind(index + 1) in (K.WEEKDAY, K.WEEKDAYS):
        nth = phrase.tokens[index].number
        index += 1
    kinds = (K.WEEKDAY, K.WEEKDAYS) if every or nth else (K.WEEKDAYS,)
    days: list[int] = []
    while phrase.kind(index) in kinds and len(days) < 7:
        days.append(phrase.tokens[index].number)
        index += 1
        follow = phrase.skip(index, K.AND, K.ARTICLE, K.EVERY, limit=3)
        if follow > index and phrase.kind(follow) in kinds:
            index = follow
    if not days or phrase.kind(index) in (K.NUMBER, K.DATE):
        return None
    if not nth:
        return Recurrence("WEEKLY", tuple(dict.fromkeys(days))), index, False
    monthly = phrase.kind(index) is K.OF_MONTH
    if not 1 <= nth <= 5 or not (monthly or every or (phrase.kind(start) is K.ARTICLE and phrase.said(start) == "les")):
        return None
    return Recurrence("MONTHLY", tuple(days), nth), index + monthly, False


def _alternate(phrase: Phrase, index: int) -> tuple[Recurrence, int, bool] | None:
    """ "un mercredi sur deux"."""
    if phrase.said(index) == "un" and phrase.kind(index + 1) is K.WEEKDAY and phrase.said(index + 2) == "sur deux":
        return Recurrence("WEEKLY", (phrase.tokens[index + 1].number,), interval=2), index + 3, False
    return None


def _weekday_range(phrase: Phrase, index: int) -> tuple[Recurrence, int, bool] | None:
    """ "du mardi au dimanche", "lundi - vendredi", "du mardi" (the concert of Tuesdays); all of them need hours."""
    lead = phrase.skip(index, K.FROM, limit=1)
    lead = phrase.skip(lead, K.ARTICLE, limit=1)
    if phrase.kind(lead) is not K.WEEKDAY:
        return None
    first = phrase.tokens[lead].number
    if phrase.kind(lead + 1) in (K.TO, K.AT, K.UNTIL):
        follow = phrase.skip(lead + 2, K.ARTICLE, limit=1)
        if phrase.kind(follow) is K.WEEKDAY and phrase.kind(follow + 1) not in (K.NUMBER, K.DATE, K.MONTH):
            length = (phrase.tokens[follow].number - first) % 7 + 1
            return Recurrence("WEEKLY", tuple((first + n) % 7 for n in range(length))), follow + 1, True
    if lead > index and phrase.said(index) == "du" and phrase.kind(lead + 1) not in (K.NUMBER, K.DATE, K.TO):
        return Recurrence("WEEKLY", (first,)), lead + 1, True
    return None


def _listed(phrase: Phrase, index: int) -> tuple[Recurrence, int, bool] | None:
    """ "le samedi et le dimanche de 14h à 18h": weekdays that each carry an article."""
    days: list[int] = []
    while phrase.said(index) == "le" and phrase.kind(index + 1) is K.WEEKDAY:
        if phrase.kind(index + 2) in (K.NUMBER, K.DATE, K.ARTICLE, K.NEXT, K.LAST):
            return None
        days.append(phrase.tokens[index + 1].number)
        index += 2
        if phrase.kind(index) is K.AND and phrase.said(index + 1) == "le":
            index += 1
    return (Recurrence("WEEKLY", tuple(dict.fromkeys(days))), index, True) if days else None


def read_recurrence(phrase: Phrase, index: int) -> tuple[list[DateResult], int] | None:
    """A whole recurrence, hours before or after its days, with months, exceptions and an end where they are said."""
    start = index
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
    if not hours:
        hours, index = read_all_hours(phrase, index)
    hours = tuple(pair for pair in hours if not pair.none_said)
    if needs_hours and not hours:
        return None
    if any(pair.start is None for pair in hours):
        return None
    lone = rule.freq == "WEEKLY" and len(rule.days) == 1 and phrase.said(start) == "le"
    if lone and hours and hours[0].end is None:
        raise Hesitation("once or every week", index)
    rule, exdates, index = _exceptions(phrase, rule, index)
    first, last, index = _bounds(phrase, index)
    if not hours:
        hours, index = read_all_hours(phrase, index)
        if hours and last is None:
            first, last, index = _bounds(phrase, index)
    rule, more, index = _exceptions(phrase, rule, index)
    exdates += more
    span = phrase.span(start, index)
    return build_results(phrase, rule, hours, first or phrase.reference, last, span, index, exdates), index


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


def _exceptions(phrase: Phrase, rule: Recurrence, index: int) -> tuple[Recurrence, tuple[date, ...], int]:
    """ "sauf le lundi" takes a weekday out of the rule; "sauf le 25 décembre" becomes an EXDATE."""
    lead = phrase.skip(index, K.AND, K.MARK, limit=1)
    if phrase.kind(lead) is not K.EXCEPT:
        return rule, (), index
    index = lead + 1
    exdates: list[date] = []
    while True:
        lead = phrase.skip(index, K.ARTICLE, K.AND, limit=2)
        if phrase.kind(lead) in (K.WEEKDAY, K.WEEKDAYS) and phrase.kind(lead + 1) is not K.NUMBER:
            weekday = phrase.tokens[lead].number
            kept = tuple(d for d in (rule.days or range(7)) if d != weekday)
            rule, index = replace(rule, freq="WEEKLY", days=kept), lead + 1
            continue
        got = read_day(phrase, lead)
        if not got or got[0].bare:
            return rule, tuple(exdates), index
        exdates.append(resolve(got[0], phrase.reference, got[1]))
        index = got[1]


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
