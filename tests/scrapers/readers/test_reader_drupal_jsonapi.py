"""Drupal's JSON:API: oddities by hand, and two whole interfaces over HTTP."""

import pytest
from platform_bench import bare, closings, told
from reader_bench import bench, reasons, said

from scrapers.recognise import recognise
from vigie.model import Kind

URL = "https://site.example/jsonapi/node/event"
NODE = {
    "type": "node--event",
    "id": "3c38f39b-6601-41bd-a205-5e30c42c36fb",
    "attributes": {
        "drupal_internal__nid": 12,
        "langcode": "fr",
        "status": True,
        "title": "Atelier",
        "created": "2026-02-01T08:00:00+00:00",
        "changed": "2026-02-02T08:00:00+00:00",
        "path": {"alias": "/agenda/atelier", "pid": 1, "langcode": "fr"},
        "body": {"value": "brut", "processed": "<p>Texte</p>", "summary": "Court"},
        "field_date": {"value": "2026-03-05T18:30:00+01:00", "end_value": "2026-03-05T20:00:00+01:00"},
        "field_adresse": {"address_line1": "Rue X 1", "postal_code": "5000", "locality": "Namur", "country_code": "BE"},
        "field_geo": {"lat": 50.46, "lon": 4.86},
        "field_code": "XY",
    },
    "relationships": {
        "uid": {"data": {"type": "user--user", "id": "1"}},
        "field_lieu": {"data": {"type": "node--place", "id": "p"}},
        "field_image": {"data": {"type": "media--image", "id": "m"}},
        "field_rubrique": {"data": [{"type": "taxonomy_term--r", "id": "t"}]},
    },
}
INCLUDED = [
    {"type": "node--place", "id": "p", "attributes": {"title": "TRAKK"}},
    {"type": "media--image", "id": "m", "attributes": {"name": "photo.jpg"},
     "relationships": {"field_media_image": {"data": {"type": "file--file", "id": "f"}}}},
    {"type": "file--file", "id": "f", "attributes": {"uri": {"value": "public://a.jpg", "url": "/files/a.jpg"}}},
    {"type": "taxonomy_term--r", "id": "t", "attributes": {"name": "Atelier"}},
]  # fmt: skip


def node(**attributes):
    return {**NODE, "attributes": {**NODE["attributes"], **attributes}}


def read(*rows, kinds=(Kind.EVENT,), url=URL, more=None, **options):
    return bench("drupal_jsonapi", *kinds, urls=(url,), **options).page({"data": list(rows), **(more or {})}, url=url)


def test_a_node_with_what_it_links_to():
    page = read(NODE, more={"included": INCLUDED, "meta": {"count": 57}})
    (item,) = page.items
    assert (item.key, item.url) == ("node:12", "https://site.example/agenda/atelier")
    assert said(item) == {
        "title": "Atelier",
        "url": "https://site.example/agenda/atelier",
        "start": "2026-03-05T18:30:00+01:00",
        "end": "2026-03-05T20:00:00+01:00",
        "street": "Rue X 1",
        "postcode": "5000",
        "city": "Namur",
        "country": "BE",
        "latitude": "50.46",
        "longitude": "4.86",
        "place_text": "TRAKK",
        "image": "https://site.example/files/a.jpg",
        "category": "Atelier",
        "description": "Court",
        "body": "<p>Texte</p>",
        "published": "2026-02-01T08:00:00+00:00",
        "updated": "2026-02-02T08:00:00+00:00",
        "language": "fr",
    }
    assert item.first("start").evidence.pointer == "/data/0/attributes/field_date/value"
    assert page.unread == (("field_code", 1),)
    assert page.expected == 57


def test_links_that_did_not_come_along_are_unread():
    page = read(NODE)
    assert dict(page.unread) == {
        "field_code": 1,
        "field_image": 1,
        "field_lieu": 1,
        "field_rubrique": 1,
    }


def test_several_dates_are_sessions():
    values = [{"value": f"2026-03-{day}T18:30:00+01:00", "end_value": None} for day in ("05", "12")]
    (item,) = read(node(field_date=values)).items
    assert [(f.group, f.value) for f in item.all("start")] == [
        (1, "2026-03-05T18:30:00+01:00"), (2, "2026-03-12T18:30:00+01:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("created", "clock", "start"),
    [
        ("2026-02-01T08:00:00+00:00", "", "2026-03-05T18:30:00"),  # the site wrote it itself: local
        (1769932800, "", "2026-03-05T18:30:00Z"),  # before Drupal 8.7: the stored value, UTC
        (1769932800, "local", "2026-03-05T18:30:00"),
        ("2026-02-01T08:00:00+00:00", "utc", "2026-03-05T18:30:00Z"),
    ],
)
def test_a_clock_without_offset_is_utc_on_old_sites_and_local_on_others(created, clock, start):
    (item,) = read(node(field_date={"value": "2026-03-05T18:30:00"}, created=created), clock=clock).items
    assert item.text("start") == start


def test_a_number_is_seconds_since_1970():
    (item,) = read(node(created="1769932800")).items
    assert item.text("published") == "2026-02-01T08:00:00Z"


def test_fields_of_their_own_for_begin_and_end_and_for_a_closing_date():
    (item,) = read(node(field_date=None, field_date_debut="2026-03-05", field_date_fin="2026-03-07")).items
    assert (item.text("start"), item.text("end")) == ("2026-03-05", "2026-03-07")
    (call,) = read(node(field_date=None, field_date_limite="2026-03-31"), kinds=(Kind.CALL,)).items
    assert (call.text("deadline"), call.first("start")) == ("2026-03-31", None)
    (window,) = read(NODE, kinds=(Kind.CALL,)).items
    assert (window.text("opens"), window.text("deadline")) == ("2026-03-05T18:30:00+01:00", "2026-03-05T20:00:00+01:00")


def test_a_field_may_be_named_by_an_option():
    (item,) = read(node(field_xyz="Salle bleue"), field__place_name="field_xyz").items
    assert item.text("place_name") == "Salle bleue"


def test_the_alias_lies_below_the_language_of_the_interface():
    english = "https://site.example/en/jsonapi/node/event"
    assert read(NODE, url=english).items[0].url == "https://site.example/en/agenda/atelier"
    assert read(node(path={"alias": None})).items[0].url == "https://site.example/node/12"


def test_without_a_number_the_uuid_is_the_key():
    assert read(node(drupal_internal__nid=None)).items[0].key == NODE["id"]


def test_the_root_of_a_site_and_whole_addresses():
    (root,) = bench("drupal_jsonapi", urls=("https://site.example/",), include="field_lieu").start()
    assert root.url == ("https://site.example/jsonapi/node/event?page[limit]=50&sort=-created&include=field_lieu")
    (whole,) = bench("drupal_jsonapi", urls=(f"{URL}?sort=field_date",)).start()
    assert whole.url == f"{URL}?sort=field_date&page[limit]=50"
    assert dict(whole.headers) == {"Accept": "application/vnd.api+json"}


def test_the_next_page_is_followed_on_the_same_host_only():
    onward = {"next": {"href": f"{URL}?page%5Boffset%5D=50"}}
    assert [r.url for r in read(NODE, more={"links": onward}).next] == [f"{URL}?page%5Boffset%5D=50"]
    away = {"next": "https://autre.example/jsonapi"}
    assert read(NODE, more={"links": away}).next == ()


def test_errors_are_problems():
    made = bench("drupal_jsonapi", urls=(URL,))
    assert reasons(made.page({"errors": [{"title": "Not Found", "status": "404"}]}, url=URL)) == ["wrong-content"]
    assert reasons(made.page([1], url=URL)) == ["schema-drift"]
    assert reasons(read({"type": "node--event", "id": "x"})) == ["parse-error"]


def test_the_interface_is_recognised(platform_web):
    captures = platform_web.read("noeuds-appels").captures
    assert {recognise(c) for c in captures if "jsonapi" in c.request.url} == {"drupal_jsonapi"}


def test_a_whole_agenda(platform_web):
    read_all = platform_web.read("noeuds-agenda")
    assert read_all.problems == ()
    assert read_all.crawl.pagination_end
    truth = platform_web.truth("noeuds-wallonie.example", "event")
    assert len(truth) == 100
    assert read_all.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        event = read_all.records[key].content
        assert (event.title, event.url, event.status.value) == (bare(title), url, true.status)
        assert told(event) == true.sessions
        assert (event.place.municipality if event.place else None) == true.municipality
        assert (event.place.name if event.place else None) == true.venue
        assert bool(event.is_free) == true.free
    assert dict(read_all.crawl.unread) == {"field_reservation": 100}


def test_a_whole_list_of_calls(platform_web):
    read_all = platform_web.read("noeuds-appels")
    truth = platform_web.truth("noeuds-wallonie.example", "call")
    assert read_all.problems == ()
    assert read_all.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        call = read_all.records[key].content
        assert (call.title, call.url, closings(call), call.rolling) == (title, url, true.deadlines, true.rolling)
