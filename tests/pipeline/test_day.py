"""A day of the simulated web through the steps: complete, once each, and the second run writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import requests
from sqlalchemy import text

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.truth import measure, one_line
from tests.conftest import Plot, feed_bytes
from vigie.model import Cause
from warehouse.fingerprint import content_hash


def whole_day(house: House) -> None:
    for source in house.sources:
        steps.ingest(house, source.slug)
    steps.curate(house)
    steps.publish(house)


def rows(house: House) -> dict[str, int]:
    """Rows of every table of the warehouse but `runs` and `journal`, which say that a run took place."""
    with house.engine.connect() as connection:
        names = connection.execute(
            text("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
        ).scalars()
        return {
            name: connection.execute(text(f'select count(*) from "{name}"')).scalar_one()
            for name in names
            if name not in ("runs", "journal", "hosts")
        }


def test_a_day_is_complete_and_a_second_one_writes_nothing(plot: Plot) -> None:
    house = open_house(plot.settings, migrate=True)
    certificates = [steps.ingest(house, source.slug) for source in house.sources]
    assert {c.source: c.cause for c in certificates if c.cause is not Cause.OK} == {}
    assert all(c.complete for c in certificates)
    steps.curate(house)
    steps.publish(house)

    comparisons = measure(house)
    print(*map(one_line, comparisons), sep="\n")
    once, total = sum(c.once for c in comparisons), sum(c.total for c in comparisons)
    assert total >= 500, "the world should hold at least 300 events, 150 news, 60 calls"
    assert once / total >= 0.95, [one_line(c) for c in comparisons]
    assert not any(c.joined for c in comparisons), "two things of the world were shown as one"

    before, hash_before, feeds_before = rows(house), content_hash(house.engine), feed_bytes(plot.settings.feeds)
    stamps = {f: f.stat().st_mtime_ns for f in plot.settings.feeds.rglob("[!.]*.*")}
    again = [steps.ingest(house, source.slug) for source in house.sources]
    assert {c.source: c.cause for c in again if c.cause is not Cause.UNCHANGED} == {}
    assert sum(c.new + c.changed + c.missing + c.quarantined for c in again) == 0
    assert steps.curate(house).changes == 0
    assert steps.publish(house).changed == ()
    assert rows(house) == before
    assert content_hash(house.engine) == hash_before
    assert feed_bytes(plot.settings.feeds) == feeds_before
    assert {f: f.stat().st_mtime_ns for f in plot.settings.feeds.rglob("[!.]*.*")} == stamps


def test_the_order_of_sources_does_not_matter(new_plot: Callable[[], Plot]) -> None:
    hashes = set()
    for turn in (1, -1):
        house = open_house(new_plot().settings, migrate=True)
        for source in house.sources[::turn]:
            steps.ingest(house, source.slug)
        steps.curate(house)
        hashes.add(content_hash(house.engine))
    assert len(hashes) == 1


def test_a_broken_site_fails_its_run_and_keeps_its_items(plot: Plot, simulated_web: str) -> None:
    """Law 5 and law 9: silence is loud, and the last good state stays in the feeds."""
    house = open_house(plot.settings, migrate=True)
    whole_day(house)
    before = feed_bytes(plot.settings.feeds)
    site, slug = "agenda-hainaut.example", "agenda-hainaut"
    faults, admin = f"http://{simulated_web}/faults", {"Host": "clock.example"}
    try:
        for fault in ("500", "empty"):
            answer = requests.post(faults, json={"site": site, "fault": fault}, headers=admin, timeout=5)
            assert answer.ok, answer.text
            certificate = steps.ingest(house, slug)
            assert certificate.failed, fault
            assert not certificate.complete
            assert slug in certificate.message or "should be listed" in certificate.message
            steps.curate(house)
            steps.publish(house)
            assert feed_bytes(plot.settings.feeds).keys() == before.keys()
            assert feed_bytes(plot.settings.feeds)["agenda.ics"] == before["agenda.ics"]
    finally:
        requests.post(faults, json={"site": site, "fault": None}, headers=admin, timeout=5)


def test_every_item_is_explained_down_to_the_bytes(plot: Plot) -> None:
    plot.run("ingest", "hub-namur-agenda")
    plot.run("curate")
    plot.run("publish")
    feed = json.loads((plot.settings.feeds / "agenda.json").read_text())
    item = feed["items"][0]["id"].rsplit(":", 1)[-1]
    said = json.loads(plot.run("explain", item, "title", "--json").stdout)
    assert said["item"] == item
    assert said["provenance"]["words"] in said["value"] or said["value"] in said["provenance"]["words"]
    house = open_house(plot.settings)
    assert len(house.archive.body(said["capture"])) > 100
    assert Path(plot.settings.archive).is_dir()
