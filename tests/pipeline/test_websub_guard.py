"""Where a callback may lead (SECURITY.md, SSRF): every address below is refused at the request, or when it is called,
and no connection is made to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feeds.channel import site_of
from pipeline.consume import run
from pipeline.consumers.websub import Hub
from pipeline.websub_calls import LIMITS, Calls
from scrapers.connection import Endpoint, resolve_live
from scrapers.transport import HttpTransport
from tests.pipeline.hub_world import HubWorld, hub_world
from tests.pipeline.subscriber_world import SITE, Callback, request
from vigie.settings import Settings, Web

TOPIC = f"{SITE}/feeds/agenda.json"
LATER = timedelta(minutes=2)
AT_ONCE = [
    "ftp://lecteur.example/cb",
    "file:///etc/passwd",
    "gopher://127.0.0.1:11211/_stats",
    "http://lecteur.example:8080/cb",
    "https://lecteur.example:80/cb",
    "http://127.0.0.1:5432/",
    "http://user:secret@lecteur.example/cb",
    "http://lecteur.example@127.0.0.1/cb",
    "http://lecteur.example\\@127.0.0.1/cb",
    "http://lecteur.example/cb#fragment",
    "http:///cb",
    "//lecteur.example/cb",
    "lecteur.example/cb",
    "http://lecteur.example/c b",
    "http://lecteur.example/\r\nX-Injected: 1",
    "http://①②⑦.⓪.⓪.①/",
    "http://[::1",
    "http://lecteur.example:port/",
    "http://lecteur.example/" + "x" * 2_048,
    "https://vigie.example/hub",
    "",
]
WHEN_CALLED = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://localhost/",
    "http://0.0.0.0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://192.0.0.8/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:53aa:64c::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "https://127.0.0.1/",
]


@pytest.fixture(scope="module")
def shared(database_server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubWorld]:
    with hub_world(database_server, tmp_path_factory.mktemp("guard")) as made:
        made.put("agenda.json", b"{}")
        yield made


@pytest.fixture
def world(shared: HubWorld) -> HubWorld:
    shared.sql("DELETE FROM websub_subscriptions")
    return shared


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that a thread of the consumer connects to by TCP."""
    met: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        if threading.current_thread().name.startswith("ThreadPoolExecutor"):
            met.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    return met


def live(world: HubWorld) -> Hub:
    """The hub as it is on the real web: with the guard of every request, and no way to the simulated web."""
    house = replace(world.house, settings=replace(world.house.settings, web=Web.LIVE))
    return Hub(house, clock=world.clock)


@pytest.mark.parametrize("callback", AT_ONCE)
def test_refused_at_the_request(world: HubWorld, callback: str) -> None:
    answer = request(f"{world.site}/hub", callback, TOPIC)
    assert answer.status_code == 400
    assert answer.text.startswith("hub.callback")
    assert world.rows() == ()


@pytest.mark.parametrize("callback", WHEN_CALLED)
def test_refused_when_called(
    world: HubWorld, connected: list[Any], caplog: pytest.LogCaptureFixture, callback: str
) -> None:
    caplog.set_level("INFO", "pipeline.websub")
    assert request(f"{world.site}/hub", callback, TOPIC).status_code == 202
    run(world.house, live(world))
    assert world.rows() == (), "it would be tried again"
    assert "refused by our address rules" in caplog.text
    assert connected == []


def test_the_simulated_web_holds_example_hosts_alone(world: HubWorld, connected: list[Any]) -> None:
    assert request(f"{world.site}/hub", "http://127.0.0.1/", TOPIC).status_code == 202
    assert request(f"{world.site}/hub", "http://lecteur.test/", TOPIC).status_code == 202
    run(world.house, world.hub())
    assert (world.rows(), connected) == ((), [])


def rebinding(world: HubWorld, answers: list[str]) -> Calls:
    """Calls whose names have the next of `answers` each time that they are asked for; a public address stands for the
    subscribers' server, so that what is let through arrives somewhere."""
    host, _, port = world.web.address.rpartition(":")

    def lookup(name: str, _port: int, **_: Any) -> list[Any]:
        found = answers.pop(0).split(",")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, int(port))) for address in found]

    def resolve(name: str, _port: int) -> tuple[Endpoint, ...]:
        resolve_live(name, _port, lookup)
        return ((socket.AF_INET, (host, int(port))),)

    settings = world.house.settings
    return Calls(settings, site_of(settings), lambda: HttpTransport(resolve, plain=True, limits=LIMITS))


def test_a_name_that_moves_inside_after_it_confirmed_gets_nothing(world: HubWorld, connected: list[Any]) -> None:
    """DNS rebinding: each call resolves once, and what it resolved is what it connects to."""
    one = world.web.add("rebind", "clé")
    assert world.ask(one, TOPIC, secret="clé").status_code == 202
    answers = ["93.184.215.14", "127.0.0.1", "93.184.215.14,10.0.0.1", "93.184.215.14"]
    hub = world.hub(rebinding(world, answers))
    run(world.house, hub)
    assert (len(one.asked), one.taken, len(connected)) == (1, [], 1)
    (row,) = world.rows()
    assert row.last_error
    assert "loopback" in row.last_error
    world.clock.moved += LATER
    run(world.house, hub)
    assert one.taken == [], "one good address among bad ones was taken"
    world.clock.moved += LATER
    run(world.house, hub)
    assert (len(one.taken), answers, len(connected)) == (1, [], 2)


def test_a_redirect_is_not_followed_anywhere(world: HubWorld) -> None:
    inside = world.web.add("inside")
    one = world.web.add("lecteur")
    world.ask(one, TOPIC)
    world.attend()
    assert len(one.taken) == 1
    for status in ("301", "302", "307", "308"):
        one.faults = [f"{status}>{inside.url}"]
        world.put("agenda.json", status.encode())
        world.attend()
        assert world.rows()[0].last_error == f"HTTP {status}"
        world.clock.moved += LATER
        world.attend()
        assert one.body == status.encode()
    assert (inside.asked, inside.taken, world.web.strangers) == ([], [], [])


def test_an_answer_without_end_is_cut(world: HubWorld) -> None:
    one = Callback("lecteur")
    world.web.callbacks["lecteur"] = one
    one.faults = ["flood"]
    world.ask(one, TOPIC)
    world.attend()
    (row,) = world.rows()
    assert row.attempts == 1
    assert row.last_error
    assert "65536" in row.last_error or "larger" in row.last_error
