"""Ways to read one page that we hold: its structured data, its repeated blocks, or the page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from scrapers.discovery.list_ways import Listed, lists_on
from scrapers.discovery.page_day import day_of
from scrapers.discovery.page_kind import kind_of_list, kind_of_page, written_on
from scrapers.discovery.page_shape import is_single, lists_that_count
from scrapers.readers.html_nodes import parse_page
from scrapers.readers.page_facts import Facts, facts_of
from scrapers.readers.page_lines import Line, lines_of
from scrapers.readers.page_prose import Found, several
from scrapers.recognise import recognise
from vigie.model import Capture, Kind
from vigie.protocols import DateTeller
from vigie.ways import CERTAIN, Way

_MARKED_EVENT = re.compile(r"[\"'/](?:\w*Event|Festival|Hackathon)[\"']")


@dataclass(frozen=True, slots=True)
class Looked:
    """A page as discovery sees it. `day`: on which it was saved, `written`: on which its one thing was published; None
    where the page does not tell. `told`: things in its prose. `single`: above 0 it tells of one thing, below 0 it lists
    many. `front`: of a site."""

    tree: LexborHTMLParser
    lines: tuple[Line, ...]
    facts: Facts
    day: date | None
    written: date | None
    lists: tuple[Listed, ...]
    told: tuple[Found, ...]
    single: float
    front: bool


def ways_on_page(capture: Capture, now: datetime, tells: DateTeller | None = None) -> tuple[Way, ...]:
    """What could read this capture, the likeliest first; who calls reads it by each and keeps the best. Pure."""
    platform = recognise(capture)
    if platform != "schema_org":
        return (Way(platform, (capture.url,), (Kind.EVENT,), (f"the answer looks like {platform}",), CERTAIN),)
    return ways_of(capture, look_at(capture, now))


def look_at(capture: Capture, now: datetime) -> Looked:
    """A page taken apart once, for all who want to know something of it."""
    tree = parse_page(capture)
    lines = lines_of(tree)
    facts = facts_of(tree, lines, capture.url)
    day = day_of(capture, lines, now)
    title = facts.title.whole if facts.title else ""
    lists = lists_that_count(lists_on(tree, lines, capture.url, title, day), lines, facts.prose)
    told = several(facts)
    single = is_single(capture, facts, lists, told)
    return Looked(tree, lines, facts, day, written_on(facts), lists, told, single, is_front(capture.url))


def ways_of(capture: Capture, page: Looked) -> tuple[Way, ...]:
    """The ways to read a page that was looked at. Confidence grows with what speaks for the shape that a way reads."""
    url, ways = capture.url, []
    text = capture.body.decode("utf-8", "replace")
    if _MARKED_EVENT.search(text) and re.search(r"schema\.org|itemscope|typeof", text):
        because = "events are marked up in the page (schema.org)"
        ways.append(Way("schema_org", (url,), (Kind.EVENT,), (because,), 90))
    for listed in page.lists[:4]:
        confidence = round(min(75, max(5, 45 - 20 * page.single + min(listed.size, 15))))
        held = (
            "a day and a title" if len({rule.name for rule in listed.recipe.fields} - {"title", "url"}) else "a title"
        )
        because = f"{listed.size} blocks ({listed.recipe.item}) each hold {held}"
        where = f"below \u201c{listed.heading}\u201d" if listed.heading else "without a heading"
        ways.append(Way("recipe", (url,), (listed.kind,), (because, where), confidence, recipe=listed.recipe))
    if page.told:
        because = "several days with titles stand in the text of the page"
        kind, told = _kind_of_told(url, page)
        ways.append(Way("page", (url,), (kind,), (because,), 30, (("as", told),)))
    if page.facts.title is not None:
        kind = kind_of_page(url, page.facts)
        because = f"the page tells of one thing: {page.facts.title.text[:80]!r}"
        confidence = round(min(75, max(5, 40 + 15 * page.single)))
        ways.append(Way("page", (url,), (kind,), (because,), confidence, (("as", kind.value),)))
    return tuple(sorted(ways, key=lambda way: -way.confidence))


def _kind_of_told(url: str, page: Looked) -> tuple[Kind, str]:
    """Articles are told in the text only where the address or the title says so and every day has a year."""
    said = [page.facts.title.text] if page.facts.title else []
    titles, days = [one.title for one in page.told], [one.text for one in page.told]
    dated = all(one.words.year for one in page.told)
    news = dated and kind_of_list(url, said, titles, days, page.day) is Kind.NEWS
    return (Kind.NEWS, "articles") if news else (Kind.EVENT, "events")


def is_front(url: str) -> bool:
    """Whether an address is the front page of a site, or of one of its languages."""
    return (
        re.fullmatch(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:index\.\w+|home|accueil)?/?", urlsplit(url).path.lower())
        is not None
    )
