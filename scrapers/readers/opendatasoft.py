"""Opendatasoft Explore: v2.1 (flat `results`), v1 (`records[].fields`), and JSON exports (a bare list).

Fields of the known datasets are mapped by `opendatasoft_fields`; any other by options `field.NAME: field`.

Oddities: positions are `{lon, lat}` in v2.1 and `[lat, lon]` in v1. Instants carry `+00:00`, some of them on local
clocks. Beyond 10,000 rows nothing is answered. `timings` is JSON in a string. The pushed rows of iMio hold no address
of a page: it is that of the picture without `/@@images/…`. A record that disappears was withdrawn.
Known from: facts/API_SHAPES.md §1.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import parameter, with_parameters
from scrapers.readers.drafts import PageDraft, printed
from scrapers.readers.opendatasoft_fields import read_fields
from scrapers.readers.options import FIELD, Options
from scrapers.readers.rows import answer, objects, refused
from vigie.model import Capture, Page, Request, Source

CLUES = (
    Clue(
        "opendatasoft",
        "the page names a data set of an Opendatasoft portal",
        marks=(r"(?:explore/dataset|catalog/datasets)/(?P<dataset>[\w-]+)",),
        asks=("{root}/api/explore/v2.1/catalog/datasets/{dataset}/records",),
        confidence=92,
    ),
)
OPTIONS: Options = (
    FIELD,
    ("dataset", "identifier of the dataset, for an address that is a portal's root"),
    ("api", "`v1` for the old interface of a portal (`v2.1`)"),
    ("where", "filter in the portal's query language"),
    ("order_by", "field that orders the rows"),
    ("rows", "rows per page (100)"),
)

_WINDOW = 10_000  # offset + limit beyond this is refused (API_SHAPES.md §1)


class OpendatasoftReader:
    platform = "opendatasoft"
    version = "opendatasoft-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=_listing(source, url)) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None or refused(draft, data):
            return draft.page()
        name = next((n for n in ("results", "records") if isinstance(data, dict) and n in data), "")
        rows = data.get(name) if isinstance(data, dict) else data
        read = 0
        for pointer, row in objects(draft, rows, f"/{name}" if name else ""):
            read += 1
            if not row:
                continue  # a takedown emptied it: it still counts, since pages are asked for by the number of rows
            with draft.attempt(pointer, row):
                fields, inner = _fields(row)
                read_fields(draft, fields, pointer + inner, printed(row.get("recordid")))
        if isinstance(data, dict):
            _page_on(draft, printed(data.get("total_count", data.get("nhits"))), read)
        return draft.page()


def _listing(source: Source, url: str) -> str:
    rows = source.option("rows", "100")
    where, order = source.option("where") or None, source.option("order_by") or None
    dataset = source.option("dataset")
    if "/api/" not in url and dataset:
        if source.option("api") == "v1":
            url = with_parameters(f"{url.rstrip('/')}/api/records/1.0/search/", dataset=dataset)
        else:
            url = f"{url.rstrip('/')}/api/explore/v2.1/catalog/datasets/{dataset}/records"
    if "/exports/" in url:
        return with_parameters(url, where=where)
    if "/records/1.0/" in url:
        size = parameter(url, "rows") or rows
        return with_parameters(url, rows=size, start=0, q=where, sort=order)
    if "/records" in url:
        return with_parameters(url, limit=parameter(url, "limit") or rows, offset=0, where=where, order_by=order)
    return url


def _page_on(draft: PageDraft, total: str | None, read: int) -> None:
    url = draft.capture.request.url
    step = "start" if "/records/1.0/" in url else "offset"
    offset, count = parameter(url, step) or "0", int(total) if total and total.isdigit() else None
    if count is None or not offset.isdigit():
        return
    if offset == "0":
        draft.expected = count
    following = int(offset) + read
    if read == 0 or following >= count or parameter(url, step) is None:
        return
    if following >= _WINDOW:
        draft.problem("truncated", f"{count} records, of which this interface gives {_WINDOW}: use /exports/json")
        return
    draft.follow(Request(url=with_parameters(url, **{step: following})))


def _fields(row: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The record's own fields and where they lie: v1 wraps them once, v2.0 twice, v2.1 not at all."""
    inner = row.get("record")
    if isinstance(inner, dict) and isinstance(inner.get("fields"), dict):
        return inner["fields"], "/record/fields"
    if isinstance(row.get("fields"), dict):
        return row["fields"], "/fields"
    return row, ""


READER = OpendatasoftReader()
