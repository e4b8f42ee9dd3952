"""iMio's regional agenda: `@events`, one item per occurrence, batched, naive `first_start`, empty coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import md5

from simulator import french, titles
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, answer_json, esc, page
from simulator.things import Event, Session
from simulator.view import View, offset

TOKENS = {
    "exhibition": "exhibition_artistic_meeting",
    "conference": "conference_debate",
    "performance": "concert_festival",
    "festival": "concert_festival",
    "workshop": "internships_courses",
    "training": "internships_courses",
    "screening": "projection_cinema",
    "meetup": "conference_debate",
    "series": "internships_courses",
    "game-jam": "internships_courses",
}


class ImioEvents(Site):
    """`@events` with `b_size`, `b_start` and `batching.next`; range min = running and coming, max = past."""

    platform = "imio_events"
    delay = "0"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/@events?event_dates.range=min&sort_on=event_dates&b_size=20&b_start=0"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in view.events_of(self.host):
            yield Sighting(event.id, self.host, uid(event), self._url(event), titles.event_title(event, self.host))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == "/@events":
            return self._listing(ask, view)
        found = next((e for e in view.events_of(self.host, None) if self._url(e) == self.root + ask.path), None)
        return self._page(found) if found else None

    def _url(self, event: Event) -> str:
        town = french.slug(event.venue.town.name) if event.venue else "en-ligne"
        return f"{self.root}/{town}/agenda/{event_slug(event)}"

    def _listing(self, ask: Ask, view: View) -> Reply:
        past = ask.value("event_dates.range") == "max"
        rows = sorted(
            (
                (session, event)
                for event in view.listed_of(self.host)
                for session in event.sessions
                if (session.last_day < view.today) == past
            ),
            key=lambda row: (row[0].start, row[1].number),
        )
        size, begin = min(max(ask.number("b_size", 25), 1), 200), ask.number("b_start", 0)
        here = f"{self.root}/@events?event_dates.range={'max' if past else 'min'}&sort_on=event_dates&b_size={size}"
        batching = {"@id": f"{here}&b_start={begin}", "first": f"{here}&b_start=0"}
        if begin + size < len(rows):
            batching["next"] = f"{here}&b_start={begin + size}"
        shown = [self._json(e, s) for s, e in rows[begin : begin + size]]
        answer = {"@id": f"{self.root}/@events", "batching": batching, "items": shown, "items_total": len(rows)}
        return answer_json(answer)

    def _json(self, event: Event, session: Session) -> dict[str, object]:
        first = event.sessions[0]
        town = event.venue.town if event.venue else None
        bare = event.number % 3 == 0 or town is None
        return {
            "@id": self._url(event),
            "@type": "imio.events.Event",
            "UID": uid(event),
            "title": titles.event_title(event, self.host),
            "description": " ".join(
                t for t in (french.status_sentence(event), event.summary, f"**{event.category}**.") if t
            ),
            "start": offset(session.start),
            "end": offset(_closing(session)),
            "first_start": first.start.isoformat(),
            "first_end": _closing(first).isoformat(),
            "recurrence": f"RRULE:{event.rule}" if event.rule else None,
            "whole_day": session.all_day,
            "open_end": False,
            "geolocation": {
                "latitude": "" if bare or town is None else town.latitude,
                "longitude": "" if bare or town is None else town.longitude,
            },
            "street": event.venue.street if event.venue else None,
            "number": event.venue.house if event.venue else None,
            "zipcode": town.postcode if town else None,
            "city": town.name if town else None,
            "place": event.venue.name if event.venue else None,
            "has_leadimage": False,
            "category": TOKENS.get(event.form),
            "local_category": event.category,
            "topics": ["culture"],
            "event_type": "event-driven",
            "container_uid": md5(self.host.encode()).hexdigest(),
            "free_entry": event.free,
            "online_participation": event.online_url or None,
            "event_sponsors": [],
        }

    def _page(self, event: Event) -> Reply:
        title = titles.event_title(event, self.host)
        dates = "".join(f"<li>{esc(french.session(s))}</li>" for s in event.sessions)
        place = f'<p class="place">{esc(place_text(event))}</p>'
        return page(
            title,
            f'<article id="content"><h1>{esc(title)}</h1>'
            f'<ul class="dates">{dates}</ul>{place}{event_text(event)}</article>',
        )


def uid(event: Event) -> str:
    """Plone's UID: 32 hexadecimal digits, the same on the agenda and on the open-data portal."""
    return md5(f"uid:{event.id}".encode()).hexdigest()


def _closing(session: Session) -> datetime:
    # iMio says 23:59:59 of the last day for whole days.
    if session.all_day:
        return (session.end or session.start).replace(hour=23, minute=59, second=59)
    return session.end or session.start
