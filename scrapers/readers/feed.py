"""RSS 0.9–2.0, RSS 1.0 (RDF), Atom, CDF and JSON Feed (feedparser; JSON Feed 1.1 by itself).

`published` is the date of publication, never that of the event (API_SHAPES.md §7). Authors are not read.

Oddities: dates of feeds are those of publication. Feeds come as text/html, or HTML comes as a feed: the bytes decide.
RSS 1.0 puts items beside the channel and knows `dc:date` alone. One guid may stand on all items, or be the link with
trackers. Zones that RFC 822 does not know are left unread. What has neither guid nor link keeps its key when its text
is edited.
Known from: facts/API_SHAPES.md §7; the specifications of RSS, Atom and JSON Feed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from scrapers.readers import json_feed
from scrapers.readers.addresses import absolute, canonical
from scrapers.readers.decoding import looks_like_html
from scrapers.readers.drafts import ItemDraft, PageDraft, looks_marked_up
from scrapers.readers.instants import iso, of_mail, of_moment
from scrapers.readers.kinds import kind_of
from vigie.model import Capture, Page, Request, Source

_HTML_TYPES = ("text/html", "application/xhtml+xml")
# Modules that give a date or place of the event itself: RSS 1.0 event module and xCal.
_EVENT_WORDS = {
    "ev_startdate": "start", "ev_enddate": "end", "ev_location": "place_text", "ev_organizer": "organizer",
    "xcal_dtstart": "start", "xcal_dtend": "end", "xcal_location": "place_text",
}  # fmt: skip
_USED = frozenset(
    ("id", "guidislink", "link", "links", "title", "title_detail", "summary", "summary_detail", "content", "tags",
     "published", "published_parsed", "updated", "updated_parsed", "enclosures", "media_content", "media_thumbnail",
     "image", "where", "language", *_EVENT_WORDS, *(f"{w}_parsed" for w in _EVENT_WORDS))
)  # fmt: skip
# Persons, and what feedparser repeats under other names.
_LEFT_OUT = frozenset(
    ("author", "author_detail", "authors", "contributors", "publisher", "publisher_detail", "base", "rights_detail")
)


class FeedReader:
    """One capture is one feed; feeds have no next page."""

    platform = "feed"
    version = "feed-2"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        if capture.body.lstrip()[:1] == b"{" or "json" in capture.media_type:
            return json_feed.read(draft)
        try:
            feed = _parse(capture)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
            # feedparser gives most broken feeds a flag, and trips over a few.
            draft.problem("parse-error", f"no feed: {type(error).__name__}: {error}", raw=capture.body[:500])
            return draft.page()
        if not feed.get("version") and not feed.get("entries"):
            _say_why_it_is_none(draft, feed)
            return draft.page()
        version, language = str(feed.get("version")), (feed.get("feed") or {}).get("language")
        entries = feed.get("entries") or []
        for number, entry in enumerate(entries):
            with draft.attempt(f"entry[{number}]", entry.get("title", "")):
                _read_entry(draft, entry, f"/entry[{number}]", version, language)
        draft.name_nameless()
        draft.expected = len(entries)
        if feed.get("bozo") and not entries:
            draft.problem("parse-error", str(feed.get("bozo_exception")), raw=capture.body[:500])
        return draft.page()


def _parse(capture: Capture) -> Mapping[str, Any]:
    headers = {k.lower(): v for k, v in capture.headers if k.lower() in ("content-type", "content-language")}
    headers["content-location"] = capture.url
    if "xml" not in headers.get("content-type", ""):
        # feedparser refuses types that are no XML although the bytes are; the bytes decide (API_SHAPES.md §7).
        headers["content-type"] = "application/xml"
    # A stream, never bytes: feedparser would take short bytes for a file name.
    parsed: Mapping[str, Any] = feedparser.parse(io.BytesIO(capture.body), response_headers=headers)
    return parsed


def _say_why_it_is_none(draft: PageDraft, feed: Mapping[str, Any]) -> None:
    body = draft.capture.body
    if not body.strip():
        draft.problem("wrong-content", "the answer is empty")
    elif looks_like_html(body):
        draft.problem("wrong-content", "an HTML page was answered where a feed was expected", raw=body[:500])
    else:
        draft.problem("parse-error", f"no feed: {feed.get('bozo_exception') or 'unknown root'}", raw=body[:500])


def _read_entry(draft: PageDraft, entry: Mapping[str, Any], pointer: str, version: str, language: str | None) -> None:
    item = draft.item(pointer)
    name = _bare_name(entry, draft.capture)
    guid = name or _guid(entry)
    link = None if name and entry.get("link") == entry.get("id") else absolute(draft.capture.url, entry.get("link"))
    for field, raw in (("title", "title"), ("description", "summary")):
        item.say(field, entry.get(raw), f"/{raw}", html=_is_html(entry.get(f"{raw}_detail"), entry.get(raw)))
    item.say("url", link, "/link", html=False)
    for n, part in enumerate(entry.get("content") or ()):
        if part.get("value") != entry.get("summary"):
            item.say("body", part.get("value"), f"/content[{n}]", html=_is_html(part, part.get("value")))
    words = [tag.get("label") or tag.get("term") for tag in entry.get("tags") or ()]
    for n, word in enumerate(words):
        item.say("category", word, f"/category[{n}]")
    for field in ("published", "updated"):
        _say_date(item, entry, field)
    if version.startswith("rss") and not item.has("published"):
        # RSS 1.0 knows dc:date alone, and it is the date of publication (API_SHAPES.md §7).
        item.say("published", item.value("updated"), "/updated", html=False)
    for word, field in _EVENT_WORDS.items():
        value = entry.get(word)
        item.say(field, iso(value) if field in ("start", "end") else value, f"/{word}")
    _say_picture(item, entry, draft.capture.url)
    _say_position(item, entry)
    item.say("language", entry.get("language") or _language_of(entry) or language, "/language", html=False)
    draft.unread(k for k, v in entry.items() if v and k not in _USED and k not in _LEFT_OUT)
    draft.add(item.finish(draft.source, guid, kind_of(draft.source, [*words, entry.get("title")]), link))


def _guid(entry: Mapping[str, Any]) -> str | None:
    guid = entry.get("id")
    # A guid that is the link may carry trackers; the canonical address is the same thing, and steadier.
    return canonical(guid) if guid and guid == entry.get("link") and guid.startswith("http") else guid


def _bare_name(entry: Mapping[str, Any], capture: Capture) -> str | None:
    """A guid that is a word and no address, as written: isPermaLink="false" is often forgotten.

    feedparser makes it an address below the feed's, which nobody serves and which moves with the feed's own.
    """
    guid, below = entry.get("id"), urljoin(capture.url, ".")
    if not isinstance(guid, str) or not guid.startswith(below) or guid.encode("utf-8", "replace") in capture.body:
        return None
    name = guid.removeprefix(below)
    return name if re.fullmatch(r"[\w-]+", name) and name.encode("utf-8") in capture.body else None


def _language_of(entry: Mapping[str, Any]) -> str | None:
    """What xml:lang says of the words of an entry, its title first."""
    parts = (entry.get("title_detail"), entry.get("summary_detail"), *(entry.get("content") or ()))
    return next((part["language"] for part in parts if part and part.get("language")), None)


def _is_html(detail: Mapping[str, Any] | None, value: str | None) -> bool:
    return bool(detail and detail.get("type") in _HTML_TYPES) or (value is not None and looks_marked_up(value))


def _say_date(item: ItemDraft, entry: Mapping[str, Any], name: str) -> None:
    if name not in entry:  # feedparser answers `updated` with `published` when there is none
        return
    text, parsed = entry.get(name), entry.get(f"{name}_parsed") if f"{name}_parsed" in entry else None
    if not isinstance(text, str) or not text.strip():
        return
    said = of_mail(text)
    if parsed and not said[:4].isdigit():
        said = of_moment(datetime(*parsed[:6])) + "Z"  # feedparser's reading of rarer spellings, always UTC
    item.say(name, said, f"/{name}", html=False)


def _say_picture(item: ItemDraft, entry: Mapping[str, Any], page: str) -> None:
    found = [
        *((m.get("url"), m.get("medium") or m.get("type", "")) for m in entry.get("media_content") or ()),
        *((e.get("href"), e.get("type", "")) for e in entry.get("enclosures") or ()),
        *((t.get("url"), "image") for t in entry.get("media_thumbnail") or ()),
        ((entry.get("image") or {}).get("href"), "image"),
    ]
    for address, kind in found:
        if address and str(kind).startswith("image"):
            item.say("image", absolute(page, address), "/image", html=False)
            return


def _say_position(item: ItemDraft, entry: Mapping[str, Any]) -> None:
    where = entry.get("where") or {}
    if where.get("type") == "Point" and len(where.get("coordinates") or ()) >= 2:
        item.say("longitude", where["coordinates"][0], "/where")
        item.say("latitude", where["coordinates"][1], "/where")


READER = FeedReader()
