"""Readers over the real documents of ../shared/real: nothing raises, every document ends in items or in problems."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from reader_bench import bench

from vigie.model import FieldRule, Kind, Page, Recipe

REAL = Path(__file__).resolve().parents[4] / "shared" / "real"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/real, which a clean clone does not have"),
]


NAMES = {"title": "title", "link": "url", "summary": "description"}


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


@cache
def expectations() -> dict[str, list]:
    lines = (REAL / "feedparser" / "expectations.jsonl").read_text().splitlines()
    return {row["file"]: row["expect"] for row in map(json.loads, lines)}


def test_feeds_of_feedparser_say_what_their_authors_expect():
    """Titles, links and ids that feedparser's own cases promise are said by our items too."""
    checked = 0
    pages = read_all("feed", "feedparser/**/*.xml", "application/xml", Kind.NEWS)
    for file, expect in expectations().items():
        page = pages.get(f"feedparser/{file}")
        if page is None or "/base/" in file:  # those cases rest on HTTP headers that the files don't carry
            continue
        for path, value in expect:
            name = NAMES.get(str(path[2])) if path[:2] == ["entries", 0] and len(path) == 3 else None
            if name and page.items and value and (name != "url" or str(value).startswith("http")):
                assert page.items[0].text(name) == str(value).strip(), file
                checked += 1
    count(f"feedparser ({checked} values compared)", pages)
    assert checked >= 9


def test_feeds_of_gofeed_say_what_their_expected_json_says():
    pages = read_all("feed", "gofeed_parser/*/*.xml", "application/xml", Kind.NEWS)
    compared = 0
    for file, page in pages.items():
        truth = REAL / file.replace(".xml", ".json")
        if not truth.is_file():
            continue
        rows = json.loads(truth.read_text()).get("items") or json.loads(truth.read_text()).get("entries") or []
        titles = [r["title"] for r in rows if r.get("title")]
        if titles and not any(sign in file for sign in ("xhtml", "illegal_char")):  # gofeed unwraps these further
            assert [i.text("title") for i in page.items] == titles, file
            compared += 1
    found = count(f"gofeed ({compared} documents with equal titles)", pages)
    assert found["documents"] == 433
    assert compared >= 25


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
