"""Calendars of two public services: Google Calendar, which repeats a UID when an entry changes, and a Meetup group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from simulator.sites.icalendar import escaped, fold, in_brussels
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, esc, page, paragraphs
from simulator.things import Event
from simulator.view import View, utc


class GoogleCalendar(LentSite):
    """One public calendar, series as rules. An entry has no page: its sightings have no address."""

    platform = "ical"
    oddities = (
        "a UID comes again with an older LAST-MODIFIED",
        "clocks in UTC, those of series in a zone",
        "one evening of a series stands in an entry of its own (RECURRENCE-ID)",
        "no address of an event",
    )
    path = "/calendar/ical/agenda@group.calendar.example/public/basic.ics"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", self.root + self.path),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self._events(view):
            yield Sighting(event.id, self.host, _uid(event, "google.com"), "", self.title(event))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path != self.path:
            return None
        lines: list[str] = []
        for event in self._events(view):
            if event.number % 3 == 0:
                lines += self._entry(event, f"{self.title(event)} (brouillon)", event.announced, timedelta(days=9))
            changed = event.announced + timedelta(hours=5)
            lines += self._entry(event, self.title(event), changed, timedelta())
            if event.rule:
                lines += self._entry(event, self.title(event), changed, timedelta(), alone=True)
        return _calendar(self.name, lines, "X-WR-TIMEZONE:Europe/Brussels")

    def _events(self, view: View) -> list[Event]:
        return [e for e in self.events(view, 30) if e.rule or len(e.sessions) == 1]

    def _entry(
        self, event: Event, title: str, changed: datetime, late: timedelta, alone: bool = False
    ) -> Iterator[str]:
        session = event.sessions[-1 if alone else 0]
        start, end = session.start + late, (session.end or session.start) + late
        yield "BEGIN:VEVENT"
        if session.all_day:
            yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
            yield f"DTEND;VALUE=DATE:{end + timedelta(days=1):%Y%m%d}"
        elif event.rule:
            yield from (in_brussels("DTSTART", start), in_brussels("DTEND", end))
        else:
            yield from (f"DTSTART:{utc(start):%Y%m%dT%H%M%SZ}", f"DTEND:{utc(end):%Y%m%dT%H%M%SZ}")
        if alone:
            yield in_brussels("RECURRENCE-ID", start)
        elif event.rule:
            yield f"RRULE:{event.rule}"
            yield from (in_brussels("EXDATE", at) for at in event.exdates)
        yield from _common(event, title, changed, _uid(event, "google.com"))
        yield "END:VEVENT"


class Meetup(LentSite):
    """The calendar of a group, with entries that are no events."""

    platform = "ical"
    oddities = ("entries whose address ends in no number are no events", "past events are left out")

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/groupe/events/ical/"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self.events(view, single=True):
            yield Sighting(event.id, self.host, _uid(event, "meetup.com"), self._url(event), self.title(event))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        events = self.events(view, single=True)
        if ask.path == "/groupe/events/ical/":
            lines = [line for event in events for line in self._entry(event)]
            return _calendar(self.name, [*lines, *self._call_for_hosts(events[0])])
        found = next((e for e in events if self.root + ask.path == self._url(e)), None)
        text = f"<h1>{esc(self.title(found))}</h1>{paragraphs(found.summary)}" if found else ""
        return page(found.title, text) if found else None

    def _url(self, event: Event) -> str:
        return f"{self.root}/groupe/events/{event.number}/"

    def _entry(self, event: Event) -> Iterator[str]:
        session = event.sessions[0]
        yield "BEGIN:VEVENT"
        if session.all_day:
            yield f"DTSTART;VALUE=DATE:{session.start:%Y%m%d}"
            yield f"DTEND;VALUE=DATE:{session.last_day + timedelta(days=1):%Y%m%d}"
        else:
            yield in_brussels("DTSTART", session.start)
            yield in_brussels("DTEND", session.end or session.start)
        yield f"URL;VALUE=URI:{self._url(event)}"
        yield from _common(event, self.title(event), event.announced, _uid(event, "meetup.com"))
        yield "END:VEVENT"

    def _call_for_hosts(self, event: Event) -> list[str]:
        start = in_brussels("DTSTART", event.sessions[0].start)
        lines = ["BEGIN:VEVENT", start, "UID:hosts@meetup.com", "SUMMARY:Devenez hôte"]
        return [*lines, f"URL;VALUE=URI:{self.root}/groupe/events/", "END:VEVENT"]


def _common(event: Event, title: str, changed: datetime, uid: str) -> Iterator[str]:
    yield from (f"DTSTAMP:{utc(changed):%Y%m%dT%H%M%SZ}", f"UID:{uid}", f"CREATED:{utc(changed):%Y%m%dT%H%M%SZ}")
    yield from (f"DESCRIPTION:{escaped(event.summary)}", f"LAST-MODIFIED:{utc(changed):%Y%m%dT%H%M%SZ}")
    if event.venue:
        yield f"LOCATION:{escaped(f'{event.venue.name}, {event.venue.address}, Belgique')}"
    yield from ("SEQUENCE:0", "STATUS:CONFIRMED", f"SUMMARY:{escaped(title)}", "TRANSP:OPAQUE")


def _calendar(name: str, lines: list[str], *head: str) -> Reply:
    whole = ["BEGIN:VCALENDAR", "PRODID:-//Calendars//EN", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{name}", *head, *lines, "END:VCALENDAR"]  # fmt: skip
    return Reply("".join(fold(line) for line in whole).encode(), "text/calendar; charset=UTF-8")


def _uid(event: Event, service: str) -> str:
    return f"e{event.number}@{service}"
