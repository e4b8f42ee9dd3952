"""The best way to read one page: each proposed one is tried on it, and what it brings is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scrapers.discovery.on_page import ways_on_page
from scrapers.readers import reader_for
from transforms.understand import understand
from vigie.model import Capture, Kind, Problem, Record, Source
from vigie.ways import Way


@dataclass(frozen=True, slots=True)
class Tried:
    """A way, and what reading the page by it gave. `problems` are those of the reader and of understanding."""

    way: Way
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def improvised(way: Way, slug: str = "read", name: str = "read", site: str | None = None) -> Source:
    """A source that is read by a way, before anybody wrote its entry."""
    return Source(
        slug, name, site, way.kinds, way.platform, way.urls,
        language=way.language or "fr", options=way.options, recipe=way.recipe,
    )  # fmt: skip


def tried(way: Way, capture: Capture, now: datetime) -> Tried:
    """The capture read by one way."""
    source = improvised(way)
    page = reader_for(way.platform).read(source, capture, now)
    records: list[Record] = []
    problems = list(page.problems)
    for raw in page.items:
        understood = understand(raw, source, now)
        problems.extend(understood.problems)
        if understood.record:
            records.append(understood.record)
    return Tried(way, tuple(records), tuple(problems))


def best_on_page(capture: Capture, now: datetime, kind: Kind | None = None) -> Tried | None:
    """The way that brings most from this page; None when there is none. `kind` narrows what is looked for."""
    found = [tried(way, capture, now) for way in ways_on_page(capture, now, tells_date)]
    return max(found, key=lambda one: len(one.records), default=None)


def tells_date(text: str) -> bool:
    """Whether a text holds a day that the grammar of dates can read (vigie.protocols.DateTeller)."""
    from transforms.dates import read_dates

    return bool(read_dates(text, datetime(2026, 1, 1).date()).results)
