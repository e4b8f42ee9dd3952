"""Event pages with schema.org: a JSON-LD array, a JSON-LD @graph with wrong offsets, and microdata without offsets."""

from __future__ import annotations

import html
import json
from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime

from simulator import french, titles
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, esc, page
from simulator.sites.wordpress import texturize
from simulator.things import Event, Session
from simulator.view import View, offset

_STATUS = {"cancelled": "EventCancelled", "rescheduled": "EventRescheduled", "postponed": "EventPostponed"}
_TYPES = {
    "exhibition": "ExhibitionEvent",
    "performance": "MusicEvent",
    "festival": "Festival",
    "workshop": "EducationEvent",
}


class _EventPages(Site):
    """A list page without dates that leads to one page per event."""

    platform = "schema_org"
    folder = "agenda"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/{self.folder}/"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in view.events_of(self.host):
            yield Sighting(
                event.id, self.host, self._url(event), self._url(event), titles.event_title(event, self.host)
            )

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == f"/{self.folder}/":
            return self._listing(view)
        found = next((e for e in view.events_of(self.host, None) if self._url(e) == self.root + ask.path), None)
        return self.detail(found) if found else None

    @abstractmethod
    def detail(self, event: Event) -> Reply:
        """The page of one event."""

    def _url(self, event: Event) -> str:
        return f"{self.root}/{self.folder}/{event_slug(event)}/"

    def _listing(self, view: View) -> Reply:
        cards = "\n".join(
            f'<article class="card"><p class="surtitre">{esc(e.category)}</p>'
            f'<h2><a class="card-link" href="/{self.folder}/'
            f'{event_slug(e)}/">{esc(titles.event_title(e, self.host))}</a></h2></article>'
            for e in view.events_of(self.host)
        )
        return page(f"Agenda – {self.name}", f'<h1>Agenda</h1>\n<section class="liste">{cards}</section>')

    def _body(self, event: Event) -> str:
        title = esc(titles.event_title(event, self.host))
        dates = "".join(f'<p class="quand">{esc(french.session(s))}</p>' for s in event.sessions)
        price = f'<p class="prix">{esc(event.price)}</p>' if event.price else ""
        return f'<h1>{title}</h1>{dates}<p class="lieu">{esc(place_text(event))}</p>{event_text(event)}{price}'


class JsonLdArray(_EventPages):
    """An array of one Event per performance in one script; entities and double-escaped HTML inside JSON strings."""

    oddities = (
        "entities inside JSON strings",
        "description is double-escaped HTML",
        "several performances = several Events, one page",
    )

    def detail(self, event: Event) -> Reply:
        data = [self._event(event, s) for s in event.sessions]
        script = f'<script type="application/ld+json">\n{json.dumps(data, ensure_ascii=False)}\n</script>'
        return page(f"{event.title} – {self.name}", self._body(event), script)

    def _event(self, event: Event, session: Session) -> dict[str, object]:
        def stamp(value: datetime) -> str:
            return value.date().isoformat() if session.all_day else offset(value)

        text = html.escape(event_text(event).replace("\n", "")).replace("’", "&#8217;") + "\\n"
        return {
            "@context": "http://schema.org",
            "@type": "Event" if event.form not in ("performance", "series") else "TheaterEvent",
            "name": texturize(titles.event_title(event, self.host), xml=True),
            "description": text,
            "url": self._url(event),
            "eventAttendanceMode": f"https://schema.org/{'Offline' if event.venue else 'Online'}EventAttendanceMode",
            "eventStatus": f"https://schema.org/{_STATUS.get(event.status, 'EventScheduled')}",
            "startDate": stamp(session.start),
            "endDate": stamp(session.end or session.start),
            **({"previousStartDate": stamp(event.moved_from.start)} if event.moved_from else {}),
            "location": _place(event),
            "organizer": {"@type": "Organization", "name": event.organiser, "email": "accueil&#64;example.org"},
            **_offers(event),
            "performer": "Organization",
        }


class JsonLdGraph(_EventPages):
    """A @graph with WebPage, breadcrumbs and the Event; hours are local but carry `+00:00`."""

    folder = "programme"
    oddities = ("startDate carries +00:00 but its clock is local time, as the page's text says",)

    def detail(self, event: Event) -> Reply:
        session = event.sessions[0]

        def stamp(value: datetime) -> str:
            return value.date().isoformat() if session.all_day else f"{value.isoformat()}+00:00"

        thing = {
            "@type": _TYPES.get(event.form, "Event"),
            "@id": f"{self._url(event)}#event",
            "name": titles.event_title(event, self.host),
            "description": event.summary,
            "startDate": stamp(session.start),
            "endDate": stamp(session.end or session.start),
            "eventStatus": _STATUS.get(event.status, "EventScheduled"),
            **({"previousStartDate": stamp(event.moved_from.start)} if event.moved_from else {}),
            "location": _place(event),
            "organizer": {"@id": f"{self.root}/#organization"},
            "image": [],
            **_offers(event),
        }
        crumbs = [{"@type": "ListItem", "position": 1, "name": "Accueil", "item": self.root}]
        graph = [
            {
                "@type": "WebPage",
                "@id": self._url(event),
                "name": event.title,
                "datePublished": f"{event.announced.isoformat()}+00:00",
            },
            {"@type": "BreadcrumbList", "itemListElement": crumbs},
            {"@type": "Organization", "@id": f"{self.root}/#organization", "name": event.organiser},
            thing,
        ]
        data = json.dumps({"@context": "https://schema.org", "@graph": graph}).replace("<", "\\u003c")
        script = f'<script type="application/ld+json" class="yoast-schema-graph">{data}</script>'
        return page(f"{event.title} – {self.name}", self._body(event), script)


class Microdata(_EventPages):
    """Microdata with naive instants in meta elements; statuses are only words of the title and the text."""

    folder = "evenements"
    oddities = ("startDate in <meta> has no offset", "status only in words")

    def detail(self, event: Event) -> Reply:
        session, venue = event.sessions[0], event.venue
        form = "%Y-%m-%d" if session.all_day else "%Y-%m-%dT%H:%M"
        end = f'<meta itemprop="endDate" content="{session.end:{form}}" />' if session.end else ""
        where = (
            '<div itemprop="location" itemscope itemtype="http://schema.org/Place">'
            f'<span itemprop="name">{esc(venue.name)}</span>'
            '<div itemprop="address" itemscope itemtype="http://schema.org/PostalAddress">'
            f'<span itemprop="streetAddress">{esc(venue.street)} '
            f'{venue.house}</span>, <span itemprop="postalCode">{venue.town.postcode}'
            f'</span> <span itemprop="addressLocality">{esc(venue.town.name)}</span></div></div>'
            if venue
            else '<div itemprop="location" itemscope itemtype="http://schema.org/VirtualLocation">'
            f'<a itemprop="url" href="{event.online_url}">En ligne</a></div>'
        )
        body = (
            f'<div class="fiche" itemscope itemtype="http://schema.org/{_TYPES.get(event.form, "Event")}">'
            f'<h1 itemprop="name">{esc(titles.event_title(event, self.host))}</h1>\n'
            f'<meta itemprop="startDate" content="{session.start:{form}}" '
            f'/>{end}\n<p class="date">{esc(french.session(session))}</p>\n'
            f'{where}\n<div itemprop="description">{event_text(event)}</div>\n'
            f"<p>Tarif : {esc(event.price) or 'voir la billetterie'}</p></div>"
        )
        return page(f"{event.title} | {self.name}", body)


def _place(event: Event) -> dict[str, object]:
    if event.venue is None:
        return {"@type": "VirtualLocation", "url": event.online_url}
    town = event.venue.town
    return {
        "@type": "Place",
        "name": event.venue.name,
        "description": "",
        "url": False,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": f"{event.venue.street} {event.venue.house}",
            "addressLocality": town.name,
            "postalCode": town.postcode,
            "addressCountry": "Belgium",
        },
        "telephone": "",
        "sameAs": "",
    }


def _offers(event: Event) -> dict[str, object]:
    stock = "SoldOut" if event.status == "full" else "InStock"
    common: dict[str, object] = {"priceCurrency": "EUR", "availability": f"https://schema.org/{stock}"}
    if not event.prices:
        return {"offers": {"@type": "Offer", **common}} if event.status == "full" else {}
    if len(event.prices) > 1:
        low, high = f"{event.prices[0]}.00", f"{event.prices[-1]}.00"
        return {"offers": [{"@type": "AggregateOffer", "lowPrice": low, "highPrice": high, **common}]}
    return {"offers": {"@type": "Offer", "price": event.prices[0], **common}}
