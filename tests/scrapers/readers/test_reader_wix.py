"""Wix Events: exact records of its simulated site, and its oddities, each one a case."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platform_bench import PlatformWeb
from platform_truth import wrong_events
from reader_bench import bench, reasons, said
from test_reader_fuzz import ANY, hold, places_of

from vigie.model import Event, Kind, Page, Status

AGENDA = "https://site.example/agenda"
EVENT = {
    "id": "b4c49475",
    "slug": "nuit-des-pixels",
    "title": "Nuit des pixels &amp; voix",
    "description": "Un soir.",
    "status": 0,
    "location": {"name": "TRAKK", "type": 0, "address": "Avenue Reine Astrid 16, 5000 Namur, Belgique"},
    "scheduling": {
        "config": {
            "scheduleTbd": False,
            "startDate": "2026-03-05T19:00:00.000Z",
            "endDate": "2026-03-05T21:00:00.000Z",
            "endDateHidden": False,
            "timeZoneId": "Europe/Brussels",
        }
    },
    "mainImage": {"id": "8f_1~mv2.jpg"},
    "registration": {"ticketing": {"lowestPrice": "5.00", "highestPrice": "12.00", "currency": "EUR"}},
    "created": "2026-01-01T00:00:00Z",
    "fancyNewField": "x",
}
DATES = {"b4c49475": {"startDateISOFormatNotUTC": "2026-03-05T20:00:00+01:00",
                      "endDateISOFormatNotUTC": "2026-03-05T22:00:00+01:00"}}  # fmt: skip


def state(*events: object, dates: object = None, **more: object) -> dict[str, object]:
    widget = {"events": {"events": list(events), **more}, "dates": {"events": DATES if dates is None else dates}}
    return {"appsWarmupData": {"140603ad": {"widgetcomp-1": widget}}}


def html(data: object, body: str = "") -> str:
    return f'<html><body>{body}<script id="wix-warmup-data">{json.dumps(data)}</script></body></html>'


def read(*events: object, body: str = "", options: dict[str, str] | None = None, **more: object) -> Page:
    return bench("wix", **(options or {})).page(html(state(*events, **more), body), "text/html", url=AGENDA)


@pytest.mark.parametrize("slug", ["neon-vitrine", "neon-vitrine-pages"])
def test_the_simulated_site_is_read_exactly(platform_web: PlatformWeb, slug: str) -> None:
    read = platform_web.read(slug)
    assert len(read.records) >= 20
    assert wrong_events(platform_web, read, "neon-vitrine.example") == []
    assert read.problems == ()
    assert read.crawl.unread == (("repeated item", 3),), "three stand in two widgets"
    assert read.crawl.pagination_end
    with_pages = slug.endswith("pages")
    assert len(read.asked) == (1 + len(read.records) if with_pages else 1)
    assert any(i.text("body") for i in read.crawl.items) is with_pages


def test_a_status_is_a_number(platform_web: PlatformWeb) -> None:
    read = platform_web.read("neon-vitrine")
    true = platform_web.truth("neon-vitrine.example", "event")
    told = {key: r.content.status for key, r in read.records.items() if isinstance(r.content, Event)}
    assert {k for k, s in told.items() if s is Status.CANCELLED} == {
        k for k, t in true.items() if t[0].status == "cancelled"
    }
    assert Status.CANCELLED in told.values()
    assert {k for k, s in told.items() if s is Status.FULL} == {k for k, t in true.items() if t[0].status == "full"}


def test_an_event() -> None:
    page = read(EVENT, body='<a href="/fr/event-info/nuit-des-pixels?lang=fr">Infos</a>')
    (item,) = page.items
    assert (item.key, item.kind) == ("b4c49475", Kind.EVENT)
    assert said(item) == {
        "title": "Nuit des pixels & voix",
        "description": "Un soir.",
        "url": "https://site.example/fr/event-info/nuit-des-pixels?lang=fr",
        "start": "2026-03-05T20:00:00+01:00",
        "end": "2026-03-05T22:00:00+01:00",
        "place_name": "TRAKK",
        "place_text": "Avenue Reine Astrid 16, 5000 Namur, Belgique",
        "price_low": "5.00",
        "price_high": "12.00",
        "currency": "EUR",
        "image": "https://static.wixstatic.com/media/8f_1~mv2.jpg",
    }
    assert page.unread == (("fancyNewField", 1),)
    assert page.last


def test_without_the_widgets_clocks_the_instants_are_utc() -> None:
    (item,) = read(EVENT, dates={}).items
    assert (item.text("start"), item.text("end")) == ("2026-03-05T19:00:00Z", "2026-03-05T21:00:00Z")


def test_an_end_that_the_site_hides_is_none() -> None:
    hidden = copy.deepcopy(EVENT)
    hidden["scheduling"]["config"]["endDateHidden"] = True
    (item,) = read(hidden).items
    assert (item.text("start"), item.text("end")) == ("2026-03-05T20:00:00+01:00", None)


def test_a_date_that_is_to_come_is_words() -> None:
    later = EVENT | {"scheduling": {"config": {"scheduleTbd": True, "scheduleTbdMessage": "Date à venir"}}}
    (item,) = read(later, dates={}).items
    assert (item.text("start"), item.text("date_text")) == (None, "Date à venir")


@pytest.mark.parametrize(
    ("status", "word"), [(3, "CANCELED"), ("CANCELED", "CANCELED"), (0, None), (1, None), (2, None)]
)
def test_the_number_three_is_cancelled_and_no_number_of_another_platform(status: object, word: str | None) -> None:
    assert read(EVENT | {"status": status}).items[0].text("status") == word


@pytest.mark.parametrize(
    ("body", "options", "url"),
    [
        ("", {}, "https://site.example/event-details/nuit-des-pixels"),
        ("", {"event_path": "event-info"}, "https://site.example/event-info/nuit-des-pixels"),
        (
            '<a href="/x/nuit-des-pixels/">x</a>',
            {"event_path": "event-info"},
            "https://site.example/x/nuit-des-pixels/",
        ),
    ],
)
def test_the_address_of_an_events_page(body: str, options: dict[str, str], url: str) -> None:
    (item,) = read(EVENT, body=body, options=options).items
    assert item.url == url


def test_a_place_in_pieces_and_an_online_one() -> None:
    pieces = {"name": "TRAKK", "fullAddress": {"streetAddress": {"name": "Avenue Reine Astrid", "number": "16"},
              "city": "Namur", "postalCode": "5000", "country": "BE"},
              "coordinates": {"lat": 50.46, "lng": 4.86}}  # fmt: skip
    (item,) = read(EVENT | {"location": pieces}).items
    told = said(item)
    assert [told[n] for n in ("place_name", "street", "postcode", "city", "country", "latitude", "longitude")] == [
        "TRAKK", "Avenue Reine Astrid 16", "5000", "Namur", "BE", "50.46", "4.86"]  # fmt: skip
    (online,) = read(EVENT | {"location": {"type": "ONLINE", "name": "Zoom"}}).items
    assert online.text("attendance_mode") == "OnlineEventAttendanceMode"


def test_a_list_that_was_cut_is_no_whole_list() -> None:
    assert read(EVENT, hasMore=True).last is False
    assert read(EVENT, hasMore=False).last is True


def test_a_moved_and_retitled_event_keeps_its_key() -> None:
    moved = copy.deepcopy(EVENT) | {"title": "Reporté", "slug": "autre"}
    assert (
        read(moved, dates={"b4c49475": {"startDateISOFormatNotUTC": "2026-04-05T20:00:00+02:00"}}).items[0].key
        == "b4c49475"
    )


def test_the_long_text_of_an_events_own_page() -> None:
    nodes = [{"nodes": [{"textData": {"text": "A < B"}}]}, {"nodes": []}, {"nodes": [{"textData": {"text": "Fin"}}]}]
    widget = {"event": {"event": EVENT | {"longDescription": {"nodes": nodes}}}, "dates": {"events": DATES}}
    here = "https://site.example/event-info/nuit-des-pixels"
    page = bench("wix").page(html({"appsWarmupData": {"a": {"w": widget}}}), "text/html", url=here)
    (item,) = page.items
    assert (item.key, item.url, item.text("body")) == ("b4c49475", here, "<p>A &lt; B</p><p>Fin</p>")


def test_without_data_the_json_ld_and_without_it_the_cards() -> None:
    event = {"@type": "Event", "name": "A", "startDate": "2026-03-05T20:00:00+01:00", "url": "https://site.example/e/a"}
    ld = f'<script type="application/ld+json">{json.dumps(event)}</script>'
    (item,) = bench("wix").page(f"<html>{ld}</html>", "text/html", url=AGENDA).items
    assert (item.key, item.text("start")) == ("https://site.example/e/a", "2026-03-05T20:00:00+01:00")
    card = (
        '<li data-hook="events-card"><a data-hook="title" href="/event-info/nuit">Nuit</a><div data-hook="date">5 mars '
        '2026, 20:00</div><div data-hook="location">TRAKK</div><button data-hook="more-info-link-b4c49475">+</button>'
    )
    (item,) = bench("wix").page(f"<html><ul>{card}</ul></html>", "text/html", url=AGENDA).items
    assert item.key == "b4c49475", "the id that the data would have given"
    assert said(item) == {"title": "Nuit", "date_text": "5 mars 2026, 20:00", "place_text": "TRAKK",
                          "url": "https://site.example/event-info/nuit"}  # fmt: skip


def test_a_page_with_nothing_and_broken_data() -> None:
    assert reasons(bench("wix").page("<html><p>Bienvenue</p></html>", "text/html")) == ["no-structured-data"]
    assert reasons(bench("wix").page('<script id="wix-warmup-data">{"a": [</script>', "text/html")) == ["parse-error"]
    assert reasons(bench("wix").page("", "text/html")) == ["wrong-content"]
    assert reasons(read(EVENT | {"title": ""}, 7)) == ["missing-title", "schema-drift"]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_value_in_any_place(data: st.DataObject) -> None:
    document = copy.deepcopy(state(EVENT, EVENT | {"id": "2"}))
    for holder, key in data.draw(st.lists(st.sampled_from(list(places_of(document))), min_size=1, max_size=4)):
        holder[key] = data.draw(ANY)
    hold(bench("wix", details="yes").page(html(document).encode("utf-8", "surrogatepass"), "text/html"))


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_pages(data: st.DataObject) -> None:
    body = html(state(EVENT), '<li data-hook="events-card"><a data-hook="title" href="/a">A</a></li>').encode()
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 80)))
    hold(bench("wix").page(body[:start] + data.draw(st.binary(max_size=9)) + body[end:], "text/html"))
