"""Squarespace: any collection of a site with `?format=json`: events (`upcoming`, `past`) and blogs (`items`).

`website` and `collection` describe the site; an item has `id`, `title`, `fullUrl`, `body` and `excerpt` (HTML),
`tags`, `categories`, `assetUrl`, `publishOn`, and for events `startDate`, `endDate` (milliseconds since 1970) and
`location`. An address of one item answers with `item`. `?format=rss` of a blog is a `feed`, `?format=ical` an `ical`.

Oddities: instants are exact, but a site whose zone was never set (America/New_York) shows its editor's clock there:
`clock: local` takes that clock. The map's marker stands in New York until someone moves it: such a position is dropped.
`assetUrl` of an item without a picture ends in a slash. `pagination` of events leads into the past alone.
`publishOn` is the date of publication, never that of the event. The last line of an address is town, province, postcode
with empty places between the commas.
Known from: public readers of Squarespace sites; the field names are those of its template documentation.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, same_host, with_parameters
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.instants import of_epoch
from scrapers.readers.kinds import kind_of_post
from scrapers.readers.options import FIELD, Options
from scrapers.readers.rows import answer, objects, refused, say_options, say_position, say_text
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: Options = (
    FIELD,
    (
        "past",
        "`no` leaves past events out, `all` follows their pages, too (those of the first answer)",
    ),
    ("clock", "`local` when the site's zone was never set and its clocks are local"),
)
CLUES = (
    Clue(
        "squarespace",
        "the page is made by Squarespace, whose collections answer as JSON",
        marks=(r"static1\.squarespace\.com", r"<!-- This is Squarespace\. -->", r"Static\.SQUARESPACE_CONTEXT"),
        headers=(("server", "squarespace"),),
        asks=("{page}?format=json",),
        kinds=(Kind.EVENT, Kind.NEWS),
        confidence=90,
    ),
)

_USED = frozenset(
    ("id", "title", "fullUrl", "urlId", "body", "excerpt", "tags", "categories", "assetUrl", "publishOn", "updatedOn",
     "startDate", "endDate", "location", "structuredContent")
)  # fmt: skip
# Persons, and what the site's own templates need.
_LEFT_OUT = frozenset(
    ("author", "authorId", "collectionId", "recordType", "recordTypeLabel", "addedOn", "displayIndex", "starred",
     "passthrough", "workflowState", "likeCount", "commentCount", "publicCommentCount", "commentState", "unsaved",
     "contentType", "items", "pushedServices", "pendingPushedServices", "seoData", "systemDataId", "systemDataVariants",
     "systemDataSourceType", "filename", "mediaFocalPoint", "colorData", "originalSize", "dirty", "deleted",
     "customContent", "websiteId", "pageSize", "upcoming", "past", "filter")
)  # fmt: skip
_NOWHERE = ("40.7207559", "-74.0007613")
_PLACE = {"addressTitle": "place_name", "addressLine1": "street", "addressCountry": "country"}


class SquarespaceReader:
    platform = "squarespace"
    version = "squarespace-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=with_parameters(url, format="json")) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None or refused(draft, data):
            return draft.page()
        lists = _lists(draft, data)
        if not lists:
            draft.problem("schema-drift", "no collection with `items`, `upcoming` or `past`", raw=capture.body[:500])
        zone = _zone(draft, data)
        for name, rows in lists.items():
            for pointer, row in objects(draft, rows, f"/{name}"):
                with draft.attempt(pointer, row):
                    _read_item(draft, row, pointer, zone)
        _page_on(draft, data, lists)
        return draft.page()


def _lists(draft: PageDraft, data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        return {}
    if isinstance(data.get("item"), dict):
        return {"item": [data["item"]]}
    names = ("upcoming", "items") if draft.source.option("past") == "no" else ("upcoming", "past", "items")
    return {name: data[name] for name in names if isinstance(data.get(name), list)}


def _zone(draft: PageDraft, data: dict[str, Any]) -> object:
    website = data.get("website") if isinstance(data, dict) else None
    return website.get("timeZone") if isinstance(website, dict) else None


def _page_on(draft: PageDraft, data: Any, lists: dict[str, Any]) -> None:
    paging = data.get("pagination") if isinstance(data, dict) else None
    of_events = "upcoming" in lists or "past" in lists
    if not isinstance(paging, dict) or (of_events and draft.source.option("past") != "all"):
        return
    url = absolute(draft.capture.url, paging.get("nextPageUrl"))
    if url is None and paging.get("nextPage") and printed(paging.get("nextPageOffset")):
        url = with_parameters(draft.capture.request.url, offset=printed(paging.get("nextPageOffset")))
    if url and same_host(url, draft.capture.url) and any(lists.values()):
        draft.follow(Request(url=with_parameters(url, format="json")))


def _read_item(draft: PageDraft, row: dict[str, Any], pointer: str, zone: object) -> None:
    source, item = draft.source, draft.item(pointer)
    said = say_options(draft, item, row)
    for raw, name in (("title", "title"), ("excerpt", "description"), ("body", "body")):
        if name not in said:
            say_text(item, name, row.get(raw), f"/{raw}")
    link = absolute(draft.capture.url, row.get("fullUrl"))
    item.say("url", link, "/fullUrl", html=False)
    for raw, name in (("startDate", "start"), ("endDate", "end")):
        item.say(name, _clock(source, row.get(raw), zone), f"/{raw}", html=False)
    for raw, name in (("publishOn", "published"), ("updatedOn", "updated")):
        item.say(name, of_epoch(row.get(raw)), f"/{raw}", html=False)
    picture = printed(row.get("assetUrl"))
    if picture and not picture.endswith("/"):
        item.say("image", absolute(draft.capture.url, picture), "/assetUrl", html=False)
    words = [word for raw in ("categories", "tags") for word in _words(row.get(raw))]
    for raw, name in (("categories", "category"), ("tags", "keywords")):
        for word in _words(row.get(raw)):
            say_text(item, name, word, f"/{raw}")
    _say_place(item, row.get("location"))
    draft.unread(k for k, v in row.items() if v and k not in _USED and k not in _LEFT_OUT)
    dated = item.has("start") and Kind.EVENT in source.kinds
    kind = Kind.EVENT if dated else kind_of_post(source, [*words, item.value("title")])
    draft.add(item.finish(source, printed(row.get("id")), kind, link))


def _clock(source: Source, milliseconds: object, zone: object) -> str | None:
    said = of_epoch(milliseconds, zone)
    return re.sub(r"\[.*\]$", "", said) if said and source.option("clock") == "local" else said


def _words(value: object) -> list[str]:
    return [word for one in value if (word := printed(one))] if isinstance(value, list) else []


def _say_place(item: ItemDraft, place: Any) -> None:
    if not isinstance(place, dict):
        return
    for raw, name in _PLACE.items():
        say_text(item, name, place.get(raw), f"/location/{raw}")
    parts = [part.strip() for part in (printed(place.get("addressLine2")) or "").split(",")]
    say_text(item, "place_text", ", ".join(part for part in parts if part), "/location/addressLine2")
    where = (printed(place.get("markerLat")), printed(place.get("markerLng")))
    if where != _NOWHERE:
        say_position(item, {"lat": where[0], "lon": where[1]}, "/location")


READER = SquarespaceReader()
