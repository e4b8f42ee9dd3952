"""What feedparser's and gofeed's own cases assert of feeds, in the names of raw items (../shared/real).

An assertion that speaks of the feed, of a person or of a detail that no raw item holds has no counterpart; it is
counted by its name and never compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapers.readers.instants import of_mail
from transforms.text import clean
from vigie.model import Page, RawItem

_FEEDPARSER = {
    ("title",): "title", ("title_detail", "value"): "title", ("summary",): "description",
    ("description",): "description", ("content", "value"): "body", ("link",): "url", ("id",): "key", ("guid",): "key",
    ("updated",): "updated", ("updated_parsed",): "updated", ("tags", "term"): "category",
    ("title_detail", "language"): "language", ("summary_detail", "language"): "language",
    ("media_thumbnail", "url"): "image", ("enclosures", "href"): "image", ("where", "coordinates"): "position",
}  # fmt: skip
_GOFEED = {
    ("title",): "title", ("description",): "description", ("summary",): "description", ("content",): "body",
    ("content", "value"): "body", ("link",): "url", ("id",): "key", ("guid", "value"): "key",
    ("pubDate",): "published", ("pubDateParsed",): "published", ("published",): "published",
    ("publishedParsed",): "published", ("updated",): "updated", ("updatedParsed",): "updated",
    ("categories", "value"): "category", ("categories", "term"): "category", ("categories", "label"): "category",
    ("enclosures", "url"): "image", ("links", "href"): "url",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assertion:
    """One value that a case promises of entry `number`. `name` None: no raw item says such a thing."""

    file: str
    number: int
    path: str
    name: str | None
    value: Any


def of_feedparser(real: Path) -> Iterator[Assertion]:
    """Every assertion of feedparser's cases. Cases on `base` rest on HTTP headers that the files do not carry."""
    for line in (real / "feedparser" / "expectations.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for path, value in row["expect"]:
            words = tuple(part for part in path if isinstance(part, str))
            of_entry = words[:1] == ("entries",) and len(path) > 2
            # A box or a line has corners, named by their number; a raw item holds one point.
            name = None if words[-1:] == ("coordinates",) and isinstance(path[-1], int) else _FEEDPARSER.get(words[1:])
            name = name if of_entry and isinstance(path[1], int) else None
            number = path[1] if of_entry and isinstance(path[1], int) else 0
            yield Assertion(f"feedparser/{row['file']}", number, _printed(path), name, value)


def of_gofeed(real: Path) -> Iterator[Assertion]:
    """Every leaf of gofeed's expected JSON."""
    for truth in sorted((real / "gofeed_parser").rglob("*.json")):
        file = str(truth.relative_to(real).with_suffix(".xml"))
        feed = json.loads(truth.read_text("utf-8"))
        entries = feed.get("items") or feed.get("entries") or []
        for number, entry in enumerate(entries):
            for path, value, holder in _leaves(entry, (), {}):
                words = tuple(part for part in path if part != "[]")
                yield Assertion(file, number, ".".join(words), _gofeed_name(words, holder), value)
        for path, value, _ in _leaves({k: v for k, v in feed.items() if k not in ("items", "entries")}, (), {}):
            yield Assertion(file, 0, "feed." + ".".join(path), None, value)


def agrees(assertion: Assertion, page: Page) -> bool:
    """Whether the item of that number says the asserted value: verbatim, or the same words once it is printed."""
    if len(page.items) <= assertion.number:
        return False
    item = page.items[assertion.number]
    wanted = assertion.value
    if assertion.name == "position":
        return _position(item) == _numbers(wanted)
    if assertion.name == "key":
        return wanted.strip() in (item.key, item.url)
    said = [item.url or ""] if assertion.name == "url" else [f.value for f in item.all(str(assertion.name))]
    if assertion.name == "body":  # what is said as the summary already is not said twice
        said += [f.value for f in item.all("description")]
    if assertion.name in ("updated", "published"):
        return any(_instant(value) == _instant(wanted) for value in said)
    if isinstance(wanted, str) and not wanted.strip():
        return not any(value.strip() for value in said)
    return any(value == wanted or _words(value) == _words(str(wanted)) for value in said)


def sent_headers(body: bytes) -> dict[str, str]:
    """The HTTP headers that a case of feedparser was served with, which it tells in a comment."""
    told = re.findall(rb"^Header:\s*([\w-]+):\s*(\S+)", body[:2000], flags=re.MULTILINE)
    return {name.decode().lower(): value.decode() for name, value in told}


def lent_titles(body: bytes) -> bytes:
    """The document with a title lent to its entries: without one an entry is no item, and says nothing."""
    return re.sub(rb"(<(?:item|entry)(?:\s[^>]*[^/>])?>)", rb"\1<title>lent</title>", body, flags=re.IGNORECASE)


def _gofeed_name(words: tuple[str, ...], holder: Mapping[str, Any]) -> str | None:
    if words == ("links", "href") and holder.get("rel", "alternate") != "alternate":
        return None
    if words == ("enclosures", "url") and not str(holder.get("type", "")).startswith("image"):
        return None
    return _GOFEED.get(words)


def _leaves(value: Any, path: tuple[str, ...], holder: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name), value)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, (*path, "[]"), holder)
    else:
        yield path, value, holder


def _printed(path: list[Any]) -> str:
    return ".".join("N" if isinstance(part, int) else part for part in path)


def _words(text: str) -> str:
    """The words that are printed. The div around XHTML is no part of them (RFC 4287 §3.1.1.3); gofeed drops it."""
    return clean(text.removeprefix("<div>").removesuffix("</div>")).strip()


def _instant(value: Any) -> datetime | str:
    """The instant of any spelling, naive ones taken as UTC; feedparser's nine numbers are UTC already."""
    if isinstance(value, list):
        year, month, day, hour, minute, second = value[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    try:
        said = datetime.fromisoformat(of_mail(value))
    except ValueError:
        return str(value)
    return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)


def _position(item: RawItem) -> list[float]:
    return [float(field.value) for name in ("longitude", "latitude") for field in item.all(name)]


def _numbers(value: Any) -> list[float]:
    return [float(v) for v in value] if isinstance(value, list) and not isinstance(value[0], list) else []
