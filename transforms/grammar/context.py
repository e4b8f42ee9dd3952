"""Days that lean on fuller ones of the same text: "les 25 et 26 mars. Le mercredi 25 de 9h à 18h", "Samedi dès 14h"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from transforms.grammar.result import DateResult

_LONGEST = 31
_NEAR = 60
"""Signs from a day that is named again to its clock."""


def in_context(results: list[DateResult], clocks: Iterable[int] = ()) -> list[DateResult]:
    """Loose days take the month of the days named before them, and their hours take the place of the bare day.

    `clocks`: where clocks stand apart from any day; a day that is named again in front of one stands there.
    """
    if not any(r.loose is not None for r in results[1:]):
        return results
    found: list[DateResult] = []
    for result in results:
        day = _meant(result, found) if result.loose is not None and result.start else None
        if day is None or result.start is None:
            found.append(result)
            continue
        moved = _on(result, day)
        place = next((i for i, r in enumerate(found) if _bare(r) and r.start and r.start.day == day), None)
        if place is None:
            found.append(moved)
        elif not moved.all_day:
            found[place] = replace(moved, span=(found[place].span[0], moved.span[1]))
        elif any(0 <= at - moved.span[1] <= _NEAR for at in clocks):
            found[place] = replace(found[place], span=moved.span)
    return _without_covered(found)


def _meant(result: DateResult, before: Iterable[DateResult]) -> date | None:
    """The one day of those named before that a loose day can be."""
    assert result.start
    wanted = result.start.day
    named = {day for r in before if r.loose is None for day in _days(r)}
    if result.loose:
        fitting = [d for d in named if d.day == result.loose]
    else:
        fitting = [d for d in named if d.weekday() == wanted.weekday()]
    return fitting[0] if len(fitting) == 1 else None


def _days(result: DateResult) -> tuple[date, ...]:
    if result.rrule or result.open or not result.start or result.grain not in ("day", "minute"):
        return ()
    length = (result.end.day - result.start.day).days if result.end and result.all_day else 0
    return tuple(result.start.day + timedelta(days=n) for n in range(length + 1)) if length < _LONGEST else ()


def _bare(result: DateResult) -> bool:
    return result.all_day and not result.end and not result.rrule and not result.open


def _on(result: DateResult, day: date) -> DateResult:
    assert result.start
    shift = day - result.start.day
    start = replace(result.start, local=result.start.local + shift)
    end = replace(result.end, local=result.end.local + shift) if result.end else None
    return replace(result, start=start, end=end, loose=None, also=None)


def _without_covered(results: list[DateResult]) -> list[DateResult]:
    """A range each of whose days has hours of its own says no more than they do."""
    clocked = {r.start.day for r in results if r.start and not r.all_day}
    return [
        r for r in results
        if not (r.all_day and r.end and not r.rrule and _days(r) and clocked.issuperset(_days(r)))
    ]  # fmt: skip
