"""iMio's Plone sites (agenda.enwallonie.be, actualites.enwallonie.be): `@events` and `@search_newsitems` as JSON.

`@events` gives one row per occurrence under one UID (API_SHAPES.md §1): sessions are groups, numbered by their start.
Plone's RSS 1.0 is read by `feed`.

Oddities: the end of a whole day is 23:59:59. `first_start` is local without an offset, `start` has one. Positions may
be empty strings. `category` is a token, and names of contacts are never read. robots.txt asks for two minutes between
requests.
Known from: facts/API_SHAPES.md §1; the public code of iMio.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, same_host, with_parameters
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.imio import CONTACTS, say_session
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import FIELD, Options
from scrapers.readers.rows import answer, objects, refused, say_mapped, say_options, say_position
from vigie.model import Capture, Kind, Page, Request, Source

_PLONE = (r'content="Plone', r"\+\+(?:plone|resource)\+\+", r"/@@(?:images|faceted_query|search)\b", r"/@events\b")
CLUES = (
    Clue("plone", "the page is made by Plone, as those of iMio are", _PLONE, asks=("{root}/",), confidence=92),
    Clue("feed", "Plone gives any list as a feed", _PLONE, asks=("{page}/RSS",), kinds=(Kind.NEWS,), confidence=84),
)
OPTIONS: Options = (
    FIELD,
    ("agendas", "UIDs of agendas, comma-separated"),
    ("folders", "UIDs of news folders, comma-separated"),
    ("size", "rows per page (100)"),
)

_JSON = (("Accept", "application/json"),)
_TABLE = {
    "title": "title", "description": "description", "text": "body", "category_title": "category",
    "category": "category",
    "local_category": "category", "topics": "keywords", "subjects": "keywords", "Subject": "keywords",
    "taxonomy_event_public": "audience", "place": "place_name", "zipcode": "postcode", "city": "city",
    "country": "country", "location": "place_text", "online_meeting_url": "online_url",
    "online_participation": "online_url", "language": "language",
    "effective": "published", "effective_date": "published", "modified": "updated",
}  # fmt: skip
_USED = frozenset(
    ("@id", "@type", "UID", "id", "start", "end", "first_start", "first_end", "whole_day", "open_end", "recurrence",
     "geolocation", "has_leadimage", "image", "image_scales", "image_field", "container_uid", "event_type",
     "free_entry",
     "event_sponsors", "review_state", "type_title", "expires", "event_dates", "selected_agendas",
     "selected_news_folders", "street", "number", "latitude", "longitude", "event_url")
)  # fmt: skip


class PloneReader:
    platform = "plone"
    version = "plone-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """An address with `@` is taken as it is; to any other the endpoint of the source's first kind is added."""
        return tuple(Request(url=_listing(source, url), headers=_JSON) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None or refused(draft, data):
            return draft.page()
        rows = data.get("items") if isinstance(data, dict) else data
        for pointer, row in objects(draft, rows, "/items"):
            with draft.attempt(pointer, row):
                _read_row(draft, row, pointer)
        batching = data.get("batching") if isinstance(data, dict) else None
        following = absolute(capture.url, batching.get("next")) if isinstance(batching, dict) else None
        if following and same_host(following, capture.url):
            draft.follow(Request(url=following, headers=_JSON))
        # `items_total` counts occurrences, not events: it says nothing of the number of items, so none is expected.
        return draft.page()


def _listing(source: Source, url: str) -> str:
    if "/@" in url:
        return url
    size = source.option("size", "100")
    if source.kinds and source.kinds[0] is Kind.EVENT:
        return with_parameters(
            f"{url.rstrip('/')}/@events", **{"selected_agendas": source.option("agendas") or None},
            **{"event_dates.range": "min"}, metadata_fields="first_start", sort_on="event_dates", b_size=size,
            b_start=0, fullobjects=0,
        )  # fmt: skip
    return with_parameters(
        f"{url.rstrip('/')}/@search_newsitems", selected_news_folders=source.option("folders") or None,
        portal_type="imio.news.NewsItem", sort_on="effective", sort_order="descending", b_size=size, b_start=0,
    )  # fmt: skip


def _read_row(draft: PageDraft, row: dict[str, Any], pointer: str) -> None:
    source, item = draft.source, draft.item(pointer)
    say_options(draft, item, row)
    used = say_mapped(item, row, _TABLE, source.language)
    link = absolute(draft.capture.url, row.get("@id"))
    item.say("url", link, "/@id", html=False)
    say_session(item, row.get("start"), row.get("end"), row, grouped=True)
    geolocation = row.get("geolocation")
    say_position(item, geolocation if isinstance(geolocation, dict) else row, "/geolocation")
    words = [printed(row.get(name)) for name in ("street", "number")]
    item.say("street", " ".join(w for w in words if w) if words[0] else None, "/street")
    if row.get("free_entry") is True:
        item.say("is_free", "true", "/free_entry")
    _say_picture(item, row, link)
    draft.unread(k for k, v in row.items() if v and k not in used and k not in _USED and k not in CONTACTS)
    kind = kind_of(source, [item.value("category"), item.value("title")])
    draft.add(item.finish(source, printed(row.get("UID")), kind, link))


def _say_picture(item: ItemDraft, row: dict[str, Any], link: str | None) -> None:
    image = row.get("image")
    if isinstance(image, dict):
        item.say("image", absolute(link or "", image.get("download")), "/image/download", html=False)
    elif row.get("has_leadimage") is True and link:
        item.say("image", f"{link}/@@images/image/preview", "/has_leadimage", html=False)


READER = PloneReader()
