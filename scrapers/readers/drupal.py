"""Drupal's lists (Views): rows with a linked title and fields named by their machine names, a pager from page zero.

Each row's own page is read too, for its text. Rows are those of the view that has a pager, else of the page's largest
view: blocks beside it ("latest news") are views as well. What a `<time>` shows wins over its `datetime` attribute where
they differ; a time beside the author's name dates the node, not the event; words that count from now ("il y a 3
heures") are dropped. A facet in the address (`?f[0]=…`) may be applied by the page's script alone: the server then
answers the whole list. `/rss.xml` is read by `feed`, `/jsonapi` by `drupal_jsonapi`. Identity: the node's number where
the markup says it, else its address. Knowledge: API_SHAPES.md §7–9, templates of Drupal 7 to 10.
"""

from __future__ import annotations

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, parameter, same_host
from scrapers.readers.drafts import PageDraft
from scrapers.readers.drupal_fields import say_fields
from scrapers.readers.drupal_rows import category_of, link_of, number_of, say_picture, say_teaser
from scrapers.readers.html_nodes import base_of, parse_page, rich_text, seen_text, selected
from scrapers.readers.html_times import is_relative
from scrapers.readers.kinds import kind_of
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: tuple[tuple[str, str], ...] = (
    ("item", "CSS selector of a row, where the site's theme renamed it (.views-row)"),
    ("detail", "`no`: the rows' own pages are not read"),
)
_HEADER = (("x-generator", r"\bdrupal\b"), ("x-drupal-cache", "."), ("x-drupal-dynamic-cache", "."))
_MARK = (r"""<meta[^>]+generator[^>]+drupal""", r"data-drupal-selector", r"/sites/[\w.-]+/files/")
CLUES: tuple[Clue, ...] = (
    Clue("drupal", "the page is a list of Drupal's Views", marks=(r"""class=["'][^"']*\bviews-row\b""",), confidence=82,
         kinds=(Kind.EVENT, Kind.NEWS, Kind.CALL)),
    Clue("feed", "the site runs Drupal, which offers its news as RSS", marks=_MARK, headers=_HEADER,
         asks=("{root}/rss.xml",), kinds=(Kind.NEWS,)),
)  # fmt: skip
DETAIL = "detail"
_ROWS = (".views-row", ".view-content tbody tr", ".view-content article", "article.node--view-mode-teaser",
         ".node-teaser")  # fmt: skip
_TITLES = ".node__title, .views-field-title, .field--name-title, .node-title, h2, h3, h4, h5"
_NEXT = ".pager__item--next a[href], .pager-next a[href], .pager__item a[rel=next], .pager a[rel=next], " \
        ".js-pager__items a[rel=next], .pager-load-more a[href]"  # fmt: skip
_CURRENT = ".pager__item.is-active, .pager__item--current, .pager-current"
_WHOLE = ("article.node--view-mode-full", "article.node", ".node-full", "main", "#content", "body")


class DrupalReader:
    platform = "drupal"
    version = "drupal-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        if not capture.body.strip():
            draft.problem("wrong-content", "the answer is empty")
            return draft.page()
        tree = parse_page(capture)
        for node in tree.css("p, span, div, small, time, li, em"):
            if is_relative(node.text(deep=True) or ""):
                node.decompose()
        if capture.request.label == DETAIL:
            _read_page(draft, tree)
            return draft.page()
        try:
            rows = _rows(tree, source.option("item"))
        except ValueError as error:
            draft.problem("bad-selector", str(error), field="item")
            return draft.page()
        if not rows and not tree.css_first(".view-empty, .view .empty"):
            draft.problem("layout-changed", "no row of a view on the page", field="item", raw=capture.body[:300])
        for number, row in enumerate(rows):
            with draft.attempt(f"row[{number}]", seen_text(row)):
                _read_row(draft, row, f"row[{number}]", base_of(tree, capture.url))
        _page_on(draft, tree)
        return draft.page()


def _rows(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The rows of the page's own view. Raises ValueError for a selector that is none."""
    if selector:
        return selected(tree, selector)
    for usual in _ROWS:
        groups: dict[int, list[LexborNode]] = {}
        paged: dict[int, bool] = {}
        for row in tree.css(usual):
            if row.tag == "a" or row.css_first("a[href]") is not None:
                view = _view_of(row)
                groups.setdefault(view.mem_id if view else 0, []).append(row)
                paged[view.mem_id if view else 0] = bool(view and view.css_first(_NEXT + ", " + _CURRENT))
        if groups:
            return max(groups.items(), key=lambda group: (paged[group[0]], len(group[1])))[1]
    return []


def _view_of(row: LexborNode) -> LexborNode | None:
    node = row.parent
    while node is not None:
        if re.search(r"(^|\s)view(\s|$)", node.attributes.get("class") or ""):
            return node
        node = node.parent
    return None


def _read_row(draft: PageDraft, row: LexborNode, pointer: str, base: str) -> None:
    source, item = draft.source, draft.item(pointer)
    heading = row.css_first(_TITLES)
    link = link_of(row, heading)
    title = seen_text(heading) if heading else ""
    item.say("title", title or (seen_text(link) if link else ""), " title", html=False)
    url = absolute(base, link.attributes.get("href")) if link else None
    item.say("url", url, " a[href]", html=False)
    kind = kind_of(source, [category_of(row), item.value("title")])
    draft.unread(list(say_fields(item, row, kind, base, pointer)))
    say_picture(item, row, base)
    say_teaser(item, row)
    found = item.finish(source, number_of(row), kind, url)
    if not found.text("title"):
        draft.unread(["row without a title"])
        return
    draft.add(found)
    if url and source.option("detail") != "no" and same_host(url, draft.capture.url):
        draft.follow(Request(url=url, label=DETAIL, item_key=found.key))


def _read_page(draft: PageDraft, tree: LexborHTMLParser) -> None:
    """The page of one node. Its teasers of other nodes, which stand below or beside it, are not looked at."""
    source, url, key = draft.source, draft.capture.request.url, draft.capture.request.item_key
    for other in tree.css(".view, .block-views, aside, nav, header[role=banner], .node--view-mode-teaser"):
        other.decompose()
    root = next((node for selector in _WHOLE if (node := tree.css_first(selector)) and seen_text(node)), None)
    if root is None:
        draft.problem("layout-changed", "no node on the page", key=key, raw=draft.capture.body[:300])
        return
    item = draft.item("node")
    heading = tree.css_first("h1")
    item.say("title", seen_text(heading) if heading else None, " h1", html=False)
    item.say("url", url, html=False)
    kind = kind_of(source, [category_of(root), item.value("title")])
    draft.unread(list(say_fields(item, root, kind, url, "node")))
    if not item.has("body"):
        item.say("body", rich_text(root), "", html=True)
    draft.add(item.finish(source, key, kind, url), needs_title=False)


def _page_on(draft: PageDraft, tree: LexborHTMLParser) -> None:
    asked = parameter(draft.capture.request.url, "page") or "0"
    current = tree.css_first(_CURRENT)
    shown = re.search(r"\d+", seen_text(current)) if current else None
    if shown and asked.isdigit() and asked != "0" and int(shown[0]) != int(asked) + 1:
        said = f"page {int(asked) + 1} was asked for and the pager says that this is page {shown[0]}"
        draft.problem("paging-repeats", said, field="page")
        return
    for link in tree.css(_NEXT)[:1]:
        address = absolute(base_of(tree, draft.capture.url), link.attributes.get("href"))
        if address and same_host(address, draft.capture.url):
            draft.follow(Request(url=address))


READER = DrupalReader()
