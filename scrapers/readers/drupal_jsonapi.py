"""Drupal's JSON:API (`/jsonapi/node/TYPE`): attributes by machine name, linked entities in `included`, `links.next`.

Fields are told from their machine names as on Drupal's pages (`drupal_fields`), or named by options. A date is a text,
or `value` with `end_value`, or a list of them (sessions). Oddity (API_SHAPES.md §10.2): a clock without offset is
UTC where the site is so old that `created` is a number (before Drupal 8.7 the stored value was answered); on later ones
the site wrote it itself, in local time. Link: the path's alias below the root, with the language of the interface's
own address. Identity: the node's number, as on its pages, else its UUID. Without `include` linked places and pictures
are references alone and count as unread. Knowledge: JSON:API 1.1, Drupal's documentation; no Walloon site seen yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, parameter, same_host, with_parameters
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.drupal_entities import Entities, say_address, say_text_of
from scrapers.readers.drupal_fields import role_of
from scrapers.readers.instants import as_utc, iso
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import FIELD
from scrapers.readers.rows import answer, objects, say_options, say_position
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: tuple[tuple[str, str], ...] = (
    ("type", "machine name of the content type, for an address that is a site's root (event)"),
    ("include", "linked fields that come along, separated by commas, e.g. `field_image,field_lieu`"),
    ("query", "more parameters, e.g. `filter[status]=1`"),
    ("clock", "`utc` or `local`: what clocks without an offset are"),
    FIELD,
)
CLUES: tuple[Clue, ...] = tuple(
    Clue("drupal_jsonapi", "the site runs Drupal and answers its nodes as JSON:API",
         marks=(r"""<meta[^>]+generator[^>]+drupal""", r"data-drupal-selector"),
         headers=(("x-generator", r"\bdrupal (?:[89]|1\d)"), ("x-drupal-dynamic-cache", ".")),
         asks=tuple(f"{{root}}/jsonapi/node/{name}" for name in names), kinds=(kind,), confidence=88)
    for kind, names in ((Kind.EVENT, ("event", "evenement", "agenda")), (Kind.CALL, ("appel", "call")))
)  # fmt: skip
_ACCEPT = (("Accept", "application/vnd.api+json"),)
_CORE = frozenset(
    ("drupal_internal__nid", "drupal_internal__vid", "nid", "vid", "uuid", "langcode", "status", "title", "created",
     "changed", "promote", "sticky", "default_langcode", "path", "metatag", "content_translation_source",
     "content_translation_outdated", "revision_timestamp", "revision_log", "revision_translation_affected",
     "publish_on", "unpublish_on", "body", "rh_action")
)  # fmt: skip
_PLACES = frozenset(("lat", "latitude", "locality", "address_line1"))
_SYSTEM = frozenset(("node_type", "uid", "revision_uid", "menu_link", "content_translation_uid"))


class DrupalJsonApiReader:
    platform = "drupal_jsonapi"
    version = "drupal_jsonapi-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """An address with `/jsonapi` is taken as it is, any other is a site's root."""
        return tuple(Request(url=_listing(source, url), headers=_ACCEPT) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None:
            return draft.page()
        if not isinstance(data, dict) or "data" not in data:
            errors = data.get("errors") if isinstance(data, dict) else None
            draft.problem("wrong-content" if errors else "schema-drift", f"no `data`: {str(errors)[:300]}", raw=data)
            return draft.page()
        rows = [data["data"]] if isinstance(data["data"], dict) else data["data"]
        entities = Entities(data.get("included"))
        for pointer, row in objects(draft, rows, "/data"):
            with draft.attempt(pointer, row):
                _read_node(draft, row, pointer, entities)
        meta, links = data.get("meta"), data.get("links")
        count = printed(meta.get("count")) if isinstance(meta, dict) else None
        draft.expected = int(count) if count and count.isdigit() else None
        onward = links.get("next") if isinstance(links, dict) else None
        following = absolute(capture.url, onward.get("href") if isinstance(onward, dict) else onward)
        if following and same_host(following, capture.url):
            draft.follow(Request(url=following, headers=_ACCEPT))
        return draft.page()


def _listing(source: Source, url: str) -> str:
    if "/jsonapi" not in url:
        url = f"{url.rstrip('/')}/jsonapi/node/{source.option('type', 'event')}"
    if source.option("query"):
        url = f"{url}{'&' if urlsplit(url).query else '?'}{source.option('query')}"
    # Newest first: the oldest of a site's thousand nodes are of no use, and a run asks for a bounded number of pages.
    wanted = {"page[limit]": parameter(url, "page[limit]") or "50", "sort": parameter(url, "sort") or "-created"}
    return with_parameters(url, **wanted, include=source.option("include") or None)


def _read_node(draft: PageDraft, row: dict[str, Any], pointer: str, entities: Entities) -> None:
    source, attributes = draft.source, row["attributes"]
    item = draft.item(f"{pointer}/attributes")
    said = say_options(draft, item, attributes)
    title = printed(attributes.get("title"))
    item.say("title", None if "title" in said else title, "/title", html=False)
    link = _page_of(draft, attributes)
    item.say("url", link, "/path/alias", html=False)
    linked = entities.of(row)
    words = [name for field, name, _ in linked if role_of(_machine(field)) == "category"]
    kind = kind_of(source, [*words, title])
    utc = _clock_is_utc(source, attributes)
    for name, value in attributes.items():
        if name in _CORE or value in (None, "", [], {}):
            continue
        role = "place_text" if isinstance(value, dict) and value.keys() & _PLACES else role_of(_machine(name))
        if role is None or not _say(item, role, value, f"/{name}", kind, utc):
            draft.unread([name])
    for field, name, image in linked:
        role = role_of(_machine(field)) or ("image" if image else None)
        if role == "image" and image:
            item.say(role, absolute(draft.capture.url, image), f"/../relationships/{field}", html=False)
        elif role and role != "image" and name:
            item.say(role, name, f"/../relationships/{field}", html=False)
        elif field not in _SYSTEM:
            draft.unread([field])
    body = attributes.get("body")
    if isinstance(body, dict) and "description" not in said:
        say_text_of(item, "description", body.get("summary"), "/body/summary")
    if "body" not in said:
        say_text_of(item, "body", body, "/body")
    for name, raw in (("created", "published"), ("changed", "updated")):
        item.say(raw, _instant(attributes.get(name), True), f"/{name}", html=False)
    item.say("language", attributes.get("langcode"), "/langcode", html=False)
    number = printed(attributes.get("drupal_internal__nid")) or printed(attributes.get("nid"))
    draft.add(item.finish(source, f"node:{number}" if number else printed(row.get("id")), kind, link))


def _machine(name: str) -> str:
    return re.sub(r"^field-", "", name.replace("_", "-"))


def _say(item: ItemDraft, role: str, value: Any, pointer: str, kind: Kind, utc: bool) -> bool:
    """Says one attribute; False when its shape holds nothing that the role could take."""
    before = len(item.fields)
    if role in ("date", "end", "deadline_text", "opens", "published", "updated"):
        for number, one in enumerate(value if isinstance(value, list) else [value], start=1):
            group = number if isinstance(value, list) and len(value) > 1 else 0
            _say_date(item, role, one, pointer, kind, utc, group)
    elif isinstance(value, dict) and ("locality" in value or "address_line1" in value):
        say_address(item, value, pointer)
    elif isinstance(value, dict) and ("lat" in value or "latitude" in value):
        say_position(item, value, pointer)
    elif role not in ("title", "image"):
        for one in value if isinstance(value, list) else [value]:
            say_text_of(item, role, one, pointer)
    return len(item.fields) > before or role == "title"


def _say_date(item: ItemDraft, role: str, value: Any, pointer: str, kind: Kind, utc: bool, group: int) -> None:
    begun, ended = (value.get("value"), value.get("end_value")) if isinstance(value, dict) else (value, None)
    first, last = _instant(begun, utc), _instant(ended, utc)
    if role == "deadline_text" or (role in ("date", "end") and kind is Kind.CALL):
        item.say("opens" if last else "deadline", first, pointer, html=False)
        item.say("deadline", last, f"{pointer}/end_value", html=False)
    elif role == "date":
        item.say("published" if kind is Kind.NEWS else "start", first, f"{pointer}/value", html=False, group=group)
        item.say("end", None if kind is Kind.NEWS else last, f"{pointer}/end_value", html=False, group=group)
    else:
        item.say(role, first, pointer, html=False)


def _instant(value: Any, utc: bool) -> str | None:
    """An instant; a number is seconds since 1970, as old sites answer `created`."""
    text = printed(value)
    if text and re.fullmatch(r"\d{9,10}", text):
        return f"{datetime.fromtimestamp(int(text), UTC):%Y-%m-%dT%H:%M:%SZ}"
    return as_utc(text) if utc else iso(text)


def _clock_is_utc(source: Source, attributes: Mapping[str, Any]) -> bool:
    said = source.option("clock")
    created = printed(attributes.get("created")) or ""
    return said == "utc" or (said != "local" and created.isdigit())


def _page_of(draft: PageDraft, attributes: Mapping[str, Any]) -> str | None:
    path, number = attributes.get("path"), attributes.get("drupal_internal__nid") or attributes.get("nid")
    alias = printed(path.get("alias")) if isinstance(path, dict) else None
    prefix = re.match(r"(/[a-z]{2}(?:-[a-z]{2,4})?)?/jsonapi", urlsplit(draft.capture.url).path)
    place = alias or (f"/node/{number}" if number else None)
    return absolute(draft.capture.url, f"{(prefix and prefix[1]) or ''}{place}") if place else None


READER = DrupalJsonApiReader()
