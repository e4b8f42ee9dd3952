"""Rows and single pages of Modern Events Calendar, and the JSON-LD that stands beside them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.readers.addresses import absolute, key_of_url, parameter, same_host
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.html_nodes import rich_text, seen_text
from scrapers.readers.instants import stamp
from scrapers.readers.kinds import kind_of
from scrapers.readers.mec_times import Shown, when
from scrapers.readers.schema_org_blocks import json_ld
from scrapers.readers.schema_org_place import say_place
from vigie.model import Request

DETAIL, TEXT = "detail", "text"
"""Labels of single pages: one that also says when, and one whose list has said it (with all its sessions)."""

Blocks = dict[str, list[dict[str, Any]]]
_ROW = ".mec-event-article"
_DAY = ".mec-start-date-label, .mec-event-date, .mec-date-details, .event-d"
_CLOCK = ".mec-event-time, .mec-time-details, .mec-start-time"
_WORDS = (
    ("category", ".mec-single-event-category a"),
    ("keywords", ".mec-single-event-tags a"),
    ("organizer", ".mec-single-event-organizer .mec-organizer, .mec-single-event-organizer h6"),
)
_MONTH = re.compile(r"mec-toggle-(20\d\d)(\d\d)-")


def read_rows(draft: PageDraft, tree: LexborHTMLParser) -> None:
    """The rows of a list, one per occurrence; each is paired with the JSON-LD of its address."""
    blocks = blocks_in(draft, tree)
    for number, node in enumerate(tree.css(_ROW)):
        if node.css_first("a[href]") is not None:
            with draft.attempt(f"{_ROW}[{number}]", seen_text(node)):
                _read_row(draft, node, f"{_ROW}[{number}]", blocks)


def blocks_in(draft: PageDraft, tree: LexborHTMLParser) -> Blocks:
    """Event nodes of the page's scripts by the address of their page, in page order."""
    found: Blocks = {}
    for block in json_ld(draft, tree):
        held = block.data.get("@graph", block.data) if isinstance(block.data, dict) else block.data
        for node in held if isinstance(held, list) else [held]:
            if isinstance(node, dict) and "Event" in str(node.get("@type")):
                link = absolute(draft.capture.url, node.get("url"))
                found.setdefault(page_of(link) or "", []).append(node)
    return found


def page_of(address: str | None) -> str | None:
    """The address of an event's page without the day of one occurrence."""
    if not address or parameter(address, "occurrence") is None:
        return address
    return re.sub(r"([?&])(?:occurrence|time)=[^&#]*", r"\1", address).rstrip("?&").replace("?&", "?")


def add(draft: PageDraft, item: ItemDraft, number: str | None, link: str | None, label: str) -> None:
    """Keeps an event and follows its page. The key is that of the REST answer, so that both ways agree."""
    source = draft.source
    key = f"mec-events:{number}" if number else key_of_url(link) if link else None
    found = item.finish(source, key, kind_of(source, [item.value("category"), item.value("title")]), link)
    draft.add(found)
    if link and same_host(link, draft.capture.url) and (label == DETAIL or source.option("detail") != "no"):
        draft.follow(Request(url=link, label=label, item_key=found.key))


def _read_row(draft: PageDraft, node: LexborNode, pointer: str, blocks: Blocks) -> None:
    item = draft.item(pointer)
    anchor = node.css_first(".mec-event-title a[href]") or node.css_first("a[href]")
    address = absolute(draft.capture.url, anchor.attributes.get("href")) if anchor else None
    link, occurrence = page_of(address), parameter(address, "occurrence") if address else None
    item.say("title", _text(node, ".mec-event-title a, .mec-event-title"), " .mec-event-title", html=False)
    item.say("url", link, " a[href]", html=False)
    block = _block(blocks.get(link or "") or [], occurrence)
    month = _MONTH.search(node.attributes.get("class") or "")
    times = when(
        Shown(_text(node, _DAY), _text(node, ".mec-end-date-label"), _text(node, _CLOCK),
              printed(block.get("startDate")), printed(block.get("endDate")), occurrence,
              (int(month[1]), int(month[2])) if month else None)
    )  # fmt: skip
    group = stamp(next((value for name, value in times if name == "start"), None))
    for name, value in times:
        item.say(name, value, " .mec-event-date", html=False, group=group if name != "date_text" else 0)
    place, _, where = _text(node, ".mec-event-loc-place").partition("|")
    item.say("place_name", place, " .mec-event-loc-place", html=False)
    item.say("place_text", where, " .mec-event-loc-place", html=False)
    _say_data(item, block, draft.capture.url)
    item.say("description", _text(node, ".mec-event-description"), " .mec-event-description", html=False)
    number = next((found for n in node.css("[data-event-id]") if (found := n.attributes.get("data-event-id"))), None)
    add(draft, item, number, link, TEXT if group else DETAIL)


def _block(said: list[dict[str, Any]], occurrence: str | None) -> dict[str, Any]:
    """The JSON-LD of an occurrence: of its day or the one beside it (it may be shifted), else the next in order."""
    for number, one in enumerate(said):
        try:
            away = date.fromisoformat((printed(one.get("startDate")) or "")[:10]) - date.fromisoformat(occurrence or "")
        except ValueError:
            continue
        if abs(away.days) <= 1:
            return said.pop(number)
    return said.pop(0) if said else {}


def read_single(draft: PageDraft, tree: LexborHTMLParser, dated: bool) -> None:
    """The page of one event; where its list has said the dates (`dated`) it says none: it knows one occurrence."""
    url, key = draft.capture.request.url, draft.capture.request.item_key
    root = tree.css_first(".mec-single-event, .mec-events-content, article.mec-events, .single-mec-events")
    blocks = blocks_in(draft, tree)
    own = blocks.get(url) or next(iter(blocks.values()), [])
    if root is None and not own:
        draft.problem("layout-changed", "no event of Modern Events Calendar", key=key, raw=draft.capture.body[:300])
        return
    item, block = draft.item("single"), own[0] if own else {}
    root = root or tree.root
    assert root is not None
    item.say("title", _text(root, ".mec-single-title") or printed(block.get("name")), " .mec-single-title", html=False)
    item.say("url", url, html=False)
    if not dated:
        day = ".mec-single-event-date .mec-start-date-label, .mec-single-event-date .mec-events-abbr"
        clock = ".mec-single-event-time .mec-events-abbr, .mec-single-event-time abbr"
        shown = Shown(_text(root, day), _text(root, ".mec-single-event-date .mec-end-date-label"), _text(root, clock),
                      printed(block.get("startDate")), printed(block.get("endDate")))  # fmt: skip
        for name, value in when(shown):
            item.say(name, value, " .mec-single-event-date", html=False)
    where = ".mec-single-event-location"
    item.say("place_name", _text(root, f"{where} .author, {where} .org"), where, html=False)
    item.say("place_text", _text(root, f"{where} .mec-address, {where} address"), where, html=False)
    _say_data(item, block, url)
    item.say("price_text", _text(root, ".mec-event-cost .mec-events-event-cost"), " .mec-event-cost", html=False)
    for name, selector in _WORDS:
        for found in root.css(selector):
            item.say(name, seen_text(found), f" {selector}", html=False)
    text = root.css_first(".mec-single-event-description, .mec-events-content")
    item.say("body", rich_text(text) if text else None, " .mec-single-event-description", html=True)
    draft.add(item.finish(draft.source, key, kind_of(draft.source, [item.value("title")]), url), needs_title=False)


def _say_data(item: ItemDraft, block: dict[str, Any], page: str) -> None:
    """What the JSON-LD says beside the dates. Its price is 0 where none was given, so it is not looked at."""
    if not item.has("place_name"):
        say_place(item, block.get("location"), page)
    for name, raw in (("eventStatus", "status"), ("eventAttendanceMode", "attendance_mode")):
        item.say(raw, (printed(block.get(name)) or "").rsplit("/", 1)[-1], f" ld+json {name}", html=False)
    image = block.get("image")
    item.say("image", absolute(page, image[0] if isinstance(image, list) and image else image), " ld+json", html=False)


def _text(node: LexborNode, selector: str) -> str:
    """What the first node of a selector that shows something shows."""
    return next((text for found in node.css(selector) if (text := seen_text(found))), "")
