"""Bytes and structures that nobody planned: nothing raises, every item is whole, everything can be stored."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_bench import Bench, bench
from test_reader_digital_wallonia import EVENT as ENTRY
from test_reader_digital_wallonia import answer
from test_reader_drupal_jsonapi import INCLUDED, NODE
from test_reader_eu_funding import topic
from test_reader_json import IMIO, POST, TRIBE
from test_reader_mec import SETTINGS, row, script
from test_reader_schema_org import EVENT, page_of
from test_reader_sitemap import url, urlset

from vigie.codec import to_json
from vigie.model import FieldRule, Kind, Page, Recipe

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
RECIPE = Recipe(
    item="li",
    fields=(FieldRule("title", ""), FieldRule("url", "a", "href")),
    next="a",
    detail=(FieldRule("body", "p"),),
)
BENCHES: dict[str, Bench] = {
    "feed": bench("feed", Kind.NEWS),
    "ical": bench("ical"),
    "schema_org": bench("schema_org", Kind.EVENT, Kind.NEWS, follow="a", next="a"),
    "wordpress": bench("wordpress"),
    "tribe_events": bench("tribe_events"),
    "opendatasoft": bench("opendatasoft"),
    "plone": bench("plone"),
    "openagenda": bench("openagenda"),
    "eu_funding": bench("eu_funding", Kind.CALL),
    "digital_wallonia": bench("digital_wallonia"),
    "drupal": bench("drupal"),
    "typo3": bench("typo3"),
    "mec": bench("mec", more="yes"),
    "sitemap": bench("sitemap"),
    "drupal_jsonapi": bench("drupal_jsonapi"),
    "json": bench("json", list="/rows | ", field__title="t|title", key="id"),
    "recipe": bench("recipe", recipe=RECIPE),
}
ICS = "\r\n".join(
    (
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTART:20260509T083000Z",
        "RRULE:FREQ=DAILY;COUNT=2",
        "SUMMARY:A",
        "END:VEVENT",
        "END:VCALENDAR",
    )
)
SEEDS = {
    "feed": '<rss version="2.0"><channel><item><title>A</title><link>/a</link>'
    "<pubDate>Thu, 05 Mar 2026 17:30:00 GMT</pubDate></item></channel></rss>",
    "ical": ICS,
    "schema_org": page_of(
        EVENT, body='<div itemscope itemtype="http://schema.org/Event"><a itemprop="url" href="/x">x</a></div>'
    ),
    "wordpress": json.dumps([POST]),
    "tribe_events": json.dumps({"events": [TRIBE], "total": 1}),
    "opendatasoft": json.dumps(
        {"total_count": 1, "results": [{"uid": "1", "title_fr": "A", "timings": "[]", "latlon": [1, 2]}]}
    ),
    "plone": json.dumps({"items": [IMIO], "batching": {"next": "/@events?b_start=1"}}),
    "openagenda": json.dumps(
        {"total": 1, "events": [{"uid": 1, "title": {"fr": "A"}, "timings": [{"begin": "2026-01-01T10:00"}]}]}
    ),
    "eu_funding": json.dumps({"totalResults": 1, "results": [topic()]}),
    "digital_wallonia": json.dumps(answer(ENTRY)),
    "drupal_jsonapi": json.dumps({"data": [NODE], "included": INCLUDED, "links": {"next": {"href": "/jsonapi?x=1"}}}),
    "sitemap": urlset(url(), "<url><loc>https://site.example/b</loc><news><title>A</title></news></url>"),
    "mec": script() + row() + SETTINGS,
    "typo3": '<div class="news-list-item"><h3><a href="/a">A</a></h3><b class="news-list-date">21.03.2026</b></div>',
    "drupal": '<div class="view"><div class="views-row"><h2><a href="/a">A</a></h2><div class="field--name-field-date">'
    '<time datetime="2026-03-05T17:30:00Z">05/03/2026 - 18:30</time></div></div></div>',
    "json": json.dumps({"rows": [{"t": "A", "id": 1}]}),
    "recipe": '<ul><li><a href="/a">A</a></li></ul>',
}


def hold(page: Page) -> None:
    """What must be true of any page."""
    assert to_json(page)
    assert len({item.key for item in page.items}) == len(page.items)
    for item in page.items:
        assert item.key.strip()
        assert item.fields
        assert item.text("title")
        assert "\x00" not in str(item)
        assert all(field.value.strip() and field.evidence.capture for field in item.fields)
    for problem in page.problems:
        assert problem.reason
        assert problem.detail
        assert len(problem.raw) <= 500
        assert problem.url


def test_the_seeds_are_read_at_all():
    assert {
        name: len(
            BENCHES[name]
            .page(text, "text/html" if name in ("schema_org", "recipe", "drupal", "typo3", "mec") else "x/y")
            .items
        )
        for name, text in SEEDS.items()
    } == dict.fromkeys(SEEDS, 1)


@pytest.mark.parametrize("platform", BENCHES)
@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(platform, body):
    hold(BENCHES[platform].page(body, "text/html"))


@pytest.mark.parametrize("platform", BENCHES)
@QUICK
@given(st.data())
def test_damaged_documents(platform, data):
    """A whole document with a piece cut out, doubled or overwritten."""
    body = SEEDS[platform].encode()
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 60)))
    put = data.draw(
        st.one_of(
            st.binary(max_size=8),
            st.just(body[start:end] * 2),
            st.sampled_from(
                [b"\x00", b"]", b"}", b'"', b"<", b"&#0;", b"\\ud800", b"9" * 30, b"-1", b"null", b"[]", b"{}"]
            ),
        )
    )
    hold(BENCHES[platform].page(body[:start] + put + body[end:], "text/html"))


ANY = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.text(max_size=12),
        st.sampled_from(
            ["2026-03-05", "2026-03-05T18:30:00Z", "http://[", "https://site.example/a", "<b>x", "\x00", "\ud800"]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["@id", "name", "rendered", "fr", "url", "lat", "lon", "begin", "value", "x"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)
JSON_PLATFORMS = ["wordpress", "tribe_events", "opendatasoft", "plone", "openagenda", "eu_funding", "json",
                  "digital_wallonia", "drupal_jsonapi"]  # fmt: skip


@pytest.mark.parametrize("platform", JSON_PLATFORMS)
@QUICK
@given(st.data())
def test_any_value_in_any_place(platform, data):
    document = json.loads(SEEDS[platform])
    places = list(places_of(document))
    for holder, key in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        holder[key] = data.draw(ANY)
    hold(BENCHES[platform].page(json.dumps(document).encode(), "application/json"))


@QUICK
@given(st.data())
def test_any_value_in_any_place_of_json_ld(data):
    event = json.loads(json.dumps(EVENT))
    for holder, key in data.draw(st.lists(st.sampled_from(list(places_of(event))), min_size=1, max_size=4)):
        holder[key] = data.draw(ANY)
    hold(BENCHES["schema_org"].page(page_of(event), "text/html"))


def places_of(document):
    rows = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    for key, value in list(rows):
        yield document, key
        yield from places_of(value)
