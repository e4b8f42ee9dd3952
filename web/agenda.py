"""The agenda's order: which session stands under which day. Pure; items and the clock are handed in."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from vigie.model import Event, Item, Occurrence, Precision
from web.french import is_one_evening
from web.query import When

WINDOW = 31  # days that one page may cover
MOST = 50  # items that a page reads before it takes fewer days, or a part of one
RUNNING = 40  # items that began before, on one page
FILL = 40  # entries after which a page ends with the day it is at
OFTEN = 4  # sessions in the window above which an item is named once, on its first day


class Timed(Protocol):
    """What a question says of time: a chip, and the first day shown."""

    @property
    def when(self) -> When | None: ...
    @property
    def start(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Period:
    """Days asked for, both inclusive. `start` is the first one shown; it moves inside the period when paging."""

    first: date
    last: date
    start: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the agenda. `more` counts the item's later sessions; `over` when the session has ended."""

    item: Item
    event: Event
    session: Occurrence
    more: int
    over: bool


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """One page: what runs since before, the days, what is only known by its month, and where the next page starts."""

    running: tuple[Entry, ...]
    days: tuple[Day, ...]
    vague: tuple[Entry, ...]
    following: date | None

    @property
    def empty(self) -> bool:
        return not (self.running or self.days or self.vague)

    def days_before_running(self, query: Timed, today: date) -> int:
        """How many days stand above what runs: today's evenings do not wait under two months of exhibitions.

        On a page that a reader turned to, and for a week-end, every day does.
        """
        if query.start or query.when is When.WEEKEND:
            return len(self.days)
        return 1 if self.days and self.days[0].day == today else 0


def period(query: Timed, today: date) -> Period:
    """The days that a query asks for. A `start` outside of the chip's days is ignored."""
    if query.when is None:
        start = query.start or today
        return Period(start, start + timedelta(days=WINDOW - 1), start)
    if query.when in (When.TODAY, When.RUNNING):
        first = last = today
    elif query.when is When.WEEKEND:
        first = today + timedelta(days=max(5 - today.weekday(), 0))
        last = today + timedelta(days=6 - today.weekday())
    else:
        first, last = today, today.replace(day=calendar.monthrange(today.year, today.month)[1])
    start = query.start if query.start and first <= query.start <= last else first
    return Period(first, last, start)


def next_day(item: Item, after: date) -> date:
    """The first day, from `after` on, of an event that has one: where the list should start to show it."""
    event = item.content
    assert isinstance(event, Event)
    return max(after, next((s.start.day for s in event.occurrences if last_shown_day(s) >= after), after))


def covered(days: Period, coming: Sequence[date], most: int = MOST) -> Period:
    """The days that a page shows whole, when it has read `most` of the `coming` first days and one more: those before
    the day of that one. A single day that holds more is cut, and ends the page."""
    if len(coming) <= most:
        return days
    last = coming[most] - timedelta(days=1)
    return replace(days, last=max(last, coming[0]))


def lay_out(items: Iterable[Item], days: Period, now: datetime) -> Agenda:
    """Sorts sessions into days: what began before the page and lasts stands apart, the rest on its first day."""
    running: list[Entry] = []
    vague: list[Entry] = []
    by_day: dict[date, list[Entry]] = {}
    for item in items:
        for entry in _entries(item, days, now):
            if entry.session.start.precision is Precision.MONTH:
                vague.append(entry)
            elif entry.session.start.day < days.start:
                running.append(entry)
            else:
                by_day.setdefault(entry.session.start.day, []).append(entry)
    kept, following = _fill(by_day)
    running.sort(key=lambda e: (e.session.last_day, e.event.title, e.item.id))
    vague.sort(key=lambda e: (e.session.start, e.event.title, e.item.id))
    return Agenda(tuple(running), tuple(kept), tuple(vague), following)


def last_shown_day(session: Occurrence) -> date:
    """The last day a reader would name: a concert that ends at two in the morning is of its evening."""
    if session.start.precision is Precision.MONTH:
        start = session.start.day
        return start.replace(day=calendar.monthrange(start.year, start.month)[1])
    return session.start.day if is_one_evening(session) else session.last_day


def _entries(item: Item, days: Period, now: datetime) -> Iterator[Entry]:
    event = item.content
    assert isinstance(event, Event)
    shown = [s for s in event.occurrences if s.start.day <= days.last and last_shown_day(s) >= days.start]
    for session in shown[:1] if len(shown) > OFTEN else shown:
        more = sum(1 for s in event.occurrences if s.start > session.start)
        yield Entry(item, event, session, more, session.closes_at() <= now)


def _fill(by_day: dict[date, list[Entry]]) -> tuple[list[Day], date | None]:
    kept: list[Day] = []
    count = 0
    for day in sorted(by_day):
        if count >= FILL:
            return kept, day
        entries = sorted(by_day[day], key=_in_the_day)
        kept.append(Day(day, tuple(entries)))
        count += len(entries)
    return kept, None


def _in_the_day(entry: Entry) -> tuple[bool, datetime, str, str]:
    """By hour; what has no hour comes after what has one."""
    return (entry.session.all_day, entry.session.start.local, entry.event.title, entry.item.id)
