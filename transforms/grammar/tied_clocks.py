"""Clocks that stand apart from their day: "Le 11 octobre, à l'école communale, de 8h à 13h"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from transforms.grammar.recurrence import Recurrence
from transforms.grammar.result import DateResult, Scanned

_REACH, _BACK, _NEAR = 160, 80, 60
_LONGEST = timedelta(days=31)
_STARTS = re.compile(
    r"\b(?:debut|commence|demarr|depart|coup d'envoi|start|begin|concert|spectacle|seance|aanvang|beginn)"
    r"[^.;,/\n\d]{0,30}$"
)
_OTHERS = re.compile(
    r"\b(?:accueil|portes?|doors|inscri\w+|reserver|reservez|reservations?|billetterie|vernissage|drink|fermeture|cloture|"
    r"toutes les|permanence|bureau|tel|telephone|visite|finissage|presse|jusqu|vestiaire|bar|cafe|"
    r"petit-dejeuner|parking|rendez-vous presse|navettes?|guichet|caisse)\b[^.;,/\n\d]{0,30}$"
)
_EACH_TIME = re.compile(
    r"\b(?:toujours|(?:a )?chaque (?:fois|seance|date|soir|jour|rendez-vous)|toutes les seances|tous les soirs|les "
    r"(?:deux|trois|quatre) (?:jours|soirs)|telkens|jeweils|always|each (?:time|day))[^.;\n\d]{0,30}$"
)


def tie_clocks(scanned: Scanned, folded: str, text: str) -> None:
    """Gives the clocks of a text to its days: each to its own, the last one's to a list, or the only ones to all."""
    _share_the_last(scanned, text)
    clocks = [a for a in scanned.asides if a.clock_only and a.start and not a.all_day]
    days = [r for r in scanned.results if _takes_clock(r)]
    if not clocks or not (days or any(_spans(r) for r in scanned.results)):
        return
    if _each_its_own(scanned, days, clocks, folded):
        return
    if any(r.start and not r.all_day for r in scanned.results):
        return
    if any(_spans(r) for r in scanned.results):
        _begin_of_range(scanned, clocks, folded)
        return
    clocks = _the_clocks(clocks, folded, days)
    if not clocks or not (_evenly(days, folded) or _said(_EACH_TIME, clocks[0], folded)):
        return
    at, first, last = clocks[0].span, days[0].span[0], days[-1].span[1]
    if not (first <= at[0] <= last + _REACH or (len({d.span for d in days}) == 1 and 0 <= first - at[1] <= _BACK)):
        return
    _tie(scanned, {id(day): clocks for day in days})


def _tie(scanned: Scanned, pairs: dict[int, list[DateResult]]) -> None:
    tied: list[DateResult] = []
    for result in scanned.results:
        clocks = pairs.get(id(result))
        tied += [_with_clock(result, clock) for clock in clocks] if clocks else [result]
    used = {id(clock) for clocks in pairs.values() for clock in clocks}
    scanned.results = tied
    scanned.asides = [a for a in scanned.asides if id(a) not in used]


def _said(words: re.Pattern[str], clock: DateResult, folded: str) -> bool:
    """Whether one of the words leads to a clock."""
    return bool(words.search(folded[max(0, clock.span[0] - 45) : clock.span[0]]))


def _each_its_own(scanned: Scanned, days: list[DateResult], clocks: list[DateResult], folded: str) -> bool:
    """ "Le mercredi 25 est aux professionnels (9h-18h), le jeudi 26 au public (10h-20h)": a clock behind each."""
    if len({day.span for day in days}) < 2:
        return False
    ends = sorted({r.span[0] for r in scanned.results} | {len(folded)})
    pairs: dict[int, list[DateResult]] = {}
    for day in days:
        stop = next((end for end in ends if end > day.span[0]), len(folded))
        own = [c for c in clocks if day.span[1] <= c.span[0] < min(stop, day.span[1] + 90)]
        own = [c for c in own if c.end or not _said(_OTHERS, c, folded)]
        if not own or ". " in folded[day.span[1] - 1 : own[0].span[0]]:
            return False
        pairs[id(day)] = [c for c in own if c.span == own[0].span]
    _tie(scanned, pairs)
    return True


_PLACE = re.compile(r"[ ,;/–-]{1,3}(?:(?:et|puis|à|au|aux|en) ){0,2}[A-ZÀ-Ý][\w'’-]+(?:[ -][\w'’-]+){0,4},?(?: le)? $")


def _share_the_last(scanned: Scanned, text: str) -> None:
    """ "Namur le 21 avril, Mettet le 22 avril, de 15h à 18h": one sentence, nothing but places between the days."""
    results = scanned.results
    if len(results) < 2 or results[-1].all_day or results[-1].rrule or not results[-1].start or results[-1].open:
        return
    last = [r for r in results if r.span == results[-1].span]
    before = results[: -len(last)]
    if not before or not all(_takes_clock(r) for r in before):
        return
    for day, following in zip(before, results[1:], strict=False):
        between = text[day.span[1] : following.span[0]]
        if day.span != following.span and (text[day.span[1] - 1] == "." or not _PLACE.fullmatch(between)):
            return
    scanned.results = [_with_clock(day, hours) for day in before for hours in last] + last


def _begin_of_range(scanned: Scanned, clocks: list[DateResult], folded: str) -> None:
    """ "12-13 novembre 2026. Accueil à 9h, début des travaux à 9h30": when the first day of the only range begins."""
    (first, *others) = scanned.results
    if others or not first.start or not first.end or not first.all_day or first.rrule or first.grain != "day":
        return
    daily = _daily(first, clocks, folded)
    if daily:
        scanned.results, scanned.asides = [daily], [a for a in scanned.asides if a is not clocks[0]]
        return
    named = [c for c in clocks if _said(_STARTS, c, folded) and not c.end and c.start and not _said(_OTHERS, c, folded)]
    if len(named) != 1 or first.end.local - first.start.local > _LONGEST:
        return
    if not first.span[1] <= named[0].span[0] <= first.span[1] + _REACH:
        return
    begun = replace(_with_clock(replace(first, end=None), named[0]), end=first.end, rule="range, one clock")
    scanned.results = [replace(begun, grain="minute")]
    scanned.asides = [a for a in scanned.asides if a is not named[0]]


def _daily(first: DateResult, clocks: list[DateResult], folded: str) -> DateResult | None:
    """ "du 27 avril au 8 mai, stages de 9h à 16h": the same hours every day, said in the same sentence."""
    hours = clocks[0]
    if len(clocks) != 1 or not hours.start or not hours.end or _said(_OTHERS, hours, folded):
        return None
    between = folded[first.span[1] - 1 : hours.span[0]]
    if not first.start or not first.end or not 0 <= hours.span[0] - first.span[1] <= _NEAR or ". " in between:
        return None
    rule, last = Recurrence("DAILY"), first.end.day
    days = rule.dates(first.start.day, last)
    begun = _with_clock(replace(first, end=None), hours)
    return replace(begun, rrule=rule.rrule(last), days=days, rule="range with daily hours")


def _the_clocks(clocks: list[DateResult], folded: str, days: list[DateResult]) -> list[DateResult]:
    """The clocks of one place in the text: those of the only place, else those that say what begins, else the first of
    a programme that runs forward."""
    named = [c for c in clocks if c.end or not _said(_OTHERS, c, folded)]
    if len({c.span for c in named}) > 1 and not (named[0].end and _first_of_programme(named, days)):
        beginning = [c for c in named if _said(_STARTS, c, folded)]
        if len({c.span for c in beginning}) == 1:
            return beginning
    if len({c.span for c in named}) > 1:
        named = _first_of_programme(named, days)
    return named if len({c.span for c in named}) == 1 else []


def _first_of_programme(clocks: list[DateResult], days: list[DateResult]) -> list[DateResult]:
    """ "gratuit de 10h à 18h. Atelier à 14h", "14h : films. 16h : débat": the first, when none is earlier."""
    first, *later = clocks
    if first.span[0] < days[-1].span[1] or not first.start or first.open or len({d.span for d in days}) > 1:
        return []
    starts = [c.start.local for c in later if c.start]
    return [c for c in clocks if c.span == first.span] if all(s >= first.start.local for s in starts) else []


def _evenly(days: list[DateResult], folded: str) -> bool:
    """Days in one sentence: "Namur le 21 avril, Mettet le 22 avril, de 15h à 18h"."""
    if len({day.span for day in days}) == 1:
        return True
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
