"""What is taken out of a recurrence: "sauf le lundi", "fermé les 1er et 11 novembre", "sauf en juillet et août"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from transforms.grammar.day import Day
from transforms.grammar.days import read_day
from transforms.grammar.phrase import Phrase
from transforms.grammar.recurrence import Recurrence
from transforms.grammar.resolution import resolve
from transforms.grammar.vocabulary import K

Out = tuple[date | None, ...]
"""Days without a session; None stands for all public holidays."""


def read_exceptions(
    phrase: Phrase, rule: Recurrence, index: int, within: tuple[date, date] | None = None
) -> tuple[Recurrence, Out, int]:
    """The rule without the weekdays and months that are said at `index`, the days to leave out, the index behind."""
    lead = index
    while phrase.kind(lead) in (K.AND, K.MARK) and phrase.said(lead) in (",", "(", ".", ";", "et") and lead - index < 3:
        lead += 1
    if phrase.kind(lead) is not K.EXCEPT:
        return rule, (), index
    bracketed = phrase.said(lead - 1) == "("
    index = lead + 1
    out: list[date | None] = []
    days: list[Day] = []
    while len(out) + len(days) < 40:
        lead = index
        while phrase.kind(lead) in (K.ARTICLE, K.AND, K.IN, K.EXCEPT, K.FROM) and lead - index < 4:
            lead += 1
        kind = phrase.kind(lead)
        if kind is K.SCHOOL:
            rule, index = replace(rule, vague=True), lead + 1
            continue
        if kind is K.HOLIDAYS:
            out.append(None)
            index = lead + 1
            continue
        if kind in (K.WEEKDAY, K.WEEKDAYS) and phrase.kind(lead + 1) not in (K.NUMBER, K.DATE):
            kept = tuple(d for d in (rule.days or range(7)) if d != phrase.tokens[lead].number)
            rule, index = replace(rule, freq=rule.freq if rule.nths else "WEEKLY", days=kept), lead + 1
            continue
        if kind is K.MONTH and phrase.kind(lead + 1) is not K.NUMBER:
            months = tuple(m for m in (rule.months or range(1, 13)) if m != phrase.tokens[lead].number)
            rule, index = replace(rule, months=months), lead + 1
            continue
        got = read_day(phrase, lead, bare=lead > index)
        ends = phrase.kind(got[1]) in (None, K.MARK, K.AND) if got and within else got and phrase.kind(got[1]) is K.AND
        if not got or (got[0].bare and not ends):
            break
        days.append(got[0])
        index = got[1]
    for place in range(len(days) - 2, -1, -1):
        days[place] = days[place].filled_from(days[place + 1])
    if within:
        days = [_in_range(day, *within) for day in days]
    out += [resolve(day, phrase.reference, index) for day in days if not day.bare]
    return rule, tuple(out), index + (bracketed and phrase.said(index) == ")")


def _in_range(day: Day, first: date, last: date) -> Day:
    """ "du 10 au 14 mars, sauf le 12": the day of the range that has this number."""
    if not day.bare:
        return day
    several = (first + timedelta(days=n) for n in range(min((last - first).days, 400) + 1))
    return next((replace(day, fixed=on) for on in several if on.day == day.day), day)
