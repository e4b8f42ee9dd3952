"""Wix Events: the events that a page's widgets carry in `script#wix-warmup-data`.

Each widget has `events.events` (the events) and `dates.events` (their clocks, by id); the page of one event has
`event.event`. Without them its JSON-LD is read, and last its cards (`data-hook="events-card"`), dates as words.
A blog of Wix is read by `feed` from /blog-feed.xml.

Oddities: `scheduling.config.startDate` is UTC, `dates.…startDateISOFormatNotUTC` the same instant with the offset.
`endDateHidden`: the end is a default that the site does not show, so it is none. `scheduleTbd`: there is no date yet.
`status` is a number (3 is cancelled) or a word. The data do not hold the address of an event's page: the link with its
slug does, else `/event-details/SLUG` (older sites: `/event-info/SLUG`, option `event_path`). A widget shows some events
and loads the rest by script: `hasMore` says that the list was cut. One event may stand in two widgets of a page.
Known from: public readers of Wix sites, and their test data.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, same_host
from scrapers.readers.drafts import PageDraft
from scrapers.readers.html_nodes import base_of, parse_page, seen_text, selected
from scrapers.readers.islands import island, objects_in
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import Options
from scrapers.readers.recipe import DETAIL
from scrapers.readers.schema_org_blocks import json_ld
from scrapers.readers.schema_org_items import read_nodes
from scrapers.readers.wix_event import read_event
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: Options = (
    ("event_path", "folder of the events' pages where a page links to none of them (`event-details`)"),
    ("details", "`yes` asks for each event's own page, too: the long text stands there alone"),
)
_MARKS = (r"static\.wixstatic\.com", r'id="wix-warmup-data"', r'content="Wix\.com Website Builder"')
_HEADERS = (("x-wix-request-id", r"."),)
CLUES = (
    Clue("wix", "the page holds events of Wix Events", (r'"scheduling":\{"config"', r'data-hook="events-card"'),
         confidence=90),
    Clue("feed", "the blog of a Wix site is a feed", _MARKS, _HEADERS, ("{root}/blog-feed.xml",), (Kind.NEWS,), 88),
)  # fmt: skip

_CARD = '[data-hook="events-card"], [data-hook="ev-list-item"]'
_CARD_FIELDS = (
    ("title", '[data-hook="title"], [data-hook="ev-list-item-title"]'),
    ("date_text", '[data-hook="date"], [data-hook="ev-date"]'),
    ("place_text", '[data-hook="location"], [data-hook="ev-list-item-location"]'),
    ("description", '[data-hook="description"], [data-hook="ev-list-item-description"]'),
)
_MORE = "more-info-link-"


class WixReader:
    platform = "wix"
    version = "wix-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        if not capture.body.strip():
            draft.problem("wrong-content", "the answer is empty")
            return draft.page()
        tree = parse_page(capture)
        detail = capture.request.label == DETAIL
        state = island(draft, tree, "script#wix-warmup-data") or island(draft, tree, "script#wix-events")
        cut = _read_widgets(draft, state, _links(draft, tree), detail)
        if not draft.items and not draft.has_problems:
            read_nodes(draft, list(json_ld(draft, tree)))
        if not draft.items:
            _read_cards(draft, tree)
        if not draft.items and not draft.has_problems:
            draft.problem("no-structured-data", "neither events of Wix nor JSON-LD nor cards", raw=capture.body[:300])
        if source.option("details") == "yes" and not detail:
            for item in draft.items:
                if item.url and item.url != capture.url and same_host(item.url, capture.url):
                    draft.follow(Request(url=item.url, label=DETAIL, item_key=item.key))
        page = draft.page()
        return replace(page, last=False) if cut and not detail else page


def _links(draft: PageDraft, tree: LexborHTMLParser) -> dict[str, str]:
    """The addresses of the page by their last step, which is an event's slug."""
    base, found = base_of(tree, draft.capture.url), dict[str, str]()
    for node in selected(tree, "a[href]"):
        address = absolute(base, node.attributes.get("href"))
        if address:
            found.setdefault(urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1], address)
    return found


def _read_widgets(draft: PageDraft, state: Any, links: dict[str, str], detail: bool) -> bool:
    """Reads the events of every widget; True when one says that it shows only some."""
    cut, found = False, 0
    for pointer, widget in objects_in(state):
        events, dates = widget.get("events"), widget.get("dates")
        clocks = dates.get("events") if isinstance(dates, dict) else None
        one = widget.get("event")
        if isinstance(one, dict) and isinstance(one.get("event"), dict):
            listed, place = [one["event"]], f"{pointer}/event/event"
            links = {**links, str(one["event"].get("slug")): draft.capture.url}
        elif not detail and isinstance(events, dict) and isinstance(events.get("events"), list):
            listed, place = events["events"], f"{pointer}/events/events"
            cut = cut or events.get("hasMore") is True
        else:
            continue
        for number, row in enumerate(listed):
            found += 1
            with draft.attempt(f"{place}/{number}", row):
                read_event(draft, row, f"wix-warmup-data{place}/{number}", clocks, links)
    return cut


def _read_cards(draft: PageDraft, tree: LexborHTMLParser) -> None:
    for number, card in enumerate(selected(tree, _CARD)):
        with draft.attempt(f"{_CARD}[{number}]", card.html):
            _read_card(draft, card, f"events-card[{number}]", base_of(tree, draft.capture.url))


def _read_card(draft: PageDraft, card: LexborNode, pointer: str, base: str) -> None:
    source, item = draft.source, draft.item(pointer)
    for name, selector in _CARD_FIELDS:
        node = card.css_first(selector)
        item.say(name, seen_text(node) if node else None, f" {selector}", html=False)
    link = next((address for a in card.css("a[href]") if (address := absolute(base, a.attributes.get("href")))), None)
    item.say("url", link, " a", html=False)
    more = card.css_first(f'[data-hook^="{_MORE}"]')
    key = (more.attributes.get("data-hook") or "").removeprefix(_MORE) if more else None
    kind = Kind.EVENT if Kind.EVENT in source.kinds else kind_of(source, [item.value("title")])
    draft.add(item.finish(source, key, kind, link))


READER = WixReader()
