"""Squarespace: pages that answer as JSON with `?format=json`, events in two lists, a blog in pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from hashlib import md5
from zoneinfo import ZoneInfo

from simulator import french
from simulator.sites.events_page import event_slug, event_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, esc, page, paragraphs
from simulator.things import Event, News
from simulator.view import View

_SIZE = 20
_HEAD = (
    "<!-- This is Squarespace. --><script>Static.SQUARESPACE_CONTEXT = {};</script>"
    '<link rel="stylesheet" href="https://static1.squarespace.com/static/versioned-site-css/site.css"/>'
)
_NOWHERE = {
    "mapZoom": 12,
    "mapLat": 40.7207559,
    "mapLng": -74.0007613,
    "markerLat": 40.7207559,
    "markerLng": -74.0007613,
}


class Squarespace(LentSite):
    """Events at /agenda, news of `news_of` at /journal. `zone` is the one that the site was set to."""

    platform = "squarespace"
    oddities = (
        "instants in milliseconds",
        "the marker of the map stands in New York",
        "publishOn is no date of the event",
        "a site that was never set to its own zone",
    )

    def __init__(self, host: str, of: str, name: str, news_of: str = "", zone: str = "Europe/Brussels") -> None:
        super().__init__(host, of, name)
        self.news_of, self.zone = news_of, zone

    def entries(self) -> tuple[Entry, ...]:
        journal = (Entry("news", f"{self.root}/journal"),) if self.news_of else ()
        return (Entry("event", f"{self.root}/agenda"), *journal)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self.events(view, 30, single=True):
            yield Sighting(event.id, self.host, _id(event.id), self.root + _event_path(event), self.title(event))
        for news in view.news_of(self.news_of):
            yield Sighting(news.id, self.host, _id(news.id), self.root + _news_path(news), self.title(news))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        as_json = ask.value("format") == "json"
        if ask.path == "/agenda":
            return self._agenda(view) if as_json else self._list("Agenda", self.events(view, 30, single=True))
        if ask.path == "/journal" and self.news_of:
            return self._journal(ask, view) if as_json else self._list("Journal", view.news_of(self.news_of))
        for event in self.events(view, 30, single=True):
            if ask.path == _event_path(event):
                whole = self._answer("events-stacked", {"item": self._event(event)})
                return whole if as_json else self._thing(event, event_text(event))
        for news in view.news_of(self.news_of):
            if ask.path == _news_path(news):
                return self._thing(news, paragraphs(news.summary, *news.body))
        return None

    def _agenda(self, view: View) -> Reply:
        events = self.events(view, 30, single=True)
        lists: dict[str, object] = {
            "upcoming": [self._event(e) for e in events if e.last_day >= view.today],
            "past": [self._event(e) for e in reversed(events) if e.last_day < view.today],
            "pagination": {"nextPage": True, "nextPageOffset": 5, "nextPageUrl": "/agenda?offset=5", "pageSize": 30},
        }
        return self._answer("events-stacked", lists)

    def _journal(self, ask: Ask, view: View) -> Reply:
        every = view.news_of(self.news_of)
        before = ask.number("offset", 0)
        left = [n for n in every if not before or self._epoch(n.published) < before]
        shown, more = left[:_SIZE], len(left) > _SIZE
        lists: dict[str, object] = {"items": [self._post(n) for n in shown]}
        if more:
            offset = self._epoch(shown[-1].published)
            lists["pagination"] = {"nextPage": True, "nextPageOffset": offset, "pageSize": _SIZE,
                                   "nextPageUrl": f"/journal?offset={offset}"}  # fmt: skip
        return self._answer("blog-basic-grid", lists)

    def _answer(self, kind: str, lists: dict[str, object]) -> Reply:
        website = {"id": _id(self.host), "identifier": "site", "timeZone": self.zone, "siteTitle": self.name,
                   "baseUrl": self.root, "language": "fr-BE"}  # fmt: skip
        collection = {"id": _id(kind), "typeName": kind, "title": self.name, "type": 10}
        return answer_json({"website": website, "collection": collection, **lists, "shoppingCart": {}})

    def _epoch(self, wall: datetime) -> int:
        return int(wall.replace(tzinfo=ZoneInfo(self.zone)).timestamp() * 1000)

    def _item(self, thing: Event | News, published: datetime, body: str) -> dict[str, object]:
        return {
            "id": _id(thing.id),
            "collectionId": _id(self.host),
            "recordType": 12 if isinstance(thing, Event) else 1,
            "addedOn": self._epoch(published),
            "updatedOn": self._epoch(published),
            "publishOn": self._epoch(published),
            "authorId": "5f0000000000000000000001",
            "author": {"displayName": "Rédaction", "email": "redaction@example.org"},
            "title": esc(self.title(thing)).replace("&#x27;", "&#39;"),
            "body": f'<div class="sqs-layout sqs-grid-12"><div class="sqs-block html-block">{body}</div></div>',
            "excerpt": f"<p>{esc(thing.summary)}</p>",
            "assetUrl": "https://images.squarespace-cdn.com/content/v1/5f/",
            "tags": [],
            "categories": [thing.category],
            "workflowState": 1,
        }

    def _event(self, event: Event) -> dict[str, object]:
        session = event.sessions[0]
        end = datetime.combine(session.last_day, time(23, 59)) if session.all_day else session.end
        told = {"startDate": self._epoch(session.start)} | ({"endDate": self._epoch(end)} if end else {})
        return (
            self._item(event, event.announced, event_text(event))
            | told
            | {
                "urlId": event_slug(event),
                "fullUrl": _event_path(event),
                "location": self._location(event),
                "structuredContent": {"_type": "CalendarEvent", **told},
                "sourceUrl": event.online_url,
            }
        )

    def _location(self, event: Event) -> dict[str, object]:
        if event.venue is None:
            return {
                **_NOWHERE,
                "addressTitle": "En ligne",
                "addressLine1": "",
                "addressLine2": "",
                "addressCountry": "",
            }
        town = event.venue.town
        return {
            **_NOWHERE,
            "addressTitle": event.venue.name,
            "addressLine1": f"{event.venue.street} {event.venue.house}",
            "addressLine2": f"{town.name}, , {town.postcode}",
            "addressCountry": "Belgium",
        }

    def _post(self, news: News) -> dict[str, object]:
        body = paragraphs(news.summary, *news.body)
        return self._item(news, news.published, body) | {"fullUrl": _news_path(news), "urlId": french.slug(news.title)}

    def _list(self, title: str, things: tuple[Event, ...] | tuple[News, ...]) -> Reply:
        rows = "".join(f'<article class="eventlist-event"><a href="{_path(t)}">{esc(self.title(t))}</a></article>'
                       for t in things)  # fmt: skip
        return page(f"{title} — {self.name}", f"<h1>{title}</h1>{rows}", _HEAD)

    def _thing(self, thing: Event | News, text: str) -> Reply:
        return page(thing.title, f"<article><h1>{esc(self.title(thing))}</h1>{text}</article>", _HEAD)


def _path(thing: Event | News) -> str:
    return _event_path(thing) if isinstance(thing, Event) else _news_path(thing)


def _event_path(event: Event) -> str:
    return f"/agenda/{event.announced.year}/{event.announced.month}/{event.announced.day}/{event_slug(event)}"


def _news_path(news: News) -> str:
    return f"/journal/{news.published:%Y}/{french.slug(news.title)}-{news.number}"


def _id(text: str) -> str:
    """24 hexadecimal digits, as its database numbers everything."""
    return md5(text.encode(), usedforsecurity=False).hexdigest()[:24]
