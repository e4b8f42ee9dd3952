"""Wix Events: a page whose widgets carry their events as data for its scripts, and a page per event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5

from simulator import french
from simulator.sites.events_page import event_slug, event_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, esc, page
from simulator.things import Event, Session
from simulator.view import View, offset, utc

_APP = "140603ad-af8d-84a5-2c80-a0f60cb47351"
_HEAD = (
    '<meta name="generator" content="Wix.com Website Builder"/>'
    '<link rel="preload" href="https://static.wixstatic.com/frog/fonts.css"/>'
)


class Wix(LentSite):
    """Events at /agenda in two widgets of one page: the next three, which stand in the long list again."""

    platform = "wix"
    oddities = (
        "the data name no address of an event's page",
        "a number for a status",
        "ends that are not shown",
        "one event in two widgets",
        "some places in pieces and some in a line",
    )

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/agenda"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self.events(view, single=True):
            yield Sighting(event.id, self.host, _id(event), self.root + _path(event), self.title(event))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        events = self.events(view, single=True)
        if ask.path == "/agenda":
            widgets = {"widgetcomp-next": _widget(self, events[:3]), "widgetcomp-all": _widget(self, events)}
            cards = "".join(_card(self, e) for e in events if not _is_unlinked(e))
            return self._page("Agenda", f"<h1>Agenda</h1><ul>{cards}</ul>", widgets)
        for event in events:
            if ask.path == _path(event):
                about = {"about": event_text(event)}
                one = {"event": {"event": _row(self, event) | about}, "dates": {"events": {_id(event): _clock(event)}}}
                return self._page(event.title, f"<h1>{esc(self.title(event))}</h1>", {"TPAMultiSection_1": one})
        return None

    def _page(self, title: str, body: str, widgets: dict[str, dict[str, object]]) -> Reply:
        state = {"platform": {"ssrPropsUpdates": []}, "appsWarmupData": {_APP: widgets}}
        data = json.dumps(state).replace("</", "<\\/")
        whole = f'{body}<script type="application/json" id="wix-warmup-data">{data}</script>'
        made = page(f"{title} | {self.name}", whole, _HEAD)
        return Reply(made.body, made.media, made.status, (("x-wix-request-id", "1700000000.1"),))


def _widget(site: Wix, events: tuple[Event, ...]) -> dict[str, object]:
    return {
        "component": {"id": "", "config": {}},
        "events": {"events": [_row(site, e) for e in events], "hasMore": False, "moreLoading": False},
        "dates": {"events": {_id(e): _clock(e) for e in events}},
    }


def _row(site: Wix, event: Event) -> dict[str, object]:
    session = event.sessions[0]
    end = _end(session)
    config = {
        "scheduleTbd": False,
        "startDate": _utc(session.start),
        "endDate": _utc(end or session.start),
        "endDateHidden": end is None,
        "timeZoneId": "Europe/Brussels",
    }
    prices = event.prices
    tickets = {"lowestPrice": prices[0], "highestPrice": prices[-1], "currency": "EUR"} if prices else {}
    ticketing: dict[str, object] = {**tickets, "soldOut": event.status == "full"}
    return {
        "id": _id(event),
        "slug": event_slug(event),
        "title": site.title(event),
        "description": event.summary,
        "status": 3 if event.status == "cancelled" else 0,
        "language": "fr",
        "location": _location(event),
        "scheduling": {"config": config, "startDateFormatted": french.day(session.start.date())},
        "mainImage": {"id": "8f_1~mv2.jpg", "url": "https://static.wixstatic.com/media/8f_1~mv2.jpg", "width": 900},
        "registration": {"type": 2, "status": 5, "ticketing": ticketing},
        "created": _utc(event.announced),
        "form": {},
    }


def _location(event: Event) -> dict[str, object]:
    if event.venue is None:
        return {"name": "En ligne", "type": 1, "address": ""}
    town = event.venue.town
    line = f"{event.venue.address}, Belgique"
    place: dict[str, object] = {"name": event.venue.name, "type": 0, "address": line, "locationTbd": False}
    if event.number % 2:
        street = {"name": event.venue.street, "number": event.venue.house}
        place["fullAddress"] = {
            "formattedAddress": line, "streetAddress": street, "city": town.name, "postalCode": town.postcode,
            "country": "BE",
        }  # fmt: skip
    return place


def _clock(event: Event) -> dict[str, object]:
    session = event.sessions[0]
    end = _end(session) or session.start
    return {
        "utcOffset": 60,
        "startDateISOFormatNotUTC": offset(session.start),
        "endDateISOFormatNotUTC": offset(end),
        "startTime": french.clock(session.start),
        "fullDate": french.session(session),
    }


def _end(session: Session) -> datetime | None:
    return datetime.combine(session.last_day, time(23, 59)) if session.all_day else session.end


def _card(site: Wix, event: Event) -> str:
    place = event.venue.name if event.venue else "En ligne"
    return (
        f'<li data-hook="events-card"><a data-hook="title" href="{site.root}{_path(event)}">'
        f"{esc(site.title(event))}</a>"
        f'<div data-hook="date">{french.session(event.sessions[0])}</div><div data-hook="location">{esc(place)}</div>'
        f'<button data-hook="more-info-link-{_id(event)}">Plus</button></li>'
    )


def _is_unlinked(event: Event) -> bool:
    return event.number % 3 == 0


def _path(event: Event) -> str:
    folder = "event-details" if _is_unlinked(event) else "event-info"
    return f"/{folder}/{event_slug(event)}"


def _id(event: Event) -> str:
    return str(uuid5(NAMESPACE_URL, event.id))


def _utc(wall: datetime) -> str:
    return utc(wall).strftime("%Y-%m-%dT%H:%M:%S.000Z")
