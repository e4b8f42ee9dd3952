"""A way tried in little: its first page and a few pages of things, so that five records can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.ways_tried import Tried, improvised
from scrapers.client import Fetched
from scrapers.crawl import Fetch, crawl
from scrapers.failure import FetchError
from scrapers.readers import reader_for
from scrapers.solitary import SolitaryMemory
from transforms.understand import understand
from vigie.model import Capture, Cause, Problem, Record, Request, Source
from vigie.ways import Way

MOST = 5
"""Pages that a sample asks for beyond those that are held."""


@dataclass
class Sparing:
    """A fetch that answers from what is held, and asks for few pages more; what it got is held then.

    `listed` counts the things that each sampled way listed, those included whose pages were not asked for.
    """

    fetch: Fetch
    held: dict[tuple[str, str, bytes], Capture] = field(default_factory=dict)
    most: int = MOST
    listed: dict[Way, int] = field(default_factory=dict)

    def hold(self, captures: Iterable[Capture]) -> None:
        """Keeps captures by their requests."""
        for capture in captures:
            self.held.setdefault(_identity(capture.request), capture)

    def __call__(self, source: Source, request: Request) -> Fetched:
        """Raises FetchError (truncated) when the sample is full."""
        known = self.held.get(_identity(request))
        if known is None:
            if self.most <= 0:
                raise FetchError(Cause.TRUNCATED, "not asked for: a sample is enough", request.url, source=source.slug)
            self.most -= 1
            known = self.fetch(source, request).capture
            self.hold([known])
        return Fetched(replace(known, request=request), False)


def sampled(way: Way, sparing: Sparing, now: datetime, site: str | None = None) -> Tried:
    """What the first page of a way gives, with the pages of its first things. Things not asked for are left out."""
    source = replace(improvised(way, site=site), max_pages=1)
    found = crawl(source, reader_for(way.platform), sparing, SolitaryMemory(), now)
    sparing.listed[way] = len(found.seen)
    problems = [p for p in found.problems if p.reason != Cause.TRUNCATED.value]
    if found.failure:
        failure = found.failure
        problems.append(Problem(source.slug, failure.url, failure.cause.value, failure.message))
    records: list[Record] = []
    for raw in found.items:
        understood = understand(raw, source, now)
        problems.extend(understood.problems)
        if understood.record:
            records.append(understood.record)
    return Tried(way, tuple(records), tuple(problems))


def _identity(request: Request) -> tuple[str, str, bytes]:
    return request.method.upper(), request.url, request.body or b""
