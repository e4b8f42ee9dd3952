"""From tokens to results: at each place the first production that fits takes its words."""

from __future__ import annotations

from dataclasses import replace

from transforms.grammar.clocks import Hours, on_day, read_hours
from transforms.grammar.day import Day, build
from transforms.grammar.day_hours import in_this_part, read_all_hours
from transforms.grammar.days import read_day
from transforms.grammar.exceptions import read_exceptions
from transforms.grammar.near_days import read_near_day
from transforms.grammar.nearby import read_nearby, read_offset_clock
from transforms.grammar.periods import read_period, read_years
from transforms.grammar.phrase import Hesitation, Phrase
from transforms.grammar.range_ends import Found
from transforms.grammar.ranges import read_range
from transforms.grammar.recurrence import Recurrence
from transforms.grammar.recurrences import read_recurrence
from transforms.grammar.resolution import resolve
from transforms.grammar.result import DateResult, Scanned
from transforms.grammar.spans import day_results, read_span
from transforms.grammar.token import Token
from transforms.grammar.vocabulary import K
from transforms.instants import read_instant
from vigie.model import WallTime

_ANCHORS = frozenset(
    (K.ISO, K.DATE, K.YEAR_MONTH, K.DOTTED, K.CLOCK, K.MONTH, K.WEEKDAY, K.WEEKDAYS, K.YEAR, K.SEASON, K.QUARTER,
    K.HALF, K.WEEKEND, K.DAILY, K.DAY_WORD, K.OFFSET, K.STRETCH, K.WEEK, K.MONTH_WORD, K.YEAR_WORD, K.FORTNIGHT,
    K.FEAST, K.FEAST_DAY, K.PART, K.OF_MONTH)
)  # fmt: skip
_NEVER_FIRST = frozenset((K.WORD, K.MARK, K.AND, K.OF, K.OF_MONTH, K.ONWARDS))
_REACH, _LIST_REACH = 6, 24
MOST_RESULTS = 100
MOST_FAILURES = 600
"""Places where a production may begin and none fits; fifteen thousand signs of a news page had 35."""


def scan(phrase: Phrase) -> Scanned:
    """Reads a phrase from left to right. A production starts only where something datable is near: noise costs
    nothing."""
    scanned = Scanned()
    strong, weak = _next_of(phrase)
    index = failures = 0
    while index < len(phrase.tokens) and failures < MOST_FAILURES:
        if len(scanned.results) + len(scanned.asides) > MOST_RESULTS:
            scanned.reasons.append("too many dates, the rest was not read")
            break
        if not _may_start(phrase, index, strong, weak):
            index += 1
            continue
        try:
            found = _one(phrase, index, scanned)
        except Hesitation as hesitation:
            scanned.reasons.append(hesitation.reason)
            index = max(index + 1, hesitation.next)
            continue
        failures += found is None
        index = found if found is not None else index + 1
    return scanned


def _next_of(phrase: Phrase) -> tuple[list[int], list[int]]:
    """For each token the index of the next anchor, and of the next anchor or number (itself included)."""
    beyond = len(phrase.tokens) + _LIST_REACH + 1
    strong, weak = [beyond] * (len(phrase.tokens) + 1), [beyond] * (len(phrase.tokens) + 1)
    anchor = any_of_them = beyond
    for index in range(len(phrase.tokens) - 1, -1, -1):
        kind = phrase.tokens[index].kind
        if kind in _ANCHORS:
            anchor = any_of_them = index
        elif kind is K.NUMBER:
            any_of_them = index
        strong[index], weak[index] = anchor, any_of_them
    return strong, weak


def _may_start(phrase: Phrase, index: int, strong: list[int], weak: list[int]) -> bool:
    token = phrase.tokens[index]
    if token.kind in _NEVER_FIRST:
        return token.text == "un" and phrase.said(index + 2) == "sur deux"
    if token.kind is K.TO and (token.text == "-" or (token.text in (">", ">>") and index)):
        return False
    if token.kind in (K.NUMBER, K.ORDINAL):
        return strong[index] - index <= _LIST_REACH
    return weak[index] - index <= _REACH


def _one(phrase: Phrase, index: int, scanned: Scanned) -> int | None:
    """Index after what was read at `index`, or None."""
    if phrase.kind(index) is K.DOORS:
        for ahead in (1, 2, 3):
            if phrase.kind(index + ahead) is K.CLOCK and phrase.kind(index + ahead + 1) not in (K.TO, K.AT):
                return index + ahead + 1
        return None
    offset = read_offset_clock(phrase, index) if phrase.kind(index) is K.OFFSET else None
    closed = _closed(phrase, index)
    if closed:
        return closed
    for reader, needs in () if offset else _READERS:
        if needs.isdisjoint(phrase.kinds):
            continue
        found = reader(phrase, index)
        if found:
            scanned.results += found[0]
            return found[1]
    years = read_years(phrase, index)
    if years:
        scanned.asides.append(years[0])
        return years[1]
    period = read_period(phrase, index)
    if period:
        scanned.results.append(period[0])
        return period[1]
    return _clocks(phrase, index, offset, scanned)


def _clocks(phrase: Phrase, index: int, offset: tuple[Hours, int] | None, scanned: Scanned) -> int | None:
    """Hours of no day: noted, they may belong to a day elsewhere in the text (`tied_clocks`)."""
    found = ((offset[0],), offset[1]) if offset else read_all_hours(phrase, index)
    if not found[0]:
        single = read_hours(phrase, index)
        found = ((single[0],), single[1]) if single else found
    for hours in found[0]:
        if hours.none_said:
            continue
        start, end, _ = on_day(phrase.reference, hours, found[1])
        grain = "second" if start and start.local.second else "minute"
        span = phrase.span(index, found[1])
        scanned.asides.append(
            DateResult(start, end, False, open=hours.open, span=span, rule="clock", clock_only=True, grain=grain)
        )
    return found[1] if any(not hours.none_said for hours in found[0]) else None


def _closed(phrase: Phrase, index: int) -> int | None:
    """ "Fermé le 1er mai": days on which nothing takes place are no dates of an event."""
    if phrase.kind(index) is not K.EXCEPT:
        return None
    shut = read_range(phrase, index + 1)
    if shut:
        return shut[1]
    _, out, after = read_exceptions(phrase, Recurrence("DAILY"), index)
    return after if out or after > index + 1 else None


def _stamp(phrase: Phrase, index: int) -> Found | None:
    """A timestamp as machines print it; its offset is the business of `instants`, here it is a wall clock."""
    token = phrase.at(index)
    if token and token.kind is K.WEEKDAY:
        index = phrase.skip(index + 1, K.AND, limit=1)  # "Thu, 12 Mar 2026 18:30:00 +0100"
        token = phrase.at(index)
    if token is None or token.kind is not K.ISO:
        return None
    wall = _instant(token, index)
    if not wall.has_clock:
        return [DateResult(wall, span=(token.start, token.end), rule="timestamp")], index + 1
    grain = "second" if wall.local.second else "minute"
    last = phrase.at(index + 2)
    if phrase.said(index + 1) in ("/", "-", ">", "a") and last and last.kind is K.ISO:
        end = _instant(last, index + 2)
        if end.utc > wall.utc:
            return [
                DateResult(wall, end, False, span=(token.start, last.end), rule="timestamps", grain=grain)
            ], index + 3
    return [DateResult(wall, None, False, span=(token.start, token.end), rule="timestamp", grain=grain)], index + 1


def _instant(token: Token, index: int) -> WallTime:
    """The wall clock of Brussels; a date alone when the digits held no clock."""
    year, month, day, *clock = token.numbers
    if build(year, month, day) is None or (clock and (clock[0] > 23 or clock[1] > 59)):
        raise Hesitation("no such day", index + 1)
    try:
        return read_instant(token.text.upper(), None)
    except ValueError as error:
        raise Hesitation("no such day", index + 1) from error


def _hours_first(phrase: Phrase, index: int) -> Found | None:
    """ "à 13 heures le 28 février", "entre 11h30 et 12h30 le 27 décembre", "20:00, 21/04/2016"."""
    got = read_hours(phrase, index)
    if not got or got[0].none_said:
        return None
    several, behind = read_all_hours(phrase, index)
    hours, after = got
    if len(several) > 1 and not any(h.none_said or h.open for h in several):
        day = read_day(phrase, phrase.skip(behind, K.AND, limit=1))
        if day and not day[0].bare and not read_hours(phrase, day[1]):
            on = resolve(day[0], phrase.reference, day[1], grace=phrase.grace)
            return day_results(on, several, phrase.span(index, day[1]), day[1], "hours then day"), day[1]
    if phrase.kind(after) is K.ONWARDS:
        hours, after = replace(hours, open="end"), after + 1  # "à 15h ou plus tard lundi"
    lead = phrase.skip(after, K.AND, limit=1)
    if phrase.said(lead) in ("sur", "-", "|"):
        lead += 1
    if phrase.kind(lead) is K.AT and phrase.said(lead) in ("on", "am"):
        lead += 1
    near = read_near_day(phrase, phrase.skip(lead, K.MARK, limit=1))
    if near:
        return _near_behind(phrase, index, hours, near)
    day = read_day(phrase, lead)
    if not day or (day[0].bare and phrase.kind(lead) is not K.ARTICLE):
        return None
    if phrase.kind(day[1]) in (K.TO, K.CLOCK, K.AT, K.AND, K.FROM) or read_hours(phrase, day[1]):
        return None
    on = resolve(day[0], phrase.reference, day[1], grace=phrase.grace)
    return day_results(on, (hours,), phrase.span(index, day[1]), day[1], "hours then day"), day[1]


def _near_behind(phrase: Phrase, index: int, hours: Hours, near: tuple[Day, int, int | None]) -> Found | None:
    """ "de 17h à 19h demain", "à minuit demain", "à 8h demain soir", "à 20h ce soir"."""
    day, after, part = near
    if phrase.kind(after) in (K.TO, K.CLOCK) or read_hours(phrase, after):
        return None
    on = resolve(day, phrase.reference, after)
    hours = hours if part is None else in_this_part(hours, part)
    return day_results(on, (hours,), phrase.span(index, after), after, "hours then day"), after


_HOURS = frozenset((K.CLOCK, K.DOTTED, K.NUMBER))
_READERS = (
    (_stamp, frozenset((K.ISO,))),
    (read_recurrence, frozenset((K.EVERY, K.DAILY, K.WEEKDAY, K.WEEKDAYS, K.WEEK, K.WEEKEND, K.OF_MONTH))),
    (_hours_first, _HOURS),
    (read_span, _ANCHORS | _HOURS),
    (
        read_nearby,
        frozenset(
            (K.DAY_WORD, K.PART, K.OFFSET, K.STRETCH, K.THIS, K.WEEKEND, K.WEEK, K.MONTH_WORD, K.YEAR_WORD, K.FORTNIGHT)
        ),
    ),
)
"""The productions in their order, each with the kinds of which a text must have one."""
