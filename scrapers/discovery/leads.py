"""Leads: what a page itself offers to machines, and the addresses that are worth a request because of it.

Pure. A lead is a guess with a reason until `explore` has asked it; nothing here becomes part of an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from scrapers.discovery.clues import SHOWN, Clue, clues_in
from scrapers.discovery.lead import ANNOUNCED, GUESSED, IN_PLACE, KNOWN, SITEMAP, Lead, root_of
from scrapers.discovery.lead_links import calendar_leads, calls_comments, listing_leads, menu_leads
from scrapers.readers.addresses import absolute, canonical
from scrapers.readers.decoding import looks_like_html
from scrapers.readers.html_nodes import base_of, parse_page
from vigie.model import Capture, Kind

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml")
_USUAL = (
    ("/feed/", Kind.NEWS), ("/rss.xml", Kind.NEWS), ("/agenda", Kind.EVENT), ("/events/", Kind.EVENT),
    ("/actualites", Kind.NEWS),
)  # fmt: skip

CAUGHT = 4
"""Addresses that one clue may give, when its marks catch several names."""


def leads_of(capture: Capture) -> tuple[Lead, ...]:
    """What a page leads to, the most promising first; one lead for each address and platform."""
    found: dict[tuple[str, str], Lead] = {}
    for lead in sorted(_every(capture), key=lambda one: one.rank):
        found.setdefault((canonical(lead.url) or lead.url, lead.platform), lead)
    return tuple(found.values())


def _every(capture: Capture) -> Iterator[Lead]:
    for clue in clues_in(capture):
        yield from _of_clue(clue, capture)
    yield from _of_header(capture)
    if looks_like_html(capture.body) or b"<a " in capture.body[:400_000]:
        tree = parse_page(capture)
        base = base_of(tree, capture.url)
        yield from _of_head(tree, base)
        yield from calendar_leads(tree, base)
        yield from listing_leads(tree, base, capture.url)


def last_resorts(url: str, kinds: tuple[Kind, ...]) -> Iterator[Lead]:
    """Usual addresses of a site that offers nothing by itself: its sitemap, and few guesses."""
    root = root_of(url)
    yield Lead(f"{root}/sitemap.xml", "sitemap", (Kind.NEWS,), "the usual place of a sitemap", SITEMAP, 50)
    for path, kind in _USUAL:
        if not kinds or kind in kinds:
            yield Lead(root + path, "", (kind,), f"a usual address: {path}", GUESSED, 60)


def menu_of(capture: Capture) -> tuple[Lead, ...]:
    """The pages of a menu whose labels say nothing of lists."""
    tree = parse_page(capture)
    return tuple(menu_leads(tree, base_of(tree, capture.url), capture.url))


def sitemaps_in(robots: str, url: str) -> Iterator[Lead]:
    """The sitemaps that a robots.txt names."""
    for line in robots.splitlines():
        name, _, value = line.partition(":")
        address = absolute(url, value) if name.strip().lower() == "sitemap" else None
        if address:
            yield Lead(address, "sitemap", (Kind.NEWS,), "robots.txt names this sitemap", SITEMAP, 60)


def _of_clue(clue: Clue, capture: Capture) -> Iterator[Lead]:
    root, page = root_of(capture.url), capture.url.split("?")[0].split("#")[0].rstrip("/")
    if not clue.asks:
        yield Lead(capture.url, clue.platform, clue.kinds, clue.because, IN_PLACE, clue.confidence, clue.options)
    for number, ask in enumerate(one for asks in clue.asks for one in _filled(asks, clue, capture)):
        address = absolute(capture.url, ask.replace("{root}", root).replace("{page}", page))
        if address:
            yield Lead(
                address, clue.platform, clue.kinds, clue.because, KNOWN + number, clue.confidence, clue.options
            )  # fmt: skip


def _filled(ask: str, clue: Clue, capture: Capture) -> tuple[str, ...]:
    """An address with what the marks caught on the page in its braces; several when they caught several things."""
    names = [name for name in re.findall(r"\{(\w+)\}", ask) if name not in ("root", "page")]
    if not names:
        return (ask,)
    text = capture.body[:SHOWN].decode("utf-8", "replace")
    caught = [hit.groupdict() for mark in clue.marks for hit in re.finditer(mark, text, re.IGNORECASE)]
    filled = (ask.replace(f"{{{name}}}", hit[name]) for hit in caught for name in names if hit.get(name))
    return tuple(dict.fromkeys(filled))[:CAUGHT]


def _of_header(capture: Capture) -> Iterator[Lead]:
    """`Link: <https://site/wp-json/>; rel="https://api.w.org/"`, wherever a site keeps its interface."""
    for name, value in capture.headers:
        if name.lower() == "link" and "https://api.w.org/" in value:
            for part in value.split(","):
                address, _, parameters = part.partition(";")
                if "https://api.w.org/" in parameters:
                    yield from _of_interface(absolute(capture.url, address.strip(" <>")), "a Link header names it")


def _of_head(tree: LexborHTMLParser, base: str) -> Iterator[Lead]:
    for node in tree.css("link[href]"):
        rel = (node.attributes.get("rel") or "").lower()
        kind = (node.attributes.get("type") or "").split(";")[0].strip().lower()
        href, title = node.attributes.get("href"), node.attributes.get("title") or ""
        if rel == "https://api.w.org/":
            yield from _of_interface(absolute(base, href), "the page names its interface")
        elif "alternate" in rel.split() and kind in _FEEDS:
            address = absolute(base, href)
            if address and not calls_comments(address, title):
                because = f"the page announces a feed: {title or urlsplit(address).path}"
                yield Lead(address, "feed", (Kind.NEWS,), because, ANNOUNCED, 85)
        elif "alternate" in rel.split() and kind == "text/calendar":
            address = absolute(base, (href or "").replace("webcal:", "https:", 1))
            if address:
                yield Lead(address, "ical", (Kind.EVENT,), "the page announces a calendar", ANNOUNCED, 88)


def _of_interface(address: str | None, because: str) -> Iterator[Lead]:
    """WordPress: its index says which plugins and types of posts there are (`wordpress_index`)."""
    if address:
        yield Lead(address, "wordpress_index", (Kind.EVENT, Kind.NEWS), f"WordPress: {because}", KNOWN, 85)
