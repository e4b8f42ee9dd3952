"""The day of a saved page, worked out from the page itself: a copy of 2015 that is read today speaks of 2015.

A live capture knows its day and needs none of this. Marks of the copying program come first; otherwise the page is at
least as young as its youngest stamp: metadata, "Publié le", folders of uploads by month, the year of its copyright.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from scrapers.readers.decoding import text_of
from scrapers.readers.page_days import days_in, loose_day, plain
from scrapers.readers.page_lines import FURNITURE, Line
from vigie.model import Capture

_COMMENT = re.compile(r"<!--(.{4,600}?)-->", re.S)
_COPIED = re.compile(
    r"mirrored from|saved (?:from|date)|cached|generated|archived|copied|served from|dynamic page", re.I
)
_STAMP = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?=[T \"']|$)")
_META = re.compile(
    r"(?:published_time|modified_time|updated_time|datePublished|dateModified|dateCreated|uploadDate|dc\.date[\w.]*"
    r"|last-modified|[\"']date[\"']|DC\.Date[\w.]*|article:published|pubdate)[\"']?\s*(?:content\s*=|:)?\s*[\"']?\s*:?\s*[\"']?"
    r"((?:19|20)\d\d-\d\d-\d\d)",
    re.I,
)
_UPLOADS = re.compile(
    r"/(?:uploads|files|images|media|medias|sites/default/files)/(?:\w+/)?(20\d\d)[/-](0[1-9]|1[0-2])/"
)
_COPYRIGHT = re.compile(r"(?:©|&copy;|\(c\)|copyright)\D{0,40}?((?:19|20)\d\d)(?:\s*[-–/]\s*((?:19|20)\d\d))?", re.I)
_SPAN_THEN_COPYRIGHT = re.compile(r"(?:(?:19|20)\d\d\s*[-–/]\s*)?((?:19|20)\d\d)\s*(?:©|\(c\))", re.I)
_SAID = re.compile(
    r"\b(?:publie|poste|mis en ligne|mise a jour|mis a jour|modifie|posted|published|updated|gepubliceerd|article du)"
)
_PROGRAMME_OF = re.compile(
    r"^\W*(?:(?:notre |nos |l')?(?:agenda|programme|programmation|calendrier|activites|concerts|spectacles|kalender"
    r"|activiteiten)(?: \D{1,20})?) ((?:19|20)\d\d)\W*$"
)
_EARLIEST = date(1995, 1, 1)
READ = 2_000_000
"""Signs of a page that are searched for stamps."""


def day_of(capture: Capture, lines: tuple[Line, ...], now: datetime) -> date | None:
    """The day on which a saved page was copied, as near as the page tells; None when it tells nothing."""
    text, latest = text_of(capture)[:READ], now.date()
    day = _told(text, lines, latest)
    headed = _headed_year(lines)
    if headed and headed <= latest.year and (day is None or day.year != headed):
        return date(headed, 1, 1)
    return day


def _told(text: str, lines: tuple[Line, ...], latest: date) -> date | None:
    copied = [day for day in _copy_marks(text) if _EARLIEST <= day <= latest]
    if copied:
        return max(copied)
    stamps = [day for day in _stamps(text, lines) if _EARLIEST <= day <= latest]
    years = [date(year, 1, 1) for year in _copyright(lines) if _EARLIEST.year <= year <= latest.year]
    youngest = max((*stamps, *years), default=None)
    week = _week_strip(lines)
    if week and youngest:
        return min(_latest_fitting(week, youngest), latest)
    return youngest or _from_years(lines, latest)


def _headed_year(lines: tuple[Line, ...]) -> int | None:
    """The year of which a page's main heading says to be the programme: "Agenda 2014"; None where it says none."""
    heads = [line for line in lines if line.heading == 1 and line.region != FURNITURE]
    hits = [hit for line in heads if (hit := _PROGRAMME_OF.match(plain(line.text)))]
    return int(hits[0][1]) if len(hits) == 1 else None


def _copy_marks(text: str) -> Iterator[date]:
    for hit in _COMMENT.finditer(text):
        if _COPIED.search(hit[1]):
            yield from _dates(hit[1])


def _dates(text: str) -> Iterator[date]:
    for hit in _STAMP.finditer(text):
        day = _day(*map(int, hit.groups()))
        if day:
            yield day
    for words in days_in(text):
        day = words.on(words.year) if words.year else None
        if day:
            yield day


def _stamps(text: str, lines: tuple[Line, ...]) -> Iterator[date]:
    for hit in _META.finditer(text):
        day = _day(*map(int, hit[1].split("-")))
        if day:
            yield day
    for hit in _UPLOADS.finditer(text):
        yield date(int(hit[1]), int(hit[2]), 1)
    for line in lines:
        if len(line.text) < 200 and _SAID.search(plain(line.text)):
            yield from _dates(line.text)


def _copyright(lines: tuple[Line, ...]) -> Iterator[int]:
    for line in lines:
        for hit in _COPYRIGHT.finditer(line.text[:500]):
            yield int(hit[2] or hit[1])
        for hit in _SPAN_THEN_COPYRIGHT.finditer(line.text[:500]):
            yield int(hit[1])


def _from_years(lines: tuple[Line, ...], latest: date) -> date | None:
    """Without any stamp: the first of the full dates that the page's own text holds."""
    days = [
        day for line in lines if line.region != FURNITURE for day in _dates(line.text) if _EARLIEST <= day <= latest
    ]
    return min(days, default=None)


def _week_strip(lines: tuple[Line, ...]) -> tuple[int, int] | None:
    """(weekday, number) of the first of four or more days that stand in a row without a month, as cinemas print."""
    row: list[tuple[int, int]] = []
    texts = [line.text for line in lines]
    for text in [*(f"{one} {two}" for one, two in pairwise(texts)), ""]:
        found = loose_day(text)
        if found and found.weekday is not None:
            if row and found.weekday != (row[-1][0] + 1) % 7:
                row = []
            row.append((found.weekday, found.day))
            if len(row) >= 4:
                return row[0]
    return None


def _latest_fitting(strip: tuple[int, int], youngest: date) -> date:
    """The last day of the stamp's year that has this weekday and number."""
    weekday, number = strip
    day = date(youngest.year, 12, 31)
    while day >= youngest:
        if day.weekday() == weekday and day.day == number:
            return day
        day -= timedelta(days=1)
    return youngest


def as_reference(day: date) -> datetime:
    """A day as the instant from which words are read: its noon, UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
