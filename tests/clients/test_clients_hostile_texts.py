"""Hostile texts in every field: what each client reads has the structure that went in, and one title in all formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from feeds.selection import select
from tests.clients.hostile_items import Hostile
from tests.clients.made_world import NOW
from tests.clients.programs_here import node, python
from tests.clients.published_file import printed
from tests.clients.served_site import ServedSite
from vigie.model import Item, Kind

COUNT = 400
SEED = 77


@cache
def items_of(kind: Kind) -> tuple[Item, ...]:
    found = select(Hostile(SEED).items(kind, COUNT), kind, NOW.date())
    assert len(found) > COUNT // 2
    return found


def written(folder: Path, kind: Kind, suffix: str) -> Path:
    path = folder / f"hostile{suffix}"
    path.write_bytes(printed(items_of(kind), kind, suffix, "http://127.0.0.1:9"))
    return path


@cache
def titles(kind: Kind) -> dict[str, str]:
    """Titles by id as the JSON Feed has them: a format whose reader (Python's json) leaves nothing to guess."""
    feed = json.loads(printed(items_of(kind), kind, ".json", "http://127.0.0.1:9"))
    return {item["id"][-36:]: item["title"] for item in feed["items"]}


CALENDARS = (
    ("icalendar", python, "icalendar_reads.py"), ("vobject", python, "vobject_reads.py"),
    ("ics", python, "ics_py_reads.py"), ("ical.js", node, "ical_js.mjs"), ("node-ical", node, "node_ical.mjs"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "run", "script"),
    [
        pytest.param(
            *c, marks=pytest.mark.client(c[0], "iCalendar, hostile texts", "400 items: entries, titles"), id=c[0]
        )
        for c in CALENDARS
    ],
)
def test_calendars(tmp_path: Path, name: str, run: Callable[..., Any], script: str) -> None:
    events = run(script, written(tmp_path, Kind.EVENT, ".ics"))["events"]
    wanted = titles(Kind.EVENT)
    assert sorted(e["uid"][:36] for e in events) == sorted(wanted)
    for event in events:
        title = wanted[event["uid"][:36]]
        # ics.py and node-ical: see BACKSLASH_N in test_clients_calendar_libraries.
        lost = name in ("ics", "node-ical") and "\\n" in title
        assert event["title"] == title or (lost and _bare(event["title"]) == _bare(title)), name


def _bare(title: str) -> str:
    return re.sub(r"\\|\n|n", "", title)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.client("feedsmith", "JSON Feed, hostile texts", "400 items: entries, titles")
def test_json_feed(kind: Kind, tmp_path: Path, site: ServedSite) -> None:
    folder = site.folder / "hostile"
    folder.mkdir(exist_ok=True)
    written(folder, kind, ".json")
    read = node("feedsmith.mjs", site.feed("hostile/hostile.json"))["entries"]
    assert {e["id"][-36:]: e["title"] for e in read} == titles(kind)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.client("duckdb", "CSV, Parquet, hostile texts", "400 items: rows, ids, one line a row")
def test_tables(kind: Kind, tmp_path: Path) -> None:
    wanted = sorted(item.id for item in items_of(kind))
    for suffix in (".csv", ".parquet"):
        rows = python("duckdb_reads.py", written(tmp_path, kind, suffix), "id", "title")["rows"]
        assert sorted(r["id"] for r in rows) == wanted
    assert (tmp_path / "hostile.csv").read_bytes().count(b"\n") == len(wanted) + 1


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.client("openpyxl", "XLSX, hostile texts", "400 items: rows, ids, no formula")
def test_workbooks(kind: Kind, tmp_path: Path) -> None:
    read = python("openpyxl_reads.py", written(tmp_path, kind, ".xlsx"))
    assert sorted(r["id"] for r in read["rows"]) == sorted(item.id for item in items_of(kind))
    assert read["formulas"] == []


@pytest.mark.client("geojson-pydantic", "GeoJSON, hostile texts", "400 items: features, ids")
def test_geojson(tmp_path: Path) -> None:
    read = python("geojson_pydantic_reads.py", written(tmp_path, Kind.EVENT, ".geojson"))
    assert sorted(f["id"][-36:] for f in read["features"]) == sorted(item.id for item in items_of(Kind.EVENT))


@pytest.mark.client("feedparser", "Atom, RSS, hostile texts", "the last 100 of 400 items: no fault of XML, ids, titles")
def test_feeds(site: ServedSite) -> None:
    folder = site.folder / "hostile"
    folder.mkdir(exist_ok=True)
    for kind in Kind:
        for suffix in (".atom", ".rss"):
            written(folder, kind, suffix)
            read = python("feedparser_reads.py", site.feed(f"hostile/hostile{suffix}"))
            assert not read["bozo"]
            assert len(read["entries"]) == 100
            for entry in read["entries"]:
                title = titles(kind)[entry["id"][-36:]]
                assert suffix == ".rss" or " ".join(entry["title"].split()) == " ".join(title.split())
