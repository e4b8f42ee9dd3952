"""The change stream as browsers follow it: real servers, real sockets, connections that are lost at random."""

from __future__ import annotations

import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text

from feeds.channel import site_of
from pipeline.house import House
from tests.pipeline.stream_world import QUAI, World, new_house, server_state
from tests.warehouse.made import NOW, event, record
from tests.web.followed_site import Frame, Subscriber, served, site_process, stream
from vigie.model import ChangeType, Kind
from vigie.settings import Settings
from warehouse import changes
from warehouse.changes import Entry
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.load import load
from web import change_api
from web.change_stream import Pace
from web.change_tower import Tower
from web.serve import LAST_ANSWERS

ROUNDS = int(os.environ.get("VIGIE_STREAM_ROUNDS", "40"))


@pytest.fixture
def house(database_server: Settings, tmp_path: Path) -> Iterator[House]:
    made = new_house(database_server, tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def engine(house: House) -> Iterator[Engine]:
    """The site's own engine: what it opens can be counted."""
    address = house.engine.url.update_query_dict({"application_name": "site"})
    made = open_engine(address.render_as_string(hide_password=False))
    yield made
    made.dispose()


def application(house: House, engine: Engine, pace: Pace, most: int = 1_000) -> FastAPI:
    app = FastAPI()
    app.state.tower = Tower(engine, site_of(house.settings), most)
    app.include_router(change_api.routes(engine, site_of(house.settings), app.state.tower, pace))
    return app


def log_end(house: House) -> int:
    with house.engine.connect() as connection:
        return changes.newest(connection)


def lived(house: House, seed: int, acts: int) -> World:
    world = World(house, random.Random(seed))
    for _ in range(acts):
        world.act()
    return world


def test_the_stream_says_the_log_then_what_comes(house: House, engine: Engine) -> None:
    world, copy = lived(house, 31, 20), Subscriber()
    with served(application(house, engine, Pace(beat=1.0))) as url, stream(url) as told:
        while copy.last < log_end(house):
            copy.take(next(told))
        assert copy.items == server_state(house) != {}
        assert next(told) == Frame("", "", ""), "no sign of life where nothing happens"
        before = log_end(house)
        while log_end(house) == before:
            world.act()
        began = time.monotonic()
        while copy.last < log_end(house):
            if (frame := next(told)).id:
                copy.take(frame)
        assert time.monotonic() - began < 5, "a change waited"
        assert copy.items == server_state(house)


def test_changes_that_follow_each_other_closely_are_each_told_at_once(house: House, engine: Engine) -> None:
    """A page that was read a moment ago, before the change, is not the answer."""
    entry = Entry("00000000-0000-0000-0000-000000000001", Kind.EVENT, ChangeType.UPDATED)
    with served(application(house, engine, Pace(beat=60))) as url, stream(url) as told:
        for number in range(1, 21):
            with house.engine.begin() as connection:
                changes.append(connection, NOW, [entry])
            began = time.monotonic()
            assert next(told).id == str(number)
            assert time.monotonic() - began < 5
            time.sleep(0.02 * (number % 5))


def test_the_head_of_a_stream(house: House, engine: Engine) -> None:
    lived(house, 32, 5)
    with served(application(house, engine, Pace())) as url:
        for path in ("/changes/stream", "/changes"):
            with httpx.stream("GET", url + path, headers={"accept": "text/event-stream"}) as answer:
                assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
                assert answer.headers["access-control-allow-origin"] == "*"
                assert answer.headers["cache-control"] == "no-cache, no-transform"
                assert answer.headers["x-vigie-newest"] == str(log_end(house))
                lines = answer.iter_lines()
                assert [next(lines), next(lines)] == ["retry: 15000", ""]
                assert next(lines) == "id: 1"
            head = httpx.head(url + path, headers={"accept": "text/event-stream"})
            assert (head.status_code, head.content) == (200, b"")
            assert head.headers["content-type"].startswith("text/event-stream")


def test_last_event_id_comes_before_since(house: House, engine: Engine) -> None:
    lived(house, 33, 20)
    with served(application(house, engine, Pace())) as url:
        for path, last, first in (
            ("/changes/stream?since=4", None, 5),
            ("/changes/stream?since=4", 7, 8),
            ("/changes?since=2", 6, 7),
        ):
            with stream(url, last, path) as told:
                assert int(next(told).id) == first


def test_two_hundred_who_wait_take_one_connection_and_all_are_woken(house: House, engine: Engine) -> None:
    world = lived(house, 34, 10)
    end = log_end(house)
    request = f"GET /changes/stream?since={end} HTTP/1.1\r\nHost: vigie.test\r\n\r\n".encode()
    app = application(house, engine, Pace(beat=60))
    with served(app) as url, ExitStack() as all_of_them:
        httpx.get(f"{url}/changes?limit=1")
        threads = threading.active_count()
        port = int(url.rpartition(":")[2])
        waiting = [all_of_them.enter_context(socket.create_connection(("127.0.0.1", port), 20)) for _ in range(200)]
        for one in waiting:
            one.sendall(request)
        for one in waiting:
            assert b"retry: 15000" in heard(one, b"retry: 15000\n\n")
        time.sleep(0.5)
        with house.engine.connect() as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'site'"
            assert connection.execute(text(query)).scalar_one() <= 10
            query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'site' AND query LIKE 'LISTEN %'"
            assert connection.execute(text(query)).scalar_one() == 1
        assert threading.active_count() - threads <= 5 + 40, "threads grow with those who wait"
        settled = threading.active_count()
        while log_end(house) == end:
            world.act()
        for one in waiting:
            assert b"id: %d\n" % (end + 1) in heard(one, b"\n\n")
        assert threading.active_count() <= settled + 2


def heard(one: socket.socket, until: bytes) -> bytes:
    data = b""
    while until not in data:
        more = one.recv(65_536)
        assert more, data
        data += more
    return data


def test_one_too_many_is_told_to_come_back(house: House, engine: Engine) -> None:
    with served(application(house, engine, Pace(beat=0.2), most=2)) as url:
        with stream(url) as one, stream(url) as two:
            assert (next(one).id, next(two).id) == ("", "")
            refused = httpx.get(f"{url}/changes/stream")
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
        until = time.monotonic() + 5
        while (code := code_of(url)) != 200 and time.monotonic() < until:
            time.sleep(0.1)
        assert code == 200, "who left still holds a place"


def code_of(url: str) -> int:
    with httpx.stream("GET", f"{url}/changes/stream") as answer:
        return answer.status_code


def test_one_who_does_not_read_is_left_and_comes_back(house: House, engine: Engine) -> None:
    """The log is longer than what the system keeps for a connection; the end of it is the same for who comes back."""
    content = event("Nuit des pixels", description="Une phrase qui en dit long. " * 140)
    load(house.engine, QUAI, [record(QUAI, "1", content)], [], ["1"], False, NOW, "run")
    curate(house.engine, NOW)
    with house.engine.begin() as connection:
        more = "SELECT n, at, item, kind, 'updated', fields FROM changes, generate_series(2, 3000) n WHERE seq = 1"
        connection.execute(text(f"INSERT INTO changes (seq, at, item, kind, type, fields) {more}"))
    app = application(house, engine, Pace(beat=0.2, patience=0.5))
    with served(app) as url:
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(("127.0.0.1", int(url.rpartition(":")[2])))
            slow.settimeout(20)
            slow.sendall(b"GET /changes/stream HTTP/1.1\r\nHost: vigie.test\r\n\r\n")
            assert b"id: 1\n" in heard(slow, b"id: 1\n")
            until = time.monotonic() + 30
            while app.state.tower.followers:
                assert time.monotonic() < until, "one who does not read keeps its place"
                time.sleep(0.05)
            rest = b""
            while more_of_it := slow.recv(1_000_000):
                rest += more_of_it
        whole = [line for line in rest[: rest.rfind(b"\n\n")].split(b"\n") if line.startswith(b"id: ")]
        last = int(whole[-1].removeprefix(b"id: "))
        assert 1 < last < 3000, "it was not left in the middle"
        with stream(url, last) as told:
            assert [int(next(told).id) for _ in range(3000 - last)] == list(range(last + 1, 3001))


def test_the_process_ends_in_seconds_while_readers_hang_on(house: House) -> None:
    lived(house, 35, 10)
    with site_process(house) as site, ExitStack() as all_of_them:
        followers = [all_of_them.enter_context(stream(site.url)) for _ in range(20)]
        for one in followers:
            assert next(one).id == "1"
        assert site.end(signal.SIGTERM) < LAST_ANSWERS, "it was cut short, not ended"
        for one in followers:
            rest = [frame.id for frame in one if frame.id]
            assert rest == [str(n) for n in range(2, log_end(house) + 1)][: len(rest)]


def test_a_log_that_was_made_anew_ends_the_stream(house: House, engine: Engine) -> None:
    lived(house, 37, 10)
    end = log_end(house)
    with served(application(house, engine, Pace(beat=0.2))) as url:
        with stream(url, end) as told:
            assert next(told).id == ""
            with house.engine.begin() as connection:
                connection.execute(text("DELETE FROM changes WHERE seq > 3"))
            assert [frame for frame in told if frame.id] == []
        assert httpx.get(f"{url}/changes/stream?since={end}").status_code == 410


@pytest.mark.timeout(3_600)
def test_lost_at_random_a_subscriber_ends_in_the_state_of_the_server(house: House) -> None:
    """Its connection breaks, the server is killed, in any order; it has its last id, and no change is told twice."""
    chance, copy = random.Random(38), Subscriber()
    world = World(house, random.Random(39))
    equal = killed = 0
    with site_process(house) as site:
        for _ in range(ROUNDS):
            while log_end(house) == copy.last:
                world.act()
            acts = chance.randint(0, 3)
            acting = threading.Thread(target=lambda acts=acts: [world.act() for _ in range(acts)])
            acting.start()
            lose(site.url, copy, chance)
            if chance.random() < 0.1:
                site.end(signal.SIGKILL)
                killed += 1
                acting.join()
                world.act()
                site.start()
            acting.join()
            catch_up(site.url, copy, log_end(house))
            equal += copy.items == server_state(house)
    assert (equal, copy.last) == (ROUNDS, log_end(house))
    assert killed > 0, "no server was lost"
    assert len(copy.items) > 3


def lose(url: str, copy: Subscriber, chance: random.Random) -> None:
    """Reads one change that is there and up to two that may come, then the connection is torn."""
    with stream(url, copy.last) as told:
        for more in range(chance.randint(1, 3)):
            if (not more or has_more(url, copy.last)) and (frame := next(told)).id:
                copy.take(frame)


def has_more(url: str, last: int) -> bool:
    return int(httpx.head(f"{url}/changes", verify=False).headers["x-vigie-newest"]) > last


def catch_up(url: str, copy: Subscriber, end: int) -> None:
    if copy.last == end:
        return
    with stream(url, copy.last) as told:
        while copy.last < end:
            if (frame := next(told)).id:
                copy.take(frame)
