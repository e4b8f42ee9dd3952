"""A site without a list: an index of sitemaps, one of them compressed, pages with and without structured data."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from simulator import french
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, esc, page, paragraphs
from simulator.things import Event, News
from simulator.view import View, offset

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Sitemapped(LentSite):
    """`/sitemap.xml` leads to the sitemaps of events, news and pages. Every third event has no structured data."""

    platform = "sitemap"
    oddities = (
        "an index whose sitemaps are gzip and XML",
        "English twins of all pages",
        "addresses of another host",
        "pages without structured data",
    )

    def __init__(self, host: str, of: str, name: str, news_of: str) -> None:
        super().__init__(host, of, name)
        self.news_of = news_of

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/sitemap.xml"), Entry("news", f"{self.root}/sitemap.xml"))

    def sightings(self, view: View) -> Iterator[Sighting]:
        things: list[Event | News] = [*self.events(view, single=True), *view.news_of(self.news_of)]
        for thing in things:
            url = self.root + _path(thing)
            yield Sighting(thing.id, self.host, url, url, self.title(thing))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        events, news = self.events(view, single=True), view.news_of(self.news_of)
        if ask.path == "/sitemap.xml":
            names = ("events.xml", "news.xml.gz", "pages.xml")
            maps = "".join(
                f"<sitemap><loc>{self.root}/sitemap-{n}</loc><lastmod>{view.today}</lastmod></sitemap>" for n in names
            )
            return _xml(f"{_HEAD}<sitemapindex {_SPACE}>{maps}</sitemapindex>")
        if ask.path == "/sitemap-events.xml":
            away = _url("https://ailleurs.example/agenda/autre", view.now)
            urls = [_url(self.root + prefix + _path(e), e.announced) for e in events for prefix in ("", "/en")]
            return _xml(f"{_HEAD}<urlset {_SPACE}>{''.join(urls)}{away}</urlset>")
        if ask.path == "/sitemap-news.xml.gz":
            urls = [_url(self.root + _path(n), n.published) for n in news]
            body = f"{_HEAD}<urlset {_SPACE}>{''.join(urls)}</urlset>"
            return Reply(gzip.compress(body.encode(), mtime=0), "application/x-gzip")
        if ask.path == "/sitemap-pages.xml":
            return _xml(f"{_HEAD}<urlset {_SPACE}>{_url(self.root + '/contact', view.now)}</urlset>")
        event = next((e for e in events if _path(e) == ask.path.removeprefix("/en")), None)
        if event:
            return self._event(event)
        found = next((n for n in news if _path(n) == ask.path), None)
        return self._news(found) if found else None

    def _event(self, event: Event) -> Reply:
        session, title = event.sessions[0], self.title(event)
        body = (
            f'<main><h1>{esc(title)}</h1><p class="quand">{esc(french.session(session))}</p>'
            f'<p class="lieu">{esc(place_text(event))}</p>{event_text(event)}</main>'
        )
        if event.number % 3 == 0:
            return page(f"{title} | {self.name}", body)

        def stamp(at: datetime) -> str:
            return at.date().isoformat() if session.all_day else offset(at)

        venue = event.venue
        where: dict[str, object] = {"@type": "VirtualLocation", "url": event.online_url}
        if venue:
            where = {"@type": "Place", "name": venue.name, "address": venue.address}
        data = {"@context": "https://schema.org", "@type": "Event", "name": title, "url": self.root + _path(event),
                "startDate": stamp(session.start), "endDate": stamp(session.end or session.start),
                "location": where}  # fmt: skip
        return page(f"{title} | {self.name}", body, _script(data))

    def _news(self, news: News) -> Reply:
        data = {"@context": "https://schema.org", "@graph": [
            {"@type": "WebPage", "name": news.title},
            {"@type": "NewsArticle", "headline": self.title(news), "url": self.root + _path(news),
             "datePublished": offset(news.published), "description": news.summary},
        ]}  # fmt: skip
        body = f"<main><h1>{esc(self.title(news))}</h1>{paragraphs(news.summary, *news.body)}</main>"
        return page(news.title, body, _script(data))


def _path(thing: Event | News) -> str:
    if isinstance(thing, Event):
        return f"/agenda/{event_slug(thing)}"
    return f"/actualites/{french.slug(thing.title)}-{thing.number}"


def _url(address: str, at: datetime) -> str:
    return f"<url><loc>{esc(address)}</loc><lastmod>{offset(at)}</lastmod><priority>0.5</priority></url>\n"


def _xml(text: str) -> Reply:
    return Reply(text.encode(), "application/xml; charset=UTF-8")


def _script(data: Mapping[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
