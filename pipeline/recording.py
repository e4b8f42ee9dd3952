"""`vigie sources record`: a source asked once, in little, and kept with what it must give from then on."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.reading import Unreadable
from pipeline.recorded_fixtures import (
    EXPECTED,
    Fixture,
    Reading,
    expectation,
    fixtures,
    observed,
    read_captures,
    write_captures,
    written,
)
from scrapers.client import Client, Fetched
from scrapers.crawl import Fetch, crawl
from scrapers.failure import FetchError
from scrapers.readers import reader_for
from scrapers.recognise import media_type_of
from scrapers.redaction_persons import without_persons
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from vigie.model import BRUSSELS, Capture, Cause, Request, Source
from vigie.settings import Settings

ENOUGH = "not asked for: a few pages are enough"
PAGES, DETAILS = 2, 5
"""List pages and pages of things that a fixture holds: enough to break when the layout does, small enough to review."""


class NotRecorded(Unreadable):
    """Nothing was written; the message says why."""


@dataclass
class Few:
    """A fetch of few pages, each kept in `captures`; the rest is left out as `truncated`."""

    fetch: Fetch
    pages: int = PAGES
    details: int = DETAILS

    def __post_init__(self) -> None:
        self.captures: list[Capture] = []

    def __call__(self, source: Source, request: Request) -> Fetched:
        """Raises FetchError: the web's own, or `truncated` when it was enough."""
        detail = request.item_key is not None
        if (self.details if detail else self.pages) <= 0:
            raise FetchError(Cause.TRUNCATED, ENOUGH, request.url, source=source.slug)
        fetched = self.fetch(source, request)
        self.details, self.pages = self.details - detail, self.pages - (not detail)
        self.captures.append(fetched.capture)
        return fetched


def record(settings: Settings, source: Source, pages: int = PAGES, details: int = DETAILS) -> tuple[Fixture, Reading]:
    """Asks a source and writes the fixture of today. Raises NotRecorded when nothing came or was understood."""
    memory = SolitaryMemory()
    with closing(transport_for(settings)) as transport:
        few = Few(Client(transport, SolitaryTurns(), memory, memory, settings).fetch, pages, details)
        found = crawl(source, reader_for(source.platform), few, SolitaryMemory(), settings.clock())
    if found.failure and found.failure.message != ENOUGH:
        raise NotRecorded(str(found.failure))
    return keep(settings, source, few.captures)


def record_file(settings: Settings, source: Source, file: Path, url: str) -> tuple[Fixture, Reading]:
    """The same from a page that was saved by hand. Raises NotRecorded."""
    body = file.read_bytes()
    headers = (("content-type", media_type_of(body, file.name)),)
    asked = next((r for r in reader_for(source.platform).start(source, settings.clock()) if r.url == url), Request(url))
    capture = Capture(asked, url, 200, headers, body, settings.clock(), hashlib.sha256(body).hexdigest())
    first = reader_for(source.platform).start(source, settings.clock())
    if asked not in first:
        addresses = ", ".join(request.url for request in first)
        raise NotRecorded(f"{source.slug}: {url} is not what a run asks for first: {addresses}")
    return keep(settings, source, [capture])


def keep(settings: Settings, source: Source, captures: Sequence[Capture]) -> tuple[Fixture, Reading]:
    """Writes captures, without the ways to reach persons, and what they give now. Raises NotRecorded."""
    now = settings.clock().replace(microsecond=0)
    bare = [without_persons(capture) for capture in captures]
    reading, before = read_captures(source, bare, now), read_captures(source, captures, now)
    if [item.key for item in reading.items] != [item.key for item in before.items]:
        raise NotRecorded(f"{source.slug}: without persons' addresses the pages read otherwise; not recorded")
    if not reading.records:
        why = reading.failure or next((problem.detail for problem in reading.problems), "the pages hold no item")
        raise NotRecorded(f"{source.slug}: no record to expect: {why}")
    fixture = Fixture(Path(source.file).parent, source.slug, local_day(now))
    write_captures(fixture, bare)
    (fixture.folder / EXPECTED).write_text(written(expectation(reading, now)))
    return fixture, reading


def update(catalogue: Path, slug: str) -> list[tuple[Fixture, str]]:
    """Regenerates the expectations of every recorded day from its stored captures: the differences, line by line.

    Raises NotRecorded when nothing is recorded of the source.
    """
    found = list(fixtures(catalogue, slug))
    if not found:
        raise NotRecorded(f"{slug}: nothing is recorded in {catalogue / 'recorded'}; record it without --update")
    told = []
    for fixture in found:
        old, new = (fixture.folder / EXPECTED).read_text(), written(observed(fixture))
        name = str(fixture.folder / EXPECTED)
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="", n=2)
        told.append((fixture, "\n".join(lines)))
        (fixture.folder / EXPECTED).write_text(new)
    return told


def local_day(at: datetime) -> date:
    """The day in Brussels."""
    return at.astimezone(ZoneInfo(BRUSSELS)).date()
