"""Items as the lines of an embedded page, under their days or states. Pure: items come released, the clock is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from feeds.rights import source_link
from vigie.model import Call, CallState, Event, Item, Kind, Occurrence, Precision
from web.agenda import last_shown_day
from web.calls import CallCard, board, card
from web.embed_words import Words
from web.outgoing import town
from web.watch import piece


@dataclass(frozen=True, slots=True)
class Line:
    """One item. `lead` stands out (an hour, the days left), `machine` is its instant; `off`: it does not take place."""

    item: Item
    lead: str
    machine: str
    details: tuple[str, ...]
    state: str = ""
    mark: str = ""
    off: bool = False

    @property
    def sources(self) -> tuple[tuple[str, str | None], ...]:
        """Names of the sources with the pages that they lead to."""
        return tuple((seen.name, seen.url or source_link(self.item)) for seen in self.item.sightings)


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    machine: str
    lines: tuple[Line, ...]


def groups(kind: Kind, items: Iterable[Item], first: date, now: datetime, words: Words) -> tuple[Group, ...]:
    """The lines of a list that begins on the day `first`."""
    if kind is Kind.EVENT:
        return _agenda(items, first, now, words)
    return _watch(items, now, words) if kind is Kind.NEWS else _calls(items, now, words)


def one(item: Item, now: datetime, words: Words) -> tuple[Group, ...]:
    """A single item, whatever its day."""
    content, today = item.content, now.date()
    if isinstance(content, Call):
        return (Group("", "", (_call_line(card(item, now), today, words),)),)
    if not isinstance(content, Event):
        return _watch((item,), now, words)
    session = next_session(content, today, now) or content.occurrences[-1]
    line = _event_line(item, session, today, now, words, running=session.start.day < today)
    return (_under_day(session, (line,), today, words),)


def next_session(event: Event, first: date, now: datetime) -> Occurrence | None:
    """The first session that is not over: on the day `first` or later and, when that is today, at the present hour."""
    shown = (s for s in event.occurrences if last_shown_day(s) >= first)
    return next((s for s in shown if first != now.date() or s.closes_at() > now), None)


def _agenda(items: Iterable[Item], first: date, now: datetime, words: Words) -> tuple[Group, ...]:
    today = now.date()
    events = ((item, item.content) for item in items)
    found = [(s, item) for item, e in events if isinstance(e, Event) and (s := next_session(e, first, now))]
    found.sort(key=lambda pair: (_day(pair[0]), pair[0].all_day, pair[0].start.local, *_named(pair[1])))
    coming = [(session, item) for session, item in found if session.start.day >= first]
    laid = []
    for _, pairs in groupby(coming, key=lambda pair: _day(pair[0])):
        kept = list(pairs)
        lines = tuple(_event_line(item, session, today, now, words) for session, item in kept)
        laid.append(_under_day(kept[0][0], lines, today, words))
    running = [(session, item) for session, item in found if session.start.day < first]
    if running:
        running.sort(key=lambda pair: (pair[0].last_day, *_named(pair[1])))
        lines = tuple(_event_line(item, session, today, now, words, running=True) for session, item in running)
        laid.append(Group(words.running, "", lines))
    return tuple(laid)


def _day(session: Occurrence) -> tuple[date, bool]:
    """By day; what is only known by its month after the first day of it."""
    return session.start.day, session.start.precision is Precision.MONTH


def _named(item: Item) -> tuple[str, str]:
    return item.content.title, item.id


def _under_day(session: Occurrence, lines: tuple[Line, ...], today: date, words: Words) -> Group:
    if session.start.precision is Precision.MONTH:
        return Group(words.wall(session.start, today), session.start.isoformat(), lines)
    return Group(words.day(session.start.day, today), session.start.day.isoformat(), lines)


def _event_line(
    item: Item, session: Occurrence, today: date, now: datetime, words: Words, running: bool = False
) -> Line:
    event = item.content
    assert isinstance(event, Event)
    more = sum(1 for s in event.occurrences if s.start > session.start)
    place = town(event.place) or (words.online if event.online_url else words.unknown_place)
    details = [place, words.free if event.is_free else "", words.more(more) if more else ""]
    over = session.closes_at() <= now
    return Line(
        item,
        _lead(session, today, words, running),
        (session.last_day if running else session.start).isoformat(),
        tuple(d for d in details if d),
        words.statuses.get(event.status) or (words.over if over else ""),
        event.status.value,
        event.status.value == "cancelled",
    )


def _lead(session: Occurrence, today: date, words: Words, running: bool) -> str:
    if session.start.precision is Precision.MONTH:
        return ""
    if running or (not words.hours(session) and session.last_day > session.start.day):
        return words.until(session.last_day, today)
    return words.hours(session) or words.unknown_hour


def _watch(items: Iterable[Item], now: datetime, words: Words) -> tuple[Group, ...]:
    pieces = [piece(item) for item in items]
    pieces.sort(key=lambda p: p.day, reverse=True)
    days = [(day, tuple(found)) for day, found in groupby(pieces, key=lambda p: p.day)]
    return tuple(
        Group(words.day(day, now.date()), day.isoformat(), tuple(Line(p.item, "", "", ()) for p in found))
        for day, found in days
    )


def _calls(items: Iterable[Item], now: datetime, words: Words) -> tuple[Group, ...]:
    today = now.date()
    return tuple(
        Group(words.states[section.state], "", tuple(_call_line(c, today, words) for c in section.cards))
        for section in board(items, now)
    )


def _call_line(found: CallCard, today: date, words: Words) -> Line:
    deadline, call = found.deadline, found.call
    opens = words.opens(call.opens, today) if call.opens and found.state is CallState.ANNOUNCED else ""
    closes = words.closes(deadline.at, today, deadline.strict) if deadline else ""
    details = [opens, closes, ", ".join(call.funders)]
    if found.days_left is not None:
        lead = words.left(found.days_left)
    else:
        lead = words.over if found.state is CallState.CLOSED else words.rolling if call.rolling else words.check
    machine = deadline.at.isoformat() if deadline else ""
    return Line(found.item, lead, machine, tuple(d for d in details if d), mark=found.state.value)
