"""The description of the JSON API and of the filtered feeds (OpenAPI 3.1), made from the lists that hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from feeds.channel import Site
from feeds.formats import FEEDS, Feed
from vigie.model import Kind
from web import schemas
from web.feed_bodies import MOST as MOST_FED
from web.feed_bodies import also_of
from web.feed_query import COMMON, COUNTED, FACETS, values_of
from web.item_bodies import DESCRIPTION, FACETS_PATH, ITEMS, MOST, USUAL

Plain = dict[str, Any]
VERSION = "1.0.0"
_INSTANT: Plain = {"type": "string", "format": "date-time"}
_DAY: Plain = {"type": "string", "format": "date"}
_FLAG: Plain = {"enum": ["0", "1"]}
_ABOUT = {
    "province": "Province",
    "type": "Type of event, of news or of call, by kind (`event_type`, `watch_type`, `call_type` of the taxonomy)",
    "discipline": "Discipline",
    "audience": "Audience",
    "topic": "Any topic of the taxonomy as `facet:slug`; topics of one facet are alternatives",
    "totem": "Totem place",
    "source": "Slug of a source that says so",
    "language": "Language, without its region",
    "q": "Words, all of which must be found; French stems, accents do not matter",
    "from": "First day of Brussels: sessions that touch it, news published on it, calls that close on it or later",
    "to": "Last day, inclusive",
    "updated_since": "Only what was revised, or shown in another way, at this instant (RFC 3339) or day or later",
    "cancelled": "`0` leaves out cancelled events",
    "limit": "How many items at most",
    "kind": "What items are",
    "removed": "`1` with `updated_since`: also the ids of items that were withdrawn, hidden or merged since",
    "cursor": "Where the page before ended; opaque",
    "recurrence": "`rrule`: one component for an event that repeats",
}


def description(site: Site) -> Plain:
    """The whole document; what an item is stands in the released schemas, at their addresses."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vigie",
            "version": VERSION,
            "summary": "Agenda, veille et appels de la créativité numérique en Wallonie",
            "description": "A repeated parameter of one facet means any of its values; different facets must all hold. "
            "Unknown parameters and values are refused. Members may be added to answers: ignore those you do not know.",
            "license": {"name": "CC BY 4.0", "url": site.licence},
        },
        "servers": [{"url": site.url}],
        "paths": {
            f"/{ITEMS}": {"get": _items(site)},
            f"/{ITEMS}/{{id}}": {"get": _item(site)},
            f"/{FACETS_PATH}": {"get": _facets()},
            f"/{DESCRIPTION}": {"get": {"operationId": "describe", "responses": {"200": _json("This document", {})}}},
            **{f"/{feed.path}": {"get": _feed(feed)} for feed in FEEDS},
        },
        "components": {"parameters": _all_parameters(), "schemas": _bodies(site), "responses": _refusals()},
    }


def _items(site: Site) -> Plain:
    return {
        "operationId": "listItems",
        "summary": "Items of a kind, in order: events by their first session within the days, news newest first, calls "
        "by next deadline",
        "parameters": _parameters(("kind", *COMMON, "removed", "cursor")),
        "responses": {"200": _json("A page", _ref("Page")), "304": _unchanged(), "400": _refused(400)},
    }


def _item(site: Site) -> Plain:
    id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {
        "operationId": "getItem",
        "parameters": [id],
        "responses": {
            "200": _json("The item", _ref("Item")),
            "301": _json("Merged into another one", _ref("Merged")),
            "304": _unchanged(),
            "404": _refused(404),
            "410": _json("Withdrawn", _ref("Gone"), "application/problem+json"),
        },
    }


def _facets() -> Plain:
    return {
        "operationId": "listFacets",
        "summary": "Values of the filters and how many items each would give, the other filters kept",
        "parameters": _parameters(("kind", *COUNTED)),
        "responses": {"200": _json("The values", _ref("Facets")), "304": _unchanged(), "400": _refused(400)},
    }


def _feed(feed: Feed) -> Plain:
    text = {"type": "string"} if "json" not in feed.format.media_type else {"type": "object"}
    media = feed.format.media_type.partition(";")[0]
    return {
        "operationId": "feed-" + feed.path,
        "summary": "The published file; with parameters, what of it they ask for",
        "parameters": _parameters((*COMMON, *also_of(feed)), feed.kind.value),
        "responses": {
            "200": _json("The feed", text, media),
            "304": _unchanged(),
            "400": {"description": "A parameter is refused", "content": {"text/plain": {"schema": {"type": "string"}}}},
        },
    }


def _parameters(names: Sequence[str], of: str = "") -> list[Plain]:
    """References to parameters; `of` names the variant of those that differ from address to address."""
    return [{"$ref": f"#/components/parameters/{_variant(name, of)}"} for name in names]


def _variant(name: str, of: str) -> str:
    varies = (name == "type" and of in list(Kind)) or (name == "limit" and of)
    return f"{name}-{'feed' if name == 'limit' else of}" if varies else name


def _all_parameters() -> Plain:
    plain = {name: _parameter(name) for name in _ABOUT}
    plain |= {f"type-{kind}": _parameter("type", values_of(kind)["type"]) for kind in Kind}
    feed: Plain = {"type": "integer", "minimum": 1, "maximum": MOST_FED}
    return plain | {"limit-feed": plain["limit"] | {"schema": feed}}


def _parameter(name: str, values: Sequence[str] = ()) -> Plain:
    known: dict[str, Plain] = {
        "kind": {"enum": [k.value for k in Kind], "default": Kind.EVENT.value},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        "from": _DAY, "to": _DAY, "removed": _FLAG, "cancelled": _FLAG,
        "updated_since": {"anyOf": [_INSTANT, _DAY]}, "recurrence": {"const": "rrule"},
    }  # fmt: skip
    plain: Plain = {"name": name, "in": "query", "description": _ABOUT[name]}
    if name not in FACETS:
        return plain | {"schema": known.get(name, {"type": "string"})}
    closed = values or (values_of(Kind.EVENT).get(name, ()) if name != "type" else ())
    schema: Plain = {"enum": list(closed)} if closed else {"type": "string"}
    return plain | {"schema": {"type": "array", "items": schema}, "style": "form", "explode": True}


def _bodies(site: Site) -> Plain:
    id: Plain = {"type": "string", "format": "uuid"}
    value = _object({"slug": {"type": "string"}, "label": {"type": "string"}, "count": {"type": "integer"}})
    item: Plain = {
        "description": "What an item says; its `kind` tells which of the three",
        "oneOf": [{"$ref": schemas.address(site.url, kind)} for kind in Kind],
        "required": ["title"],
    }
    removed = _object({"id": id, "removed_at": _INSTANT}, merged_into=id)
    told = {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}}
    return {
        "Item": item,
        "Page": _object(
            {"kind": {"enum": [k.value for k in Kind]}, "day": _DAY, "since": _DAY,
             "items": {"type": "array", "items": _ref("Item")}},
            until=_DAY, next={"type": "string", "format": "uri"}, cursor={"type": "string"},
            removed={"type": "array", "items": removed}, removed_truncated={"const": True},
        ),
        "Facets": _object(
            {"kind": {"enum": [k.value for k in Kind]}, "day": _DAY,
             "facets": _object({name: {"type": "array", "items": value} for name in FACETS})}
        ),
        "Merged": _object({"merged_into": id}),
        "Problem": _object({**told, "detail": {"type": "string"}}),
        "Gone": _object({**told, "detail": {"type": "string"}, "item": id, "removed_at": _INSTANT}),
    }  # fmt: skip


def _refusals() -> Plain:
    content = {"application/problem+json": {"schema": _ref("Problem")}}
    return {
        "Refused400": {"description": "A parameter is refused (RFC 9457); French, then English", "content": content},
        "Refused404": {"description": "No item has this id, or it is not shown", "content": content},
        "Unchanged": {"description": "The client has these bytes (If-None-Match)"},
    }


def _refused(status: int) -> Plain:
    return {"$ref": f"#/components/responses/Refused{status}"}


def _unchanged() -> Plain:
    return {"$ref": "#/components/responses/Unchanged"}


def _object(required: Plain, **optional: Plain) -> Plain:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def _ref(name: str) -> Plain:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(about: str, schema: Plain, media: str = "application/json") -> Plain:
    return {"description": about, "content": {media: {"schema": schema}}}
