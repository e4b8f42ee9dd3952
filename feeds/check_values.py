"""What validators say about addresses, ids, dates and media types: findings as sentences. Pure; no clock is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

FIRST_YEAR = 1990
_TAG = re.compile(r"tag:([a-z0-9_.-]+@)?[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[\w:./-]+", re.ASCII)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d ([+-]\d{4}|GMT|UT|Z)"
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#\[\]]+", re.ASCII)
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;\s*[\w-]+=(\"[^\"]*\"|[\w.+-]+))*", re.ASCII)
MEDIA_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json",
               "ics": "text/calendar"}  # fmt: skip


def served(form: str, content_type: str) -> list[str]:
    """Findings on the Content-Type under which a feed of `form` (atom, rss, json, ics) is served."""
    header = Message()
    header["content-type"] = content_type
    found = [] if header.get_content_type() == MEDIA_TYPES[form] else [f"served as {header.get_content_type()}"]
    charset = header.get_content_charset()
    return found if charset in (None, "utf-8") else [*found, f"served as {charset}"]


def absolute(address: str | None) -> bool:
    """Whether `address` is a whole web address as RFC 3986 spells it."""
    text = address or ""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  raises on what is no port
    except ValueError:
        return False
    whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    return whole and bool(_URI.fullmatch(text)) and not _ESCAPE.search(text)


def identifier(text: str) -> list[str]:
    """Findings on the id of an entry or a feed."""
    return [] if _TAG.fullmatch(text) else [f"id {text!r} is no tag URI"]


def media_type(text: str) -> bool:
    """Whether `text` is a media type, with parameters or without."""
    return bool(_MEDIA_TYPE.fullmatch(text))


def rfc3339(name: str, text: str) -> list[str]:
    """Findings on a date of Atom or JSON Feed."""
    if not _RFC3339.fullmatch(text):
        return [f"{name} {text!r}"]
    try:
        moment = datetime.fromisoformat(re.sub(r"\.\d+", "", text))
    except ValueError:
        return [f"{name} {text!r}"]
    return _plausible(name, text, moment)


def rfc822(name: str, text: str) -> list[str]:
    """Findings on a date of RSS: four digits of the year, the right name of the day."""
    if not _RFC822.fullmatch(text):
        return [f"{name} {text!r}"]
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return [f"{name} {text!r}"]
    if _DAYS[date(moment.year, moment.month, moment.day).weekday()] != text[:3]:
        return [f"{name} {text!r} is not a {text[:3]}"]
    return _plausible(name, text, moment)


def _plausible(name: str, text: str, moment: datetime) -> list[str]:
    return [] if moment.year >= FIRST_YEAR else [f"{name} {text!r} is too long ago"]


def twice(values: Iterable[str]) -> list[str]:
    """Findings on values that must differ."""
    return [f"{value!r} occurs {n} times" for value, n in Counter(values).items() if n > 1]
