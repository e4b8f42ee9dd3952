"""What validators say about feeds, as our own functions: each returns its findings as sentences, none when all is well.

The rules are those that the W3C feed validator, RFC 4287, RSS 2.0, JSON Feed 1.1 and RFC 5545 state; nothing here knows
how our writers work.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

_ATOM = "{http://www.w3.org/2005/Atom}"
_TAG = re.compile(r"tag:([\w.-]+@)?[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[\w:./-]+")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def atom(data: bytes, self_url: str) -> list[str]:
    """Findings on an Atom feed served at `self_url`."""
    root = _parsed(data)
    if root is None:
        return ["not well-formed"]
    if root.tag != f"{_ATOM}feed":
        return [f"root is {root.tag}"]
    found = [f"feed without {n}" for n in ("id", "title", "updated", "author") if root.find(_ATOM + n) is None]
    if self_url not in _hrefs(root, "self"):
        found.append("no self link to its own address")
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        found += [f"entry has {len(entry.findall(_ATOM + n))} {n}" for n in ("id", "title", "updated", "summary")
                  if len(entry.findall(_ATOM + n)) != 1]  # fmt: skip
        if not _hrefs(entry, "alternate"):
            found.append("entry without alternate link")
        found += _empty(entry, (f"{_ATOM}title", f"{_ATOM}summary"))
    ids = [e.findtext(f"{_ATOM}id") or "" for e in (root, *entries)]
    found += _twice(ids) + [f"id {i!r} is no tag URI" for i in ids if not _TAG.fullmatch(i)]
    for name in ("updated", "published"):
        found += [f"{name} {e.text!r}" for e in root.iter(_ATOM + name) if not _STAMP.fullmatch(e.text or "")]
    found += [
        f"{link.get('href')!r} is not absolute" for link in root.iter(f"{_ATOM}link") if not _absolute(link.get("href"))
    ]
    return found


def rss(data: bytes, self_url: str) -> list[str]:
    """Findings on an RSS 2.0 feed served at `self_url`."""
    root = _parsed(data)
    channel = None if root is None else root.find("channel")
    if root is None or channel is None:
        return ["not well-formed" if root is None else "no channel"]
    found = [f"channel without {n}" for n in ("title", "link", "description") if not channel.findtext(n)]
    if self_url not in _hrefs(channel, "self"):
        found.append("no self link to its own address")
    items = channel.findall("item")
    for item in items:
        found += _empty(item, ("title", "link", "description", "guid"))
        if not _absolute(item.findtext("link")):
            found.append(f"link {item.findtext('link')!r} is not absolute")
    found += _twice(i.findtext("guid") or "" for i in items)
    for stamp in [e.text or "" for n in ("pubDate", "lastBuildDate") for e in root.iter(n)]:
        try:
            parsedate_to_datetime(stamp)
        except ValueError:
            found.append(f"date {stamp!r}")
    return found


def json_feed(data: bytes, feed_url: str) -> list[str]:
    """Findings on a JSON Feed 1.1 served at `feed_url`."""
    try:
        feed = json.loads(data)
    except ValueError as error:
        return [f"not JSON: {error}"]
    found = [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else ["version"]
    found += [f"feed without {n}" for n in ("title", "items") if n not in feed]
    if feed.get("feed_url") != feed_url:
        found.append("feed_url is not its own address")
    items = feed.get("items", [])
    for item in items:
        if not isinstance(item.get("id"), str) or not item["id"]:
            found.append("item without id")
        if not (item.get("content_text") or item.get("content_html")):
            found.append("item without content")
        for name in ("url", "external_url", "image"):
            if name in item and not _absolute(item[name]):
                found.append(f"{name} {item[name]!r} is not absolute")
        for name in ("date_published", "date_modified"):
            if name in item and not _STAMP.fullmatch(item[name]):
                found.append(f"{name} {item[name]!r}")
    return [*found, *_twice(str(i.get("id", "")) for i in items)]


def calendar(data: bytes) -> list[str]:
    """Findings on the bytes and the skeleton of an iCalendar object."""
    found = [] if data.startswith(b"BEGIN:VCALENDAR\r\n") and data.endswith(b"END:VCALENDAR\r\n") else ["cut off"]
    if data.replace(b"\r\n", b"").count(b"\n") or data.replace(b"\r\n", b"").count(b"\r"):
        found.append("bare CR or LF")
    for line in data.split(b"\r\n"):
        if len(line) > 75:
            found.append(f"line of {len(line)} octets")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            found.append("folded inside a character")
    text = data.decode("utf-8", "replace")
    if _CONTROL.search(text.replace("\r\n", "")):
        found.append("control character")
    lines = text.replace("\r\n ", "").split("\r\n")
    found += list(_nesting(lines))
    found += _twice(line for line in lines if line.startswith("UID:"))
    return [*found, *_times(lines)]


def _nesting(lines: Iterable[str]) -> Iterator[str]:
    depth: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            depth.append(value)
        elif name == "END" and (not depth or depth.pop() != value):
            yield f"END:{value} without its BEGIN"
        elif name == "UID" and depth == ["VCALENDAR"]:
            yield "UID on the calendar"
    if depth:
        yield f"{depth} not ended"


def _times(lines: Iterable[str]) -> Iterator[str]:
    start = ""
    for line in lines:
        name, _, value = line.partition(":")
        if name.startswith("DTSTART"):
            start = value
        elif name.startswith("DTEND") and len(value) == len(start) and _moment(value) <= _moment(start):
            yield f"DTEND {value} is not after DTSTART {start}"


def _moment(value: str) -> datetime:
    bare = value.rstrip("Z")
    return datetime.strptime(bare, "%Y%m%dT%H%M%S" if "T" in bare else "%Y%m%d")


def _parsed(data: bytes) -> ElementTree.Element | None:
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return None


def _hrefs(element: ElementTree.Element, rel: str) -> list[str]:
    return [link.get("href", "") for link in element.findall(f"{_ATOM}link") if link.get("rel", "alternate") == rel]


def _empty(element: ElementTree.Element, names: Iterable[str]) -> list[str]:
    return [f"empty {name}" for name in names if not (element.findtext(name) or "").strip()]


def _twice(ids: Iterable[str]) -> list[str]:
    return [f"{i!r} occurs {n} times" for i, n in Counter(ids).items() if n > 1]


def _absolute(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return (
        parts.scheme in ("http", "https")
        and bool(parts.netloc)
        and (address or "").isascii()
        and " " not in (address or "")
    )
