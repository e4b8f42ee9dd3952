"""The Events Calendar (WordPress), `/wp-json/tribe/events/v1/events`: honest paging, wall clocks with a zone.

Shapes and oddities: API_SHAPES.md §4.

Oddities: clocks are those of `timezone`, without an offset; `UTC` there means that nobody set it: the clocks are
local. `image`, `venue` and `organizer` are an object, `false` or `[]`. The last day of whole days counts. Old versions
give one row per evening under one id, with the day in the address. `total` counts rows. The calendar of the same plugin
holds one page of events.
Known from: facts/API_SHAPES.md §4.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, parameter, with_parameters
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.instants import as_utc, in_zone, stamp
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import FIELD, Options
from scrapers.readers.rows import answer, objects, refused, say_options, say_position, say_text
from vigie.model import Capture, Page, Request, Source

CLUES = (
    Clue(
        "tribe_events",
        "the page shows The Events Calendar of WordPress",
        marks=(r"tribe-events", r"tribe_events", r"/plugins/the-events-calendar/", r"/wp-json/tribe/events/"),
        asks=("{root}/wp-json/tribe/events/v1/events",),
        confidence=95,
    ),
)
OPTIONS: Options = (
    FIELD,
    ("past_days", "how many days back the list starts (30)"),
    ("per_page", "rows per page (50)"),
    ("query", "more parameters of the address, e.g. `categories=5`"),
)

_API = "/wp-json/tribe/events/v1/events"
_USED = frozenset(
    ("id", "global_id", "global_id_lineage", "author", "status", "date", "date_utc", "modified", "modified_utc", "url",
     "rest_url", "title", "description", "excerpt", "slug", "image", "all_day", "start_date", "start_date_details",
     "end_date", "end_date_details", "utc_start_date", "utc_start_date_details", "utc_end_date", "utc_end_date_details",
     "timezone", "timezone_abbr", "cost", "cost_details", "show_map", "show_map_link", "hide_from_listings", "sticky",
     "featured", "categories", "tags", "venue", "organizer", "website", "json_ld")
)  # fmt: skip
_VENUE = {"venue": "place_name", "address": "street", "zip": "postcode", "city": "city", "country": "country"}


class TribeEventsReader:
    platform = "tribe_events"
    version = "tribe_events-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        since = (now - timedelta(days=int(source.option("past_days", "30") or 30))).date().isoformat()
        return tuple(Request(url=_listing(source, url, since)) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None or refused(draft, data):
            return draft.page()
        if isinstance(data, dict):
            for pointer, row in objects(draft, data.get("events"), "/events"):
                with draft.attempt(pointer, row):
                    _read_event(draft, row, pointer)
            # `total` counts sessions where old versions give one number to all of a series: no number of items.
            following = absolute(capture.url, data.get("next_rest_url"))
            if following:
                draft.follow(Request(url=following))
        else:
            draft.problem("schema-drift", "no object with `events`", raw=capture.body[:500])
        return draft.page()


def _listing(source: Source, url: str, since: str) -> str:
    if _API.strip("/") not in url and "rest_route" not in url:
        url = url.rstrip("/") + _API
    if source.option("query"):
        url = f"{url}{'&' if urlsplit(url).query else '?'}{source.option('query')}"
    start = parameter(url, "start_date") or since
    return with_parameters(url, page=1, per_page=source.option("per_page", "50"), start_date=start)


def _read_event(draft: PageDraft, row: dict[str, Any], pointer: str) -> None:
    item = draft.item(pointer)
    page = draft.capture.url
    said = say_options(draft, item, row)
    for raw, name in (("title", "title"), ("excerpt", "description"), ("description", "body")):
        if name not in said:
            say_text(item, name, row.get(raw), f"/{raw}")
    link = _series_page(absolute(page, row.get("url")), row)
    item.say("url", link, "/url", html=False)
    start = in_zone(row.get("start_date"), row.get("timezone")) or as_utc(row.get("utc_start_date"))
    # Old versions give one row per session under one number: numbered groups then merge as a union.
    group = stamp(start)
    item.say("start", start, "/start_date", html=False, group=group)
    item.say("end", in_zone(row.get("end_date"), row.get("timezone")), "/end_date", html=False, group=group)
    if row.get("all_day") is True or row.get("all_day") in ("true", "yes", "1", 1):
        item.say("all_day", "true", "/all_day", group=group)
    item.say("published", as_utc(row.get("date_utc")), "/date_utc", html=False)
    item.say("updated", as_utc(row.get("modified_utc")), "/modified_utc", html=False)
    image = row.get("image")
    item.say("image", absolute(page, image.get("url") if isinstance(image, dict) else image), "/image/url", html=False)
    _say_price(item, row)
    _say_venue(item, row.get("venue"))
    for organizer in _several(row.get("organizer")):
        say_text(item, "organizer", organizer.get("organizer"), "/organizer")
    for raw, name in (("categories", "category"), ("tags", "keywords")):
        for term in _several(row.get(raw)):
            say_text(item, name, term.get("name"), f"/{raw}")
    draft.unread(k for k, v in row.items() if v and k not in _USED)
    kind = kind_of(draft.source, [item.value("category"), item.value("title")])
    draft.add(item.finish(draft.source, printed(row.get("id")), kind, link))


def _series_page(link: str | None, row: dict[str, Any]) -> str | None:
    """The address without the day of one session (`…/event/x/2026-03-05/`), which would move as sessions pass."""
    day = (printed(row.get("start_date")) or "")[:10]
    return re.sub(rf"/{re.escape(day)}/?$", "/", link) if link and day else link


def _say_price(item: ItemDraft, row: dict[str, Any]) -> None:
    say_text(item, "price_text", row.get("cost"), "/cost")
    details = row.get("cost_details")
    if isinstance(details, dict):
        item.say("currency", details.get("currency_code"), "/cost_details/currency_code", html=False)
        values = details.get("values")
        for value in values if isinstance(values, list) else []:
            item.say("price", value, "/cost_details/values", html=False)


def _say_venue(item: ItemDraft, value: Any) -> None:
    for venue in _several(value)[:1]:
        for raw, name in _VENUE.items():
            say_text(item, name, venue.get(raw), f"/venue/{raw}")
        say_position(item, {"lat": venue.get("geo_lat"), "lon": venue.get("geo_lng")}, "/venue")


def _several(value: Any) -> list[dict[str, Any]]:
    """An object, a list of them, or TEC's empty `false` and `[]`."""
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, dict)]


READER = TribeEventsReader()
