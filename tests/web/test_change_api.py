"""`/changes` as pages: every change once, in order, under today's rights; cursors that cannot be are said so."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from feeds.change_events import events
from feeds.channel import site_of
from feeds.cloudevents import attributes
from pipeline.house import House
from tests.pipeline.stream_world import PORTAIL, QUAI, World, absorb, new_house, server_state
from tests.warehouse.made import NOW, event, record
from vigie.model import Rights, Source
from vigie.settings import Settings
from warehouse import changes
from warehouse.curate import curate
from warehouse.load import load
from web.app import create_app


@pytest.fixture(scope="module")
def lived(database_server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which some hundred things happened."""
    house = new_house(database_server, tmp_path_factory.mktemp("api"))
    many = [record(PORTAIL, f"bulk-{n}", event(f"Soirée numéro {n} des mille", 3 + n % 20)) for n in range(90)]
    load(house.engine, PORTAIL, many, [], [one.key for one in many], False, NOW, "run")
    world = World(house, random.Random(21))
    for _ in range(30):
        world.act()
    yield house
    house.engine.dispose()


@pytest.fixture(scope="module")
def api(lived: House) -> TestClient:
    return TestClient(create_app(lived.engine, lived.settings), base_url=lived.settings.site_url)


def newest(house: House) -> int:
    with house.engine.connect() as connection:
        return changes.newest(connection)


def test_pages_tell_every_change_once_and_in_order(lived: House, api: TestClient) -> None:
    url: str | None = "/changes?limit=7"
    told, pages, held = [], 0, {}
    while url:
        answer = api.get(url)
        assert answer.status_code == 200
        assert len(answer.json()) <= 7
        told += answer.json()
        pages += 1
        url = answer.links.get("next", {}).get("url")
    with lived.engine.connect() as connection:
        assert told == [attributes(e) for e in events(connection, 0, 10_000, site_of(lived.settings))]
    assert [int(e["id"]) for e in told] == list(range(1, newest(lived) + 1))
    assert pages == -(-newest(lived) // 7) > 10
    for one in told:
        absorb(held, one)
    assert held == server_state(lived)


def test_what_a_page_says_about_itself(lived: House, api: TestClient) -> None:
    answer = api.get("/changes?since=3&limit=2")
    assert answer.headers["content-type"] == "application/cloudevents-batch+json; charset=UTF-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-vigie-newest"] == str(newest(lived))
    assert "Accept" in answer.headers["vary"]
    assert answer.links["next"]["url"] == "https://vigie.example/changes?since=5&limit=2"
    assert [e["id"] for e in answer.json()] == ["4", "5"]
    head = api.head("/changes?since=3&limit=2")
    assert (head.status_code, head.content) == (200, b"")
    same = {"etag", "content-length", "content-type", "link", "x-vigie-newest", "vary"}
    assert {k: head.headers[k] for k in same} == {k: answer.headers[k] for k in same}
    for held in (answer.headers["etag"], f'"other", W/{answer.headers["etag"]}'):
        again = api.get("/changes?since=3&limit=2", headers={"if-none-match": held})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["link"] == answer.headers["link"]
    assert api.get("/changes?since=4&limit=2", headers={"if-none-match": answer.headers["etag"]}).status_code == 200


def test_defaults_and_limits(lived: House, api: TestClient) -> None:
    assert newest(lived) > 100
    assert len(api.get("/changes").json()) == 100
    assert len(api.get("/changes?limit=5000").json()) == min(1_000, newest(lived))
    assert "next" not in api.get("/changes?limit=1000").links
    at_the_end = api.get(f"/changes?since={newest(lived)}")
    assert (at_the_end.status_code, at_the_end.json()) == (200, [])
    assert "next" not in at_the_end.links


UNREADABLE = (
    *("since=" + text for text in ("-1", "abc", "", "1.5", "0x10", "%2B3", "٣", "1" + "0" * 30)),
    *("limit=" + text for text in ("0", "-5", "many", "")),
)


@pytest.mark.parametrize("query", UNREADABLE)
@pytest.mark.parametrize("path", ["/changes", "/changes/stream"])
def test_a_cursor_that_cannot_be_read_is_refused(api: TestClient, path: str, query: str) -> None:
    answer = api.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["detail"].startswith(query.split("=")[0])


@pytest.mark.parametrize("path", ["/changes", "/changes/stream"])
def test_a_cursor_past_the_end_is_of_another_log(lived: House, api: TestClient, path: str) -> None:
    answer = api.get(f"{path}?since={newest(lived) + 1}")
    assert answer.status_code == 410
    assert answer.json()["title"] == "Un autre journal"
    assert str(newest(lived)) in answer.json()["detail"]
    assert answer.headers["x-vigie-newest"] == str(newest(lived))
    assert answer.links["first"]["url"] == "https://vigie.example/changes?since=0&limit=100"


def test_a_bad_last_event_id_is_refused_and_a_good_one_comes_first(lived: House, api: TestClient) -> None:
    assert api.get("/changes/stream", headers={"last-event-id": "abc"}).status_code == 400
    beyond = {"last-event-id": str(newest(lived) + 5)}
    assert api.get("/changes/stream?since=1", headers=beyond).status_code == 410
    assert api.get("/changes?since=1", headers=beyond).status_code == 200, "a page has no Last-Event-ID"


def test_writing_is_not_offered(api: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert api.request(method, "/changes").status_code == 405


def test_rights_are_those_of_today_and_a_takedown_is_told(database_server: Settings, tmp_path: Path) -> None:
    house = new_house(database_server, tmp_path)
    words = "Une phrase qui en dit plus. " * 40

    def run_of(of: Source) -> None:
        content = event("Nuit des pixels", description=words, image="https://quai.example/a.jpg")
        load(house.engine, of, [record(of, "1", content)], [], ["1"], False, NOW, "run")
        curate(house.engine, NOW)

    run_of(replace(QUAI, rights=Rights(republish=True, image_rights="© Quai")))
    api = TestClient(create_app(house.engine, house.settings))
    first = api.get("/changes")
    assert len(first.json()[0]["data"]["state"]["description"]) > 300
    run_of(replace(QUAI, rights=Rights()))
    again = api.get("/changes", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200, "the old bytes were said to hold"
    assert len(again.json()[0]["data"]["state"]["description"]) <= 300
    assert "image" not in again.json()[0]["data"]["state"]
    house.engine.dispose()
