"""A press room of Prezly: a page in pages whose stories stand in its data, and a page per story with JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from simulator import french
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, esc, page, paragraphs
from simulator.things import News
from simulator.view import View, utc

_SIZE = 9
_HEAD = '<link rel="preconnect" href="https://cdn.uc.assets.prezly.com"/>'


class Prezly(LentSite):
    """News as stories. `pushes` = its data come in pieces, as the app router of Next.js sends them."""

    platform = "prezly"
    oddities = (
        "JSON in strings within JSON",
        "stories of another language in one list",
        "an embargoed story is listed",
        "the first page under two addresses",
    )

    def __init__(self, host: str, of: str, name: str, pushes: bool = False) -> None:
        super().__init__(host, of, name)
        self.pushes = pushes

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("news", self.root), Entry("news", f"{self.root}/api/stories?limit={_SIZE}&offset=0"))

    def answer(self, ask: Ask, view: View) -> Reply:
        """The room is the home page."""
        return self._room(ask, view) if ask.path == "/" else super().answer(ask, view)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for news in self.news(view):
            yield Sighting(news.id, self.host, _id(news), self.root + _path(news), self.title(news))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == "/api/stories":
            stories, offset = self._stories(view), ask.number("offset", 0)
            size = min(ask.number("limit", _SIZE), 20)
            return answer_json({"data": stories[offset : offset + size], "total": len(stories)})
        for news in self.news(view):
            if ask.path == _path(news):
                return self._story_page(news)
        return None

    def _room(self, ask: Ask, view: View) -> Reply:
        stories, number = self._stories(view), max(ask.number("page", 1), 1)
        shown = stories[(number - 1) * _SIZE : number * _SIZE]
        paging: dict[str, object] = {
            "itemsTotal": len(stories),
            "currentPage": number,
            "pageSize": _SIZE,
            "withHighlightedStory": True,
        }
        links = "".join(f'<li><a href="/{s["slug"]}">{esc(str(s["title"]))}</a></li>' for s in shown)
        return page(self.name, f"<main><ul>{links}</ul></main>{self._data(shown, paging)}", _HEAD)

    def _data(self, shown: list[dict[str, object]], paging: dict[str, object]) -> str:
        if not self.pushes:
            state = {"props": {"pageProps": {"newsroomContextProps": {"newsroom": {"uuid": "n", "name": self.name}},
                     "stories": shown, "pagination": paging}}, "page": "/"}  # fmt: skip
            return f'<script id="__NEXT_DATA__" type="application/json">{_safe(json.dumps(state))}</script>'
        text = '7:["$","$L1",null,' + json.dumps({"initialStories": shown, "pagination": paging}) + "]\n"
        pieces = [text[start : start + 3000] for start in range(0, len(text), 3000)]
        return "".join(f"<script>self.__next_f.push([1,{_safe(json.dumps(piece))}])</script>" for piece in pieces)

    def _stories(self, view: View) -> list[dict[str, object]]:
        stories = [self._story(news) for news in self.news(view)]
        english: object = {"code": "en", "language_code": "en"}
        twin = stories[0] | {"uuid": "0-en", "slug": "english", "title": "In English", "culture": english}
        later = stories[0] | {"uuid": "0-later", "slug": "later", "lifecycle_status": "embargo"}
        return [later, stories[0], twin, *stories[1:]]

    def _story(self, news: News) -> dict[str, object]:
        stamp = utc(news.published).isoformat()
        return {
            "uuid": _id(news),
            "id": news.number,
            "slug": _path(news)[1:],
            "title": self.title(news),
            "subtitle": news.summary,
            "published_at": stamp,
            "updated_at": stamp,
            "visibility": "public",
            "lifecycle_status": "published",
            "culture": {"code": "fr_BE", "locale": "fr_BE", "language_code": "fr", "name": "Français (Belgique)"},
            "categories": [{"id": 3, "display_name": news.category, "i18n": {"fr_BE": {"name": news.category}}}],
            "thumbnail_image": json.dumps({"uuid": "c0ffee-1", "filename": "affiche.jpg", "original_width": 900}),
            "links": {"newsroom_view": self.root + _path(news), "short": "https://prez.example/x"},
            "content": json.dumps({"type": "document", "children": [{"text": t} for t in news.body]}),
            "author": {"name": "Presse"},
        }

    def _story_page(self, news: News) -> Reply:
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title(news),
            "datePublished": utc(news.published).isoformat(),
            "url": self.root + _path(news),
        }
        ld = f'<script type="application/ld+json">{_safe(json.dumps(article))}</script>'
        return page(news.title, f"<h1>{esc(self.title(news))}</h1>{paragraphs(news.summary, *news.body)}", _HEAD + ld)


def _safe(text: str) -> str:
    return text.replace("</", "<\\/")


def _path(news: News) -> str:
    return f"/{french.slug(news.title)}-{news.number}"


def _id(news: News) -> str:
    return str(uuid5(NAMESPACE_URL, news.id))
