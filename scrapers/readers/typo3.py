"""TYPO3 news lists: tt_news (culture.be) and tx_news, each item with a page of its own (API_SHAPES.md §9).

Links are followed, never built: a pointer without its valid cHash is answered with page 1 and status 200. Pages are
asked for as the list links to them, up to the source's `max_pages` (archives are long, newest first). Identity is the
number of the news record alone: cHash, backPid and L ("L=title3D" occurs) move; an address in words without a number is
its own key. Links are relative to the page's <base>. The date of a list is that of publication unless the option `date`
says otherwise; deadlines are read from the text of the item's page.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, key_of_url, same_host
from scrapers.readers.drafts import ItemDraft, PageDraft
from scrapers.readers.html_nodes import base_of, parse_page, rich_text, seen_text, selected
from scrapers.readers.html_times import told
from scrapers.readers.kinds import kind_of
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: tuple[tuple[str, str], ...] = (
    ("item", "CSS selector of an item, where the site's templates renamed it"),
    ("date", "`event`: the list's date is that of the event, not of its publication"),
    ("detail", "`no`: the items' own pages are not read"),
)
CLUES: tuple[Clue, ...] = (
    Clue("typo3", "the page is a news list of TYPO3", kinds=(Kind.NEWS, Kind.CALL, Kind.EVENT), confidence=82,
         marks=(r"tx_ttnews(?:\[|%5B)", r"""class=["'][^"']*\bnews-list-(?:item|view|date)\b""",
                r"tx_news_pi1(?:\[|%5B)")),
    Clue("feed", "the site runs TYPO3, whose news extensions offer RSS", kinds=(Kind.NEWS,),
         marks=(r"""<meta[^>]+generator[^>]+typo3""",), asks=("{root}/?type=9818", "{root}/?type=100")),
)  # fmt: skip
DETAIL = "detail"
_ITEMS = (".news-list-item", ".news-list-view .article", ".news-list-view article", ".news .article",
          "[class*=articletype-]")  # fmt: skip
_TITLES = "h1, h2, h3, h4, h5, [itemprop=headline]"
_DATES = ".news-list-date, .news-single-timedata, .news-single-date, time[datetime], [itemprop=datePublished]"
_TEASERS = ".teaser-text, [itemprop=description], .news-list-teaser, p"
_PAGERS = ".news-list-browse a[href], .browseLinksWrap a[href], .page-navigation a[href], " \
          ".f3-widget-paginator a[href], .pagination a[href], .browseLinks a[href]"  # fmt: skip
_CURRENT = ".pagination .active, .page-navigation .current, .f3-widget-paginator .current, .browseLinks strong, " \
           ".news-list-browse strong"  # fmt: skip
_WHOLE = (".news-single-item", ".news-single .article", ".news-single", "[class*=articletype-]", "main", "#content",
          "body")  # fmt: skip
_TEXT = ".news-text-wrap, [itemprop=articleBody], .news-single-content"
_FURNITURE = ".news-single-backlink, .news-backlink-wrap, .news-single-timedata, .news-single-date, .footer, nav, " \
             ".news-single-rightbox, .news-related-wrap, h1"  # fmt: skip
_POINTER = re.compile(r"\[(?:pointer|currentPage)\]$")
_HERE = r"\b(?:active|current|act)\b"
_NEXT = re.compile(r"^(?:suivant\w*|next|volgende|weiter|nächste)?\s*[>›»→]*$|\b(?:suivante?|next|volgende)\b", re.I)


class Typo3Reader:
    platform = "typo3"
    version = "typo3-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=url) for url in source.urls)

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
        try:
            chosen = source.option("item")
            nodes = selected(tree, chosen) if chosen else next((n for s in _ITEMS if (n := tree.css(s))), [])
        except ValueError as error:
            draft.problem("bad-selector", str(error), field="item")
            return draft.page()
        if not nodes:
            draft.problem("layout-changed", "no news item on the page", field="item", raw=capture.body[:300])
        for number, node in enumerate(nodes):
            with draft.attempt(f"item[{number}]", seen_text(node)):
                _read_item(draft, node, f"item[{number}]", base)
        _page_on(draft, tree, base)
        return draft.page()


def _read_item(draft: PageDraft, node: LexborNode, pointer: str, base: str) -> None:
    source, item = draft.source, draft.item(pointer)
    heading = node.css_first(_TITLES)
    link = (heading.css_first("a[href]") if heading else None) or node.css_first("a[href]")
    told_by_link = (link.attributes.get("title") or seen_text(link)) if link else None
    item.say("title", (seen_text(heading) if heading else None) or told_by_link, " title", html=False)
    url = absolute(base, link.attributes.get("href")) if link else None
    item.say("url", url, " a[href]", html=False)
    for name in node.css(".news-list-category, .news-category, [class*=category]")[:3]:
        item.say("category", seen_text(name), " category", html=False)
    kind = kind_of(source, [item.value("category"), item.value("title")])
    _say_date(item, node, source, pointer)
    teaser = next((text for found in node.css(_TEASERS) if (text := seen_text(found))), None)
    item.say("description", teaser, " teaser", html=False)
    picture = node.css_first("img[src]")
    item.say("image", absolute(base, picture.attributes.get("src")) if picture else None, " img", html=False)
    found = item.finish(source, key_of_url(url) if url else None, kind, url)
    draft.add(found)
    if url and source.option("detail") != "no" and same_host(url, draft.capture.url):
        draft.follow(Request(url=url, label=DETAIL, item_key=found.key))


def _say_date(item: ItemDraft, node: LexborNode, source: Source, pointer: str) -> None:
    found = node.css_first(_DATES)
    if found is None:
        return
    attribute = found.attributes.get("datetime") or found.attributes.get("content")
    for name, value in told(attribute, seen_text(found)):
        if source.option("date") == "event":
            item.say(name, value, f"{pointer} date", html=False)
        elif name != "end":
            item.say("published", value, f"{pointer} date", html=False)


def _read_page(draft: PageDraft, tree: LexborHTMLParser, base: str) -> None:
    source, url, key = draft.source, draft.capture.request.url, draft.capture.request.item_key
    root = next((node for selector in _WHOLE if (node := tree.css_first(selector)) and seen_text(node)), None)
    if root is None:
        draft.problem("layout-changed", "no news record on the page", key=key, raw=draft.capture.body[:300])
        return
    item = draft.item("single")
    heading = root.css_first(_TITLES) or tree.css_first("h1")
    item.say("title", seen_text(heading) if heading else None, " h1", html=False)
    item.say("url", url, html=False)
    picture = root.css_first("img[src]")
    item.say("image", absolute(base, picture.attributes.get("src")) if picture else None, " img", html=False)
    for part in root.css(_FURNITURE):
        part.decompose()
    body = root.css_first(_TEXT) or root
    item.say("body", rich_text(body), " text", html=True)
    draft.add(item.finish(source, key, kind_of(source, [item.value("title")]), url), needs_title=False)


def _page_on(draft: PageDraft, tree: LexborHTMLParser, base: str) -> None:
    """The next page as this one links to it. A page that links to the very page that was asked for is another one."""
    asked = _pointer(draft.capture.request.url)
    links = [(seen_text(node), absolute(base, node.attributes.get("href")), node) for node in tree.css(_PAGERS)]
    pages = [(text, url, node) for text, url, node in links if url and same_host(url, draft.capture.url)]
    if asked and any(t.isdigit() and _pointer(u) == asked and not re.search(_HERE, _classes(n)) for t, u, n in pages):
        said = f"page {asked} of the list was asked for and another was answered (a pointer without its cHash?)"
        draft.problem("paging-repeats", said, field="pointer")
        return
    named = [url for text, url, node in pages if node.attributes.get("rel") == "next" or _says_next(text, node)]
    later = sorted((place, url) for _, url, _ in pages if (place := _pointer(url)) > asked)
    here = next((int(t) for n in tree.css(_CURRENT) if (t := seen_text(n)).isdecimal() and len(t) < 6), None)
    numbered = [url for text, url, _ in pages if here is not None and text == str(here + 1)]
    for url in (named or [url for _, url in later] or numbered)[:1]:
        draft.follow(Request(url=url))


def _says_next(text: str, node: LexborNode) -> bool:
    return bool(re.search(r"\bnext\b", _classes(node)) or (text and _NEXT.search(text)))


def _classes(node: LexborNode) -> str:
    above = node.parent.attributes.get("class") if node.parent else None
    return f"{node.attributes.get('class') or ''} {above or ''}"


def _pointer(url: str) -> int:
    """Which page of a list an address asks for; 0 for the first."""
    found = next((v for k, v in parse_qsl(urlsplit(url).query) if _POINTER.search(k)), "0")
    return int(found) if found.isascii() and found.isdigit() else 0


READER = Typo3Reader()
