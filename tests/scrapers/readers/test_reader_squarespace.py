"""Squarespace: exact records of its simulated sites, and its oddities, each one a case."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platform_bench import PlatformWeb
from platform_truth import wrong_events, wrong_news
from reader_bench import NOW, bench, reasons, said
from test_reader_fuzz import ANY, hold, places_of

from scrapers.recognise import recognise
from vigie.model import Capture, Kind, Request

AGENDA = "https://site.example/agenda?format=json"
# 5 March 2026, 20:00 and 22:00 in Brussels (UTC+1), and 1 February, 09:30.
EVENT = {
    "id": "64b0c1",
    "collectionId": "5f",
    "recordType": 12,
    "publishOn": 1769934600000,
    "updatedOn": 1769934600000,
    "authorId": "1",
    "title": "Soir&eacute;e pixels &amp; voix",
    "fullUrl": "/agenda/2026/3/5/soiree",
    "body": "<div class='sqs-layout'><p>Le soir.</p></div>",
    "excerpt": "<p>Court.</p>",
    "tags": ["son"],
    "categories": ["Concert"],
    "assetUrl": "https://images.squarespace-cdn.com/content/v1/5f/affiche.jpg",
    "startDate": 1772737200000,
    "endDate": 1772744400000,
    "location": {
        "mapLat": 40.7207559,
        "mapLng": -74.0007613,
        "markerLat": 50.46,
        "markerLng": 4.86,
        "addressTitle": "TRAKK",
        "addressLine1": "Avenue Reine Astrid 16",
        "addressLine2": "Namur, , 5000",
        "addressCountry": "Belgium",
    },
    "sourceUrl": "https://billets.example/1",
}
SITE = {"website": {"timeZone": "Europe/Brussels"}, "collection": {"typeName": "events-stacked"}}


def answer(*upcoming: object, past: tuple[object, ...] = (), **more: object) -> dict[str, object]:
    return {**SITE, "upcoming": list(upcoming), "past": list(past), **more}


@pytest.mark.parametrize(
    ("slug", "host"), [("halle-espace-agenda", "halle-espace.example"), ("halle-sans-zone", "halle-sans-zone.example")]
)
def test_the_simulated_events_are_read_exactly(platform_web: PlatformWeb, slug: str, host: str) -> None:
    read = platform_web.read(slug)
    assert len(read.records) >= 20
    assert wrong_events(platform_web, read, host) == []
    assert read.problems == ()
    assert dict(read.crawl.unread) in ({}, {"sourceUrl": 1})
    assert read.asked == (f"https://{host}/agenda?format=json",), "the pages of the past are not asked for"


def test_the_simulated_blog_is_read_exactly_to_its_last_page(platform_web: PlatformWeb) -> None:
    read = platform_web.read("halle-espace-journal")
    assert len(read.records) >= 40
    assert wrong_news(platform_web, read, "halle-espace.example") == []
    assert len(read.asked) == -(-len(read.records) // 20)
    assert all("format=json" in url for url in read.asked)
    assert read.crawl.pagination_end


def test_an_event() -> None:
    page = bench("squarespace").page(answer(EVENT), url=AGENDA)
    (item,) = page.items
    assert (item.key, item.kind, item.url) == ("64b0c1", Kind.EVENT, "https://site.example/agenda/2026/3/5/soiree")
    assert said(item) == {
        "title": "Soirée pixels & voix",
        "description": "<p>Court.</p>",
        "body": "<div class='sqs-layout'><p>Le soir.</p></div>",
        "url": "https://site.example/agenda/2026/3/5/soiree",
        "start": "2026-03-05T20:00:00[Europe/Brussels]",
        "end": "2026-03-05T22:00:00[Europe/Brussels]",
        "published": "2026-02-01T08:30:00Z",
        "updated": "2026-02-01T08:30:00Z",
        "image": "https://images.squarespace-cdn.com/content/v1/5f/affiche.jpg",
        "category": "Concert",
        "keywords": "son",
        "place_name": "TRAKK",
        "street": "Avenue Reine Astrid 16",
        "country": "Belgium",
        "place_text": "Namur, 5000",
        "latitude": "50.46",
        "longitude": "4.86",
    }
    assert page.unread == (("sourceUrl", 1),)
    assert page.last


def test_the_clock_of_a_site_that_never_set_its_zone() -> None:
    told = answer(EVENT) | {"website": {"timeZone": "America/New_York"}}
    (exact,) = bench("squarespace").page(told, url=AGENDA).items
    (local,) = bench("squarespace", clock="local").page(told, url=AGENDA).items
    assert exact.text("start") == "2026-03-05T14:00:00[America/New_York]", "the same instant"
    assert local.text("start") == "2026-03-05T14:00:00"


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "../etc/passwd", 7])
def test_a_site_without_a_zone_gives_instants(zone: object) -> None:
    (item,) = bench("squarespace").page(answer(EVENT) | {"website": {"timeZone": zone}}, url=AGENDA).items
    assert item.text("start") == "2026-03-05T19:00:00Z"


def test_a_marker_in_new_york_is_nobodys_and_a_slash_no_picture() -> None:
    nowhere = {"markerLat": 40.7207559, "markerLng": -74.0007613, "addressTitle": "", "addressLine2": "5000 Namur"}
    (item,) = bench("squarespace").page(answer(EVENT | {"location": nowhere, "assetUrl": "https://x.example/"})).items
    assert item.text("latitude") is None
    assert item.text("image") is None
    assert item.text("place_text") == "5000 Namur"


def test_past_events_are_read_left_out_or_paged_through() -> None:
    later = {"nextPage": True, "nextPageOffset": 9, "nextPageUrl": "/agenda?offset=9"}
    told = answer(EVENT, past=(EVENT | {"id": "2", "title": "Hier"},), pagination=later)
    usual, none, every = (
        bench("squarespace", **o).page(told, url=AGENDA) for o in ({}, {"past": "no"}, {"past": "all"})
    )
    assert [[i.key for i in page.items] for page in (usual, none, every)] == [
        ["64b0c1", "2"],
        ["64b0c1"],
        ["64b0c1", "2"],
    ]
    assert [r.url for r in (*usual.next, *none.next)] == []
    assert [r.url for r in every.next] == ["https://site.example/agenda?offset=9&format=json"]


def test_an_event_in_both_lists_is_one() -> None:
    page = bench("squarespace").page(answer(EVENT, past=(EVENT,)))
    assert [i.key for i in page.items] == ["64b0c1"]
    assert ("repeated item", 1) in page.unread


def test_a_moved_and_retitled_event_keeps_its_key() -> None:
    moved = EVENT | {"title": "ANNULÉ – Soirée", "startDate": 1773342000000, "fullUrl": "/agenda/autre"}
    (item,) = bench("squarespace").page(answer(moved)).items
    assert item.key == "64b0c1"


def test_a_post_is_dated_by_its_publication_alone() -> None:
    post = {k: v for k, v in EVENT.items() if k not in ("startDate", "endDate", "location")}
    page = bench("squarespace", Kind.NEWS).page({**SITE, "items": [post]})
    assert (page.items[0].kind, page.items[0].text("start")) == (Kind.NEWS, None)
    assert page.items[0].text("published") == "2026-02-01T08:30:00Z"


def test_pages_by_offset_alone_and_the_last_one() -> None:
    post = {"id": "1", "title": "A", "fullUrl": "/journal/a"}
    url = "https://site.example/journal?format=json"
    first = bench("squarespace", Kind.NEWS).page(
        {**SITE, "items": [post], "pagination": {"nextPage": True, "nextPageOffset": 17}}, url=url
    )
    assert [r.url for r in first.next] == ["https://site.example/journal?format=json&offset=17"]
    assert not first.last
    for end in ({}, {"pagination": {"nextPage": False, "nextPageOffset": 17}}, {"pagination": None}):
        page = bench("squarespace", Kind.NEWS).page({**SITE, "items": [post], **end}, url=url)
        assert (page.next, page.last) == ((), True)
    empty = bench("squarespace", Kind.NEWS).page({**SITE, "items": [], "pagination": {"nextPageUrl": "/x"}}, url=url)
    assert empty.next == ()


def test_one_item_by_its_own_address() -> None:
    (item,) = bench("squarespace").page({**SITE, "item": EVENT}).items
    assert item.key == "64b0c1"


def test_a_page_instead_of_json_and_another_json() -> None:
    assert reasons(bench("squarespace").page("<!doctype html><html></html>", "text/html")) == ["wrong-content"]
    assert reasons(bench("squarespace").page({"website": {}})) == ["schema-drift"]
    assert reasons(bench("squarespace").page(answer(EVENT | {"title": None}, 7))) == ["missing-title", "schema-drift"]


def test_its_answers_are_recognised() -> None:
    body = json.dumps(answer(EVENT)).encode()
    capture = Capture(Request(AGENDA), AGENDA, 200, (), body, NOW, "0" * 64)
    assert recognise(capture) == "squarespace"


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_value_in_any_place(data: st.DataObject) -> None:
    document = copy.deepcopy(answer(EVENT, past=(EVENT,), pagination={"nextPage": True, "nextPageUrl": "/a"}))
    for holder, key in data.draw(st.lists(st.sampled_from(list(places_of(document))), min_size=1, max_size=4)):
        holder[key] = data.draw(ANY)
    hold(bench("squarespace", past="all").page(json.dumps(document).encode(), "application/json"))
