"""What stands apart in a text and belongs together; what a text takes back."""

from __future__ import annotations

from dataclasses import replace

from transforms.grammar.moved import superseded
from transforms.grammar.recurrence import HORIZON, Recurrence
from transforms.grammar.result import DateResult, Scanned
from vigie.model import WallTime


def tidy(scanned: Scanned, folded: str) -> Scanned:
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
        bounded = _bounded(previous, result, folded) if previous and result.rrule and result.horizon else None
        if bounded:
            results[-1] = bounded
            continue
        results.append(result)
    results = scanned.results = superseded(results, folded)
    clocks = [a for a in scanned.asides if a.clock_only and a.start]
    if len(results) == 1 and len(clocks) == 1 and _takes_clock(results[0]) and _close(results[0], clocks[0], folded):
        scanned.results = [_with_clock(results[0], clocks[0])]
        scanned.asides.remove(clocks[0])
    return scanned


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


def _takes_clock(result: DateResult) -> bool:
    return bool(
        result.start
        and not result.end
        and result.all_day
        and not result.rrule
        and not result.open
        and result.grain == "day"
    )


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


def _with_clock(day: DateResult, clock: DateResult) -> DateResult:
    assert day.start
    assert clock.start
    shift = day.start.day - clock.start.day
    start = replace(clock.start, local=clock.start.local + shift)
    end = replace(clock.end, local=clock.end.local + shift) if clock.end else None
    return replace(
        day,
        start=start,
        end=end,
        all_day=False,
        grain=clock.grain,
        rule="day and a clock apart",
        span=(day.span[0], clock.span[1]),
    )
