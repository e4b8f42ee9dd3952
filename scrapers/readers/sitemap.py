"""Sitemaps with `lastmod`: pages that fit the option `match` are read, the newest first.

An index leads to its sitemaps (those that fit `maps`); each gives at most as many pages as the source's `max_pages`:
what is left out makes the run incomplete. A page is read by its JSON-LD or microdata, else by the `detail` rules of
the source's recipe (which come first where there are any), else as a page of one thing (`page`). A page whose lastmod
is that of the last run is not asked for again; as lastmod is wrong on many sites, pages take turns to be asked for
all the same, each once in four weeks, on days on which the sitemap itself has moved. Oddities: HTML answered as XML,
gzip, plain lists, a bare `&`, addresses of other hosts and of other languages (`match` tells them apart), the day of
the build as lastmod of every page. Identity: the page's address. Knowledge: sitemaps.org, API_SHAPES.md §9 (Digital
Wallonia, hub.brussels).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, key_of_url, same_host
from scrapers.readers.decoding import WrongContent
from scrapers.readers.drafts import PageDraft
from scrapers.readers.recipe import DETAIL, read_detail
from scrapers.readers.sitemaps import Listed, listed_in
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: tuple[tuple[str, str], ...] = (
    ("match", "regular expression that addresses of pages fit, e.g. `^https://[^/]+/agenda/[^/]+$` (all)"),
    ("maps", "regular expression that the sitemaps of an index fit (all)"),
    ("days", "pages whose lastmod is older than so many days are left aside (400)"),
)
CLUES: tuple[Clue, ...] = (
    Clue("sitemap", "the page names its sitemap", marks=(r"""<link[^>]+rel=["']sitemap""",),
         asks=("{root}/sitemap.xml",), kinds=(Kind.EVENT, Kind.NEWS), confidence=60),
)  # fmt: skip
AGAIN = 28
"""Days after which a page is asked for again though its lastmod stands still; pages take turns."""


class SitemapReader:
    platform = "sitemap"
    version = "sitemap-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """An address without a path is a site's root."""
        return tuple(
            Request(url=url if urlsplit(url).path.strip("/") else f"{url.rstrip('/')}/sitemap.xml")
            for url in source.urls
        )

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        if capture.request.label == DETAIL:
            return _read_page(source, capture, now)
        draft = PageDraft(source, capture)
        try:
            listed = listed_in(capture)
            maps, pages = _patterns(source)
        except WrongContent as error:
            draft.problem("wrong-content", str(error), raw=capture.body[:300])
            return draft.page()
        except re.error as error:
            draft.problem("bad-selector", f"{error.pattern!r} is no regular expression: {error}", field="match")
            return draft.page()
        for one in sorted((o for o in listed if o.is_map), key=_age, reverse=True):
            if maps.search(one.url) and not _old(source, one, capture):
                draft.follow(Request(url=absolute(capture.url, one.url) or one.url))
        wanted = [o for o in listed if not o.is_map and pages.search(o.url) and _is_ours(draft, o)]
        recent = [one for one in wanted if not _old(source, one, capture)]
        draft.unread(["page that is too old"] * (len(wanted) - len(recent)))
        chosen = sorted(recent, key=_age, reverse=True)[: source.max_pages]
        for number, one in enumerate(chosen):
            _follow(draft, one, f"url[{number}]", now.date())
        draft.unread(["page beyond max_pages"] * (len(recent) - len(chosen)))
        page = draft.page()
        return replace(page, last=False) if len(recent) > len(chosen) else page


def _patterns(source: Source) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(source.option("maps"), re.I), re.compile(source.option("match"), re.I)


def _is_ours(draft: PageDraft, one: Listed) -> bool:
    ours = same_host(one.url, draft.capture.url)
    draft.unread([] if ours else ["page of another host"])
    return ours


def _age(one: Listed) -> tuple[str, str]:
    return one.lastmod or one.published or "", one.url


def _old(source: Source, one: Listed, capture: Capture) -> bool:
    days = source.option("days", "400")
    limit = timedelta(days=int(days) if days.isdigit() else 400)
    return one.day is not None and one.day < capture.fetched_at.date() - limit


def _follow(draft: PageDraft, one: Listed, pointer: str, today: date) -> None:
    key = key_of_url(one.url)
    if one.title:  # a news sitemap says enough to list the page even when it cannot be had
        item = draft.item(pointer)
        item.say("title", one.title, "/news:title")
        item.say("url", one.url, "/loc", html=False)
        item.say("published", one.published, "/news:publication_date", html=False)
        draft.add(item.finish(draft.source, key, draft.source.kinds[0] if draft.source.kinds else Kind.NEWS, one.url))
    turn = (today.toordinal() + zlib.crc32(one.url.encode("utf-8", "replace"))) // AGAIN
    version = f"{one.lastmod} {turn}" if one.lastmod else None
    draft.follow(Request(url=one.url, label=DETAIL, item_key=key, version=version))


def _read_page(source: Source, capture: Capture, now: datetime) -> Page:
    draft = PageDraft(source, capture)
    if source.recipe and source.recipe.detail:
        read_detail(draft, capture.request.item_key)
        return draft.page()
    from scrapers.readers import reader_for

    told = reader_for("schema_org").read(source, capture, now)
    if told.items:
        return replace(told, next=(), last=True)
    kind = (source.kinds[0] if source.kinds else Kind.EVENT).value
    alone = replace(source, platform="page", options=(*source.options, ("as", kind)))
    seen = reader_for("page").read(alone, capture, now)
    broken = tuple(p for p in told.problems if p.reason == "parse-error")
    return replace(seen, problems=broken + seen.problems, next=(), last=True)


READER = SitemapReader()
