"""Opendatasoft Explore v2.1: `evenements-en-wallonie`, flat records, raw RRULE, page derived from the image address."""

from __future__ import annotations

from collections.abc import Iterator

from simulator import french, titles
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.imio import TOKENS, uid
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, answer_json, esc, page
from simulator.things import Event
from simulator.view import View, offset

_RECORDS = "/api/explore/v2.1/catalog/datasets/evenements-en-wallonie/records"


class Opendatasoft(Site):
    """Records with `limit` (at most 100) and `offset`; a whole past month is still listed."""

    platform = "opendatasoft"
    past_days = 30

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}{_RECORDS}?limit=50&offset=0&order_by=start_datetime"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in view.events_of(self.host, self.past_days):
            yield Sighting(event.id, self.host, uid(event), self._url(event), titles.event_title(event, self.host))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == _RECORDS:
            return self._records(ask, view)
        if ask.path == "/api/records/1.0/search/":
            return self._legacy(ask, view)
        found = next((e for e in view.events_of(self.host, None) if self._url(e) == self.root + ask.path), None)
        if found is None:
            return None
        title = titles.event_title(found, self.host)
        dates = "".join(f"<li>{esc(french.session(s))}</li>" for s in found.sessions)
        return page(title, f"<h1>{esc(title)}</h1><ul>{dates}</ul><p>{esc(place_text(found))}</p>{event_text(found)}")

    def _url(self, event: Event) -> str:
        return f"{self.root}/agenda/{event_slug(event)}"

    def _records(self, ask: Ask, view: View) -> Reply:
        size, begin = ask.number("limit", 10), ask.number("offset", 0)
        if size > 100 or begin + size > 10000:
            return answer_json({"error_code": "InvalidRESTParameterError", "message": "limit must be at most 100"}, 400)
        events = view.events_of(self.host, self.past_days)
        shown = [self._json(e) for e in events[begin : begin + size]]
        limits = (("X-RateLimit-Limit", "50000"), ("X-RateLimit-Remaining", "49999"))
        return answer_json({"total_count": len(events), "results": shown}, headers=limits)

    def _legacy(self, ask: Ask, view: View) -> Reply:
        events = view.events_of(self.host, self.past_days)
        size, begin = ask.number("rows", 10), ask.number("start", 0)
        records = [
            {
                "datasetid": "evenements-en-wallonie",
                "recordid": uid(e) + "00000000",
                "record_timestamp": "2024-10-01T05:00:00Z",
                "fields": {k: v for k, v in self._json(e).items() if v is not None and k != "coordinates"},
            }
            for e in events[begin : begin + size]
        ]
        return answer_json({"nhits": len(events), "parameters": {"rows": size, "start": begin}, "records": records})

    def _json(self, event: Event) -> dict[str, object]:
        first, venue = event.sessions[0], event.venue
        end = first.end or first.start
        if first.all_day:
            end = end.replace(hour=23, minute=59, second=59)
        status = french.status_sentence(event)
        return {
            "id": uid(event),
            "start_datetime": offset(first.start),
            "end_datetime": offset(end),
            "recurrence": f"RRULE:{event.rule}" if event.rule else None,
            "whole_day": first.all_day,
            "open_end": False,
            "title": titles.event_title(event, self.host),
            "description": f"{status} {event.summary}".strip(),
            "image": f"{self._url(event)}/@@images/image/preview",
            "category": TOKENS.get(event.form),
            "topics": ["culture"],
            "target_audience": event.category,
            "attendees": None,
            "text": event_text(event),
            "reduced_mobility_facilities": False,
            "free_entry": event.free,
            "coordinates": {"lon": venue.town.longitude, "lat": venue.town.latitude}
            if venue and event.number % 2
            else None,
            "address_street_name": venue.street if venue else None,
            "address_house_number": venue.house if venue else None,
            "address_postal_code": venue.town.postcode if venue else None,
            "address_city": venue.town.name if venue else None,
            "address_country": "be" if venue else None,
            "online_meeting_url": event.online_url or None,
            "contact_name": "Accueil",
            "contact_email": "accueil@example.org",
            "contact_phone": None,
            "ticket_url": None,
            "event_url": None,
            "facebook_url": None,
            "instagram_url": None,
            "twitter_url": None,
            "video_url": None,
            "owner_id": uid(event)[:12],
            "owner_name": venue.town.name if venue else "Wallonie",
            "owner_diary_id": uid(event)[12:24],
            "owner_diary_name": "Agenda culturel",
            "creation_datetime": offset(event.announced),
            "modification_datetime": offset(event.announced),
        }
