"""Leads in the links of a page: calendars, and pages that list an agenda, news or calls."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from scrapers.discovery.lead import ANNOUNCED, LISTING, MENU, Lead, same_site
from scrapers.discovery.lead_words import is_about, is_past, kind_in, kind_of_address, plain
from scrapers.readers.addresses import absolute, canonical, parameter
from scrapers.readers.html_nodes import seen_text
from vigie.model import Kind

_COMMENTS = re.compile(r"\b(?:comments?|commentaires?|reacties|kommentare)\b")
_ICS = re.compile(r"\.ics(?:$|\?)|[?&](?:ical|outlook-ical)=1|/ical/?(?:$|\?)|\.ics$", re.IGNORECASE)
_FEED = re.compile(
    r"\.(?:rss|atom|rdf)$|/(?:rss|feed|atom)(?:\.xml|\.php)?/?$|[?&](?:format|feed|type)=(?:rss|atom)", re.I
)
_GOOGLE = "calendar.google.com"
_MEETUP = re.compile(r"^/(?:[a-z]{2}-[A-Z]{2}/)?([\w-]+)/?(?:events/?.*)?$")
_MEETUP_OWN = frozenset(
    ("about", "apps", "cities", "find", "help", "home", "lp", "login", "pro", "register", "topics", "media", "blog", "")
)
WORDS = 4
"""Words of a label that may name a list; a longer one is the title of a thing."""
LISTINGS = 3
"""Lists of one kind that a page may lead to; the shortest addresses are those of the whole."""


def calls_comments(address: str, title: str) -> bool:
    """Whether a feed is of comments: never read."""
    return bool(_COMMENTS.search(plain(title)) or _COMMENTS.search(plain(urlsplit(address).path)))


def calendar_leads(tree: LexborHTMLParser, base: str) -> Iterator[Lead]:
    """`webcal:` and `.ics` links, feeds that are linked in the text, Google calendars and Meetup groups."""
    for node in tree.css("a[href], iframe[src]"):
        href = (node.attributes.get("href") or node.attributes.get("src") or "").strip()
        webcal = href.lower().startswith("webcal:")
        address = absolute(base, re.sub(r"(?i)^webcals?:", "https:", href))
        if not address:
            continue
        host, path = (urlsplit(address).hostname or ""), urlsplit(address).path
        if host == _GOOGLE:
            for calendar in _google(address):
                url = f"https://{_GOOGLE}/calendar/ical/{quote(calendar, safe='')}/public/basic.ics"
                yield Lead(url, "ical", (Kind.EVENT,), f"the page shows the Google calendar {calendar}", ANNOUNCED, 88)
        elif host in ("www.meetup.com", "meetup.com"):
            group = _MEETUP.match(path)
            if group and group.group(1) not in _MEETUP_OWN:
                url = f"https://www.meetup.com/{group.group(1)}/events/ical/"
                yield Lead(url, "ical", (Kind.EVENT,), f"the page names the Meetup group {group.group(1)}", 30, 85)
        elif webcal or _ICS.search(address):
            because = "the page links a calendar" + (" (webcal)" if webcal else "")
            yield Lead(address, "ical", (Kind.EVENT,), because, ANNOUNCED + 1, 86)
        elif _FEED.search(address) and same_site(address, base) and not calls_comments(address, seen_text(node)):
            yield Lead(address, "feed", (Kind.NEWS,), "the page links a feed", ANNOUNCED + 2, 84)


def listing_leads(tree: LexborHTMLParser, base: str, page: str) -> Iterator[Lead]:
    """Pages of the same site whose link or address names an agenda, news or calls; few of each kind."""
    found: dict[Kind, dict[str, tuple[tuple[int, int], str]]] = {}
    here = canonical(page)
    for node in tree.css("a[href]"):
        address = absolute(base, node.attributes.get("href"))
        label = seen_text(node)[:80]
        if not address or not same_site(address, page) or canonical(address) == here:
            continue
        address = address.split("#")[0]
        if _ICS.search(address) or re.search(r"\.(?:pdf|jpe?g|png|docx?|zip|mp[34])$", address, re.IGNORECASE):
            continue
        if _is_below(address, page):
            continue  # one thing of the list that this page is, or another page of it
        said, spelled = kind_in(label) if label.count(" ") < WORDS else None, kind_of_address(address)
        kind = said or spelled
        if kind is None or is_past(f"{label} {urlsplit(address).path}"):
            continue
        depth = len([part for part in urlsplit(address).path.split("/") if part]) + bool(urlsplit(address).query)
        weight = (0 if said and said is spelled else 1 if said else 2, depth)
        known = found.setdefault(kind, {})
        known[address] = min(known.get(address, (weight, label)), (weight, label))
    for kind, addresses in found.items():
        best = sorted(addresses.items(), key=lambda one: (one[1][0], len(one[0])))[:LISTINGS]
        for number, (address, (_, label)) in enumerate(best):
            because = f"the page links “{label}”" if label else f"the page links {urlsplit(address).path}"
            yield Lead(address, "", (kind,), because, LISTING + 5 * number, 70)


def menu_leads(tree: LexborHTMLParser, base: str, page: str) -> Iterator[Lead]:
    """The first pages of a menu that say neither what they list nor that they are about the house: a last look."""
    found: dict[str, str] = {}
    for node in tree.css("nav a[href], header a[href], [class*=menu] a[href]"):
        address, label = absolute(base, node.attributes.get("href")), seen_text(node)[:80]
        if not address or not same_site(address, page) or canonical(address) == canonical(page) or not label:
            continue
        if not urlsplit(address).path.strip("/") or is_about(label) or kind_in(label) or _is_below(address, page):
            continue
        found.setdefault(address.split("#")[0], label)
    for number, (address, label) in enumerate(list(found.items())[:LISTINGS]):
        yield Lead(address, "", (Kind.EVENT,), f"the menu says “{label}”", MENU + number, 60)


def _is_below(address: str, page: str) -> bool:
    """Whether an address is that of the page with another query, or lies below a page that is not the root."""
    here, there = urlsplit(page).path.rstrip("/"), urlsplit(address).path.rstrip("/")
    here = re.sub(r"\.\w+$", "", here)
    return bool(here) and (there == here or there.startswith((here + "/", here + ".")))


def _google(address: str) -> Iterator[str]:
    """Ids of the calendars that an embedded one shows: `src` (twice for two), `cid` in base 64."""
    for name, value in parse_qsl(urlsplit(address).query):
        if (name == "src" and "@" in value) or (name == "cid" and "@" in value):
            yield value
        elif name == "cid":
            try:
                shown = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("utf-8")
            except (binascii.Error, ValueError):
                continue
            if "@" in shown:
                yield shown
    if "/calendar/ical/" in address and parameter(address, "src") is None:
        calendar = urlsplit(address).path.split("/calendar/ical/")[1].split("/")[0]
        if calendar:
            yield calendar.replace("%40", "@")
