"""What machines get: feed files, one item's calendar, why a field has its value, health; and a real server."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import icalendar
import pytest
import requests
import uvicorn
import web_samples as made
from site_under_test import Site
from sqlalchemy import text
from starlette.testclient import TestClient

from vigie.model import FieldChoice, Kind
from warehouse.editing import hide
from warehouse.engine import open_engine
from web import machine
from web.app import create_app
from web.feed_files import is_safe, open_feed

TYPES = {
    "agenda.ics": "text/calendar; charset=utf-8",
    "calls.ics": "text/calendar; charset=utf-8",
    "watch.atom": "application/atom+xml; charset=utf-8",
    "agenda.json": "application/feed+json; charset=utf-8",
    "agenda.jsonld": "application/ld+json; charset=utf-8",
    "agenda.csv": "text/csv; charset=utf-8; header=present",
    "agenda.excel.csv": "text/csv; charset=utf-8; header=present",
    "index.json": "application/json",
}


@pytest.mark.parametrize("name", TYPES)
def test_feeds_are_served_as_they_lie(site: Site, name: str) -> None:
    answer = site.client.get(f"/feeds/{name}", headers={"Accept-Encoding": "identity"})
    on_disk = (site.settings.feeds / name).read_bytes()
    assert answer.content == on_disk
    assert answer.headers["content-type"] == TYPES[name]
    assert answer.headers["etag"] == f'"{hashlib.sha256(on_disk).hexdigest()}"'
    assert answer.headers["cache-control"] == "public, max-age=900, stale-while-revalidate=86400"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert f'<http://vigie.test/feeds/{name}>; rel="self"' in answer.headers["link"]
    assert answer.headers["last-modified"].endswith("GMT")


def test_a_client_that_has_it_gets_304(client: TestClient) -> None:
    plain = {"Accept-Encoding": "identity"}
    first = client.get("/feeds/agenda.ics", headers=plain)
    tag, day = first.headers["etag"], first.headers["last-modified"]
    for condition in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"x", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": day},
    ):
        again = client.get("/feeds/agenda.ics", headers=plain | condition)
        assert (again.status_code, again.content) == (304, b""), condition
        assert again.headers["etag"] == tag
    for condition in (
        {"If-None-Match": '"x"'},
        {"If-None-Match": '"x"', "If-Modified-Since": day},
        {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If-Modified-Since": "hier"},
    ):
        assert client.get("/feeds/agenda.ics", headers=condition).status_code == 200, condition


def test_head_says_the_same_without_the_bytes(client: TestClient) -> None:
    plain = {"Accept-Encoding": "identity"}
    whole, head = client.get("/feeds/agenda.ics", headers=plain), client.head("/feeds/agenda.ics", headers=plain)
    assert head.content == b""
    assert int(head.headers["content-length"]) == len(whole.content)
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize(
    "name",
    [
        "../vigie.txt",
        "%2e%2e/vigie.txt",
        "..%2fvigie.txt",
        "%2e%2e%2f%2e%2e%2fetc/passwd",
        "a/../../secret.json",
        "/etc/passwd",
        "//etc/passwd",
        "agenda.ics%00.json",
        "agenda.ics/",
        ".lock",
        ".edition/agenda.ics",
        "CON",
        "agenda.ıcs",
        "a" * 300 + ".ics",
        "AGENDA.ICS",
        "link.json",
        "folder",
        "",
    ],
)
def test_no_name_leads_out_of_the_folder(site: Site, name: str) -> None:
    outside = site.settings.home / "secret.json"
    outside.write_text("{}")
    link = site.settings.feeds / "link.json"
    if not link.is_symlink():
        link.symlink_to(outside)
    (site.settings.feeds / "folder").mkdir(exist_ok=True)
    assert site.client.get(f"/feeds/{name}").status_code == 404


def test_a_link_of_a_folder_is_refused_and_a_plain_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    feeds = tmp_path / "feeds"
    (feeds / "namur").mkdir(parents=True)
    for folder in (tmp_path / "out", feeds / "namur"):
        (folder / "agenda.json").write_text("{}")
    (feeds / "liege").symlink_to(tmp_path / "out")
    assert open_feed(feeds, "liege/agenda.json") is None
    found = open_feed(feeds, "namur/agenda.json")
    assert found
    assert found.body == b"{}"
    assert not is_safe("namur/../agenda.json")


def test_short_addresses_are_the_feeds(client: TestClient) -> None:
    for name in ("agenda.ics", "watch.atom", "calls.json", "index.json"):
        short, long = client.get(f"/{name}"), client.get(f"/feeds/{name}")
        assert short.status_code == 200
        assert short.content == long.content
        assert short.headers["etag"] == long.headers["etag"]
        assert f'<http://vigie.test/feeds/{name}>; rel="self"' in short.headers["link"]


def test_the_subscription_page_offers_what_is_there(site: Site, tmp_path: Path) -> None:
    page = site.client.get("/abonnements").text
    assert "webcal://vigie.test/feeds/agenda.ics" in page
    assert "12 à 24 heures" in page
    young = TestClient(create_app(site.engine, replace(site.settings, home=tmp_path)))
    assert "Pas encore publié" in young.get("/abonnements").text


def test_one_event_as_a_calendar(site: Site) -> None:
    id = made.item_named(site.engine, Kind.EVENT, "huit soirées")
    answer = site.client.get(f"/e/{id}.ics")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert f'filename="vigie-{id}.ics"' in answer.headers["content-disposition"]
    assert len(events) == 8
    assert str(events[0]["URL"]) == f"http://vigie.test/e/{id}"
    assert site.client.get(f"/e/{id}.ics", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_a_calls_deadline_is_a_calendar_too_and_news_are_none(site: Site) -> None:
    call = made.item_named(site.engine, Kind.CALL, "Bourse")
    answer = site.client.get(f"/e/{call}.ics")
    assert [str(e["SUMMARY"])[:17] for e in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")] == [
        "Clôture : Bourse "
    ]
    news = made.item_named(site.engine, Kind.NEWS, "orages (2)")
    assert site.client.get(f"/e/{news}.ics").status_code == 404


def test_every_field_that_a_page_offers_is_explained(site: Site) -> None:
    id = made.item_named(site.engine, Kind.EVENT, "Nuit modulaire")
    offered = [
        w.split('"')[0] for w in site.client.get(f"/e/{id}").text.split('href="')[1:] if "/why/" in w.split('"')[0]
    ]
    assert len(offered) >= 8
    for path in offered:
        answer = site.client.get(path)
        assert answer.status_code == 200, path
        assert answer.json()["item"] == id
    assert site.client.get(f"/e/{id}/why/title").json()["source"] == "halle-confluent"
    for field in ("nothing", "__class__", "rrule", "x" * 300):
        assert site.client.get(f"/e/{id}/why/{field}").status_code == 404


def test_unknown_ids_are_404_in_french(client: TestClient) -> None:
    for id in ("00000000-0000-0000-0000-000000000000", "x", "-" * 36, "a" * 36, "%00", "0" * 400):
        for ending in ("", ".ics", "/why/title"):
            answer = client.get(f"/e/{id}{ending}")
            assert answer.status_code == 404, (id, ending)
            assert "Cette page n’existe pas" in answer.text


def test_merged_hidden_and_withdrawn_items(site: Site) -> None:
    named = [made.item_named(site.engine, Kind.EVENT, f"n° {n}") for n in (57, 58, 59, 60)]
    lost, kept, hidden, gone = named
    with site.engine.begin() as connection:
        connection.execute(text("UPDATE items SET merged_into = :into WHERE id = :id"), {"into": kept, "id": lost})
        connection.execute(text("UPDATE items SET withdrawn_at = :at WHERE id = :id"), {"at": made.NOW, "id": gone})
        hide(connection, hidden, True, "anne", made.NOW)
    try:
        for ending in ("", ".ics", "/why/title"):
            moved = site.client.get(f"/e/{lost}{ending}")
            assert (moved.status_code, moved.headers["location"]) == (301, f"/e/{kept}{ending}")
        assert site.client.get(f"/e/{hidden}").status_code == 404
        tombstone = site.client.get(f"/e/{gone}")
        assert tombstone.status_code == 410
        assert "retirée" in tombstone.text
    finally:
        with site.engine.begin() as connection:
            connection.execute(text("UPDATE items SET merged_into = NULL, withdrawn_at = NULL"))
            hide(connection, hidden, False, "anne", made.NOW)


def test_health(site: Site) -> None:
    body = site.client.get("/sante").json()
    assert body["status"] == "ok"
    assert body["items"]["news"] == 45
    assert body["feeds_published_at"]
    nobody = open_engine("postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=1")
    ill = TestClient(create_app(nobody, site.settings), raise_server_exceptions=False)
    assert ill.get("/health").status_code == 503
    failed = ill.get("/agenda")
    assert failed.status_code == 500
    assert "Quelque chose n’a pas marché" in failed.text
    assert "default-src 'self'" in failed.headers["content-security-policy"]
    assert "psycopg" not in failed.text


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """The site behind a real uvicorn on a free loopback port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(site.engine, site.settings), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield "http://{}:{}".format(*listener.getsockname())
    server.should_exit = True
    thread.join(10)


def test_over_a_real_server(address: str) -> None:
    page = requests.get(f"{address}/agenda", timeout=10)
    assert (page.status_code, page.encoding) == (200, "utf-8")
    assert "Nuit modulaire" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert requests.head(f"{address}/agenda", timeout=10).status_code == 200
    feed = requests.get(f"{address}/feeds/agenda.json", timeout=10)
    assert json.loads(feed.content)["version"] == "https://jsonfeed.org/version/1.1"
    again = requests.get(f"{address}/feeds/agenda.json", headers={"If-None-Match": feed.headers["etag"]}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")
    with socket.create_connection(address.removeprefix("http://").split(":"), 5) as raw:  # a client that mends no path
        raw.sendall(b"GET /feeds/../../secret.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert raw.recv(64).startswith(b"HTTP/1.1 404")


def test_who_edited_is_not_told() -> None:
    """SECURITY.md D16: an explanation is public, and editors are persons."""
    edited = FieldChoice("i", "title", '"Nuit"', "editor", "editor", "anne.dupont@example.org", "")
    told = machine.explanation(edited)
    assert b"anne" not in told
    assert b'"rule":"editor"' in told
