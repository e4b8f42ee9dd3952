"""Clocks that stand apart from their day: "Le 11 octobre, à l'école communale, de 8h à 13h"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from transforms.grammar.result import DateResult, Scanned

_REACH, _BACK = 160, 80
_STARTS = re.compile(
    r"\b(?:debut|commence|demarr|depart|coup d'envoi|start|begin|concert|spectacle|seance)[^.;,/\n\d]{0,30}$"
)
_OTHERS = re.compile(
    r"\b(?:accueil|portes?|inscri\w+|reserver|reservez|reservations?|vernissage|drink|fermeture|cloture|toutes les|"
    r"permanence|bureau|tel|visite|finissage|presse|jusqu)\b[^.;,/\n\d]{0,30}$"
)


def tie_clocks(scanned: Scanned, folded: str) -> None:
    """Gives the only clocks of a text to its only day, list of days or rule, when they are near each other."""
    days = [r for r in scanned.results if _takes_clock(r)]
    if not days or any(r.start and not r.all_day for r in scanned.results) or any(_spans(r) for r in scanned.results):
        return
    if len({r.span for r in days}) > 1 and not _evenly(days, folded):
        return
    clocks = _the_clocks(scanned, folded)
    if not clocks:
        return
    at, first, last = clocks[0].span, days[0].span[0], days[-1].span[1]
    if not (first <= at[0] <= last + _REACH or (len(days) == 1 and 0 <= first - at[1] <= _BACK)):
        return
    tied = []
    for result in scanned.results:
        tied += [_with_clock(result, clock) for clock in clocks] if result in days else [result]
    scanned.results = tied
    scanned.asides = [a for a in scanned.asides if a not in clocks]


def _the_clocks(scanned: Scanned, folded: str) -> list[DateResult]:
    """The clocks of one place in the text: those of the only place, else those that say what begins."""
    clocks = [a for a in scanned.asides if a.clock_only and a.start and not a.all_day]
    named = [c for c in clocks if c.end or not _OTHERS.search(folded[max(0, c.span[0] - 40) : c.span[0]])]
    if len({c.span for c in named}) > 1:
        named = [c for c in named if _STARTS.search(folded[max(0, c.span[0] - 40) : c.span[0]])]
    return named if len({c.span for c in named}) == 1 else []


def _evenly(days: list[DateResult], folded: str) -> bool:
    """Days in one sentence: "Namur le 21 avril, Mettet le 22 avril, de 15h à 18h"."""
    between = folded[days[0].span[1] : days[-1].span[0]]
    return "." not in between and "\n" not in between and not any(d.rrule for d in days)


def _takes_clock(result: DateResult) -> bool:
    timed = bool(result.start and not result.end and result.all_day and not result.open)
    return timed and result.grain == "day"


def _spans(result: DateResult) -> bool:
    """A range beside the days: to which of them the clock belongs is not said."""
    return bool(result.start and result.end)


def _with_clock(day: DateResult, clock: DateResult) -> DateResult:
    assert day.start
    assert clock.start
    shift = timedelta(days=(day.start.day - clock.start.day).days)
    start = replace(clock.start, local=clock.start.local + shift)
    end = replace(clock.end, local=clock.end.local + shift) if clock.end else None
    span = (min(day.span[0], clock.span[0]), max(day.span[1], clock.span[1]))
    rule = f"{day.rule} and a clock apart"
    return replace(day, start=start, end=end, all_day=False, grain=clock.grain, rule=rule, span=span)
