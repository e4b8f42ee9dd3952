"""`POST /hub` of the site: what is taken, what is refused, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient

from pipeline.house import House
from tests.pipeline.stream_world import new_house
from tests.pipeline.subscriber_world import SITE, put_feed
from vigie.settings import Settings
from warehouse import websub, websub_requests
from warehouse.websub import Subscription
from warehouse.websub_requests import Mode
from web import hub
from web.app import create_app

CALLBACK = "https://lecteur.example/cb"
TOPIC = f"{SITE}/feeds/agenda.json"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DAY = 86_400


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def shared(database_server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = new_house(database_server, tmp_path_factory.mktemp("hub"))
    put_feed(house.settings.feeds, "agenda.json", b"{}")
    put_feed(house.settings.feeds, "province/namur/agenda.ics", b"BEGIN", "text/calendar; charset=utf-8")
    (house.settings.feeds / "changes.ndjson").write_bytes(b"{}\n")
    yield house
    house.engine.dispose()


@pytest.fixture
def house(shared: House) -> House:
    with shared.engine.begin() as connection:
        connection.execute(text("DELETE FROM websub_subscriptions"))
    return shared


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(house: House, clock: Clock) -> TestClient:
    app = FastAPI()
    app.include_router(hub.routes(house.engine, house.settings, clock))
    return TestClient(app, base_url=SITE)


def ask(site: TestClient, **form: str) -> httpx.Response:
    given = {"mode": "subscribe", "callback": CALLBACK, "topic": TOPIC, **form}
    body = urlencode({f"hub.{name}": value for name, value in given.items() if value != "LEFT OUT"})
    return site.post("/hub", content=body, headers=FORM)


def rows(house: House) -> tuple[Subscription, ...]:
    with house.engine.connect() as connection:
        return websub.every(connection)


def test_a_request_is_written_down_and_nothing_more(house: House, site: TestClient, clock: Clock) -> None:
    answer = ask(site, secret="clé", lease_seconds="7200", verify="async")
    assert (answer.status_code, answer.headers["cache-control"]) == (202, "no-store")
    (row,) = rows(house)
    assert (row.topic, row.callback, row.host) == (TOPIC, CALLBACK, "lecteur.example")
    assert (row.wanted, row.wanted_secret, row.wanted_seconds) == (Mode.SUBSCRIBE, "clé", 7200)
    assert (row.lease_until, row.secret, row.delivered) == (None, None, None)
    assert row.asked_at == row.next_attempt_at == clock.now


def test_the_site_has_the_hub(house: House) -> None:
    site = TestClient(create_app(house.engine, house.settings), base_url=SITE)
    assert ask(site).status_code == 202
    assert len(rows(house)) == 1
    assert site.get("/hub").status_code == 405


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("LEFT OUT", 10 * DAY),
        ("", 10 * DAY),
        ("0", 3_600),
        ("1", 3_600),
        ("3600", 3_600),
        ("86400", DAY),
        ("999999999", 30 * DAY),
    ],
)
def test_a_lease_is_between_an_hour_and_thirty_days(house: House, site: TestClient, said: str, seconds: int) -> None:
    assert ask(site, lease_seconds=said).status_code == 202
    assert rows(house)[0].wanted_seconds == seconds


@pytest.mark.parametrize(
    ("form", "status", "about"),
    [
        ({"mode": "publish"}, 400, "hub.mode"),
        ({"mode": "LEFT OUT"}, 400, "hub.mode"),
        ({"callback": "LEFT OUT"}, 400, "hub.callback"),
        ({"topic": "LEFT OUT"}, 400, "hub.topic"),
        ({"topic": "nothing"}, 400, "hub.topic"),
        ({"topic": SITE + "/feeds/a\x00b"}, 400, "hub.topic"),
        ({"secret": ""}, 400, "hub.secret"),
        ({"secret": "x" * 200}, 400, "hub.secret"),
        ({"secret": "é" * 100}, 400, "hub.secret"),
        ({"secret": "a\x00b"}, 400, "hub.secret"),
        ({"lease_seconds": "-1"}, 400, "hub.lease_seconds"),
        ({"lease_seconds": "ten"}, 400, "hub.lease_seconds"),
        ({"topic": f"{SITE}/feeds/none.json"}, 404, "hub.topic"),
        ({"topic": f"{SITE}/feeds/"}, 404, "hub.topic"),
        ({"topic": f"{SITE}/agenda"}, 404, "hub.topic"),
        ({"topic": f"{SITE}/feeds/agenda.json?q=1"}, 404, "hub.topic"),
        ({"topic": f"{SITE}/feeds/../feeds/agenda.json"}, 404, "hub.topic"),
        ({"topic": f"{SITE}/feeds/index.json"}, 404, "hub.topic"),
        ({"topic": f"{SITE}/feeds/changes.ndjson"}, 404, "hub.topic"),
        ({"topic": "https://autre.example/feeds/agenda.json"}, 404, "hub.topic"),
        ({"topic": "agenda.json"}, 400, "hub.topic"),
        ({"topic": "https://journal.example/rss"}, 404, "hub.topic"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    house: House, site: TestClient, form: dict[str, str], status: int, about: str
) -> None:
    answer = ask(site, **form)
    assert (answer.status_code, answer.text.split(" ")[0]) == (status, about)
    assert rows(house) == ()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b'{"hub.mode": "subscribe"}', {"content-type": "application/json"}, 415),
        (b"hub.mode=subscribe", {}, 415),
        (b"hub.mode=subscribe&hub.mode=unsubscribe", FORM, 400),
        (b"hub.mode=" + b"x" * 20_000, FORM, 413),
        (b"a=1&" * 200, FORM, 400),
        (b"\xff\xfe", FORM, 400),
        (b"", FORM, 400),
        (b"hub.mode=subscribe&hub.callback=https://a.example/&hub.topic=b&hub.secret=%ff", FORM, 400),
    ],
)
def test_what_is_no_form_is_refused(
    house: House, site: TestClient, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert site.post("/hub", content=body, headers=headers).status_code == status
    assert rows(house) == ()


def test_a_slice_is_a_feed_and_a_secret_may_have_199_bytes(house: House, site: TestClient) -> None:
    assert ask(site, topic=f"{SITE}/feeds/province/namur/agenda.ics", secret="é" * 99 + "e").status_code == 202
    assert len(rows(house)) == 1


def test_what_is_too_large_is_not_pushed(house: House, site: TestClient) -> None:
    put_feed(house.settings.feeds, "large.json", b" " * (4 * 1024 * 1024 + 1))
    assert ask(site, topic=f"{SITE}/feeds/large.json").status_code == 404
    put_feed(house.settings.feeds, "large.json", b" " * (4 * 1024 * 1024))
    assert ask(site, topic=f"{SITE}/feeds/large.json").status_code == 202


def test_nobody_is_asked_about_an_end_of_nothing(house: House, site: TestClient) -> None:
    assert ask(site, mode="unsubscribe").status_code == 202
    assert ask(site, mode="unsubscribe", topic="https://journal.example/rss").status_code == 202
    assert rows(house) == ()


def test_a_later_request_takes_the_place_of_one_that_waits(house: House, site: TestClient) -> None:
    ask(site, secret="one", lease_seconds="3600")
    ask(site, secret="two", lease_seconds="7200")
    (row,) = rows(house)
    assert (row.wanted_secret, row.wanted_seconds) == ("two", 7200)
    ask(site, mode="unsubscribe")
    assert rows(house)[0].wanted is Mode.UNSUBSCRIBE


def test_asking_again_and_again_does_not_make_us_call_more_often(house: House, site: TestClient, clock: Clock) -> None:
    ask(site)
    (row,) = rows(house)
    later = clock.now + timedelta(minutes=5)
    with house.engine.begin() as connection:
        websub.fail(connection, row, "HTTP 503", later)
    for _ in range(30):
        clock.now += timedelta(seconds=1)
        ask(site)
    assert rows(house)[0].next_attempt_at == datetime(2026, 3, 1, 8, 0, 11, tzinfo=UTC), "ten seconds after the first"


def test_a_host_has_its_share(house: House, site: TestClient) -> None:
    statuses = [ask(site, callback=f"{CALLBACK}/{n}").status_code for n in range(websub_requests.OF_HOST + 2)]
    assert statuses == [202] * websub_requests.OF_HOST + [429] * 2
    assert ask(site, callback=f"{CALLBACK}/0", secret="again").status_code == 202, "a renewal is no more than there was"
    assert ask(site, callback="https://autre.example/").status_code == 202
    assert ask(site, callback="https://LECTEUR.example./z").status_code == 429


def test_there_is_an_end_to_what_nobody_confirmed(house: House, site: TestClient) -> None:
    insert = """
        INSERT INTO websub_subscriptions
               (topic, callback, host, wanted, wanted_seconds, asked_at, next_attempt_at, lease_until)
        SELECT :topic, 'https://a.example/' || n, n || '.example', 'subscribe', 3600, now(), now(),
               CASE WHEN :confirmed THEN now() END
          FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n
    """
    given = {"topic": TOPIC, "confirmed": False, "first": 1, "last": websub_requests.UNCONFIRMED}
    with house.engine.begin() as connection:
        connection.execute(text(insert), given)
    answer = ask(site)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3600")
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE websub_subscriptions SET lease_until = now()"))
    assert ask(site).status_code == 202
    with house.engine.begin() as connection:
        more = {"confirmed": True, "first": websub_requests.UNCONFIRMED + 1, "last": websub_requests.IN_ALL}
        connection.execute(text(insert), given | more)
    assert ask(site, callback="https://autre.example/").status_code == 503
