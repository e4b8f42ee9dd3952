"""Deadlines of calls: opening, steps, moved and rolling ones. Built on `dates`; the words around tell them apart.

Never an event date: a day whose nearest words speak of a jury, a result, a report or the event itself is left out,
and so is one that no word explains. `vigie meaning deadlines` prints what `DeadlineReading` holds; the fields of its
results are those of `vigie.model.Deadline`: `end` (the last moment; a day alone runs to its end), `strict` (before
that day), `label` (the step: "déclaration d'intention", "pré-projet", "dossier complet", "étape 1", "étape 2",
"inscription"), `replaces` (the day that was given up), with `span` (offsets) and `rule`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from transforms import deadline_marks as marks
from transforms.dates import LIMIT, DateResult, read_dates
from transforms.deadline_clocks import clock_apart, clock_in_front, in_zone
from transforms.deadline_gaps import missing, unlikely
from transforms.deadline_moves import Closing, GivenUp, settle_moves
from transforms.deadline_placing import place
from transforms.deadline_roles import CLOSING, SEVERAL, Placed, Role
from transforms.deadline_words import INCLUDED, OFFICE_END, STEPS, STRICT
from transforms.grammar.tokens import fold
from transforms.table_rows import with_labels
from vigie.model import Deadline, Precision, WallTime


@dataclass(frozen=True, slots=True)
class DeadlineReading:
    """`deadlines` in the order of the text. `spans` (offsets) and `rules` go with them, one each.

    `opens`: from when on applications are taken. `rolling`: they are taken all the time, or until the money is spent.
    `closed`: the text says that the call is over; `announced`: that it is still to come, without a day.
    `abstained`: why nothing was read, None when something was.
    """

    opens: WallTime | None = None
    deadlines: tuple[Deadline, ...] = ()
    rolling: bool = False
    closed: bool = False
    abstained: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()
    announced: bool = False


GRACE = timedelta(days=30)
"""A year-less deadline of the last month is over: calls that close in eleven months print the year.
An open call that is closed costs a reader more than the reverse."""
_STRUCK = re.compile(
    r"~~(?P<a>[^~\n]{1,80})~~|<(?P<tag>del|s|strike)\b[^>]{0,80}>(?P<b>[^<]{1,80})</(?P=tag)>", re.IGNORECASE
)
_FIRST_MINUTE = re.compile(r"(?<![\d.,:h])(?<!\dh )0{1,2} ?(?:[:h] ?00|h(?:eures?)?\b)|\b12(?:[:.]00)? ?a\.?m\b")
# A call that was shut on a day has no weekly closing day: the word must not make an exception of the date.
_SHUT = re.compile(
    r"\b(?:ferm[ée]e?s?(?= (?:le|ce|depuis) )|closed(?= on )|gesloten(?= op )|geschlossen(?= am ))", re.IGNORECASE
)
_UNSURE = re.compile(
    r"[^.;\n]{0,60}\b(?:a confirmer|a preciser|to be confirmed|\btb[cd]\b|provisoire|sous reserve|nog te bevestigen|"
    r"unter vorbehalt|ou plus tard)"
)
_ONCE = re.compile(r"initial|original|ancien|au lieu|previous|former|eerder|oorspronk|ursprung|fruher")
_MARKUP = re.compile(r"</?(?:ins|b|strong|em)>", re.IGNORECASE)


def read_deadlines(text: str, reference: date) -> DeadlineReading:
    """Deadlines that `text` names. A date alone counts as one: the field is known to hold a deadline."""
    text = text[:LIMIT]
    day = reference.date() if isinstance(reference, datetime) else reference
    plain, struck = _without_struck(with_labels(text), day)
    folded = fold(plain)
    dates = read_dates(_SHUT.sub(lambda m: "x" * len(m[0]), plain), day, grace=GRACE)
    clocks = tuple(a for a in dates.asides if a.clock_only)
    placed = place(tuple(_whole(r) for r in dates.results if not r.clock_only and r.grain != "year"), folded)
    placed = [part for p in placed for part in _apart(p)]
    rolling, over = marks.rolling(folded), marks.closed(plain, folded)
    opens = next((_opening(p) for p in placed if p.role in (Role.OPENS, Role.WINDOW)), None)
    closings = [c for p in placed if (c := _closing(p, clocks, folded)) is not None]
    doubt = next((d for c in closings if (d := _doubt(c, folded))), None) or _choice(closings, folded)
    doubt = doubt or _clock_left(closings, clocks, folded)
    doubt = doubt or missing(closings, opens, placed, [a.span for a in dates.asides], folded)
    kept, reason = settle_moves(closings, placed, struck, folded) if doubt is None else ([], doubt)
    if opens and any(c.placed.role is Role.WINDOW and c.deadline.replaces == opens for c in kept):
        opens = None  # "prolongé du 12 au 19 mars" opens nothing on the 12th
    kept = _said_once(_forward(kept, opens, folded))
    doubt = doubt or unlikely(kept, opens, folded)
    if doubt:
        kept, opens, reason = [], None, doubt
    if len(kept) == 1 and kept[0].deadline.label == "inscription":
        kept = [replace(kept[0], deadline=replace(kept[0].deadline, label=None))]  # a step only beside another one
    found = tuple(c.deadline for c in kept)
    announced = not found and opens is None and not rolling and over is None and marks.coming(folded)
    if found or rolling or over is not None or opens or announced:
        reason = None
    else:
        reason = reason or _why(placed, dates.abstained)
    return DeadlineReading(
        opens,
        found,
        rolling and not found,
        over is not None,
        reason,
        tuple(c.placed.result.span for c in kept),
        tuple(c.rule for c in kept),
        announced,
    )


def _without_struck(text: str, day: date) -> tuple[str, list[GivenUp]]:
    """The text, same length, without what is struck out in it, and the days that were."""
    given_up = []
    for found in _STRUCK.finditer(text):
        name = "a" if found["a"] else "b"
        for result in read_dates(found[name], day, grace=GRACE).results:
            wall = result.start or result.end
            if wall and not result.rrule:
                given_up.append(GivenUp(wall, found.start(name)))
    plain = _STRUCK.sub(lambda m: " " * len(m[0]), text)
    return _MARKUP.sub(lambda m: " " * len(m[0]), plain), given_up


def _vague(result: DateResult) -> bool:
    return (
        result.approximate or result.clock_only or result.grain in ("month", "quarter", "half-year", "season", "year")
    )


def _apart(placed: Placed) -> list[Placed]:
    """ "Dates butoirs : 2 mars – 1er juin – 5 octobre" looks like a span and is a list."""
    result = placed.result
    listed = SEVERAL.search(placed.before) and not re.search(r"entre|du\b|from", placed.before[-12:])
    if placed.role is not Role.WINDOW or not listed or not result.start or not result.end:
        return [placed]
    first, last = replace(result, end=None), replace(result, start=result.end, end=None)
    return [replace(placed, result=first, role=Role.LISTED), replace(placed, result=last, role=Role.LISTED)]


def _opening(placed: Placed) -> WallTime | None:
    result = placed.result
    return None if _vague(result) or result.rrule else result.start


def _whole(result: DateResult) -> DateResult:
    """ "du 9 mars au 30 avril à 17h": the grammar reads an hour a day; in a call it is that of the last day."""
    clock = result.end or result.start
    if not (result.rrule and result.rule.startswith("range with daily hours") and result.days and clock):
        return result
    end = replace(clock, local=datetime.combine(result.days[-1], clock.local.time()))
    if clock.local.time() == time():
        end = replace(end, local=end.local + timedelta(days=1))
    start = WallTime.of_day(result.days[0])
    return replace(result, start=start, end=end, rrule=None, days=(), exdates=(), rule="range, one clock")


def _closing(placed: Placed, clocks: tuple[DateResult, ...], folded: str) -> Closing | None:
    result, role = placed.result, placed.role
    if role not in CLOSING or _vague(result) or result.rrule:
        return None
    if role is Role.WINDOW or result.start is None or (result.end and result.end.day == result.start.day):
        at: WallTime | None = result.end or result.start
    else:
        at = result.start
    if at is None:
        return None
    assert role
    at, _ = clock_apart(at, placed.behind, result.span[1], clocks)
    at, _ = clock_in_front(at, result.span, placed.begin, clocks, folded)
    offset = max(
        (c.span[1] for c in clocks if result.span[1] <= c.span[0] <= result.span[1] + 40), default=result.span[1]
    )
    tail = folded[offset : offset + 60]
    at = in_zone(at, tail)
    around = placed.before + folded[result.span[0] : result.span[1]] + placed.behind
    if not at.has_clock and OFFICE_END.search(around):
        at = WallTime(datetime.combine(at.day, time(17)), at.zone)  # the convention of EU offices: 17:00 Brussels
    strict = result.strict or bool(STRICT.search(placed.before))
    strict = strict and at.precision is Precision.DAY and not INCLUDED.match(placed.behind)
    replaces = result.replaces
    deadline = Deadline(at, _label(placed, folded), strict, replaces)
    return Closing(deadline, "moved" if replaces else role.value, placed)


def _label(placed: Placed, folded: str) -> str | None:
    """The step that the words before name last, else the ones right behind."""
    label, last = None, -1
    for pattern, name in STEPS:
        position = max((m.start() for m in pattern.finditer(placed.before)), default=-1)
        if position > last:
            label, last = name, position
    if label is None:
        close = re.match(r"\s{0,2}[(:–-]?\s{0,2}[^,;.\n)]{0,60}", placed.behind)
        words = close[0] if close else ""
        label = next((name for pattern, name in STEPS if pattern.search(words)), None)
    return label


def _forward(kept: list[Closing], opens: WallTime | None, folded: str) -> list[Closing]:
    """A year that was not printed puts no deadline before its own opening."""
    if opens is None:
        return kept
    return [
        replace(c, deadline=replace(c.deadline, at=_next_year(c.deadline.at)))
        if c.deadline.at.local < opens.local
        and not re.search(r"\d{4}|[./-]\d\d\b", folded[slice(*c.placed.result.span)])
        and c.deadline.at.day + timedelta(days=366) > opens.day
        else c
        for c in kept
    ]


def _doubt(closing: Closing, folded: str) -> str | None:
    """Why a person would hesitate before taking this deadline down."""
    start, end = closing.placed.result.span
    if _FIRST_MINUTE.search(folded, max(start - 12, closing.placed.begin), end + 12):
        return "0h00 may be the beginning or the end of that day"
    if closing.placed.result.replaces and not (marks.MOVED.search(folded) or _ONCE.search(folded)):
        return "a day before it may be another step or one that was given up"
    if _UNSURE.match(folded, end):
        return "the deadline is not confirmed"
    return None


def _clock_left(closings: list[Closing], clocks: tuple[DateResult, ...], folded: str) -> str | None:
    """A clock in the words of a deadline that did not become its hour."""
    for one in closings:
        if one.deadline.at.has_clock:
            continue
        span, words = one.placed.result.span, one.placed.behind[:60]
        _, reason = clock_in_front(one.deadline.at, span, one.placed.begin, clocks, folded)
        behind = [c for c in clocks if span[1] <= c.span[0] < span[1] + len(words) and not (c.start and c.end)]
        if reason or (behind and not re.search(r"[.;\n]", folded[span[1] : behind[0].span[0]])):
            return reason or "a clock beside the deadline was not understood"
    return None


def _choice(closings: list[Closing], folded: str) -> str | None:
    """ "le 11 ou le 12 mars" is no deadline yet; two days with nothing between them, one was struck out."""
    for first, second in pairwise(closings):
        a, b = first.placed.result, second.placed.result
        words = folded[a.span[1] : b.span[0]] if a.span != b.span else folded[slice(*a.span)]
        near = timedelta() < _day_of(second) - _day_of(first) <= timedelta(days=31)
        if near and len(closings) == 2 and re.search(r"\b(?:ou|or|of|oder)\b", words) and len(words) <= 40:
            return "two days to choose from"
        joined = re.match(r"(?:et|en|and|und|ou|or|puis)\b", folded[b.span[0] :])
        if a.span != b.span and not words.strip() and not joined and not marks.MOVED.search(folded):
            return "two days with no word between them"
    return None


def _day_of(closing: Closing) -> date:
    return closing.deadline.at.day


def _said_once(kept: list[Closing]) -> list[Closing]:
    """A page says its deadline in the head and in the text: the one with a clock stands, and of "avant le 30" and
    "le 30" the later."""
    best: dict[date, Closing] = {}
    for closing in kept:
        at = closing.deadline.at
        last_day = (at.local - timedelta(minutes=1)).date() if at.has_clock else at.day
        held = best.get(last_day)
        if held and {held.deadline.label, closing.deadline.label} >= {"dossier complet", "déclaration d'intention"}:
            return kept
        if held is None or _tells_more(closing.deadline, held.deadline):
            best[last_day] = closing
    return [c for c in kept if any(c is b for b in best.values())]


def _tells_more(one: Deadline, other: Deadline) -> bool:
    if one.at.has_clock != other.at.has_clock:
        return one.at.has_clock
    return other.strict and not one.strict


def _next_year(wall: WallTime) -> WallTime:
    try:
        return replace(wall, local=wall.local.replace(year=wall.local.year + 1))
    except ValueError:
        return wall


def _why(placed: list[Placed], abstained: str | None) -> str:
    if any(p.role in CLOSING for p in placed):
        recurring = any(p.result.rrule for p in placed)
        return "a deadline that recurs has no one day" if recurring else "the deadline has no exact day"
    return abstained or "no word says which date is the deadline"
