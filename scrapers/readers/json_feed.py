"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): read by `feed` when a feed's body is JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapers.readers.addresses import absolute
from scrapers.readers.decoding import json_of
from scrapers.readers.drafts import PageDraft, printed
from scrapers.readers.instants import iso
from scrapers.readers.kinds import kind_of
from vigie.model import Page, Request

_USED = frozenset(
    ("id", "url", "external_url", "title", "summary", "content_html", "content_text", "image", "banner_image",
     "date_published", "date_modified", "tags", "language", "author", "authors")
)  # fmt: skip


def read(draft: PageDraft) -> Page:
    """Items of the feed and its next page (`next_url`)."""
    try:
        feed = json_of(draft.capture)
    except ValueError as error:
        draft.problem("parse-error", str(error), raw=draft.capture.body[:500])
        return draft.page()
    rows = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(rows, list) or "jsonfeed.org" not in str(feed.get("version", "")):
        draft.problem("wrong-content", "JSON that is no JSON Feed", raw=draft.capture.body[:500])
        return draft.page()
    for number, row in enumerate(rows):
        with draft.attempt(f"/items/{number}", row):
            _read_item(draft, row, f"/items/{number}", feed.get("language"))
    following = absolute(draft.capture.url, feed.get("next_url"))
    if following:
        draft.follow(Request(url=following))
    return draft.page()


def _read_item(draft: PageDraft, row: Mapping[str, Any], pointer: str, language: object) -> None:
    item = draft.item(pointer)
    link = absolute(draft.capture.url, row.get("url") or row.get("external_url"))
    item.say("title", row.get("title"), "/title", html=False)
    item.say("url", link, "/url", html=False)
    item.say("description", row.get("summary"), "/summary", html=False)
    item.say("body", row.get("content_html"), "/content_html", html=True)
    item.say("body", None if row.get("content_html") else row.get("content_text"), "/content_text", html=False)
    image = row.get("image") or row.get("banner_image")
    item.say("image", absolute(draft.capture.url, image), "/image", html=False)
    item.say("published", iso(row.get("date_published")), "/date_published")
    item.say("updated", iso(row.get("date_modified")), "/date_modified")
    words = [w for w in row.get("tags") or () if isinstance(w, str)]
    for n, word in enumerate(words):
        item.say("category", word, f"/tags/{n}")
    item.say("language", row.get("language") or language, "/language")
    draft.unread(name for name, value in row.items() if value and name not in _USED)
    kind = kind_of(draft.source, [*words, printed(row.get("title"))])
    draft.add(item.finish(draft.source, printed(row.get("id")), kind, link))
