"""Sessions of an iCalendar series: recurrences expanded within a bounded horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import prod
from typing import Any

import icalendar
import recurring_ical_events
from icalendar import Event

from scrapers.readers.ical_parts import Calendar, property_text
from scrapers.readers.instants import of_moment

HORIZON = timedelta(days=400)
MOST_SESSIONS = 1000  # a little more than one a day; OpenAgenda's limit per event is 800 (facts/status_map.yaml)


class TooMany(ValueError):
    """A rule that would give thousands of sessions: nobody announces those."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session; `end` is exclusive when `all_day` (RFC 5545), None when the calendar gives none."""

    start: str | None
    end: str | None
    all_day: bool
    status: str | None = None

    @property
    def cancelled(self) -> bool:
        return (self.status or "").upper() == "CANCELLED"


def moment(event: Event, name: str) -> date | datetime | None:
    """The date or datetime of a property; of a repeated one the first."""
    value = event.get(name)
    value = value[0] if isinstance(value, list) and value else value
    found = decoded(value, "dt")
    return found if isinstance(found, date) else None


def decoded(value: object, name: str) -> Any:
    """An attribute of a property's value; None when the property is broken (icalendar raises on looking)."""
    try:
        return getattr(value, name, None)
    except ValueError:
        return None


def shown(event: Event, name: str) -> str | None:
    found = moment(event, name)
    return of_moment(found) if found else None


def session_of(event: Event) -> Session:
    """The event's own times. Without DTEND the length is DURATION, else unknown."""
    start, end = moment(event, "DTSTART"), moment(event, "DTEND")
    length = decoded(event.get("DURATION"), "dt")
    if start and end is None and isinstance(length, timedelta):
        end = start + length
    whole = start is not None and not isinstance(start, datetime)
    if whole and isinstance(end, datetime):
        end = end.date()
    return Session(of_moment(start) if start else None, of_moment(end) if end else None, whole,
                   property_text(event, "STATUS"))  # fmt: skip


def expand(calendar: Calendar, masters: Sequence[Event], overrides: Sequence[Event], now: datetime) -> list[Session]:
    """All sessions of one UID within the horizon, in order; when none lies there, those from its first day on for as
    long as the horizon is wide (a finished series keeps its days); the masters' own times when there are none at all.

    Raises TooMany, and what the recurrence library raises on broken rules.
    """
    if not overrides and not any(name in e for e in masters for name in ("RRULE", "RDATE")):
        return [session_of(e) for e in masters]
    for event in masters:
        _refuse_endless(event)
    whole = icalendar.Calendar()
    for part in (*calendar.zones, *masters, *overrides):
        whole.add_component(part)
    has_end = any(name in e for e in (*masters, *overrides) for name in ("DTEND", "DURATION"))
    query = recurring_ical_events.of(whole, skip_bad_series=False)
    found = query.between(now - HORIZON, now + HORIZON)
    if not found:
        first = min((s for e in (*masters, *overrides) if (s := _day_of(moment(e, "DTSTART")))), default=None)
        found = query.between(first, first + 2 * HORIZON) if first else []
    if len(found) > MOST_SESSIONS:
        raise TooMany(f"{len(found)} sessions within {2 * HORIZON.days} days")
    sessions = [session_of(event) for event in found]
    if not has_end:  # the library gives each session an end, also where the calendar gives none
        sessions = [replace(session, end=None) for session in sessions]
    sessions.sort(key=lambda session: session.start or "")
    return sessions or [session_of(e) for e in masters or overrides]


def _day_of(found: date | datetime | None) -> date | None:
    return found.date() if isinstance(found, datetime) else found


def _refuse_endless(event: Event) -> None:
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        if not hasattr(rule, "get") or (decoded(rule, "freq") is None and not rule):
            continue
        often = str((rule.get("FREQ") or [""])[0]).upper()
        if not often:  # `RRULE:RRULE:FREQ=SECONDLY`: the recurrence library finds a rule in it all the same
            raise ValueError(f"a rule without FREQ: {', '.join(map(str, rule))}"[:200])
        a_day = prod(max(1, len(rule.get(name) or ())) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        count = (rule.get("COUNT") or [None])[0]
        bounded = isinstance(count, int) and count <= MOST_SESSIONS
        if (often in ("SECONDLY", "MINUTELY", "HOURLY") and not bounded) or a_day > 24:
            raise TooMany(f"a rule that repeats {often.lower()} with {a_day} times a day")
