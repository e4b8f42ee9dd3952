"""What days of one list share, and the day that another one stands in for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from transforms.grammar.day import Day
from transforms.grammar.days import read_day
from transforms.grammar.phrase import Phrase
from transforms.grammar.resolution import resolve
from transforms.grammar.vocabulary import K


def day_given_up(phrase: Phrase, index: int, day: Day, on: date) -> tuple[date | None, int]:
    """ "le 19 mars (au lieu du 12)": the day that was given up."""
    bracketed = phrase.said(index) == "("
    lead = index + bracketed
    if phrase.kind(lead) is not K.INSTEAD:
        return None, index
    got = read_day(phrase, phrase.skip(lead + 1, K.ARTICLE, limit=1), bare=True)
    if not got:
        return None, index
    old = resolve(replace(got[0].filled_from(day), year=got[0].year or on.year), phrase.reference, got[1])
    return old, got[1] + (bracketed and phrase.said(got[1]) == ")")


def american_list(phrase: Phrase, days: list[Day], index: int) -> tuple[list[Day], int]:
    """ "March 13 and 14, 2026": bare days behind a day that has its month in front."""
    found, after = list(days), index
    while phrase.kind(after) is K.AND and phrase.kind(after + 1) is K.NUMBER and len(found) < 12:
        if phrase.kind(after + 2) is K.MONTH or not 1 <= phrase.tokens[after + 1].number <= 31:
            return days, index
        found.append(replace(days[0], day=phrase.tokens[after + 1].number))
        after += 2
    if len(found) == 1 or phrase.said(after) != "," or phrase.kind(after + 1) is not K.YEAR:
        return days, index
    year = phrase.tokens[after + 1].number
    return [replace(day, year=year) for day in found], after + 2


def increasing(days: list[Day], dates: list[date], phrase: Phrase, index: int) -> list[date]:
    """A list runs forward in time: a day that falls before its neighbour is in the following year."""
    ordered = dates[:1]
    for day, on in zip(days[1:], dates[1:], strict=True):
        ordered.append(on if on >= ordered[-1] else resolve(day, phrase.reference, index, after=ordered[-1]))
    return ordered
