"""Odoo's website: events at `/event` and posts of a blog at `/blog/NAME-5`, in the markup of its own templates.

An event's card is an `article` of schema.org/Event within (or around) its link `/event/SLUG-12/register`; a post's is
`.o_wblog_post`. Lists go on at `/event/page/2`. The address of a site alone stands for `/event` (news: `/blog`).
Own pages of events and calls are asked for: end, address and text stand there alone. `/blog/NAME-5/feed` is a `feed`.

Oddities: `itemprop="startDate"` holds the database's clock, which is UTC without saying so (some versions add `Z`); the
words beside it are local. The slug moves with the title: the number at its end is the identity. An event without
pages of its own lives at `/register`. A page beyond the last is empty and no error. Lists hold what is to come;
`/event?date=all` holds all. Dates of posts are words, and those of publication.
Known from: the templates of Odoo's modules website_event and website_blog.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, same_host
from scrapers.readers.drafts import PageDraft
from scrapers.readers.html_nodes import base_of, parse_page, seen_text, selected
from scrapers.readers.kinds import kind_of_post
from scrapers.readers.odoo_cards import POST_PAGE, say_event, say_event_page, say_post, say_post_page
from scrapers.readers.options import Options
from scrapers.readers.recipe import DETAIL
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: Options = (
    ("details", "`no` asks for no own pages, `yes` for those of news, too (those of events and calls)"),
)
_MARKS = (r'<meta name="generator" content="Odoo"', r"data-oe-company-name=", r"odoo\.__session_info__")
CLUES = (
    Clue("odoo", "the page lists events or posts in Odoo's templates", (r"o_wevent_event", r"o_wblog_post\b"),
         kinds=(Kind.EVENT, Kind.NEWS), confidence=98),  # its microdata hold clocks that schema_org would misread
    Clue("odoo", "the site is made by Odoo, whose events are at /event", _MARKS, asks=("{root}/event",), confidence=88),
    Clue("feed", "a blog of Odoo is a feed", (r"o_wblog_post\b",), asks=("{page}/feed",), kinds=(Kind.NEWS,)),
)  # fmt: skip

_EVENT = re.compile(r"/event/(?:[^/]*-)?(\d+)(?:/register|/page/[^/]+)?/?$")
_POST = re.compile(r"/blog/[^/]+/(?:post/)?(?:[^/]*-)?(\d+)/?$")
_EVENT_CARDS = 'article[itemtype*="schema.org/Event"], .o_wevent_events_list .card, .o_wevent_event_card'
_POST_CARDS = 'article.o_wblog_post, .o_wblog_post, article[name="blog_post"], div[name="blog_post"]'
_NUMBER = re.compile(r"/page/(\d+)/?$")


class OdooReader:
    platform = "odoo"
    version = "odoo-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """An address without a path stands for the site's events, or for its blog when the source has news alone."""
        place = "event" if Kind.EVENT in source.kinds else "blog"
        return tuple(
            Request(url=f"{url.rstrip('/')}/{place}" if urlsplit(url).path in ("", "/") else url) for url in source.urls
        )

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        if not capture.body.strip():
            draft.problem("wrong-content", "the answer is empty")
            return draft.page()
        tree = parse_page(capture)
        base = base_of(tree, capture.url)
        if capture.request.label == DETAIL:
            _read_page(draft, tree, base)
            return draft.page()
        found = _read_cards(draft, tree, base, _EVENT_CARDS, _EVENT)
        found += _read_cards(draft, tree, base, _POST_CARDS, _POST)
        if not found and tree.css_first(".o_wevent_events_list, .o_wevent_index, #o_wblog_posts_loop") is None:
            draft.problem("layout-changed", "no list of events or posts of Odoo", raw=capture.body[:300])
        _page_on(draft, tree, base)
        return draft.page()


def _read_cards(draft: PageDraft, tree: LexborHTMLParser, base: str, selector: str, address: re.Pattern[str]) -> int:
    read: set[str] = set()
    for number, card in enumerate(selected(tree, selector)):
        with draft.attempt(f"{selector}[{number}]", card.html):
            link, key = _link(card, base, address)
            if link and key and key not in read:  # a card within a card is the same one
                read.add(key)
                _read_card(draft, card, link, key, address is _EVENT, base)
    return len(read)


def _link(card: LexborNode, base: str, wanted: re.Pattern[str]) -> tuple[str | None, str | None]:
    """The address of what a card shows, and its number: a link within the card, or the one that it lies in."""
    links = list(card.css("a[href]"))
    around = card.parent
    while around is not None and around.tag not in ("a", "body", "html"):
        around = around.parent
    for node in links + ([around] if around is not None and around.tag == "a" else []):
        link = absolute(base, node.attributes.get("href"))
        hit = wanted.search(urlsplit(link).path) if link else None
        if hit:
            return link, hit.group(1)
    return None, None


def _read_card(draft: PageDraft, card: LexborNode, link: str, number: str, event: bool, base: str) -> None:
    source, item = draft.source, draft.item(f"{'event' if event else 'post'}-{number}")
    item.say("url", link, " a", html=False)
    (say_event if event else say_post)(item, card, base)
    words = [item.value("keywords"), item.value("title")]
    kind = Kind.EVENT if event and Kind.EVENT in source.kinds else kind_of_post(source, words)
    found = item.finish(source, f"{'event' if event else 'post'}:{number}", kind, link)
    draft.add(found)
    details = source.option("details")
    weighty = event or kind is Kind.CALL
    if (details == "yes" or (weighty and details != "no")) and same_host(link, draft.capture.url):
        draft.follow(Request(url=link, label=DETAIL, item_key=found.key))


def _read_page(draft: PageDraft, tree: LexborHTMLParser, base: str) -> None:
    request, item = draft.capture.request, draft.item("html")
    root = tree.root
    event = not (request.item_key or "").startswith("post:") and tree.css_first(POST_PAGE) is None
    if root is not None:
        with draft.attempt("detail", draft.capture.url):
            (say_event_page if event else say_post_page)(item, root, base)
    if not item.fields:
        heading = seen_text(root)[:300] if root is not None else ""
        draft.problem("layout-changed", "no page of an event or post of Odoo", key=request.item_key, raw=heading)
        return
    item.say("url", request.url, html=False)
    words = [item.value("title")]
    kind = Kind.EVENT if event and Kind.EVENT in draft.source.kinds else kind_of_post(draft.source, words)
    draft.add(item.finish(draft.source, request.item_key, kind, request.url), needs_title=False)


def _page_on(draft: PageDraft, tree: LexborHTMLParser, base: str) -> None:
    """Follows the pages after this one; links back would bring the first page under another address."""
    here = _NUMBER.search(urlsplit(draft.capture.request.url).path)
    for node in selected(tree, ".pagination a[href]") if draft.items else ():
        link = absolute(base, node.attributes.get("href"))
        number = _NUMBER.search(urlsplit(link).path) if link else None
        if link and number and same_host(link, draft.capture.url) and int(number[1]) > int(here[1] if here else 1):
            draft.follow(Request(url=link))


READER = OdooReader()
