"""What all readers share when they run: nothing raises out of them, and an index page may list what they read.

Options of any platform (options.COMMON): with `index` each link of the source's pages is one document of the platform;
nothing beyond the list is paged through, detail pages are followed. With `pages: first` no list is paged through.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import PageDraft
from scrapers.readers.html_nodes import base_of, parse_page, selected
from vigie.model import Capture, Page, RawItem, Request, Source
from vigie.protocols import Reader

INDEX, DOCUMENT = "index", "document"
FIRST = "first"


@dataclass(slots=True)
class DocumentReader:
    """A platform's reader behind its optional index page. Same platform and version as the reader that it wraps."""

    platform: str
    version: str
    inner: Reader

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """The platform's first requests, or the index pages."""
        if source.option("index"):
            return tuple(Request(url=url, label=INDEX) for url in source.urls)
        return self.inner.start(source, now)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        """What the platform's reader says, by the recipe of the capture's day; whatever it raises becomes a problem of
        the page."""
        source = source.as_of(capture.fetched_at)
        if capture.request.label == INDEX:
            return _read_index(source, capture)
        try:
            page = self.inner.read(source, capture, now)
        except Exception as error:  # a reader must not stop a run, whatever a page holds
            draft = PageDraft(source, capture)
            draft.problem("parse-error", f"{type(error).__name__}: {error}", raw=capture.body[:500])
            return draft.page()
        if source.option("index"):
            return _as_document(source, capture, page)
        return _without_archive(page) if source.option("pages") == FIRST else page


def _read_index(source: Source, capture: Capture) -> Page:
    draft = PageDraft(source, capture)
    try:
        tree = parse_page(capture)
        base = base_of(tree, capture.url)
        links = [absolute(base, node.attributes.get("href")) for node in selected(tree, source.option("index"))]
    except ValueError as error:
        draft.problem("bad-selector", str(error), field="index")
        return draft.page()
    documents = tuple(dict.fromkeys(link for link in links if link))
    if not documents:
        draft.problem("layout-changed", "no link of the index fits its selector", field="index", raw=capture.body[:500])
    for url in documents:
        draft.follow(Request(url=url, label=DOCUMENT))
    return replace(draft.page(), last=True)


def _without_archive(page: Page) -> Page:
    """The first page as if it were all of the list; what its items lead to is followed."""
    return replace(page, next=tuple(r for r in page.next if r.label != "list"), expected=None, last=True)


def _as_document(source: Source, capture: Capture, page: Page) -> Page:
    """Keys carry the document's address, as two documents may use one guid. A document that gives nothing says so."""
    document = capture.request.item_key or capture.request.url
    items = tuple(_within(document, item) for item in page.items)
    follow = tuple(
        replace(r, item_key=f"{document} {r.item_key}" if r.item_key else None) for r in page.next if r.label != "list"
    )
    problems = page.problems
    if not items and not problems and not follow:
        draft = PageDraft(source, capture)
        draft.problem("empty-document", "the document was read and holds no item", raw=capture.body[:300])
        problems = draft.page().problems
    return replace(page, items=items, next=follow, problems=problems, last=True)


def _within(document: str, item: RawItem) -> RawItem:
    return item if item.key == document else replace(item, key=f"{document} {item.key}")
