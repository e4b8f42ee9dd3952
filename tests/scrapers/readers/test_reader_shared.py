"""Readers over the real documents of ../shared/real: nothing raises, every document ends in items or in problems."""

import json
from collections import Counter
from pathlib import Path

import pytest
from reader_bench import bench

from vigie.model import FieldRule, Kind, Page, Recipe

REAL = Path(__file__).resolve().parents[4] / "shared" / "real"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/real, which a clean clone does not have"),
]


def read_all(platform: str, pattern: str, media: str, *kinds: Kind, **options: str) -> dict[str, Page]:
    made = bench(platform, *kinds, index="a", **options)
    files = sorted(REAL.glob(pattern))
    assert files, pattern
    return {
        str(f.relative_to(REAL)): made.page(
            f.read_bytes(), media, url=f"http://real.example/{f.name}", label="document"
        )
        for f in files
    }


def count(name: str, pages: dict[str, Page]) -> Counter[str]:
    """Prints and returns what was found; a document that gives nothing fails here."""
    found: Counter[str] = Counter(documents=len(pages))
    for file, page in pages.items():
        assert page.items or page.problems, file
        assert not any("bug" in p.detail for p in page.problems)
        found["items"] += len(page.items)
        found.update(p.reason for p in page.problems)
    print(f"\n{name}: {dict(found)}")
    return found


def test_feeds():
    """What their cases assert of entries is compared in tests/real/test_real_feeds.py."""
    assert (
        count("feedparser", read_all("feed", "feedparser/**/*.xml", "application/xml", Kind.NEWS))["documents"] == 230
    )
    assert count("gofeed", read_all("feed", "gofeed_parser/*/*.xml", "application/xml", Kind.NEWS))["documents"] == 433


def test_calendars():
    pages = read_all("ical", "ics/*/*.ics", "text/calendar")
    found = count("ics", pages)
    assert found["documents"] == 160
    assert found["items"] >= 900
    series = pages["ics/recurring_ical_events/one_day_event_repeat_every_day.ics"]
    assert len(series.items) == 1
    assert len(series.items[0].all("start")) > 700


def test_schema_org_examples():
    blocks = json.loads((REAL / "schemaorg" / "event_blocks.json").read_text())
    made = bench("schema_org", index="a", language="en")
    pages = {
        f"{n}-{syntax}": made.page(f"<html><body>{block[syntax]}</body></html>", "text/html", label="document")
        for n, block in enumerate(blocks)
        for syntax in ("jsonld", "microdata", "rdfa")
        if block.get(syntax)
    }
    found = count("schema.org", pages)
    assert found["items"] >= 60
    jaws = next(i for p in pages.values() for i in p.items if "Jaws" in (i.text("title") or ""))
    assert jaws.text("place_name") == "ACME Cinemas 10"


def test_opendatasoft_and_openagenda():
    found = count("opendatasoft", read_all("opendatasoft", "opendatasoft/*.json", "application/json"))
    assert (found["items"], found["missing-title"]) == (139, 1)
    found = count("openagenda", read_all("openagenda", "openagenda_v2/*.json", "application/json"))
    assert found["items"] == 106


def test_calls():
    horizon = read_all(
        "json",
        "eu_horizon/*.json",
        "application/json",
        Kind.CALL,
        key="code",
        field__title="name",
        field__deadline="closeDate",
    )
    rows = json.loads((REAL / "eu_horizon" / "horizon_topics_608.json").read_text())
    found = count("horizon", horizon)
    assert found["items"] >= len({r["code"] for r in rows})
    french = read_all(
        "json",
        "funding_fr/*.json",
        "application/json",
        Kind.CALL,
        list="/ListeDispositifs | /results | /aides | /",
        key="id | ID",
        field__title="titre | title | name | post_title",
    )
    assert count("funding_fr", french)["items"] == 126


def test_rules_for_single_pages_read_the_labelled_titles():
    """Of the labelled single pages, a heading rule finds the labelled title in at least four of five."""
    labels = [json.loads(line) for line in (REAL / "html" / "labels.jsonl").read_text().splitlines()]
    hits = total = 0
    for label in labels:
        if label["kind"] not in ("call", "event_page") or label["n_items_visible"] != 1:
            continue
        recipe = Recipe(item="body", fields=(FieldRule("title", "h1, h2, h3", all=True),))
        page = bench("recipe", recipe=recipe).page((REAL / "html" / label["file"]).read_bytes(), "text/html")
        heard = " ".join(f.value for i in page.items for f in i.all("title")).casefold()
        total += 1
        hits += label["items"][0]["title"].casefold() in heard
    print(f"\nhtml titles: {hits} of {total}")
    assert total
    assert hits / total >= 0.8
