"""Prezly press rooms: the stories that a page carries for its scripts, page by page (`?page=2`).

Rooms of Next.js' pages keep them in `script#__NEXT_DATA__` (`props.pageProps.stories`, `pagination`), rooms of its
app router push them in pieces (`self.__next_f`); `/api/stories?limit=20&offset=0` answers `{"data": […], "total": n}`.
A story has `uuid`, `slug`, `title`, `subtitle`, `published_at`, `updated_at`, `links.newsroom_view`, `categories`,
`culture`, `thumbnail_image`. The page of one story is read by its JSON-LD (NewsArticle). `/feed.rss` is a `feed`.

Oddities: `published_at` is the date of the press release, never that of the event it announces. Stories of other
languages stand in one list: option `locale`. `content` is JSON in a string, `thumbnail_image` too. A room's first page
stands again under `?page=1`. Embargoed and private stories may be listed: they are not read.
Known from: the public code of Prezly's themes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import parameter, with_parameters
from scrapers.readers.drafts import PageDraft, printed
from scrapers.readers.html_nodes import parse_page
from scrapers.readers.islands import island, objects_in, pushed, values_under
from scrapers.readers.options import Options
from scrapers.readers.prezly_story import read_story
from scrapers.readers.rows import answer, refused
from scrapers.readers.schema_org_blocks import json_ld
from scrapers.readers.schema_org_items import read_nodes
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: Options = (
    ("locale", "code of the language whose stories are kept, e.g. `fr_BE` or `fr` (all)"),
    ("most_pages", "how many pages of a room are asked for (5)"),
)
_MARKS = (r"prezly\.com", r"cdn\.uc\.assets\.prezly")
CLUES = (
    Clue("prezly", "the page is a press room of Prezly, whose stories it carries", (r"cdn\.uc\.assets\.prezly",
         r'"newsroomContextProps"'), kinds=(Kind.NEWS,), confidence=88),
    Clue("feed", "a press room of Prezly has a feed", _MARKS, asks=("{root}/feed.rss",), kinds=(Kind.NEWS,)),
)  # fmt: skip


class PrezlyReader:
    platform = "prezly"
    version = "prezly-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        paging: Any
        if "json" in capture.media_type or capture.body.lstrip()[:1] == b"{":
            data = answer(draft)
            if data is None or refused(draft, data):
                return draft.page()
            stories, paging = list(_stories(data)), data
        else:
            stories, paging = _of_page(draft)
        for pointer, story in stories:
            with draft.attempt(pointer, story):
                read_story(draft, story, pointer)
        if not stories and not draft.items and not draft.has_problems:
            draft.problem("no-structured-data", "no stories of a press room", raw=capture.body[:300])
        _page_on(draft, paging if isinstance(paging, dict) else {}, len(stories))
        return draft.page()


def _of_page(draft: PageDraft) -> tuple[list[tuple[str, dict[str, Any]]], Any]:
    """The stories of an HTML page and what it says of its pages; without any its JSON-LD is read."""
    tree = parse_page(draft.capture)
    state = island(draft, tree, "script#__NEXT_DATA__")
    stories = list(_stories(state))
    paging = next((o["pagination"] for _, o in objects_in(state) if isinstance(o.get("pagination"), dict)), None)
    if not stories:
        text = pushed(tree)
        lists = [value for name in ("initialStories", "stories") for value in values_under(text, name)]
        stories = [found for value in lists for found in _stories(value)]
        paging = next(iter(value for value in values_under(text, "pagination") if isinstance(value, dict)), None)
    if not stories:
        read_nodes(draft, list(json_ld(draft, tree)))
    return stories, paging


def _stories(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything in a value that is a story: it has a uuid, a slug and a date of publication."""
    seen: set[str] = set()
    for pointer, one in objects_in(data):
        uuid = printed(one.get("uuid"))
        if uuid and {"slug", "title", "published_at"} <= one.keys() and uuid not in seen:
            seen.add(uuid)
            yield pointer, one


def _page_on(draft: PageDraft, paging: dict[str, Any], found: int) -> None:
    url = draft.capture.request.url
    total = printed(paging.get("itemsTotal") or paging.get("matched_records_number") or paging.get("total")) or ""
    if not total.isdigit() or not found:
        return
    if parameter(url, "offset") is not None or "/api/" in url:
        offset = parameter(url, "offset") or "0"
        if offset.isdigit() and int(offset) + found < int(total):
            draft.follow(Request(url=with_parameters(url, offset=int(offset) + found)))
        return
    size, page = printed(paging.get("pageSize")) or "", parameter(url, "page") or "1"
    most = draft.source.option("most_pages", "5")
    size = size if size.isdigit() and int(size) else str(found)
    if page.isdigit() and int(page) * int(size) < int(total) and int(page) < int(most if most.isdigit() else 5):
        draft.follow(Request(url=with_parameters(url, page=int(page) + 1)))


READER = PrezlyReader()
