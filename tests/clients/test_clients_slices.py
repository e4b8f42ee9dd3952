"""What is not the whole: slices, archives, and calendars with rules, as clients read them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients import expected_values
from tests.clients.calendar_entries import entries, in_three_zones, same
from tests.clients.expected_values import Entry
from tests.clients.made_world import NOW
from tests.clients.programs_here import node, python
from tests.clients.served_site import ServedSite
from vigie.model import Item, Kind

PREFIX = {"type": ("event_type", "watch_type", "call_type"), "discipline": ("discipline",), "audience": ("audience",)}


def wanted(site: ServedSite, path: str) -> set[str]:
    """The ids of the items that belong into the slice at `FACET/SLUG/NAME.EXT`."""
    facet, slug, name = path.split("/")
    kind = {"agenda": Kind.EVENT, "watch": Kind.NEWS, "calls": Kind.CALL}[name.split(".")[0]]
    return {item.id for item in site.items(kind) if _belongs(item, facet, slug)}


def _belongs(item: Item, facet: str, slug: str) -> bool:
    place, content = item.content.place, item.content
    if facet == "province":
        return bool(place and place.province == slug)
    if facet == "totem":
        return bool(place and place.totem == slug)
    if facet == "language":
        return content.language == slug
    if facet == "source":
        return any(s.source == slug for s in item.sightings)
    return any(f"{prefix}:{slug}" in content.topics for prefix in PREFIX[facet])


def slices(site: ServedSite, suffix: str) -> list[str]:
    found = [p for p in site.published() if p.count("/") == 2 and p.endswith(suffix)]
    assert found
    return found


@pytest.mark.client(
    "icalendar", "iCalendar, slices and archives", "every slice has the items of its facet; archives have every session"
)
def test_calendars_of_slices(site: ServedSite) -> None:
    for path in slices(site, ".ics"):
        read = python("icalendar_reads.py", site.folder / path)
        kind = Kind.EVENT if "agenda" in path else Kind.CALL
        whole = (
            expected_values.agenda(site.items(kind))
            if kind is Kind.EVENT
            else expected_values.deadlines(site.items(kind))
        )
        ids = wanted(site, path)
        same(entries(read["events"]), [e for e in whole if e.item in ids])
    read = python("icalendar_reads.py", site.folder / "archive" / "agenda-2026.ics")
    same(entries(read["events"]), expected_values.agenda(site.items(Kind.EVENT)))


@pytest.mark.client(
    "feedparser", "Atom, slices", "every slice has the items of its facet under the ids that they have everywhere"
)
def test_feeds_of_slices(site: ServedSite) -> None:
    for path in slices(site, ".atom"):
        read = python("feedparser_reads.py", site.feed(path))
        ids = {e["id"].rsplit(":", 1)[1] for e in read["entries"]}
        assert len(ids) == len(read["entries"]) == min(len(wanted(site, path)), 100), path
        assert ids <= wanted(site, path), path


@pytest.mark.client("duckdb", "CSV, slices", "every slice has the items of its facet, a row each")
def test_tables_of_slices(site: ServedSite) -> None:
    for path in slices(site, ".csv"):
        rows = python("duckdb_reads.py", site.folder / path, "id")["rows"]
        assert sorted(r["id"] for r in rows) == sorted(wanted(site, path)), path


@pytest.mark.client(
    "feedparser",
    "Atom, archives (RFC 5005)",
    "from the live feed back to the oldest archive: every item, none twice in one file",
)
def test_archives_hold_what_the_live_feed_left(site: ServedSite) -> None:
    seen: set[str] = set()
    at: str | None = site.feed("agenda.atom")
    steps = 0
    while at:
        read = python("feedparser_reads.py", at)
        ids = [e["id"].rsplit(":", 1)[1] for e in read["entries"]]
        assert len(set(ids)) == len(ids)
        seen |= set(ids)
        at = read["links"].get("prev-archive")
        steps += 1
        assert steps < 50
    assert steps > 1
    assert seen == {item.id for item in site.items(Kind.EVENT)}


def _with_rules(site: ServedSite, folder: Path) -> Path:
    file = folder / "rules.ics"
    file.write_bytes(httpx.get(f"{site.url}/agenda.ics?recurrence=rrule").raise_for_status().content)
    assert file.read_bytes().count(b"RRULE:") >= 2
    return file


@in_three_zones
@pytest.mark.client(
    "ical.js",
    "iCalendar with rules (?recurrence=rrule)",
    "rules worked out in three zones: the entries of the default calendar",
)
def test_rules_in_ical_js(site: ServedSite, folder: Path, zone: str) -> None:
    read = node("ical_js_expanded.mjs", _with_rules(site, folder), environ={"TZ": zone})
    same(entries(read["events"]), expected_values.agenda(site.items(Kind.EVENT)))
    assert read["components"] <= len(read["events"]) - 10, "hardly anything repeats: the rules were not tried"


@in_three_zones
@pytest.mark.client(
    "recurring-ical-events",
    "iCalendar with rules (?recurrence=rrule)",
    "rules worked out in three zones: starts of the default calendar",
)
def test_rules_in_recurring_ical_events(site: ServedSite, folder: Path, zone: str) -> None:
    first, after = (NOW.date() + timedelta(days=n) for n in (-400, 500))
    script = "recurring_ical_events_reads.py"
    read = python(script, _with_rules(site, folder), first, after, environ={"TZ": zone})["events"]
    twice = ("La seconde fois", "Une heure entre")  # see test_what_happens_around_the_changes

    def told(found: list[Entry]) -> list[Entry]:
        return [e for e in found if not e.title.startswith(twice)]

    same(told(entries(read)), told(expected_values.agenda(site.items(Kind.EVENT))))


@pytest.mark.client("node-ical", "iCalendar, the page of one item", "`/e/ID.ics` of every tenth event: its sessions")
def test_the_calendar_of_one_item(site: ServedSite, folder: Path) -> None:
    whole = expected_values.agenda(site.items(Kind.EVENT))
    for item in site.items(Kind.EVENT)[::10]:
        (folder / "one.ics").write_bytes(httpx.get(f"{site.url}/e/{item.id}.ics").raise_for_status().content)
        read: list[dict[str, Any]] = node("node_ical.mjs", folder / "one.ics")["events"]
        same([(e.start, e.end) for e in entries(read)], [(e.start, e.end) for e in whole if e.item == item.id])


def test_the_manifest_counts_what_is_there(site: ServedSite) -> None:
    """No client: rows of index.json are those of the files, for each format that has lines or members to count."""
    for entry in json.loads((site.folder / "index.json").read_text())["files"]:
        data = (site.folder / entry["path"]).read_bytes()
        assert len(data) == entry["bytes"], entry["path"]
        count = {
            "ics": lambda d: d.count(b"BEGIN:VEVENT"), "rss": lambda d: d.count(b"<item>"),
            "json": lambda d: len(json.loads(d)["items"]), "geojson": lambda d: len(json.loads(d)["features"]),
        }.get(entry["format"])  # fmt: skip
        if count:
            assert count(data) == entry["rows"], entry["path"]
