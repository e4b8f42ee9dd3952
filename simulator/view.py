"""The world as it stands on one morning: what has been announced, and what has befallen it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from simulator.things import Call, Event, News

ZONE = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is public at 00:10 (Brussels) of `today`. Sites answer from a view and from nothing else."""

    today: date
    events: tuple[Event, ...]
    news: tuple[News, ...]
    calls: tuple[Call, ...]

    @property
    def now(self) -> datetime:
        """Naive wall clock of Brussels that the sites believe in."""
        return datetime.combine(self.today, time(0, 10))

    @property
    def modified(self) -> datetime:
        """Aware UTC: when everything was last generated (midnight of Brussels)."""
        return utc(datetime.combine(self.today, time()))

    def events_of(self, host: str, past_days: int | None = 0) -> tuple[Event, ...]:
        """Events of a site by start; without those over for more than `past_days` days (None = keep all)."""
        found = [e for e in self.events if host in e.sites]
        if past_days is not None:
            found = [e for e in found if (self.today - e.last_day).days <= past_days]
        return tuple(sorted(found, key=lambda e: (e.start, e.id)))

    def listed_of(self, host: str) -> tuple[Event, ...]:
        """Events that the site's lists may name, past ones included: for platforms that choose the days themselves."""
        return self.events_of(host, None)

    def news_of(self, host: str) -> tuple[News, ...]:
        """News of a site, newest first."""
        return tuple(sorted((n for n in self.news if host in n.sites), key=lambda n: (n.published, n.id), reverse=True))

    def calls_of(self, host: str) -> tuple[Call, ...]:
        """Calls of a site, newest first."""
        return tuple(
            sorted((c for c in self.calls if host in c.sites), key=lambda c: (c.published, c.id), reverse=True)
        )


def utc(local: datetime) -> datetime:
    """Aware UTC of a naive wall clock of Brussels."""
    return local.replace(tzinfo=ZONE).astimezone(UTC)


def offset(local: datetime) -> str:
    """`2026-03-05T18:30:00+01:00` of a naive wall clock of Brussels."""
    return local.replace(tzinfo=ZONE).isoformat()
