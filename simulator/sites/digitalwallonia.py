"""A search index over Contentful, asked by POST with templates: values by language, linked entries, other plans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import md5

from simulator import french
from simulator.sites.calltext import call_paragraphs
from simulator.sites.events_page import event_slug
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, esc, page, paragraphs
from simulator.things import Call, Event, News
from simulator.view import View, offset, utc

SEARCH = "/d4w-entries_master/_search/template"
_FOLDERS = {"event": "agenda", "post": "publications", "actionPlan": "fiches-action"}


class DigitalWallonia(LentSite):
    """Events, posts and action plans. `news_of` and `calls_of` lend the posts and the calls."""

    platform = "digital_wallonia"
    oddities = (
        "values without a language lie under .fr too",
        "a request without Origin is refused",
        "plans that are no calls are among the calls",
        "a post whose publication has ended is still answered",
    )

    def __init__(self, host: str, of: str, name: str, news_of: str, calls_of: str) -> None:
        super().__init__(host, of, name)
        self.news_of, self.calls_of = news_of, calls_of

    def entries(self) -> tuple[Entry, ...]:
        return tuple(Entry(kind, self.root + SEARCH, "POST") for kind in ("event", "news", "call"))

    def sightings(self, view: View) -> Iterator[Sighting]:
        for kind, thing in self._things(view):
            slug = _slug(thing)
            url = f"{self.root}/fr/{_FOLDERS[kind]}/{slug}/"
            yield Sighting(thing.id, self.host, _id(thing), url, self.title(thing))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == SEARCH:
            return self._search(ask, view)
        for kind, thing in self._things(view):
            if ask.path == f"/fr/{_FOLDERS[kind]}/{_slug(thing)}/":
                return page(thing.title, f"<h1>{esc(thing.title)}</h1>{paragraphs(thing.summary, *thing.body)}")
        return None

    def _things(self, view: View) -> Iterator[tuple[str, Event | News | Call]]:
        yield from (("event", e) for e in self.events(view, single=True))
        yield from (("post", n) for n in view.news_of(self.news_of))
        yield from (("actionPlan", c) for c in view.calls_of(self.calls_of) if len(c.deadlines) < 2)

    def _search(self, ask: Ask, view: View) -> Reply:
        if ask.method != "POST":
            return answer_json({"error": "Incorrect HTTP method", "status": 405}, 405)
        if not ask.headers.get("origin", "").startswith(self.root):
            return answer_json({"message": "Forbidden"}, 403)
        asked = json.loads(ask.body)
        kind = {"filter-next-event-search-template": "event", "filter-post-search-template": "post",
                "filter-actionplan-search-template": "actionPlan"}.get(asked["id"])  # fmt: skip
        if kind is None:
            return answer_json({"error": {"type": "resource_not_found_exception"}, "status": 404}, 404)
        entries = list(self._entries(kind, view))
        begin, size = int(asked["params"].get("from", 0)), min(int(asked["params"].get("size", 10)), 20)
        hits = [{"_index": "d4w-entries_master", "_id": e["sys"]["id"], "_score": None, "_source": e}
                for e in entries[begin : begin + size]]  # fmt: skip
        total = {"value": len(entries), "relation": "eq"}
        return answer_json({"took": 3, "timed_out": False, "hits": {"total": total, "max_score": None, "hits": hits}})

    def _entries(self, kind: str, view: View) -> Iterator[dict[str, dict[str, object]]]:
        fields: Mapping[str, Callable[..., dict[str, object]]] = {
            "event": _event_fields, "post": _post_fields, "actionPlan": _plan_fields,
        }  # fmt: skip
        for name, thing in self._things(view):
            if name == kind:
                told = fields[kind](thing, view.now) | {"title": _title(self.title(thing))}
                yield _entry(_id(thing), kind, told, utc(_published(thing)))
        if kind == "actionPlan":
            study: dict[str, object] = {
                "title": {"fr": "Étude sectorielle"},
                "slug": {"fr": "etude"},
                "type": {"fr": ["Study"]},
            }
            yield _entry("4studyEntry", kind, study, utc(view.now))
        if kind == "post":
            gone = view.now - timedelta(days=2)
            old: dict[str, object] = {
                "title": {"fr": "Avis retiré"},
                "slug": {"fr": "avis"},
                "endPublicationDate": {"fr": _stamp(gone)},
            }
            yield _entry("4goneEntry", kind, old, utc(gone))


def _entry(number: str, kind: str, fields: dict[str, object], updated: datetime) -> dict[str, dict[str, object]]:
    sys: dict[str, object] = {"id": number, "type": "Entry", "updatedAt": f"{updated:%Y-%m-%dT%H:%M:%S}.123Z",
           "contentType": {"sys": {"type": "Link", "linkType": "ContentType", "id": kind}}}  # fmt: skip
    return {"sys": sys, "fields": fields}


def _title(text: str) -> dict[str, object]:
    return {"fr": text, "en": f"{text} (EN)"}


def _event_fields(event: Event, now: datetime) -> dict[str, object]:
    session = event.sessions[0]
    end = session.end or session.start
    venue = event.venue
    last = end.replace(hour=23, minute=59) if session.all_day else end
    fields: dict[str, object] = {
        "slug": {"fr": _slug(event), "en": f"{_slug(event)}-en"},
        "shortDescription": {"fr": event.summary, "en": "Sorry, French only."},
        "description": {"fr": _rich(event.body)},
        "startDate": {"fr": _stamp(session.start)},
        "endDate": {"fr": _stamp(last)},
        "endPublicationDate": {"fr": _stamp(max(last, now) + timedelta(days=1))},
        "type": {"fr": [event.category]},
        "price": {"fr": event.price},
        "organizers": {"fr": [{"name": {"fr": event.organiser}, "slug": {"en": "organiser"}}]},
        "programs": {"fr": [{"title": {"fr": "Industrie du futur"}, "slug": {"fr": "industrie-du-futur"}}]},
        "contactPersons": {"fr": [{"name": "Une personne"}]},
        "email": {"fr": "accueil@example.org"},
        "isFeatured": {"fr": True},
    }
    if venue:
        spot = [venue.town.longitude, venue.town.latitude]
        fields["location"] = {
            "fr": {"Vicinity": f"{venue.name}, {venue.address}", "Geometry": {"type": "Point", "coordinates": spot}}
        }
    else:
        fields["location"] = {"fr": {"Vicinity": "En ligne"}}
    return fields


def _post_fields(news: News, now: datetime) -> dict[str, object]:
    return {
        "slug": {"fr": _slug(news)},
        "shortDescription": {"fr": news.summary},
        "body": {"fr": "".join(f"<p>{esc(text)}</p>" for text in news.body)},
        "publishedDate": {"fr": _stamp(news.published)},
        "type": {"fr": ["Feature article"]},
        "bannerAssetImage": {"fr": {"fields": {"file": {"fr": {"url": "//images.example/banniere.jpg"}}}}},
    }


def _plan_fields(call: Call, now: datetime) -> dict[str, object]:
    closing = call.deadlines[0] if call.deadlines else None
    fields: dict[str, object] = {
        "slug": {"fr": _slug(call)},
        "type": {"fr": ["Call for projects"]},
        "status": {"fr": "Finished" if call.state(now.date()) == "closed" else "In progress"},
        "shortDescription": {"fr": call.summary},
        "description": {"fr": _rich((*call_paragraphs(call, "plan"), *call.body))},
        "publishedDate": {"fr": _stamp(call.published)},
    }
    if call.opens:
        fields["startDate"] = {"fr": call.opens.isoformat()}
    if closing:
        fields["endDate"] = {"fr": _stamp(closing.at) if closing.clock else closing.at.date().isoformat()}
    return fields


def _rich(texts: tuple[str, ...]) -> dict[str, object]:
    """Contentful's rich text."""
    blocks = [
        {"nodeType": "paragraph", "data": {}, "content": [{"nodeType": "text", "value": t, "marks": [], "data": {}}]}
        for t in texts
    ]
    return {"nodeType": "document", "data": {}, "content": blocks}


def _slug(thing: Event | News | Call) -> str:
    return event_slug(thing) if isinstance(thing, Event) else f"{french.slug(thing.title)}-{thing.number}"


def _id(thing: Event | News | Call) -> str:
    return md5(thing.id.encode()).hexdigest()[:22]


def _published(thing: Event | News | Call) -> datetime:
    return thing.announced if isinstance(thing, Event) else thing.published


def _stamp(at: datetime) -> str:
    """`2026-03-05T09:00+01:00`: no seconds."""
    text = offset(at.replace(second=0, microsecond=0))
    return text[:16] + text[19:]
