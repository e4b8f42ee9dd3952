"""`vigie explain`, `asks`, `suggestions` on a real house: fields, merges, captured bytes, what waits for an editor."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline import steps
from pipeline.house import House, open_house
from tests.conftest import Plot
from vigie.model import (
    Article,
    Call,
    Deadline,
    Event,
    Item,
    Kind,
    Occurrence,
    Place,
    Record,
    Source,
    Suggestion,
    WallTime,
)
from warehouse import items
from warehouse.load import load

DAY = datetime(2027, 3, 20)


@pytest.fixture
def merged(plot: Plot) -> tuple[Plot, House, Item]:
    """Two agendas that share things, curated, and an item that both tell of."""
    house = open_house(plot.settings, migrate=True)
    for slug in ("agenda-communes", "agenda-hainaut"):
        steps.ingest(house, slug)
    steps.curate(house)
    with house.engine.connect() as connection:
        twice = [i for i in items.stream(connection, Kind.EVENT) if len(i.sightings) == 2]
    assert twice
    return plot, house, twice[0]


def test_a_date_leads_to_its_rule_its_words_and_its_bytes(merged: tuple[Plot, House, Item]) -> None:
    plot, house, item = merged
    told = json.loads(plot.run("explain", item.id, "occurrences", "--json").stdout)
    (first, *_) = told["passages"]
    assert {"rule", "words", "url", "pointer", "capture", "bytes"} <= first.keys()
    assert isinstance(item.content, Event)
    start = item.content.occurrences[0].start.local
    assert f"{start:%Y-%m-%d}" in first["bytes"] or str(start.day) in first["bytes"]
    body = house.archive.body(first["capture"]).decode()
    longest = max(re.split(r"[\s…]+", first["bytes"]), key=len)
    assert longest in body, "what is shown stands in the capture, sign by sign"
    said = plot.run("explain", item.id, "occurrences").stdout
    for line in ("chosen by", "said by", "read by", "found at", "its bytes"):
        assert f"  {line} " in said


def test_every_field_in_a_table(merged: tuple[Plot, House, Item]) -> None:
    plot, _, item = merged
    rows = json.loads(plot.run("explain", item.id, "--json").stdout)
    assert {"title", "occurrences", "place"} <= {row["field"] for row in rows}
    said = plot.run("explain", item.id).stdout
    assert all(row["field"] in said for row in rows)


def test_why_two_records_are_one_thing(merged: tuple[Plot, House, Item]) -> None:
    plot, house, item = merged
    told = json.loads(plot.run("explain", item.id, "records", "--json").stdout)
    assert {r["source"] for r in told["records"]} == {"agenda-communes", "agenda-hainaut"}
    (joint,) = told["joints"]
    assert joint["verdict"] == "same"
    assert joint["strength"] > 50
    assert joint["because"]
    assert {joint["a"]["key"], joint["b"]["key"]} == {r["key"] for r in told["records"]}
    for record in told["records"]:
        assert house.archive.body(record["capture"])
    said = plot.run("explain", item.id, "records").stdout
    assert f"same, {joint['strength']} of 100" in said
    assert said.count("bytes in the archive") == 2
    assert plot.run("explain", "00000000-0000-0000-0000-000000000000", check=False).returncode == 1


def bring(house: House, slug: str, *records: Record) -> None:
    site = f"https://{slug}.example/"
    source = Source(slug, slug, site, (Kind.EVENT,), "feed", (site,))
    load(house.engine, source, records, (), [r.key for r in records], True, datetime(2026, 11, 20, tzinfo=UTC), "run")


def told(slug: str, content: Event | Article | Call, *suggestions: Suggestion) -> Record:
    return Record(slug, "1", f"https://{slug}.example/1", content, "", suggestions=suggestions)


def test_questions_are_listed_with_their_reasons(plot: Plot) -> None:
    house = open_house(plot.settings, migrate=True)
    assert json.loads(plot.run("asks", "--json").stdout) == []
    where = Place(municipality="Namur", nis="92094", province="namur")
    night = Event("Nuit des pixels", (Occurrence(WallTime(DAY)),), place=where)
    whole = (Occurrence(WallTime.of_day(DAY.date()), WallTime.of_day((DAY + timedelta(days=9)).date())),)
    bring(house, "quai", told("quai", night))
    bring(house, "ville", told("ville", replace(night, occurrences=whole)))
    steps.curate(house)
    (asked,) = json.loads(plot.run("asks", "--json").stdout)
    assert (asked["a"]["source"], asked["b"]["source"]) == ("quai", "ville")
    assert asked["a"]["item"] != asked["b"]["item"]
    assert asked["because"]
    assert "quai/1" in plot.run("asks").stdout
    said = plot.run("explain", asked["a"]["item"], "records").stdout
    assert f"asked: quai/1 and ville/1, of item {asked['b']['item']}" in said


def test_a_suggestion_is_listed_shown_accepted_and_dismissed(plot: Plot) -> None:
    house = open_house(plot.settings, migrate=True)
    fair = Event("Foire aux robots", (Occurrence(WallTime.of_day(DAY.date())),))
    grant = Call("Bourse d’essai", deadlines=(Deadline(WallTime.of_day(DAY.date())),))
    news = told(
        "gazette",
        Article("Des robots en ville"),
        Suggestion(fair, "Foire aux robots le 20 mars", (0, 27), 80, ("a name and a day",)),
        Suggestion(grant, "avant le 20 mars", (40, 56), 55),
    )
    bring(house, "gazette", news)
    steps.curate(house)
    listed = json.loads(plot.run("suggestions", "list", "--json").stdout)
    assert [(s["state"], s["suggestion"]["score"]) for s in listed] == [("open", 80), ("open", 55)]
    (sure,) = json.loads(plot.run("suggestions", "list", "--score", "60", "--json").stdout)
    assert "Des robots en ville" in plot.run("suggestions", "list").stdout
    shown = plot.run("suggestions", "show", sure["id"]).stdout
    for words in ("'Foire aux robots le 20 mars'", "a name and a day", "2027-03-20", "https://gazette.example/1"):
        assert words in shown
    plot.run("suggestions", "accept", sure["id"], "--by", "anne")
    plot.run("curate")
    with house.engine.connect() as connection:
        assert [i.content.title for i in items.stream(connection, Kind.EVENT)] == ["Foire aux robots"]
    assert "anne" in plot.run("suggestions", "show", sure["id"]).stdout
    done = json.loads(plot.run("suggestions", "dismiss", sure["id"], "--json").stdout)
    assert done == {"id": sure["id"], "state": "dismissed"}
    plot.run("curate")
    with house.engine.connect() as connection:
        assert list(items.stream(connection, Kind.EVENT)) == []
    assert [s["suggestion"]["score"] for s in json.loads(plot.run("suggestions", "list", "--json").stdout)] == [55]
    assert len(json.loads(plot.run("suggestions", "list", "--all", "--json").stdout)) == 2
    for command in ("show", "accept", "dismiss"):
        done_ = plot.run("suggestions", command, "0000", check=False)
        assert (done_.returncode, done_.stdout) == (1, "")
        assert "no suggestion 0000" in done_.stderr
