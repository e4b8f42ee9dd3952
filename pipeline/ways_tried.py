"""The best way to read one page: each proposed one is tried on it, and what it brings is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from scrapers.discovery.on_page import Looked, look_at, ways_of, ways_on_page
from scrapers.discovery.page_day import as_reference
from scrapers.readers import reader_for
from scrapers.readers.page import SEVERAL
from scrapers.readers.page_days import plain
from scrapers.recognise import recognise
from transforms.understand import understand
from vigie.model import Article, Call, Capture, Event, Kind, Problem, Record, Source
from vigie.ways import Way

ENOUGH = 40
"""Items of one way that are understood to weigh it; of the best way all are."""

UNDATED = 0.45
"""What a title of news without a day is worth beside one with its day."""


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


def tried(way: Way, capture: Capture, now: datetime, most: int | None = None) -> Tried:
    """The capture read by one way, `most` of its items at most; words without a year are read as of `now`."""
    source = improvised(way)
    page = reader_for(way.platform).read(source, capture, now)
    records: list[Record] = []
    problems = list(page.problems)
    for raw in page.items[:most]:
        understood = understand(raw, source, now)
        problems.extend(understood.problems)
        if understood.record:
            records.append(understood.record)
    return Tried(way, tuple(records), tuple(problems))


def best_on_page(capture: Capture, now: datetime, kind: Kind | None = None, saved: bool = False) -> Tried | None:
    """The way that brings most from this page; None when there is none. The parameters are those of `tried_on_page`."""
    return next(iter(tried_on_page(capture, now, kind, saved)), None)


def tried_on_page(capture: Capture, now: datetime, kind: Kind | None = None, saved: bool = False) -> tuple[Tried, ...]:
    """Every way to read this page, tried in little, the best first and whole. `kind` narrows what is looked for.

    `saved`: the capture is a file of unknown age; days without a year are then read from the day that the page itself
    tells (`scrapers.discovery.page_day`), not from `now`. A page without items keeps its likeliest way, without
    records.
    """
    if recognise(capture) != "schema_org":
        found = [tried(way, capture, now) for way in ways_on_page(capture, now)]
        return tuple(sorted(found, key=lambda one: -len(one.records)))
    page = look_at(capture, now)
    ways = [way for way in ways_of(capture, page) if kind is None or kind in way.kinds]
    read = [_tried_on_its_day(way, capture, now, page, saved, ENOUGH) for way in ways]
    read.sort(key=lambda one: -worth(one, page))
    if read and len(read[0].records) >= ENOUGH * 0.5:
        read[0] = _tried_on_its_day(read[0].way, capture, now, page, saved, None)
    return tuple(read)


def _tried_on_its_day(way: Way, capture: Capture, now: datetime, page: Looked, saved: bool, most: int | None) -> Tried:
    if not saved:
        return tried(way, capture, now, most)
    alone = way.platform == "page" and dict(way.options).get("as") not in SEVERAL
    day = (page.written if alone else None) or page.day
    first = tried(way, capture, as_reference(day) if day else now, most)
    if len(first.records) < 3:
        return first
    days = [_day(record) for record in first.records]
    start = next((one for one in days if one), None)
    if start is None or _in_order(days):
        return first
    # A list in order of time whose months wrap around: the year of its first item is that of all behind it.
    second = tried(way, capture, as_reference(start), most)
    return second if _in_order([_day(record) for record in second.records]) else first


def _in_order(days: list[date | None]) -> bool:
    known = [day for day in days if day]
    return all(one <= other for one, other in pairwise(known))


def worth(one: Tried, page: Looked) -> float:
    """What a way brings from a page, weighed by how well the page's shape fits it."""
    things = {(plain(record.content.title), _day(record)) for record in one.records}
    dated = [thing for thing in things if thing[1]]
    titles = {title for title, _ in things}
    if not one.records:
        return one.way.confidence / 1000
    alone = one.way.platform == "page" and dict(one.way.options).get("as") not in SEVERAL
    if alone:
        return (2.0 + 1.5 * bool(dated)) * (0.3 if page.front else 1.0 + max(page.single, -1.5) * 0.6)
    if one.way.platform == "schema_org":
        return _worth_of_markup(one, page, len(dated))
    if not dated and one.way.platform == "recipe" and one.way.kinds == (Kind.NEWS,):
        return UNDATED * min(len(titles), 12) * (1.0 - 0.45 * max(page.single, 0.0))
    distinct = len(titles) / max(len(things), 1)
    count = min(len(dated), 12) + 0.05 * max(len(dated) - 12, 0)
    if one.way.platform == "page":
        return count * (0.5 + 0.5 * distinct) * 0.7 * (1.0 - 0.35 * max(page.single, 0.0))
    return count * (0.2 + 0.8 * distinct) * (1.0 - 0.45 * max(page.single, 0.0)) + (0.4 if _has_links(one) else 0.0)


def _worth_of_markup(one: Tried, page: Looked, dated: int) -> float:
    """Marked-up events are sure; one alone on a page that shows a list of others is not what the page is about."""
    listed = max((found.size for found in page.lists), default=0)
    if dated == 0:
        return 0.0
    if dated * 3 < min(listed, ENOUGH) and page.single < 1.0:
        return dated * 0.5
    return 100.0 + dated


def _has_links(one: Tried) -> bool:
    return len({record.url for record in one.records}) > len(one.records) / 2


def _day(record: Record) -> date | None:
    content = record.content
    if isinstance(content, Event):
        return content.occurrences[0].start.day
    if isinstance(content, Call):
        return (
            content.deadlines[0].at.day if content.deadlines else (content.published.day if content.published else None)
        )
    assert isinstance(content, Article)
    return content.published.day if content.published else None


def tells_date(text: str) -> bool:
    """Whether a text holds a day that the grammar of dates can read (vigie.protocols.DateTeller)."""
    from transforms.dates import read_dates

    return bool(read_dates(text, datetime(2026, 1, 1).date()).results)
