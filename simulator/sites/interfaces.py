"""Interfaces of JSON that have no site of their own here: OpenAgenda v2, Opendatasoft's first API, JSON Feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qs

from simulator import french
from simulator.sites.events_page import event_slug, event_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, paragraphs
from simulator.things import Event, News
from simulator.view import View, offset

_STATUS = {"scheduled": 1, "rescheduled": 2, "postponed": 4, "full": 5, "cancelled": 6}


class OpenAgenda(LentSite):
    """`/v2/agendas/123/events`: keyset paging by `after`, offsets without a colon, a tombstone. Clocked events only."""

    platform = "openagenda"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/v2/agendas/123/events"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self._events(view):
            yield Sighting(event.id, self.host, str(event.number), self._url(event), event.title)

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path != "/v2/agendas/123/events":
            return None
        events = sorted(self._events(view), key=lambda e: e.number)
        after = parse_qs(ask.query).get("after[]", [])
        left = [e for e in events if not after or e.number > int(after[0])]
        shown = left[: min(ask.number("size", 20), 20)]
        rows = [self._row(e) for e in shown]
        last = [str(shown[-1].number), f"uid-{shown[-1].number}"] if len(left) > len(shown) else None
        gone = {"uid": 1, "removed": True, "updatedAt": "2026-01-01T00:00:00.000Z"}
        return answer_json({"total": len(events), "events": [*rows, gone], "sort": "number", "after": last})

    def _events(self, view: View) -> list[Event]:
        return [e for e in self.events(view) if not any(s.all_day for s in e.sessions)]

    def _url(self, event: Event) -> str:
        return f"{self.root}/evenements/{event_slug(event)}"

    def _row(self, event: Event) -> dict[str, object]:
        venue = event.venue
        place = {"uid": venue.number, "name": venue.name, "address": venue.address, "city": venue.town.name,
                 "postalCode": venue.town.postcode, "countryCode": "BE", "latitude": venue.town.latitude,
                 "longitude": venue.town.longitude, "timezone": "Europe/Brussels"} if venue else None  # fmt: skip
        return {
            "uid": event.number, "slug": event_slug(event), "title": event.title, "description": event.summary,
            "longDescription": event_text(event), "conditions": event.price, "keywords": [event.category],
            "image": None, "registration": [{"type": "email", "value": "accueil@example.org"}],
            "timings": [{"begin": _stamp(s.start), "end": _stamp(s.end or s.start)} for s in event.sessions],
            "timezone": "Europe/Brussels", "attendanceMode": 1 if venue else 2,
            "onlineAccessLink": event.online_url or None, "status": _STATUS[event.status], "state": 2,
            "location": place, "canonicalUrl": self._url(event), "updatedAt": "2026-07-11T13:52:05.000Z",
        }  # fmt: skip


class NamurRecords(LentSite):
    """`/api/records/1.0/search/` of an agenda: days without hours, truncated texts, latitude first, null fields."""

    platform = "opendatasoft"
    path = "/api/records/1.0/search/"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}{self.path}?dataset=namur-agenda-des-evenements"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self.events(view, single=True):
            url = f"{self.root}/fr/agenda/{event_slug(event)}"
            yield Sighting(event.id, self.host, f"record-{event.number}", url, self.title(event))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path != self.path:
            return None
        events = self.events(view, single=True)
        begin, rows = ask.number("start", 0), min(ask.number("rows", 10), 15)
        records = [{"datasetid": ask.value("dataset"), "recordid": f"record-{e.number}", "fields": self._fields(e),
                    "record_timestamp": "2026-10-01T05:00:00Z"} for e in events[begin : begin + rows]]  # fmt: skip
        return answer_json({"nhits": len(events), "parameters": {"rows": rows, "start": begin}, "records": records})

    def _fields(self, event: Event) -> dict[str, object]:
        session, venue = event.sessions[0], event.venue
        return {
            "title": self.title(event), "datedebut": f"{session.start:%Y-%m-%d}",
            "datefin": f"{session.last_day:%Y-%m-%d}", "details": f"{event.summary[:60]}...",
            "link": f"{self.root}/fr/agenda/{event_slug(event)}", "post_code": venue.town.postcode if venue else None,
            "acom_nom_m": venue.town.name.upper() if venue else None, "rue_nom": venue.street if venue else None,
            "adr_nopol": venue.house if venue else None,
            "geo_point_2d": [venue.town.latitude, venue.town.longitude] if venue else None,
        }  # fmt: skip


class JsonFeed(LentSite):
    """`/feed.json`: JSON Feed 1.1, ten items a page, `next_url`."""

    platform = "feed"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("news", f"{self.root}/feed.json"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for news in self.news(view):
            yield Sighting(news.id, self.host, f"tag:{self.host},{news.number}", self._url(news), self.title(news))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path != "/feed.json":
            return None
        number, found = ask.number("page", 1), self.news(view)
        feed: dict[str, object] = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.name,
            "language": "fr-BE",
            "items": [self._item(n) for n in found[(number - 1) * 10 : number * 10]],
        }
        if number * 10 < len(found):
            feed["next_url"] = f"{self.root}/feed.json?page={number + 1}"
        return Reply(answer_json(feed).body, "application/feed+json")

    def _url(self, news: News) -> str:
        return f"{self.root}/{news.published:%Y/%m/%d}/{french.slug(news.title)}"

    def _item(self, news: News) -> dict[str, object]:
        return {"id": f"tag:{self.host},{news.number}", "url": self._url(news), "title": self.title(news),
                "summary": news.summary, "content_html": paragraphs(*news.body), "tags": [news.category],
                "date_published": offset(news.published), "authors": [{"name": "Une personne"}]}  # fmt: skip


def _stamp(at: datetime) -> str:
    """`2026-02-23T17:00:00+0100`."""
    text = offset(at)
    return text[:-3] + text[-2:]
