"""The calendar of a venue as The Events Calendar exports it: folded lines, escapes, exclusive all-day ends, RRULE."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from simulator import french, titles
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, esc, page
from simulator.things import Event
from simulator.view import View, utc

_ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Europe/Brussels", "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    "TZNAME:CEST", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


class Calendar(Site):
    """One subscription with everything from a month back."""

    platform = "ical"
    past_days = 30
    oddities = (
        "DTSTAMP without Z",
        "entities in some SUMMARY",
        "the UID of a single event spans its start and end: it moves with them",
    )

    def __init__(self, host: str, name: str = "", steady: bool = False) -> None:
        super().__init__(host, name)
        self.steady = steady  # newer versions of the plugin keep the UID when the hours move

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/events/?ical=1"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in view.events_of(self.host, self.past_days):
            yield Sighting(
                event.id, self.host, self._uid(event), self._url(event), titles.event_title(event, self.host)
            )

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == "/events/":
            return self._calendar(view) if ask.value("ical") == "1" else self._index(view)
        found = next((e for e in view.events_of(self.host, None) if self._url(e) == self.root + ask.path), None)
        if found is None:
            return None
        title = titles.event_title(found, self.host)
        dates = "".join(f"<p>{esc(french.session(s))}</p>" for s in found.sessions)
        return page(title, f"<h1>{esc(title)}</h1>{dates}<p>{esc(place_text(found))}</p>{event_text(found)}")

    def _index(self, view: View) -> Reply:
        link = (
            f'<link rel="alternate" type="text/calendar" title="{esc(self.name)} '
            f'&raquo; iCal Feed" href="{self.root}/events/?ical=1" />'
        )
        rows = "".join(
            f'<li><a href="{self._url(e)}">{esc(titles.event_title(e, self.host))}</a></li>'
            for e in view.events_of(self.host)
        )
        return page(self.name, f"<h1>Événements</h1><ul>{rows}</ul>", link)

    def _url(self, event: Event) -> str:
        return f"{self.root}/event/{event_slug(event)}/"

    def _uid(self, event: Event) -> str:
        if event.rule or self.steady:
            return f"{event.number}@{self.host}"
        end = event.sessions[0].end or event.start
        return f"{event.number}-{int(utc(event.start).timestamp())}-{int(utc(end).timestamp())}@{self.host}"

    def _calendar(self, view: View) -> Reply:
        lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//GRENIER - ECPv6.4.0.1//NONSGML v1.0//EN",
            "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{self.name}", f"X-ORIGINAL-URL:{self.root}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-Robots-Tag:noindex", "X-PUBLISHED-TTL:PT1H", *_ZONE,
        ]  # fmt: skip
        for event in view.events_of(self.host, self.past_days):
            lines += self._component(event)
        lines.append("END:VCALENDAR")
        return Reply("".join(fold(line) for line in lines).encode(), "text/calendar; charset=UTF-8")

    def _component(self, event: Event) -> list[str]:
        first = event.sessions[0]
        end = first.end or first.start
        if first.all_day:
            times = [f"DTSTART;VALUE=DATE:{first.start:%Y%m%d}", f"DTEND;VALUE=DATE:{end + timedelta(days=1):%Y%m%d}"]
        else:
            times = [in_brussels("DTSTART", first.start), in_brussels("DTEND", end)]
        title = titles.event_title(event, self.host)
        if event.number % 4 == 0:
            title = title.replace("–", "&#8211;").replace("’", "&rsquo;")
        lines = ["BEGIN:VEVENT", *times]
        if event.rule:
            lines += [f"RRULE:{event.rule}", *(in_brussels("EXDATE", at) for at in event.exdates)]
        body = "\n".join(t for t in (french.status_sentence(event), event.summary, *event.body, event.price) if t)
        lines += [
            f"DTSTAMP:{event.announced:%Y%m%dT%H%M%S}",
            f"CREATED:{utc(event.announced):%Y%m%dT%H%M%SZ}",
            f"LAST-MODIFIED:{utc(event.announced):%Y%m%dT%H%M%SZ}",
            f"UID:{self._uid(event)}",
            f"SUMMARY:{escaped(title)}",
            f"DESCRIPTION:{escaped(body)}",
            f"URL:{self._url(event)}",
        ]
        if event.venue:
            lines += [
                f"LOCATION:{escaped(f'{event.venue.name}, {event.venue.address}, Belgium')}",
                f"GEO:{event.venue.town.latitude};{event.venue.town.longitude}",
            ]
        lines += [f"CATEGORIES:{escaped(event.category)}", 'ORGANIZER;CN="Accueil":MAILTO:accueil@example.org']
        if event.status == "cancelled":
            lines.append("STATUS:CANCELLED")
        return [*lines, "END:VEVENT"]


def in_brussels(name: str, at: datetime) -> str:
    """A date-time property on the clock of Brussels."""
    return f"{name};TZID=Europe/Brussels:{at:%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """A text value (RFC 5545 §3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """A content line cut at 75 octets, on character borders (RFC 5545 §3.1)."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 75:
            parts.append(part)
            part = " "
        part += letter
    return "\r\n".join([*parts, part]) + "\r\n"
