"""A site looked at: what it offers is explored, every way is tried in little, and the best comes first.

`vigie sources add`, `sources probe` and the first live run look at a site by this one function.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.choosing import ranked
from pipeline.sampling import Sparing, sampled
from pipeline.ways_tried import Tried, best_on_page, tried
from scrapers.crawl import Fetch
from scrapers.discovery.explore import LIMIT, Explored, explore
from scrapers.discovery.lead_words import kind_of_address
from scrapers.discovery.list_paging import next_selector
from scrapers.discovery.thing_links import ThingLinks, thing_links
from scrapers.failure import FetchError
from scrapers.readers.addresses import canonical
from scrapers.readers.html_nodes import parse_page
from vigie.model import Capture, Kind, Request, Source
from vigie.ways import Way

ONE_THING = "page"
STRUCTURED = ("schema_org",)
CLOSING = {"date_text": "deadline_text", "start": "deadline"}
ASKED = 2
"""Pages of things that are asked for, to see whether they are marked up."""
LISTED = 3
"""Things from which on a page counts as a list."""


@dataclass(frozen=True, slots=True)
class Looked:
    """`ways`, tried, the best first; `start` the page that was looked at; `explored` what was asked beside it.

    `failure` is why the start page could not be had, or what ended the asking.
    """

    ways: tuple[Tried, ...]
    start: Capture | None
    explored: Explored
    failure: FetchError | None = None


def look(source: Source, fetch: Fetch, url: str, now: datetime, kind: Kind | None = None, limit: int = LIMIT) -> Looked:
    """Fetches `url` and looks for the best way to read what is there and behind it. Never raises for what a site does.

    `source` says on whose behalf (slug, crawl delay); `kind` narrows what is looked for.
    """
    try:
        start = fetch(source, Request(url)).capture
    except FetchError as error:
        return Looked((), None, Explored((), ()), error)
    return look_at(source, fetch, start, now, kind, limit)


def look_at(
    source: Source, fetch: Fetch, start: Capture, now: datetime, kind: Kind | None = None, limit: int = LIMIT
) -> Looked:
    """The same for a page that is held already; with `limit` 0 nothing is asked for."""
    named = kind or kind_of_address(start.url)
    wanted = (named,) if named else ()
    pages = _Pages(now, kind)
    own = pages.best(start)
    if own and _is_one_thing(own, start):
        return Looked((own,), start, Explored((), ()))
    explored = explore(source, fetch, start, now, wanted, limit, pages.lists)
    sparing = Sparing(fetch)
    sparing.hold((start, *(asked.capture for asked in explored.asked if asked.capture)))
    if not limit:
        sparing.most = 0
    # Structured data that stand on a page were weighed there, against whatever else the page holds.
    weighed = {(page.url, "schema_org") for page in explored.pages if (best := pages.best(page)) and best.records}
    found = [sampled(way, sparing, now) for way in explored.ways if (way.urls[0], way.platform) not in weighed]
    own_page = start if urlsplit(start.url).path.strip("/") else None
    found += [one for one in _on_pages(explored, pages, sparing, now, own_page) if not _is_offered(one, found)]
    ways = tuple(one for one in ranked(found, wanted, sparing.listed) if kind is None or kind in one.way.kinds)
    return Looked(ways, start, explored, explored.trouble)


@dataclass
class _Pages:
    """The best way on each page of HTML, found once."""

    now: datetime
    kind: Kind | None
    found: dict[tuple[str, str], Tried | None] = field(default_factory=dict)

    def best(self, capture: Capture) -> Tried | None:
        identity = (capture.sha256, capture.url)
        if identity not in self.found:
            best = best_on_page(capture, self.now, self.kind)
            self.found[identity] = as_calls(best, capture, self.now) if best else None
        return self.found[identity]

    def lists(self, capture: Capture) -> Collection[Kind]:
        """The kinds of which a page lists several things. A front page shows some of them, and the list elsewhere."""
        if not urlsplit(capture.url).path.strip("/"):
            return ()
        best = self.best(capture)
        return {record.kind for record in best.records} if best and len(best.records) >= LISTED else ()


def _on_pages(
    explored: Explored, pages: _Pages, sparing: Sparing, now: datetime, own: Capture | None
) -> Iterator[Tried]:
    """The best way of each page, and a better one where the pages of its things say more to machines.

    `own` is the page that was asked for when it may be one thing: any other must be a list.
    """
    for capture in explored.pages:
        best = pages.best(capture)
        if best and best.records and (best.way.platform != ONE_THING or capture is own):
            yield _paged(best, capture)
        if best is None or best.way.platform not in STRUCTURED or len(best.records) < LISTED:
            marked = _marked_up(best, capture, sparing, now)
            if marked:
                yield marked


def as_calls(best: Tried, capture: Capture, now: datetime) -> Tried:
    """A list of blocks with a day, on a page whose address names calls: the days are those of closing."""
    recipe = best.way.recipe
    if recipe is None or best.way.kinds != (Kind.EVENT,) or kind_of_address(capture.url) is not Kind.CALL:
        return best
    fields = tuple(replace(rule, name=CLOSING.get(rule.name, rule.name)) for rule in recipe.fields)
    because = (*best.way.because, "its address names calls: the days are taken as deadlines")
    way = replace(best.way, kinds=(Kind.CALL,), recipe=replace(recipe, fields=fields), because=because)
    return tried(way, capture, now)


def _paged(best: Tried, capture: Capture) -> Tried:
    """Structured data on the first of several pages: the link to the next one is part of the way."""
    if best.way.platform != "schema_org" or len(best.records) < LISTED or "next" in dict(best.way.options):
        return best
    following = next_selector(parse_page(capture), capture.url)
    if following is None:
        return best
    options = tuple(sorted((*best.way.options, ("next", following))))
    because = (*best.way.because, f"further pages are linked ({following})")
    return replace(best, way=replace(best.way, options=options, because=because))


def _marked_up(best: Tried | None, capture: Capture, sparing: Sparing, now: datetime) -> Tried | None:
    """schema.org on the pages of a list's things: asked for two of them, it is a way that needs no operator."""
    named = kind_of_address(capture.url)
    links = _links(best, capture) if best or named else None
    if links is None or sparing.most < ASKED or named is Kind.CALL:
        return None
    options = {"follow": links.selector, **({"next": links.next} if links.next else {})}
    because = ("the page lists things whose own pages are marked up (schema.org)",)
    kinds = (named,) if named else best.way.kinds[:1] if best else (Kind.EVENT,)
    language = best.way.language if best else None
    way = Way("schema_org", (capture.url,), kinds, because, 88, tuple(sorted(options.items())), None, language)
    asked = Sparing(sparing.fetch, sparing.held, ASKED, sparing.listed)
    marked = sampled(way, asked, now)
    sparing.most -= ASKED - asked.most
    if sum(one.kind in kinds for one in marked.records) < ASKED:
        return None
    return sampled(way, sparing, now)


def _links(best: Tried | None, capture: Capture) -> ThingLinks | None:
    """The links of a list that was found, else of a page whose address names a list."""
    recipe = best.way.recipe if best and best.records else None
    rules = recipe.fields if recipe else ()
    link = next((rule for rule in rules if rule.name == "url" and rule.attr == "href"), None)
    if best is None or recipe is None or link is None:
        return thing_links(capture)
    urls = tuple(r.url for r in best.records if r.url and canonical(r.url) != canonical(capture.url))
    return ThingLinks(f"{recipe.item} {link.select}".strip(), urls, recipe.next) if len(urls) >= LISTED else None


def _is_offered(proposed: Tried, found: Sequence[Tried]) -> bool:
    """Whether the blocks of a page are what a certain way already gives: its own word on kinds and days counts."""
    titles = {record.content.title for record in proposed.records}
    certain = [one for one in found if one.way.certain and not proposed.way.certain]
    return any(2 * len(titles & {r.content.title for r in one.records}) > len(titles) for one in certain)


def _is_one_thing(own: Tried, start: Capture) -> bool:
    """Whether an address is that of one event, call or article: no list's name, and one record that is this page."""
    if len(own.records) != 1 or not urlsplit(start.url).path.strip("/") or kind_of_address(start.url):
        return False
    url = own.records[0].url
    return url is None or canonical(url) in (canonical(start.url), canonical(start.request.url))
