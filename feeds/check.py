"""What validators say about feeds, as our own functions: each returns its findings as sentences, none when all is well.

The rules are those that the W3C feed validator, RFC 4287, RSS 2.0, JSON Feed 1.1 and RFC 5545 state; nothing here knows
how our writers work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from feeds.check_atom import archive_chain, atom_feed
from feeds.check_rss import rss_channel
from feeds.check_values import absolute, rfc3339, served, twice
from feeds.check_xml import ATOM, parsed

__all__ = ["archive_chain", "atom", "calendar", "json_feed", "rss", "served"]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def atom(data: bytes, self_url: str) -> list[str]:
    """Findings on an Atom feed served at `self_url`."""
    root, found = parsed(data)
    if root is None:
        return found
    if root.tag != f"{ATOM}feed":
        return [f"root is {root.tag}"]
    return [*found, *atom_feed(root, self_url)]


def rss(data: bytes, self_url: str) -> list[str]:
    """Findings on an RSS 2.0 feed served at `self_url`."""
    root, found = parsed(data)
    channel = None if root is None else root.find("channel")
    if root is None or channel is None:
        return found if root is None else ["no channel"]
    if root.tag != "rss" or root.get("version") != "2.0":
        found.append("no RSS 2.0")
    return [*found, *rss_channel(channel, self_url)]


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
            if name in item and not absolute(item[name]):
                found.append(f"{name} {item[name]!r} is not absolute")
        for name in ("date_published", "date_modified"):
            if name in item:
                found += rfc3339(name, str(item[name]))
    return [*found, *twice(str(i.get("id", "")) for i in items)]


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
    found += twice(line for line in lines if line.startswith("UID:"))
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
