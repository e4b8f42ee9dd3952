"""schema.org nodes as raw items: what a node's properties are called among raw fields, and which nodes are items."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from scrapers.readers import last_resort
from scrapers.readers.addresses import absolute, canonical
from scrapers.readers.drafts import ItemDraft, PageDraft, has_tags, looks_marked_up, merged, printed
from scrapers.readers.instants import iso, stamp
from scrapers.readers.kinds import kind_of
from scrapers.readers.last_resort import Nameless
from scrapers.readers.schema_org_blocks import Block
from scrapers.readers.schema_org_place import say_place
from scrapers.readers.schema_org_schedule import fields_of
from scrapers.readers.schema_org_values import address_of, as_list, first_of, last_word, types_of, words_in
from vigie.model import Kind, RawField, RawItem, Source

_EVENTS = frozenset(("Festival", "Hackathon", "EventSeries", "CourseInstance"))
_NO_EVENTS = frozenset(("PublicationEvent", "BroadcastEvent", "OnDemandEvent", "SaleEvent", "UserInteractionEvent"))
_ARTICLES = frozenset(("Article", "NewsArticle", "BlogPosting", "Report", "PressRelease", "SocialMediaPosting"))
_USED = frozenset(
    ("name", "headline", "description", "articleBody", "text", "image", "url", "startDate", "endDate", "identifier",
     "previousStartDate", "eventStatus", "eventAttendanceMode", "location", "organizer", "offers", "keywords",
     "isAccessibleForFree", "inLanguage", "audience", "datePublished", "dateModified", "articleSection", "subEvent",
     "subEvents", "eventSchedule", "id", "type")
)  # fmt: skip
# Persons, and what says nothing of the event.
_LEFT_OUT = frozenset(
    ("author", "creator", "performer", "performers", "actor", "director", "contributor", "attendee", "mainEntityOfPage")
)
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class _Found:
    item: RawItem
    start: str | None
    nameless: bool = False


def read_nodes(draft: PageDraft, blocks: Iterable[Block]) -> None:
    """Adds the items of all blocks. Nodes of one address and one title are the sessions of one item."""
    wanted = Kind.NEWS in draft.source.kinds
    every: list[_Found] = []
    for block in blocks:
        for pointer, node in _items(block.data, block.pointer, wanted, 0):
            with draft.attempt(pointer, node):
                every.append(_read_node(draft, node, pointer))
    found: dict[str, list[_Found]] = {}
    for read in _keyed(every):
        found.setdefault(read.item.key, []).append(read)
    for group in found.values():
        for item in _joined(group):
            draft.add(item if item.url else _linked(draft, item))


def _keyed(every: list[_Found]) -> Iterator[_Found]:
    """Nodes without id and address get keys that their edits do not move."""
    nameless = [Nameless(one.item, one.start) for one in every if one.nameless]
    given = iter(last_resort.keys(nameless))
    for one in every:
        yield replace(one, item=replace(one.item, key=next(given))) if one.nameless else one


def _linked(draft: PageDraft, item: RawItem) -> RawItem:
    """A node without an address of its own links to its page; its key stays."""
    link = draft.item(item.key)
    link.say("url", draft.capture.url, html=False)
    return replace(item, url=draft.capture.url, fields=item.fields + link.fields)


def _joined(group: list[_Found]) -> Iterator[RawItem]:
    """Rows with one key and one title and several starts: one item with groups. Others stay apart (`PageDraft.add`)."""
    titles = {f.item.text("title") for f in group}
    starts = {f.start for f in group}
    if len(titles) > 1 or len(starts) < 2:
        yield from (f.item for f in group)
        return
    whole: RawItem | None = None
    # One cancelled evening of a series that goes on is no session; a series of which all are cancelled is cancelled.
    for found in [f for f in group if not _cancelled(f.item)] or group:
        grouped = replace(found.item, fields=tuple(_in_group(f, stamp(found.start)) for f in found.item.fields))
        whole = merged(whole, grouped) if whole else grouped
    if whole:
        yield whole


def _in_group(field: RawField, number: int) -> RawField:
    return replace(field, group=number) if field.name in ("start", "end", "previous_start") else field


def _cancelled(item: RawItem) -> bool:
    return any(f.value.startswith("EventCancel") for f in item.all("status"))


def _is_event(names: list[str]) -> bool:
    return any((n.endswith("Event") or n in _EVENTS) and n not in _NO_EVENTS for n in names)


def _items(data: Any, pointer: str, articles: bool, depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Event (and article) nodes wherever they lie: arrays, @graph, ItemList, mainEntity, subEvent, properties."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for number, inner in enumerate(data):
            yield from _items(inner, f"{pointer}/{number}", articles, depth + 1)
    elif isinstance(data, dict):
        names = types_of(data)
        if _is_event(names):
            yield from _event_and_parts(data, pointer, articles, depth)
            return
        if articles and any(n in _ARTICLES for n in names):
            yield pointer, data
            return
        for name, inner in data.items():
            if isinstance(inner, (dict, list)) and name not in ("@context", "superEvent", "isPartOf", "author"):
                yield from _items(inner, f"{pointer}/{name}", articles, depth + 1)


def _event_and_parts(
    node: dict[str, Any], pointer: str, articles: bool, depth: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """A series with dated parts of their own names is only their frame; otherwise it is an item itself."""
    parts = [
        (p, {**_inherited(node), **inner})
        for name in ("subEvent", "subEvents")
        for p, inner in _items(node.get(name), f"{pointer}/{name}", articles, depth + 1)
    ]
    # `{"@type": "Event", "@id": "…"}` refers to a node that stands elsewhere.
    is_reference = not any(name not in ("@id", "@type", "@context", "url") for name in node)
    if node.get("startDate") or node.get("eventSchedule") or not (parts or is_reference):
        yield pointer, node
    yield from parts


def _inherited(parent: dict[str, Any]) -> dict[str, Any]:
    return {k: parent[k] for k in ("name", "location", "image", "organizer", "inLanguage") if k in parent}


def _read_node(draft: PageDraft, node: dict[str, Any], pointer: str) -> _Found:
    item = draft.item(pointer)
    event = _is_event(types_of(node))
    page = draft.capture.url
    _say_text(item, "title", first_of(node.get("name")) or first_of(node.get("headline")), "/name")
    url = absolute(page, address_of(node.get("url")) or (None if event else _page_of_article(node)))
    item.say("url", url, "/url", html=False)
    _say_text(item, "description", first_of(node.get("description")), "/description")
    _say_text(item, "body", first_of(node.get("articleBody")) or first_of(node.get("text")), "/articleBody")
    item.say("image", absolute(page, address_of(node.get("image"))), "/image", html=False)
    start = _say_times(item, node, event, local=draft.source.option("clock") == "local")
    item.say("status", last_word(first_of(node.get("eventStatus"))), "/eventStatus", html=False)
    item.say(
        "attendance_mode", last_word(first_of(node.get("eventAttendanceMode"))), "/eventAttendanceMode", html=False
    )
    say_place(item, node.get("location"), page)
    for organizer in as_list(node.get("organizer")):
        name = printed(first_of(organizer.get("name")) if isinstance(organizer, dict) else organizer)
        _say_text(item, "organizer", name if name and "@" not in name else None, "/organizer")
    _say_offers(item, node)
    item.say("language", first_of(node.get("inLanguage")), "/inLanguage")
    words = words_in(node.get("articleSection")) + words_in(node.get("keywords"))
    for word in words_in(node.get("articleSection")):
        _say_text(item, "category", word, "/articleSection")
    for word in words_in(node.get("keywords")):
        _say_text(item, "keywords", word, "/keywords")
    for audience in as_list(node.get("audience")):
        said = audience.get("audienceType") or audience.get("name") if isinstance(audience, dict) else audience
        _say_text(item, "audience", first_of(said), "/audience")
    draft.unread(k for k, v in node.items() if v and k not in _USED and k not in _LEFT_OUT and not k.startswith("@"))
    kind = Kind.EVENT if event else _kind_of_article(draft.source, [*words, item.value("title")])
    own = _identity(node)
    return _Found(item.finish(draft.source, own, kind, url), start, nameless=not ((own or "").strip() or url))


def _kind_of_article(source: Source, words: list[str | None]) -> Kind:
    """An article is an event only where the source's options say so, never because the source lists events first."""
    others = tuple(kind for kind in source.kinds if kind is not Kind.EVENT)
    return kind_of(replace(source, kinds=others or (Kind.NEWS,)), words)


def _page_of_article(node: dict[str, Any]) -> Any:
    """Yoast's articles have no `url`: they name their page."""
    return next((found for n in ("mainEntityOfPage", "isPartOf") if (found := address_of(node.get(n)))), None)


def _say_times(item: ItemDraft, node: dict[str, Any], event: bool, local: bool) -> str | None:
    def clock(value: object) -> str | None:
        said = iso(first_of(value))
        return re.sub(r"(?<=T\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)$", "", said) if said and local else said

    schedule = next((s for s in as_list(node.get("eventSchedule")) if isinstance(s, dict)), {})
    repeated = list(fields_of(schedule))
    for name, value in repeated:
        item.say(name, value, "/eventSchedule", html=False)
    if repeated:
        return next(value for name, value in repeated if name == "start")
    start = clock(node.get("startDate")) or clock(schedule.get("startDate"))
    item.say("start", start, "/startDate", html=False)
    item.say("end", clock(node.get("endDate")) or clock(schedule.get("endDate")), "/endDate", html=False)
    item.say("previous_start", clock(node.get("previousStartDate")), "/previousStartDate", html=False)
    item.say("published", None if event else iso(first_of(node.get("datePublished"))), "/datePublished", html=False)
    item.say("updated", iso(first_of(node.get("dateModified"))), "/dateModified", html=False)
    return start


def _say_offers(item: ItemDraft, node: dict[str, Any]) -> None:
    free = printed(first_of(node.get("isAccessibleForFree")))
    item.say("is_free", last_word(free.lower()) if free else None, "/isAccessibleForFree")
    for number, offer in enumerate(as_list(node.get("offers"))):
        if not isinstance(offer, dict):
            continue
        for name, field in (("price", "price"), ("lowPrice", "price_low"), ("highPrice", "price_high"),
                            ("priceCurrency", "currency")):  # fmt: skip
            item.say(field, first_of(offer.get(name)), f"/offers/{number}/{name}", html=False)
        if str(offer.get("availability", "")).endswith("SoldOut"):
            item.say("status", "SoldOut", f"/offers/{number}/availability", html=False)


def _identity(node: dict[str, Any]) -> str | None:
    own, url = first_of(node.get("@id")) or first_of(node.get("id")), address_of(node.get("url"))
    if isinstance(own, str) and own and not own.startswith(("_:", "#")):
        # `https://site/event/x/#event` is the page's address with a word: lists and pages then agree on the key.
        return canonical(own) if isinstance(url, str) and own.split("#")[0] == url else own
    said = first_of(node.get("identifier"))
    return printed(said.get("value") if isinstance(said, dict) else said)


def _say_text(item: ItemDraft, name: str, value: object, pointer: str) -> None:
    """Texts in JSON-LD often carry HTML, sometimes escaped twice, and end in a literal `\\n` (API_SHAPES.md §8)."""
    text = printed(value)
    if text is None:
        return
    text = text.removesuffix("\\n").strip()
    if "&lt;" in text and not has_tags(text):
        text = html.unescape(text)
    item.say(name, text, pointer, html=looks_marked_up(text))
