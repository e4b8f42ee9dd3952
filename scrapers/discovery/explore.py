"""What a site offers, asked politely: leads of its page are tried one by one, and only what answers becomes a way.

The only module of discovery with I/O, and only through the fetch that it is handed (robots, gaps and limits are the
client's). One request at a time, few of them; an answer is believed for its content, never for its status.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from urllib.parse import urlsplit

from scrapers.crawl import OF_THE_HOST, Fetch
from scrapers.discovery.lead import GUESSED, IN_PLACE, KNOWN, LISTING, SITEMAP, Lead, root_of
from scrapers.discovery.lead_words import kind_of_address
from scrapers.discovery.leads import last_resorts, leads_of, menu_of, sitemaps_in
from scrapers.discovery.weighed import Weighed, improvised, wall_in, weigh
from scrapers.discovery.wordpress_index import INDEX, leads_in_index
from scrapers.failure import FetchError
from scrapers.readers import PLATFORMS, reader_for
from scrapers.readers.addresses import canonical
from scrapers.readers.decoding import looks_like_html, text_of
from scrapers.readers.html_nodes import parse_page
from scrapers.recognise import recognise
from vigie.model import Capture, Cause, Kind, Request, Source
from vigie.ways import CERTAIN, Way

Lists = Callable[[Capture], Collection[Kind]]
LIMIT = 12
"""Requests to a site that nobody described, beside its own page and its robots.txt."""
UNWANTED = 30
DEEPER = 15
FAILURES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One lead and what became of it. `capture` is what answered, `way` what it opens; `items` it listed."""

    lead: Lead
    outcome: str
    capture: Capture | None = None
    way: Way | None = None
    items: int = 0


@dataclass(frozen=True, slots=True)
class Explored:
    """`ways`, the likeliest first; every lead that was `asked`, in order; `trouble` is what ended the asking early, or
    a page that keeps programs out. `pages` are pages of the site whose lists nobody described (the first is the start).
    """

    ways: tuple[Way, ...]
    asked: tuple[Asked, ...]
    trouble: FetchError | None = None
    pages: tuple[Capture, ...] = ()


def explore(
    source: Source,
    fetch: Fetch,
    capture: Capture,
    now: datetime,
    wanted: Collection[Kind] = (),
    limit: int = LIMIT,
    lists: Lists | None = None,
) -> Explored:
    """Looks for ways to read the site of `capture`, a page that was just fetched. Never raises for what a site does.

    `source` says on whose behalf (its crawl delay is kept); `wanted` kinds are looked for first. Platforms' own readers
    judge the answers. Pages of HTML are handed back in `pages`; `lists` says which kinds such a page lists, so that no
    other page is asked for them.
    """
    return _Exploration(source, fetch, now, frozenset(wanted), limit, lists or _lists_nothing).go(capture)


@dataclass
class _Exploration:
    source: Source
    fetch: Fetch
    now: datetime
    wanted: frozenset[Kind]
    limit: int
    lists: Lists
    listed: set[Kind] = field(default_factory=set)
    waiting: list[tuple[int, int, Lead, int]] = field(default_factory=list)
    numbers: count[int] = field(default_factory=count)
    known: set[tuple[str, str]] = field(default_factory=set)
    bodies: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    pages: list[Capture] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)
    trouble: FetchError | None = None
    spent: int = 0
    language: str | None = None

    def go(self, start: Capture) -> Explored:
        self._look_at(start, None, 0)
        self._ask_all()
        if not self._ways() and not self.listed and not self.trouble:
            robots = f"{root_of(start.url)}/robots.txt"
            self._queue(menu_of(start), 0)
            self._queue([Lead(robots, "robots", (), "robots.txt may name a sitemap", SITEMAP, 0)], 0)
            self._queue(last_resorts(start.url, tuple(self.wanted)), 0)
            self._ask_all()
        return Explored(self._ways(), tuple(self.asked), self.trouble, tuple(self.pages))

    def _ask_all(self) -> None:
        while self.waiting and self.spent < self.limit:
            _, _, lead, depth = heapq.heappop(self.waiting)
            if not self._settled(lead) and self.failures.get(_host(lead.url), 0) < FAILURES:
                self._ask(lead, depth)

    def _ask(self, lead: Lead, depth: int) -> None:
        self.spent += 1
        try:
            fetched = self.fetch(self.source, self._request(lead))
        except FetchError as error:
            self._failed(lead, error)
            return
        self.failures.pop(_host(lead.url), None)
        self._look_at(fetched.capture, lead, depth)

    def _request(self, lead: Lead) -> Request:
        """What the platform's reader would ask first."""
        if lead.platform not in PLATFORMS:
            return Request(lead.url)
        return next(iter(reader_for(lead.platform).start(improvised(lead), self.now)), Request(lead.url))

    def _failed(self, lead: Lead, error: FetchError) -> None:
        self.asked.append(Asked(lead, f"{error.cause.value}: {error.message}"))
        if error.cause in OF_THE_HOST:
            host = _host(lead.url)
            self.failures[host] = FAILURES if error.cause is Cause.RATE_LIMITED else self.failures.get(host, 0) + 1
            if self.failures[host] >= FAILURES and host == _host(self.source.site or lead.url):
                self.trouble = self.trouble or error

    def _look_at(self, capture: Capture, lead: Lead | None, depth: int) -> None:
        """A capture is judged by its lead; a page of HTML gives leads of its own."""
        wall = wall_in(capture)
        if wall:
            error = FetchError(Cause.BLOCKED, f"a page that keeps programs out ({wall})", capture.url, capture.status)
            self.trouble = self.trouble or error
            if lead:
                self.asked.append(Asked(lead, error.message, capture))
            return
        earlier = self.bodies.setdefault(capture.sha256, capture.url)
        if lead and earlier != capture.url and capture.body:
            self.asked.append(
                Asked(lead, f"the very answer of {earlier}: what the address asks for is ignored", capture)
            )
            return
        if lead and lead.platform == "robots":
            self.asked.append(Asked(lead, "read", capture))
            self._queue(sitemaps_in(text_of(capture), capture.url), depth)
        elif lead and lead.platform == INDEX:
            self._index(capture, lead, depth)
        elif lead and lead.platform in PLATFORMS:
            self._judge(lead, capture)
        else:
            self._page(capture, lead, depth)

    def _index(self, capture: Capture, lead: Lead, depth: int) -> None:
        try:
            self._queue(leads_in_index(capture), depth)
            self.asked.append(Asked(lead, "an index of WordPress", capture))
        except ValueError as error:
            self.asked.append(Asked(lead, str(error), capture))

    def _page(self, capture: Capture, lead: Lead | None, depth: int) -> None:
        """A page that nobody described: a document of some platform, or HTML with leads."""
        platform = recognise(capture)
        if not looks_like_html(capture.body) and platform not in ("schema_org", "json"):
            kinds = lead.kinds if lead else tuple(self.wanted) or _usual_kinds(platform)
            because = lead.because if lead else f"the address itself answers as {platform}"
            self._judge(Lead(capture.request.url, platform, kinds, because, IN_PLACE, 88), capture)
            return
        self.pages.append(capture)
        listed = sorted(self.lists(capture))
        self.listed |= set(listed)
        if lead:
            self.asked.append(Asked(lead, f"a page that lists {' and '.join(listed)}" if listed else "a page", capture))
        self.language = self.language or _language(capture)
        found = leads_of(capture)
        for one in found:
            if one.rank == IN_PLACE and one.platform in PLATFORMS:
                self._judge(self._narrowed(one, capture, lead), capture)
        if depth < 2:
            self._queue((one for one in found if one.rank != IN_PLACE), depth + 1 if lead else 0)

    def _narrowed(self, found: Lead, page: Capture, lead: Lead | None) -> Lead:
        """A platform lists any kind; a page whose address, or the link to it, names one lists that one."""
        named = kind_of_address(page.url) or (lead.kinds[0] if lead and len(lead.kinds) == 1 else None)
        named = named or (next(iter(self.wanted)) if len(self.wanted) == 1 else None)
        return replace(found, kinds=(named,)) if named in found.kinds and named else found

    def _judge(self, lead: Lead, capture: Capture) -> None:
        weighed: Weighed = weigh(lead, capture, self.now, self.language)
        self.asked.append(Asked(lead, weighed.outcome, capture, weighed.way, weighed.items))

    def _queue(self, leads: Iterable[Lead], depth: int) -> None:
        for lead in leads:
            identity = ((canonical(lead.url) or lead.url).rstrip("/"), lead.platform)
            if identity in self.known or (lead.platform not in (*PLATFORMS, "", INDEX, "robots")):
                continue
            self.known.add(identity)
            unwanted = UNWANTED if self.wanted and lead.kinds and not self.wanted & set(lead.kinds) else 0
            rank = lead.rank + unwanted + (DEEPER * depth if lead.rank >= LISTING else depth)
            heapq.heappush(self.waiting, (rank, next(self.numbers), lead, depth))

    def _settled(self, lead: Lead) -> bool:
        """Whether every kind that a lead promises is already read by a certain way, at least as good."""
        found = {kind for way in self._ways() if way.confidence >= max(CERTAIN, lead.confidence) for kind in way.kinds}
        found |= self.listed if lead.rank >= LISTING else set()
        looked_for = set(lead.kinds) & self.wanted if self.wanted else set(lead.kinds)
        if lead.platform in (INDEX, "robots"):
            return False
        if self.wanted and not looked_for:
            return (bool(self.wanted <= found) and lead.rank > KNOWN) or lead.rank >= GUESSED
        return bool(looked_for) and looked_for <= found

    def _ways(self) -> tuple[Way, ...]:
        ways = [(one.way, one.items) for one in self.asked if one.way]
        ways.sort(key=lambda one: (not self._fits(one[0]), -one[0].confidence, -one[1]))
        return tuple(dict.fromkeys(way for way, _ in ways))

    def _fits(self, way: Way) -> bool:
        return not self.wanted or bool(self.wanted & set(way.kinds))


def _lists_nothing(capture: Capture) -> Collection[Kind]:
    return ()


def _usual_kinds(platform: str) -> tuple[Kind, ...]:
    return {"feed": (Kind.NEWS,), "wordpress": (Kind.NEWS,), "eu_funding": (Kind.CALL,)}.get(platform, (Kind.EVENT,))


def _language(capture: Capture) -> str | None:
    node = parse_page(capture).css_first("html[lang]")
    said = (node.attributes.get("lang") or "")[:2].lower() if node else ""
    return said if said.isalpha() and len(said) == 2 else None


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
