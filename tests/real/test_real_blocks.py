"""The JSON-LD examples of schema.org in ../shared/real that counts.yaml leaves out, counted and dated by hand."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.readers import reader_for
from vigie.model import Capture, Kind, Page, Request, Source

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
SITE = "http://real.example/block.html"
pytestmark = pytest.mark.shared

Read = list[tuple[str, str | None]]
TYPHOON: Read = [("Typhoon with Radiation City", "2013-09-14T21:30")]
SOLD_OUT: Read = [("SOLD OUT! Typhoon with Radiation City", "2013-09-14T21:30")]
FOO_FIGHTERS: Read = [("Foo Fighters Concert", "2017-03-06T19:30")]
LENINGRAD: Read = [("Shostakovich Leningrad", "2014-05-23T20:00")]
CAESAR: Read = [("Julius Caesar at Shakespeare's Globe", "2014-10-01T19:30")]
KING: Read = [("B.B. King", "2014-04-12T19:30"), ("B.B. King", "2014-04-13T20:00")]
JONATHON: Read = [('B.B. King with Jonathon "Boogie" Long', "2014-04-12T19:30")]
GAME: Read = [("2013 World Series - Game 1", None)]
COUNTED: dict[int, Read] = {
    # Actions: somebody invites to, confirms, plans an event that has a name and no day.
    4: [("Department party", None)], 5: [("NBA finals", None)], 6: [("NBA finals", None)],
    7: [("Steve's party", None)], 8: [("John's trip", None)], 9: [("John's trip", None)], 10: [("SXSW", None)],
    40: [("Department party", None)], 41: [("NBA finals", None)], 42: [("NBA finals", None)],
    43: [("Steve's party", None)], 44: [("John's trip", None)], 45: [("John's trip", None)], 46: [("SXSW", None)],
    # Broadcasts, records, processes: nothing to go to.
    11: [], 12: [], 47: [], 48: [], 51: [], 61: [], 67: [], 68: [],
    13: TYPHOON, 17: TYPHOON, 49: TYPHOON, 53: TYPHOON, 16: SOLD_OUT, 52: SOLD_OUT,
    50: [("CANCELLED - Typhoon with Radiation City", "2013-09-14T21:30")],
    18: FOO_FIGHTERS, 54: FOO_FIGHTERS, 19: LENINGRAD, 55: LENINGRAD, 20: CAESAR, 56: CAESAR,
    57: GAME, 58: KING, 23: JONATHON, 59: JONATHON,
    25: [("The Falles 2017", "2017-03-15T09:00")],
    26: [("Shoes: Pleasure and Pain", "2015-06-13")],
    32: [("The Adventures of Kira and Morrison", "2025-07-21T19:00")],
    33: [("Story Time Reading", "2020-07-24T16:00")],
    34: [("Making data count", "2014-09-01")],
    36: [("Rinse", "2026-01-22T20:00")],
    37: [("The Missoula Marathon", "2016-07-10T06:00")],
    38: [("Miami Heat at Philadelphia 76ers - Game 3 (Home Game 1)", "2016-04-21T20:00")],
    39: [],  # two concerts of a band, neither has a name
    63: [("EuroPython 2025", "2025-07-14")],
    65: [("Apple's March 21 Announcements", None)],
    # A schedule without a first day.
    28: [("Example Meetup", None)], 31: [("Example", None)], 64: [("Local Bookseller Author Night", None)],
    29: [("Count Example", "2016-12-24")],
}  # fmt: skip


def read(block: str) -> Page:
    body = f"<html><body>{block}</body></html>".encode()
    headers = (("content-type", "text/html"),)
    capture = Capture(Request(SITE), SITE, 200, headers, body, NOW, hashlib.sha256(body).hexdigest())
    source = Source("blocks", "Blocks", SITE, (Kind.EVENT,), "schema_org", (SITE,), language="en")
    return reader_for("schema_org").read(source, capture, NOW)


@pytest.fixture(scope="module")
def blocks() -> list[str]:
    path = REAL / "schemaorg" / "event_blocks.json"
    return [block["jsonld"] for block in json.loads(path.read_text("utf-8"))]


def test_seventy_blocks_are_there(blocks: list[str]) -> None:
    assert len(blocks) == 70
    assert len(COUNTED) >= 50


@pytest.mark.parametrize("number", sorted(COUNTED))
def test_a_block_holds_what_a_person_read(blocks: list[str], number: int) -> None:
    items = read(blocks[number]).items
    assert [item.text("title") for item in items] == [title for title, _ in COUNTED[number]]
    for item, (_, start) in zip(items, COUNTED[number], strict=True):
        assert (item.text("start") or "").startswith(start or ""), start
        assert (item.text("start") is None) == (start is None)
