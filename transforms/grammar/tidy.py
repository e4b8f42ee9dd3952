"""What stands apart in a text and belongs together; what a text takes back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from transforms.grammar.aside import leave_the_announced, leave_the_past
from transforms.grammar.context import in_context
from transforms.grammar.moved import superseded
from transforms.grammar.recurrence import HORIZON, Recurrence
from transforms.grammar.result import DateResult, Scanned
from transforms.grammar.tied_clocks import tie_clocks
from vigie.model import WallTime


def tidy(scanned: Scanned, text: str, folded: str, reference: date) -> Scanned:
    """Ties what stands apart: a clock to the day before it, opening hours to the range before them."""
    results: list[DateResult] = []
    for number, result in enumerate(scanned.results):
        if _introduces(result, scanned.results[number + 1 :]):
            continue
        previous = results[-1] if results else None
        if previous and result.rrule and result.horizon and _is_range(previous) and _close(previous, result, folded):
            joined = _within(result, previous)
            if joined:
                results[-1] = joined
                continue
        if previous and previous.rrule and previous.horizon and _NEXT.search(folded[previous.span[1] : result.span[0]]):
            starting = _starting(previous, result)
            if starting:
                results[-1] = starting
                continue
        continued = _continued(previous, result, folded) if previous else None
        if continued:
            results[-1] = continued
            continue
        bounded = _bounded(previous, result, folded) if previous and result.rrule and result.horizon else None
        if bounded:
            results[-1] = bounded
            continue
        results.append(result)
    results = scanned.results = superseded(results, folded)
    leave_the_announced(scanned, folded)
    if len(scanned.results) == 1 and not scanned.asides:
        return scanned
    scanned.results = in_context(scanned.results, [a.span[0] for a in scanned.asides if a.clock_only])
    tie_clocks(scanned, folded, text)
    leave_the_past(scanned, folded, reference)
    return scanned


_NEXT = re.compile(r"^[^\n]{0,160}\b(?:prochain|next|volgende|nachste)[a-z]*\b[^.\n]{0,30}$")


def _starting(rule: DateResult, said: DateResult) -> DateResult | None:
    """ "Tous les premiers mercredis. Prochain rendez-vous : 3 juin": the rule begins with the date that is named."""
    if _is_range(said):
        return _within(rule, said)
    if not said.start or said.rrule or said.open or said.grain not in ("day", "minute"):
        return None
    joined = _within(rule, replace(said, end=WallTime.of_day(said.start.day + HORIZON)))
    if joined is None or joined.start is None or joined.start.day != said.start.day:
        return None
    return replace(joined, horizon=True, span=(rule.span[0], said.span[1]))


_GOES_ON = re.compile(
    r"[ ,(]{0,2}(?:et |and |en )?(?:(?:se (?:poursuit|prolonge|tient)|dure(?:ra)?|court|courra|reste|est|visible|"
    r"accessible|ouverte?|ce|continue|runs|loopt)[a-z ]{0,20})?[ ,]{0,2}"
)


def _continued(day: DateResult, until: DateResult, folded: str) -> DateResult | None:
    """ "ouvre le 20 février et se poursuit jusqu'au 30 août" is a range."""
    if until.open != "start" or until.strict or not until.all_day or until.approximate or until.grain != "day":
        return None
    if not day.start or not until.end or day.end or day.rrule or not day.all_day or day.grain != "day":
        return None
    if day.loose is not None or until.end.day <= day.start.day:
        return None
    if not _GOES_ON.fullmatch(folded[day.span[1] : until.span[0]]):
        return None
    return replace(day, end=until.end, open=None, span=(day.span[0], until.span[1]), rule="range")


_COARSE = frozenset(("year", "half-year", "quarter", "season", "month"))


def _introduces(period: DateResult, following: list[DateResult]) -> bool:
    """A month or a year that only leads to a day named later: "Mars 2026 : du 3 au 7", "Cette année, le 4 octobre"."""
    if period.grain not in _COARSE or period.rule == "range" or not period.start or not period.end:
        return False
    finer = [r for r in following if r.start and r.grain not in _COARSE and not r.approximate]
    if period.grain == "year":
        return bool(finer)
    return any(r.start and period.start.day <= r.start.day <= period.end.day for r in finer)


def _is_range(result: DateResult) -> bool:
    return bool(result.start and result.end and result.all_day and not result.rrule and result.grain == "day")


def _close(first: DateResult, second: DateResult, folded: str) -> bool:
    between = folded[first.span[1] : second.span[0]]
    return 0 <= second.span[0] - first.span[1] <= 60 and between.count("\n") < 2


def _bounded(side: DateResult, rule: DateResult, folded: str) -> DateResult | None:
    """Opening hours behind the one side that is known: "jusqu'au 5 mai, du mardi au dimanche de 10h à 18h"."""
    if side.rrule or not side.all_day or side.grain != "day" or not _close(side, rule, folded) or not rule.start:
        return None
    day = WallTime.of_day(rule.start.day)
    if side.open == "start" and side.end and side.end.day >= day.day and not side.strict:
        return _within(rule, replace(side, start=day))
    if side.open == "end" and side.start:
        joined = _within(rule, replace(side, end=WallTime.of_day(side.start.day + HORIZON)))
        return replace(joined, horizon=True) if joined else None
    return None


def _within(rule: DateResult, bounds: DateResult) -> DateResult | None:
    """Opening hours bounded by the range that they stand beside. Nothing when they share no day."""
    assert rule.rrule
    assert rule.start
    assert bounds.start
    assert bounds.end
    parts = dict(part.split("=") for part in rule.rrule.split(";"))
    names = dict.fromkeys(p[-2:] for p in parts.get("BYDAY", "").split(",") if p)
    order = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    nths = tuple(dict.fromkeys(int(n[:-2]) for n in parts.get("BYDAY", "").split(",") if n[:-2]))
    recurrence = Recurrence(
        parts["FREQ"],
        tuple(order.index(n) for n in names),
        nths,
        int(parts.get("INTERVAL", 1)),
    )
    days = tuple(d for d in recurrence.dates(bounds.start.day, bounds.end.day) if d not in rule.exdates)
    if not days:
        return None
    shift = days[0] - rule.start.day
    start = replace(rule.start, local=rule.start.local + shift)
    end = replace(rule.end, local=rule.end.local + shift) if rule.end else None
    return replace(
        rule, start=start, end=end, days=days, horizon=False, rrule=recurrence.rrule(bounds.end.day),
        span=(bounds.span[0], rule.span[1]), rule="range with opening hours",
    )  # fmt: skip
