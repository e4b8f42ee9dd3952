"""schema.org in pages: JSON-LD first, then microdata, then RDFa (extruct).

Events become events; articles become news when the source's kinds say so.

Oddities: entities within JSON, HTML escaped twice, a literal `\\n` at the end, `url: false`, JSON broken by line
breaks or commas too many. Offsets `+00:00` on local clocks. One node per evening under one address is one event. A
series with dated parts is their frame. Yoast's graph holds articles and no event.
Known from: facts/API_SHAPES.md §8; the vocabulary of schema.org.
"""

from __future__ import annotations

from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, key_of_url, same_host
from scrapers.readers.drafts import PageDraft
from scrapers.readers.html_nodes import base_of, parse_page, selected
from scrapers.readers.options import Options
from scrapers.readers.schema_org_blocks import Block, json_ld, marked_up
from scrapers.readers.schema_org_items import read_nodes
from scrapers.readers.schema_org_values import listed
from vigie.model import Capture, Page, Request, Source

CLUES = (
    Clue(
        "schema_org",
        "the page marks its events up (schema.org)",
        marks=(
            r'"@type"\s*:\s*\[?\s*"(?:https?://schema\.org/)?\w*(?:Event|Festival)"',
            r"schema\.org/\w*(?:Event|Festival)\b",
        ),
        confidence=90,
    ),
)
OPTIONS: Options = (
    ("follow", "CSS selector of links to detail pages on the same host"),
    ("next", "CSS selector of the next page's link"),
    ("clock", "`local` when the site's offsets are wrong and its clocks are local (plugins set to UTC)"),
)


class SchemaOrgReader:
    platform = "schema_org"
    version = "schema_org-3"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        if not capture.body.strip():
            draft.problem("wrong-content", "the answer is empty")
            return draft.page()
        tree = parse_page(capture)
        blocks: list[Block] = list(json_ld(draft, tree))
        read_nodes(draft, blocks)
        if not draft.items:
            more = list(marked_up(draft))
            blocks += more
            read_nodes(draft, more)
        if not draft.items and capture.request.label != "detail":
            _follow_listed(draft, blocks)
        if not blocks and not draft.has_problems and (capture.request.label == "detail" or not source.option("follow")):
            draft.problem("no-structured-data", "neither JSON-LD nor microdata nor RDFa", raw=capture.body[:300])
        if capture.request.label != "detail":
            for option, label in (("follow", "detail"), ("next", "list")):
                _follow(draft, tree, source.option(option), label, option)
        return draft.page()


def _follow_listed(draft: PageDraft, blocks: list[Block]) -> None:
    """The pages of an ItemList that says only where its elements are."""
    for block in blocks:
        for link in listed(block.data):
            address = absolute(draft.capture.url, link)
            if address and same_host(address, draft.capture.url):
                draft.follow(Request(url=address, label="detail", item_key=key_of_url(address)))


def _follow(draft: PageDraft, tree: LexborHTMLParser, selector: str, label: str, option: str) -> None:
    if not selector:
        return
    try:
        nodes = selected(tree, selector)
    except ValueError as error:
        draft.problem("bad-selector", str(error), field=option)
        return
    known = {item.url: item.key for item in draft.items if item.url}
    found = False
    for node in nodes:
        address = absolute(base_of(tree, draft.capture.url), node.attributes.get("href"))
        if address and same_host(address, draft.capture.url):
            draft.follow(
                Request(url=address, label=label, item_key=_key(known, address) if label == "detail" else None)
            )
            found = True
    if not found and option == "follow" and not draft.items:
        draft.problem("layout-changed", "no link fits the selector", field="follow", raw=draft.capture.body[:300])


def _key(known: dict[str, str], address: str) -> str | None:
    """A detail page belongs to the item of the list that links to it, else to its own address."""
    return known.get(address) or key_of_url(address)


READER = SchemaOrgReader()
