"""Hostile text in every field, through every format: the structure that comes back is the one that went in."""

from __future__ import annotations

import csv
import io
import json

import extruct
import feedparser
import icalendar
import pytest
from feed_samples import DAY, SITE

from feeds import check
from feeds.formats import FEEDS, Feed, channel_for
from feeds.jsonld import embedded
from tests.hostile_items import Fuzzer
from vigie.model import Item, Kind

COUNT = 200


@pytest.fixture(scope="module", params=list(Kind))
def hostile(request) -> tuple[Kind, tuple[Item, ...]]:
    fuzzer = Fuzzer(20261121)
    return request.param, tuple(fuzzer.item(request.param, n) for n in range(1, COUNT + 1))


def rendered(feed: Feed, items: tuple[Item, ...]) -> bytes:
    return feed.format.render(items, channel_for(feed.path, feed.kind, items, SITE, DAY))


def test_structure_survives_in_every_format(hostile):
    kind, items = hostile
    for feed in (f for f in FEEDS if f.kind is kind and f.format.suffix in STRUCTURE):
        data = rendered(feed, items)
        text = data.decode("utf-8")
        assert not set("\x00\x0b\x0c\x1b\x7f\x85\u202e\u2066\u2028\ufffe") & set(text), feed.path
        STRUCTURE[feed.format.suffix](data, feed, items)


def test_order_of_the_items_does_not_matter(hostile):
    kind, items = hostile
    for feed in (f for f in FEEDS if f.kind is kind):
        assert rendered(feed, items) == rendered(feed, items[::-1]), feed.path


def test_no_contact_in_any_format(hostile):
    kind, items = hostile
    for feed in (f for f in FEEDS if f.kind is kind and f.format.suffix in STRUCTURE):
        text = rendered(feed, items).decode("utf-8").replace("\r\n ", "")
        assert "0471 23 45 67" not in text, feed.path
        assert "a@b.example.org" not in text, feed.path


def test_json_ld_stays_inside_its_script(hostile):
    _, items = hostile
    for item in items[:60]:
        script = f'<script type="application/ld+json">{embedded(item, SITE)}</script>'
        page = f"<html><body>{script}<p></p></body></html>"
        (found,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
        assert found["url"].endswith(item.id)


def _calendar(data: bytes, feed: Feed, items: tuple[Item, ...]) -> None:
    assert check.calendar(data) == []
    if feed.kind is Kind.EVENT:
        expected = sum(len(i.content.occurrences) for i in items)  # type: ignore[union-attr]
    else:
        expected = sum(len(i.content.deadlines) for i in items)  # type: ignore[union-attr]
    found = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert 0 < len(found) == expected
    for component in found:
        assert component.errors == []
        assert all("\n" not in str(component.get(name, "")) for name in ("SUMMARY", "LOCATION"))


def _atom(data: bytes, feed: Feed, items: tuple[Item, ...]) -> None:
    assert check.atom(data, SITE.feed(feed.path)) == []
    assert len(feedparser.parse(data).entries) == 100


def _rss(data: bytes, feed: Feed, items: tuple[Item, ...]) -> None:
    assert check.rss(data, SITE.feed(feed.path)) == []
    assert len(feedparser.parse(data).entries) == 100


def _json(data: bytes, feed: Feed, items: tuple[Item, ...]) -> None:
    assert check.json_feed(data, SITE.feed(feed.path)) == []
    assert len(json.loads(data)["items"]) == COUNT


def _jsonld(data: bytes, feed: Feed, items: tuple[Item, ...]) -> None:
    assert b"<" not in data
    assert len(json.loads(data)["@graph"]) == COUNT + 1


def _csv(data: bytes, feed: Feed, items: tuple[Item, ...]) -> None:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    assert len(rows) == COUNT + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert {row[0] for row in rows[1:]} == {i.id for i in items}


def _excel(data: bytes, feed: Feed, items: tuple[Item, ...]) -> None:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    assert len(rows) == COUNT + 1
    for cell in (cell for row in rows for cell in row):
        number = cell.replace(",", "").replace("-", "").isdigit()
        assert number or not cell.strip().startswith(("=", "+", "-", "@", "|", "%")), cell[:80]


STRUCTURE = {
    ".ics": _calendar, ".atom": _atom, ".rss": _rss, ".json": _json, ".jsonld": _jsonld, ".csv": _csv,
    ".excel.csv": _excel,
}  # fmt: skip
"""Texts by our own checks and a second reader; every format by independent ones: test_feeds_fuzz_formats."""
