"""Reading one document without a warehouse: what `vigie read` prints."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.ways_tried import best_on_page
from scrapers.catalogue import load
from scrapers.client import Client, FetchError
from scrapers.crawl import crawl
from scrapers.readers import reader_for
from scrapers.recognise import media_type_of, recognise
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from transforms.understand import understand
from vigie.codec import to_plain
from vigie.model import Capture, Kind, Problem, RawItem, Record, Request, Source
from vigie.settings import Settings

# What calls, events and articles are called in the JSON of interfaces that nobody described to us yet.
_USUAL_NAMES = {
    "list": "/results | /items | /events | /data | /records | /aides | /",
    "key": "id | ID | uid | code | reference",
    "field.title": "title | titre | name | nom | post_title | intitule",
    "field.url": "url | url_source | link | lien | permalink | origin_url",
    "field.description": "description | summary | resume | chapo",
    "field.published": "published | date_publication | date_published | creationDate",
    "field.start": "start | start_date | startDate | date_start | date_debut",
    "field.end": "end | end_date | endDate | date_end | date_fin",
    "field.deadline": "deadline | date_limite | submission_deadline | closeDate | closing_date | deadline1",
    "field.place_name": "place | location | lieu | venue",
}  # fmt: skip
_DEADLINES = frozenset(_USUAL_NAMES["field.deadline"].split(" | "))


class Unreadable(ValueError):
    """The document cannot be had, or no reader knows it; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Found:
    """Records in their printed form, and what could not be understood."""

    records: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]


def read_target(
    settings: Settings, target: str, url: str | None, kind: Kind | None, slug: str | None, catalogue: Path | None
) -> Found:
    """Reads a file, or fetches an address politely, and understands what it holds."""
    source = _catalogued(catalogue or settings.catalogue, slug) if slug else None
    if target.startswith(("http://", "https://")):
        return _fetch(settings, target, kind, source)
    file = Path(target)
    if not file.is_file():
        raise Unreadable(f"{target}: no such file, and not an http(s) address")
    body = file.read_bytes()
    address = url or f"http://file.invalid/{file.name}"
    media = media_type_of(body, file.name)
    if source is None and media in ("text/plain", "application/octet-stream"):
        what = "plain text" if media == "text/plain" else "a binary file"
        raise Unreadable(f"{target}: {what}; no reader knows it (feeds, calendars, JSON and HTML pages are read)")
    headers = (("content-type", media),)
    capture = Capture(Request(address), address, 200, headers, body, settings.clock(), hashlib.sha256(body).hexdigest())
    improvised = source is None
    source = source or _improvised(address, recognise(capture), kind, body)
    page = reader_for(source.platform).read(source, capture, settings.clock())
    unmarked = not page.items and all(problem.reason == "no-structured-data" for problem in page.problems)
    if improvised and source.platform == "schema_org" and unmarked:
        best = best_on_page(capture, settings.clock(), kind, saved=True)
        if best and best.records:
            return Found(tuple(map(as_printed, best.records)), best.problems)
    return _understood(page.items, page.problems, source, settings)


def _fetch(settings: Settings, url: str, kind: Kind | None, source: Source | None) -> Found:
    memory = SolitaryMemory()
    with closing(transport_for(settings)) as transport:
        client = Client(transport, SolitaryTurns(), memory, memory, settings)
        try:
            first = client.fetch(source or _improvised(url, "feed", kind), Request(url)).capture
        except FetchError as error:
            raise Unreadable(str(error)) from error
        source = source or _improvised(url, recognise(first), kind, first.body)
        found = crawl(source, reader_for(source.platform), client.fetch, memory, settings.clock())
    if found.failure:
        raise Unreadable(str(found.failure))
    return _understood(found.items, found.problems, source, settings)


def _understood(items: tuple[RawItem, ...], problems: tuple[Problem, ...], source: Source, settings: Settings) -> Found:
    records = []
    every = list(problems)
    for raw in items:
        understood = understand(raw, source, settings.clock())
        every.extend(understood.problems)
        if understood.record:
            records.append(as_printed(understood.record))
    if not records and not every:
        hint = (
            "; it shows no events, news or calls either (a recipe finds what is hidden, see --source)"
            if source.platform == "schema_org"
            else ""
        )
        raise Unreadable(f"{source.urls[0]}: read as {source.platform}, and it holds no item{hint}")
    return Found(tuple(records), tuple(every))


def as_printed(record: Record) -> dict[str, Any]:
    """A record as `vigie read` prints it: source, key, kind, url, then the fields of its content (vigie.codec)."""
    content: dict[str, Any] = to_plain(record.content)
    return {"source": record.source, "key": record.key, "kind": record.kind.value, "url": record.url, **content}


def _catalogued(folder: Path, slug: str) -> Source:
    found = next((s for s in load(folder) if s.slug == slug), None)
    if found is None:
        raise Unreadable(f"no source `{slug}` in {folder}")
    return found


def _improvised(url: str, platform: str, kind: Kind | None, body: bytes = b"") -> Source:
    guessed = Kind.NEWS if platform in ("feed", "wordpress") else Kind.EVENT
    options: tuple[tuple[str, str], ...] = ()
    if platform == "json":
        options = tuple(_USUAL_NAMES.items())
        guessed = Kind.CALL if any(f'"{name}"'.encode() in body for name in _DEADLINES) else Kind.EVENT
    return Source("read", "read", None, (kind or guessed,), platform, (url,), options=options)
