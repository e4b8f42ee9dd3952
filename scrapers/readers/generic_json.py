"""Any JSON interface, described by the options of its source; each path may have alternatives: `titre | title`.

So are read, among others: SPIP (`spip.php?page=agenda.json`, relative addresses, a window of days), Constant
(`projected_events`), fab-manager (`/api/availabilities/public`, no address of an event), the events of student labs.

Oddities: a zero date (`0000-00-00 00:00:00`) is none. Clocks without an offset are local. What has no id and no address
keeps its key when it is edited, on lists of one page. An interface that wants a window of days gets a moving one.
Known from: facts/API_SHAPES.md §9.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from scrapers.readers.addresses import absolute, parameter, with_parameters
from scrapers.readers.drafts import PageDraft, printed
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import FIELD, Options
from scrapers.readers.pointers import find, look_up, named_by_options, steps
from scrapers.readers.rows import answer, objects, refused, say_options
from vigie.model import Capture, Page, Request, Source

OPTIONS: Options = (
    FIELD,
    ("list", "path of the rows, alternatives parted by `|` (the document itself)"),
    ("key", "path of the publisher's id"),
    ("next", "path of the next page's address"),
    ("total", "path of the number of items"),
    ("page", "name of a query parameter that counts pages, from its value in the address on"),
    ("window", "names of two query parameters that take the first and the last day asked for, e.g. `start,end`"),
    ("url_template", "address of an item with paths in braces, e.g. `https://site.example/{slug}`"),
)


class JsonReader:
    platform = "json"
    version = "json-2"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """The addresses of the source, with the days of its window: from a month back to a year ahead."""
        names = [name.strip() for name in source.option("window").split(",") if name.strip()]
        days = [(now + timedelta(days=days)).date().isoformat() for days in (-30, 365)]
        return tuple(Request(url=with_parameters(url, **dict(zip(names, days, strict=False)))) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None or refused(draft, data):
            return draft.page()
        where, rows = _rows(data, source.option("list"))
        read = 0
        for pointer, row in objects(draft, rows, where):
            read += 1
            with draft.attempt(pointer, row):
                _read_row(draft, row, pointer)
        if not (source.option("next") or source.option("page")):
            draft.name_nameless()
        _page_on(draft, data, read)
        return draft.page()


def _rows(data: Any, paths: str) -> tuple[str, Any]:
    """The first alternative that is a list; a single object at "" is a list of one."""
    for path in paths.split("|"):
        found = look_up(data, steps(path))
        if isinstance(found, list):
            return "/".join(("", *steps(path))), found
    return ("", [data]) if not paths.strip() and isinstance(data, dict) else ("", None)


def _read_row(draft: PageDraft, row: dict[str, Any], pointer: str) -> None:
    source, item = draft.source, draft.item(pointer)
    say_options(draft, item, row)
    link = absolute(draft.capture.url, item.value("url")) or _templated(draft, row)
    item.say("url", link, "", html=False)
    key = next((printed(value) for _, value in find(row, source.option("key"))), None) if source.option("key") else None
    words = [item.value("category"), item.value("title")]
    used = named_by_options(source) | {steps(p)[0] for p in source.option("key").split("|") if steps(p)}
    draft.unread(k for k, v in row.items() if v and k not in used)
    draft.add(item.finish(source, key, kind_of(source, words), link))


def _templated(draft: PageDraft, row: dict[str, Any]) -> str | None:
    template = draft.source.option("url_template")
    if not template:
        return None
    filled = re.sub(r"\{([^{}]+)\}", lambda m: next((printed(v) or "" for _, v in find(row, m.group(1))), ""), template)
    return absolute(draft.capture.url, filled)


def _page_on(draft: PageDraft, data: Any, read: int) -> None:
    source, url = draft.source, draft.capture.request.url
    counter = source.option("page")
    total = next((printed(v) for _, v in find(data, source.option("total"))), None) if source.option("total") else None
    if total and total.isdigit() and (not counter or parameter(url, counter) in (None, "0", "1")):
        draft.expected = int(total)
    if source.option("next"):
        for _, value in find(data, source.option("next")):
            address = absolute(draft.capture.url, value)
            if address:
                draft.follow(Request(url=address))
    elif counter and read:
        number = parameter(url, counter) or "1"
        if number.isdigit():
            draft.follow(Request(url=with_parameters(url, **{counter: int(number) + 1})))


READER = JsonReader()
