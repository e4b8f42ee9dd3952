"""WordPress with a type of posts of its own for events: their dates in custom fields, or in the text alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from simulator import french
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, esc, page
from simulator.sites.wordpress import texturize
from simulator.things import Event, Session
from simulator.view import View, utc


class WordPressTypes(LentSite):
    """Events as posts of the type `spectacles`. Without `fields` its custom fields are hidden: an empty list."""

    platform = "wordpress"
    oddities = (
        "the dates of the interface are those of publication",
        "custom fields that are hidden are an empty list, not an object",
        "rows of dates, days without a clock as eight digits",
    )

    def __init__(self, host: str, of: str, name: str, fields: bool = True) -> None:
        super().__init__(host, of, name)
        self.fields = fields

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/wp-json/wp/v2/spectacles?per_page=10"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self._events(view):
            key = f"spectacles:{event.number}"
            yield Sighting(event.id, self.host, key, f"{self.root}/spectacles/{event_slug(event)}/", self.title(event))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        events = self._events(view)
        if ask.path == "/wp-json/wp/v2/spectacles":
            size, number = min(max(ask.number("per_page", 10), 1), 10), max(ask.number("page", 1), 1)
            last = -(-len(events) // size)
            if number > last:
                return answer_json({"code": "rest_post_invalid_page_number", "message": "Trop loin."}, 400)
            shown = [self._row(e) for e in events[(number - 1) * size : number * size]]
            return answer_json(shown, headers=(("X-WP-Total", str(len(events))), ("X-WP-TotalPages", str(last))))
        if ask.path == "/wp-json/wp/v2/types":
            return answer_json({"spectacles": {"name": "Spectacles", "slug": "spectacles", "rest_base": "spectacles"}})
        found = next((e for e in events if ask.path == f"/spectacles/{event_slug(e)}/"), None)
        return page(found.title, f"<h1>{esc(self.title(found))}</h1>{event_text(found)}") if found else None

    def _events(self, view: View) -> tuple[Event, ...]:
        return self.events(view, single=not self.fields)

    def _row(self, event: Event) -> dict[str, object]:
        stamp, gmt = event.announced.isoformat(), utc(event.announced).replace(tzinfo=None).isoformat()
        text = event_text(event)
        if not self.fields:
            text = f"<p>{esc(french.session(event.sessions[0]))}, {esc(place_text(event))}</p>{text}"
        return {
            "id": event.number,
            "date": stamp,
            "date_gmt": gmt,
            "guid": {"rendered": f"{self.root}/?post_type=spectacles&#038;p={event.number}"},
            "modified": stamp,
            "modified_gmt": gmt,
            "slug": event_slug(event),
            "status": "publish",
            "type": "spectacles",
            "link": f"{self.root}/spectacles/{event_slug(event)}/",
            "title": {"rendered": texturize(self.title(event))},
            "content": {"rendered": text, "protected": False},
            "featured_media": 0,
            "acf": self._fields(event) if self.fields else [],
            "_links": {},
        }

    def _fields(self, event: Event) -> dict[str, object]:
        place: object = False
        if event.venue:
            place = {"name": event.venue.name, "address": f"{event.venue.address}, Belgique",
                     "lat": event.venue.town.latitude, "lng": event.venue.town.longitude}  # fmt: skip
        return {"representations": [_dates(s) for s in event.sessions], "lieu": place, "tarif": event.price}


def _dates(session: Session) -> dict[str, str]:
    return {"debut": _stored(session.start, session), "fin": _stored(session.end, session) if session.end else ""}


def _stored(at: datetime, session: Session) -> str:
    return at.strftime("%Y%m%d") if session.all_day else at.strftime("%Y-%m-%d %H:%M:%S")
