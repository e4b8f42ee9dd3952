"""What exists in the made-up world. Times are naive wall clocks of Europe/Brussels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from simulator.gazetteer import Town, Venue


@dataclass(frozen=True, slots=True)
class Session:
    """One date of an event. `end` None = nobody says. `all_day` sessions run to the day of `end`, inclusive."""

    start: datetime
    end: datetime | None = None
    all_day: bool = False

    @property
    def last_day(self) -> date:
        return (self.end or self.start).date()


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it stands on one day of the world.

    `status`: scheduled, cancelled, full, rescheduled (`moved_from` is the old session), postponed (no new date).
    `rule` is an iCalendar RRULE when the sessions follow one; `exdates` are its dropped starts.
    `language` is that of its words; `status_in` says whether a site tells the status in the heading or in a field only.
    `sites` are host names, the organiser's own first. `announced` is the day of its publication.
    """

    id: str
    number: int
    title: str
    form: str
    category: str
    sessions: tuple[Session, ...]
    venue: Venue | None
    organiser: str
    announced: datetime
    summary: str
    body: tuple[str, ...]
    sites: tuple[str, ...]
    price: str = ""
    prices: tuple[str, ...] = ()
    free: bool = False
    online_url: str = ""
    rule: str = ""
    exdates: tuple[datetime, ...] = ()
    status: str = "scheduled"
    moved_from: Session | None = None
    language: str = "fr"
    status_in: str = "heading"

    @property
    def start(self) -> datetime:
        return self.sessions[0].start

    @property
    def last_day(self) -> date:
        return max(s.last_day for s in self.sessions)


@dataclass(frozen=True, slots=True)
class News:
    """A news item: `published` is its only date that means anything."""

    id: str
    number: int
    title: str
    published: datetime
    summary: str
    body: tuple[str, ...]
    category: str
    sites: tuple[str, ...]
    town: Town | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A closing instant; without a clock it runs to the end of its day."""

    at: datetime
    clock: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call for projects. Amounts are whole euros per project; `budget` is the envelope of the whole call."""

    id: str
    number: int
    title: str
    published: datetime
    summary: str
    body: tuple[str, ...]
    funder: str
    sites: tuple[str, ...]
    opens: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    rolling: bool = False
    low: int | None = None
    high: int | None = None
    budget: int | None = None
    identifier: str = ""

    def state(self, today: date) -> str:
        """`announced`, `open`, `closing` (last 14 days), `closed` or `rolling` on the morning of `today`."""
        if self.opens and self.opens > today:
            return "announced"
        if self.rolling:
            return "rolling"
        left = [d for d in self.deadlines if d.at.date() >= today]
        if not left:
            return "closed"
        return "closing" if (left[0].at.date() - today).days <= 14 else "open"


Thing = Event | News | Call
