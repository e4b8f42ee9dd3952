"""Deadlines of calls: opening, steps, moved and rolling ones. Built on `dates`; the words around tell them apart.

Never an event date: a day whose nearest words speak of a jury, a result or the event itself is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from transforms.dates import LIMIT, DateResult, read_dates
from transforms.deadline_words import (
    CLOSED,
    CLOSES,
    MOVED,
    OFFICE_END,
    OPENING_OF,
    OPENS,
    OTHER,
    ROLLING,
    STEPS,
    STRICT,
    WAS,
)
from transforms.grammar.tokens import fold
from vigie.model import Deadline, Precision, WallTime


@dataclass(frozen=True, slots=True)
class DeadlineReading:
    """`deadlines` in the order of the text. `spans` (offsets) and `rules` go with them, one each.

    `rolling`: applications are taken all the time, or until the money is spent. `closed`: the text says so.
    `abstained`: why nothing was read, None when something was.
    """

    opens: WallTime | None = None
    deadlines: tuple[Deadline, ...] = ()
    rolling: bool = False
    closed: bool = False
    abstained: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()


GRACE = timedelta(days=30)
"""A year-less deadline of the last month is over: calls that close in eleven months print the year.
An open call that is closed costs a reader more than the reverse."""
_LETTER = re.compile("[a-z]")
_SENTENCE = re.compile(r"[\n;]|[.!?](?= |$)")


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date of the text with its own words: those between the date before and it, and those behind it."""

    result: DateResult
    before: str
    behind: str
    since: bool = False


def read_deadlines(text: str, reference: date) -> DeadlineReading:
    """Deadlines that `text` names. A date alone counts as one: the field is known to hold a deadline."""
    text = text[:LIMIT]
    folded = fold(text)
    day = reference.date() if isinstance(reference, datetime) else reference
    reading = read_dates(text, day, grace=GRACE)
    dated = _with_words(reading.results, folded)
    rolling, closed = bool(ROLLING.search(folded)), bool(CLOSED.search(folded))
    moved = _moved(dated, folded)
    if moved:
        return replace(moved, rolling=rolling)
    opens: WallTime | None = None
    found: list[tuple[Deadline, tuple[int, int], str]] = []
    cued = bool(CLOSES.search(folded))
    for item in dated:
        role = _role(item, cued, len(dated))
        result = item.result
        if role == "window":
            opens = result.start
            assert result.end
            found.append((_deadline(result.end, item), result.span, "window"))
        elif role == "opens":
            opens = opens or result.start
        elif role in ("until", "cued", "bare"):
            moment = result.end if result.start is None else result.start
            if moment is not None:
                found.append((_deadline(moment, item), result.span, role))
    reason = None
    if not found and not rolling and not closed and opens is None:
        reason = reading.abstained or "no word says which date is the deadline"
    return DeadlineReading(
        opens,
        tuple(f[0] for f in found),
        rolling and not found,
        closed,
        reason,
        tuple(f[1] for f in found),
        tuple(f[2] for f in found),
    )


def _with_words(results: tuple[DateResult, ...], folded: str) -> list[_Dated]:
    dated = []
    spans = sorted({r.span for r in results})
    for result in results:
        place = spans.index(result.span)
        earlier = spans[place - 1][1] if place else 0
        later = spans[place + 1][0] if place + 1 < len(spans) else len(folded)
        before = folded[max(earlier, result.span[0] - 120) : result.span[0]]
        behind = folded[result.span[1] : min(later, result.span[1] + 40)]
        breaks = list(_SENTENCE.finditer(before))
        after = _SENTENCE.search(behind)
        own = before[breaks[-1].end() :] if breaks else before
        since = folded.startswith("depuis", result.span[0])
        dated.append(_Dated(result, own, behind[: after.start()] if after else behind, since))
    return dated


def _role(item: _Dated, cued: bool, count: int) -> str | None:
    """What a date is for, by the last word about it before it, else by the words behind."""
    result = item.result
    if (
        result.rrule
        or result.approximate
        or result.clock_only
        or (result.grain in ("month", "quarter", "half-year", "season"))
    ):
        return None
    if result.start is None:
        return None if _last(OTHER, item.before) > _last(CLOSES, item.before) else "until"
    if result.open == "end":
        return None if item.since else "opens"
    before = OPENING_OF.sub(lambda m: "ouverture".ljust(len(m[0])), item.before)
    closes, opens, other = (_last(p, before) for p in (CLOSES, OPENS, OTHER))
    closes = max(closes, *(_last(pattern, before) for pattern, _ in STEPS))
    alone = count == 1 and len(_LETTER.findall(item.before + item.behind)) <= 40
    if result.end and result.end.day > result.start.day:
        return "window" if other <= max(closes, opens) and (alone or max(closes, opens) >= 0) else None
    if other > max(closes, opens):
        return None
    if opens > closes:
        return "opens"
    if closes >= 0 or CLOSES.search(item.behind):
        return "cued"
    if alone or (cued and result.rule.startswith("list")):
        return "bare"
    return None


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((m.start() for m in pattern.finditer(words)), default=-1)


def _deadline(at: WallTime, item: _Dated) -> Deadline:
    words = item.before
    if at.precision is Precision.DAY and OFFICE_END.search(words + item.behind):
        at = WallTime(datetime.combine(at.day, time(17)), at.zone)  # the convention of EU offices: 17:00 Brussels
    label = None
    placed = -1
    for pattern, name in STEPS:
        position = _last(pattern, words)
        if position > placed:
            label, placed = name, position
    strict = at.precision is Precision.DAY and (item.result.strict or bool(re.search(STRICT.pattern + r"\W*$", words)))
    return Deadline(at, label, strict)


def _moved(dated: list[_Dated], folded: str) -> DeadlineReading | None:
    """ "reporté du 12 au 19 mars", "12 September – DEADLINE EXTENSION 1 October", "postposée au 22 février"."""
    found = MOVED.search(folded)
    if not found or not dated:
        return None
    if len(dated) == 1:
        result = dated[0].result
        if result.end and result.start and result.end.day > result.start.day and result.span[0] >= found.start():
            return _replaced(result.end, result.start, dated[0])
        moment = result.start or result.end
        return _replaced(moment, result.replaces, dated[0]) if moment and not result.rrule else None
    after = [d for d in dated if d.result.span[0] >= found.start()]
    before = [d for d in dated if d.result.span[0] < found.start()]
    if len(after) == 1 and len(before) == 1:
        new, old = after[0].result.start or after[0].result.end, before[0].result.start or before[0].result.end
        return _replaced(new, old, after[0]) if new and old else None
    if len(after) == 2 and not before and WAS.search(after[1].before):
        new, old = after[0].result.start or after[0].result.end, after[1].result.start or after[1].result.end
        return _replaced(new, old, after[0]) if new and old else None
    if len(after) == 2 and not before:
        moments = [d.result.start or d.result.end for d in after]
        if moments[0] and moments[1] and moments[0].local < moments[1].local:
            return _replaced(moments[1], moments[0], after[1])
    return None


def _replaced(new: WallTime, old: WallTime | None, item: _Dated) -> DeadlineReading:
    deadline = replace(_deadline(new, item), replaces=old)
    return DeadlineReading(deadlines=(deadline,), spans=(item.result.span,), rules=("moved",))
