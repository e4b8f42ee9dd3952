"""Drupal's JSON:API: pages by `links.next`, places included when they are asked for, some local clocks."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qs

from simulator import french
from simulator.sites.calltext import call_paragraphs
from simulator.sites.events_page import event_slug, event_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, page, paragraphs
from simulator.things import Call, Event, Session
from simulator.view import View, offset

_LARGEST = 50


class DrupalJsonApi(LentSite):
    """`/jsonapi/node/event` and `/jsonapi/node/appel`."""

    platform = "drupal_jsonapi"
    oddities = (
        "every third event has clocks without an offset, which are local",
        "linked entities come only when they are asked for",
        "the last page has no links.next",
    )

    def __init__(self, host: str, of: str, name: str, calls_of: str) -> None:
        super().__init__(host, of, name)
        self.calls_of = calls_of

    def entries(self) -> tuple[Entry, ...]:
        return (
            Entry("event", f"{self.root}/jsonapi/node/event"),
            Entry("call", f"{self.root}/jsonapi/node/appel"),
        )

    def sightings(self, view: View) -> Iterator[Sighting]:
        things: list[Event | Call] = [*self.events(view), *view.calls_of(self.calls_of)]
        for thing in things:
            yield Sighting(thing.id, self.host, f"node:{thing.number}", self.root + _path(thing), self.title(thing))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        rows: list[Event | Call] = []
        if ask.path == "/jsonapi/node/event":
            rows.extend(self.events(view))
        elif ask.path == "/jsonapi/node/appel":
            rows.extend(view.calls_of(self.calls_of))
        elif ask.path.startswith("/jsonapi"):
            error = {"title": "Not Found", "status": "404", "detail": "The route was not found."}
            return answer_json({"jsonapi": {"version": "1.0"}, "errors": [error]}, 404)
        else:
            found = next((e for e in self.events(view, None) if _path(e) == ask.path), None)
            return page(found.title, event_text(found)) if found else None
        begin, size = ask.number("page[offset]", 0), min(ask.number("page[limit]", _LARGEST), _LARGEST)
        wanted = parse_qs(ask.query).get("include", [""])[0].split(",")
        shown = rows[begin : begin + size]
        answer: dict[str, object] = {
            "jsonapi": {"version": "1.0", "meta": {"links": {"self": {"href": "http://jsonapi.org/format/1.0/"}}}},
            "data": [self._node(thing) for thing in shown],
            "links": {"self": {"href": f"{self.root}{ask.path}?{ask.query}"}},
        }
        if "field_lieu" in wanted:
            answer["included"] = [_place(t) for t in shown if isinstance(t, Event) and t.venue]
        if begin + size < len(rows):
            onward = f"{self.root}{ask.path}?include={','.join(wanted)}&page%5Boffset%5D={begin + size}"
            answer["links"] = {"next": {"href": f"{onward}&page%5Blimit%5D={size}"}}
        return Reply(answer_json(answer).body, "application/vnd.api+json")

    def _node(self, thing: Event | Call) -> dict[str, object]:
        bundle = "event" if isinstance(thing, Event) else "appel"
        published = thing.announced if isinstance(thing, Event) else thing.published
        core: dict[str, object] = {
            "drupal_internal__nid": thing.number,
            "drupal_internal__vid": thing.number + 1,
            "langcode": "fr",
            "status": True,
            "title": self.title(thing),
            "created": offset(published),
            "changed": offset(published),
            "promote": False,
            "sticky": False,
            "default_langcode": True,
            "path": {"alias": _path(thing), "pid": 1, "langcode": "fr"},
        }
        special = _event(thing) if isinstance(thing, Event) else self._call(thing)
        identity = str(uuid.uuid5(uuid.NAMESPACE_URL, thing.id))
        return {
            "type": f"node--{bundle}",
            "id": identity,
            "links": {"self": {"href": f"{self.root}/jsonapi/node/{bundle}/{identity}"}},
            "attributes": core | special,
            "relationships": {
                "uid": {"data": {"type": "user--user", "id": "1"}},
                "field_lieu": {
                    "data": _reference(thing) if isinstance(thing, Event) and thing.venue else None,
                },
            },
        }

    def _call(self, call: Call) -> dict[str, object]:
        text = paragraphs(call.summary, *call_paragraphs(call, self.calls_of), *call.body)
        closing = call.deadlines[0] if len(call.deadlines) == 1 else None
        when = (offset(closing.at) if closing.clock else closing.at.date().isoformat()) if closing else None
        return {"body": {"value": text, "format": "basic_html", "processed": text, "summary": call.summary},
                "field_date_limite": when, "field_organisme": call.funder, "field_poids": 3}  # fmt: skip


def _event(event: Event) -> dict[str, object]:
    venue, text = event.venue, event_text(event)
    values = [_value(event, s) for s in event.sessions]
    return {
        "body": {"value": "**brut**", "format": "markdown", "processed": text, "summary": event.summary},
        "field_dates": values if len(values) > 1 else values[0],
        "field_rubrique": event.category,
        "field_tarif": event.price,
        "field_organisateur": event.organiser,
        "field_adresse": {
            "country_code": "BE", "locality": venue.town.name, "postal_code": venue.town.postcode,
            "address_line1": f"{venue.street} {venue.house}", "organization": "",
        } if venue else None,
        "field_salle": None if venue else "En ligne",
        "field_reservation": {"uri": "https://billets.example/", "title": "Billets", "options": []},
    }  # fmt: skip


def _value(event: Event, session: Session) -> dict[str, object]:
    def written(at: datetime) -> str:
        if session.all_day:
            return at.date().isoformat()
        return at.isoformat() if event.number % 3 == 0 else offset(at)

    return {"value": written(session.start), "end_value": written(session.end or session.start)}


def _place(event: Event) -> dict[str, object]:
    return _reference(event) | {"attributes": {"name": event.venue.name if event.venue else "", "weight": 0}}


def _reference(event: Event) -> dict[str, object]:
    return {"type": "taxonomy_term--lieu", "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"lieu {event.id}"))}


def _path(thing: Event | Call) -> str:
    slug = event_slug(thing) if isinstance(thing, Event) else f"{french.slug(thing.title)}-{thing.number}"
    return f"/{'agenda' if isinstance(thing, Event) else 'appels'}/{slug}"
