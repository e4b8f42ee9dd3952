"""Whether a record is a thing that an unseen site lists: the same title, start and link."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from vigie.model import Article, Call, Event, Record, WallTime


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing as the site's truth says it. `start` is naive local; `clock` False: the lists say the day only."""

    kind: str
    title: str
    start: datetime
    clock: bool
    address: str

    def __str__(self) -> str:
        form = "%Y-%m-%d %H:%M" if self.clock else "%Y-%m-%d"
        return f"“{self.title}” of {self.start.strftime(form)}"


def wanted_of(plain: dict[str, Any]) -> Wanted:
    """A thing of the JSON of `/truth`."""
    start = datetime.fromisoformat(plain["start"])
    return Wanted(plain["kind"], plain["title"], start, "T" in plain["start"], same_address(plain["url"]))


def right(wanted: Wanted, record: Record) -> bool:
    """Whether the record says the thing with its title, its start and its link.

    News are held to their day of publication. A deadline at 23:59 may be told as its day.
    """
    content = record.content
    if content.kind != wanted.kind or _plain(content.title) != _plain(wanted.title):
        return False
    if address_of(record) != wanted.address:
        return False
    if isinstance(content, Article):
        return content.published is not None and content.published.day == wanted.start.date()
    if isinstance(content, Event):
        return any(_same(wanted, occurrence.start) for occurrence in content.occurrences)
    return isinstance(content, Call) and any(_same(wanted, deadline.at) for deadline in content.deadlines)


def address_of(record: Record) -> str:
    """The record's link in the form in which links are compared."""
    return same_address(record.content.url or record.url or "")


def same_address(url: str) -> str:
    """A link without scheme, `www.`, fragment, and slash at its end, its escapes undone."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host + unquote(parts.path).rstrip("/") + (f"?{unquote(parts.query)}" if parts.query else "")


def _same(wanted: Wanted, told: WallTime) -> bool:
    if not wanted.clock:
        return told.day == wanted.start.date()
    if not told.has_clock:
        return told.day == wanted.start.date() and _end_of_day(wanted.start)
    return told.local == wanted.start


def _end_of_day(value: datetime) -> bool:
    return value.hour == 23 and value.minute == 59


def _plain(text: str) -> str:
    """A title without what no reader would call a difference: kinds of blanks, of dashes and of apostrophes."""
    composed = unicodedata.normalize("NFKC", text).replace("’", "'").replace("–", "-")
    return " ".join(composed.split())
