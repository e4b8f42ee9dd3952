"""One event of Wix Events as its widgets carry it."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.instants import iso
from scrapers.readers.kinds import kind_of
from scrapers.readers.rows import say_position, say_text
from vigie.model import Kind

_USED = frozenset(
    ("id", "title", "slug", "description", "about", "longDescription", "scheduling", "location", "mainImage", "status",
     "registration", "eventPageUrl", "categories")
)  # fmt: skip
# What the site's own scripts need, and persons.
_LEFT_OUT = frozenset(
    ("created", "modified", "createdDate", "updatedDate", "instanceId", "language", "userId", "guestListConfig", "form",
     "formMessages", "rsvpSummary", "dashboard", "eventDisplaySettings", "calendarLinks", "calendarUrls", "members",
     "seoSettings", "seo", "feed", "onlineConferencing", "agenda", "assignedContactsLabel", "createdBy", "contactId",
     "revision", "policies", "badges", "publishedDate")
)  # fmt: skip
_CANCELLED = ("3", "CANCELED", "CANCELLED")
_MEDIA = "https://static.wixstatic.com/media/"


def read_event(draft: PageDraft, row: Any, pointer: str, clocks: Any, links: Mapping[str, str]) -> None:
    """Adds an event. `clocks` are the widget's dates by id, `links` the page's addresses by slug."""
    if not isinstance(row, dict):
        draft.problem("schema-drift", f"no object at {pointer}", raw=row)
        return
    source, item = draft.source, draft.item(pointer)
    for name in ("title", "description"):
        say_text(item, name, row.get(name), f"/{name}")
    say_text(item, "body", row.get("about") or _rich(row.get("longDescription")), "/about")
    link = _address(draft, row, links)
    item.say("url", link, "/slug", html=False)
    key = printed(row.get("id"))
    _say_times(item, row.get("scheduling"), clocks.get(key) if isinstance(clocks, dict) else None)
    _say_place(item, row.get("location"))
    _say_registration(item, row.get("registration"))
    if (printed(row.get("status")) or "").upper() in _CANCELLED:
        item.say("status", "CANCELED", "/status", html=False)
    picture = _object(row.get("mainImage"))
    shown = printed(picture.get("url")) or printed(picture.get("id"))
    item.say("image", absolute(_MEDIA, shown), "/mainImage", html=False)
    labels = row.get("categories")
    for one in labels if isinstance(labels, list) else []:
        say_text(item, "category", _object(one).get("name"), "/categories")
    draft.unread(k for k, v in row.items() if v and k not in _USED and k not in _LEFT_OUT)
    words = [item.value("category"), item.value("title")]
    kind = Kind.EVENT if Kind.EVENT in source.kinds else kind_of(source, words)
    draft.add(item.finish(source, key, kind, link))


def _address(draft: PageDraft, row: Mapping[str, Any], links: Mapping[str, str]) -> str | None:
    slug, page = printed(row.get("slug")), _object(row.get("eventPageUrl"))
    own = absolute(printed(page.get("base")) or draft.capture.url, page.get("path"))
    if own or not slug:
        return own
    folder = draft.source.option("event_path", "event-details").strip("/")
    return links.get(slug) or absolute(draft.capture.url, f"/{folder}/{slug}")


def _say_times(item: ItemDraft, scheduling: Any, clock: Any) -> None:
    said, clock = _object(scheduling), _object(clock)
    config = _object(said.get("config")) or said
    if config.get("scheduleTbd") is True:
        item.say("date_text", config.get("scheduleTbdMessage"), "/scheduling/config/scheduleTbdMessage", html=False)
        return
    start = iso(clock.get("startDateISOFormatNotUTC")) or iso(config.get("startDate"))
    end = iso(clock.get("endDateISOFormatNotUTC")) or iso(config.get("endDate"))
    item.say("start", start, "/scheduling/config/startDate", html=False)
    if config.get("endDateHidden") is not True:
        item.say("end", end, "/scheduling/config/endDate", html=False)
    if not start:
        words = [printed(said.get(name)) for name in ("startDateFormatted", "startTimeFormatted")]
        item.say("date_text", " ".join(w for w in words if w), "/scheduling/startDateFormatted", html=False)


def _say_place(item: ItemDraft, location: Any) -> None:
    place = _object(location)
    if (printed(place.get("type")) or "").upper() in ("1", "ONLINE"):
        item.say("attendance_mode", "OnlineEventAttendanceMode", "/location/type", html=False)
    say_text(item, "place_name", place.get("name"), "/location/name")
    whole = _object(place.get("fullAddress"))
    street = _object(whole.get("streetAddress"))
    parts = {
        "street": " ".join(part for name in ("name", "number") if (part := printed(street.get(name)))),
        "postcode": whole.get("postalCode"),
        "city": whole.get("city"),
        "country": whole.get("country"),
    }
    if parts["city"] or parts["postcode"]:
        for name, value in parts.items():
            say_text(item, name, value, f"/location/fullAddress/{name}")
    else:
        line = printed(place.get("address")) or printed(whole.get("formattedAddress"))
        say_text(item, "place_text", line, "/location/address")
    say_position(item, place.get("coordinates"), "/location/coordinates")


def _say_registration(item: ItemDraft, registration: Any) -> None:
    tickets = _object(_object(registration).get("ticketing"))
    for name, raw in (("lowestPrice", "price_low"), ("highestPrice", "price_high"), ("currency", "currency")):
        item.say(raw, tickets.get(name), f"/registration/ticketing/{name}", html=False)
    if tickets.get("soldOut") is True:
        item.say("status", "SoldOut", "/registration/ticketing/soldOut", html=False)


def _rich(value: Any) -> str:
    """The paragraphs of a rich text (nodes with `textData`) as markup."""
    nodes = _object(value).get("nodes")
    lines = ["".join(_texts(node, 0)) for node in nodes] if isinstance(nodes, list) else []
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line.strip())


def _texts(node: Any, depth: int) -> Iterator[str]:
    node = _object(node)
    yield printed(_object(node.get("textData")).get("text")) or ""
    inner = node.get("nodes")
    for one in inner if isinstance(inner, list) and depth < 20 else []:
        yield from _texts(one, depth + 1)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
