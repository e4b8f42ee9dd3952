"""Turns per host, and what is remembered of captures."""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
import os
import signal
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from tests.warehouse.made import NOW, contents
from vigie.model import Capture, Request
from vigie.protocols import KnownPage, Validators
from warehouse.captures import StoredCaptures, remember_pages
from warehouse.engine import open_engine
from warehouse.hosts import HostTurns

FORK = multiprocessing.get_context("fork")


class Shelf:
    """An archive in memory: the real one belongs to another room."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, source: str, capture: Capture) -> None:
        self.kept[capture.sha256] = capture.body

    def body(self, sha256: str) -> bytes:
        return self.kept[sha256]


@dataclass(frozen=True)
class Page:
    sha256: str
    keys: tuple[str, ...]
    next: tuple[Request, ...] = ()
    expected: int | None = None
    last: bool = True


def capture(body: bytes, etag: str | None = None, status: int = 200, hours: int = 0) -> Capture:
    request = Request("https://quai.example/feed")
    headers = (("Content-Type", "text/xml; charset=utf-8"),) + ((("ETag", etag),) if etag else ())
    fetched = NOW + timedelta(hours=hours)
    return Capture(request, request.url, status, headers, body, fetched, hashlib.sha256(body).hexdigest())


def test_validators_are_those_of_the_last_good_answer(engine: Engine) -> None:
    memory = StoredCaptures(engine, Shelf())
    asked = Request("https://quai.example/feed")
    assert memory.validators("quai", asked) is None
    one, two = capture(b"one", '"1"'), capture(b"two", '"2"', hours=1)
    memory.keep("quai", one)
    memory.keep("quai", two)
    memory.keep("quai", capture(b"sorry", '"3"', status=503, hours=2))
    assert memory.validators("quai", asked) == Validators('"2"', None, two.sha256)
    assert memory.validators("autre", asked) is None
    assert memory.validators("quai", Request("https://quai.example/feed", "POST", body=b"q")) is None
    memory.keep("quai", capture(b"one", '"1"', hours=3))
    assert memory.validators("quai", asked) == Validators('"1"', None, one.sha256)
    assert memory.fetched_at(one.sha256) == NOW
    assert memory.fetched_at("unknown") is None
    assert memory.body(one.sha256) == b"one"


def test_the_same_answer_again_touches_no_row(engine: Engine) -> None:
    memory = StoredCaptures(engine, Shelf())
    memory.keep("quai", capture(b"one", '"1"'))
    before = contents(engine)
    memory.keep("quai", capture(b"one", '"1"', hours=5))
    assert contents(engine) == before


def test_pages_are_known_per_source_and_parser(engine: Engine) -> None:
    memory = StoredCaptures(engine, Shelf())
    following = Request("https://quai.example/feed?page=2", headers=(("Accept", "text/xml"),), body=b"\xff")
    with engine.begin() as connection:
        remember_pages(connection, "quai", "feed/1", [Page("aa", ("1", "2"), (following,), 12, False)])
    assert memory.known_page("quai", "aa", "feed/1") == KnownPage(("1", "2"), (following,), 12, False)
    assert memory.known_page("quai", "aa", "feed/2") is None
    assert memory.known_page("autre", "aa", "feed/1") is None
    before = contents(engine)
    with engine.begin() as connection:
        remember_pages(connection, "quai", "feed/1", [Page("aa", ("1", "2"), (following,), 12, False)])
    assert contents(engine) == before


def test_one_request_at_a_time_per_host_with_a_gap(engine: Engine) -> None:
    turns = HostTurns(engine)
    spans: list[tuple[float, float]] = []

    def ask() -> None:
        with turns.turn("quai.example", 0.2):
            began = time.monotonic()
            time.sleep(0.05)
            spans.append((began, time.monotonic()))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans.sort()
    gaps = [later[0] - earlier[1] for earlier, later in itertools.pairwise(spans)]
    assert len(gaps) == 2
    assert all(gap >= 0.19 for gap in gaps)


def test_hosts_do_not_wait_for_each_other(engine: Engine) -> None:
    turns = HostTurns(engine)
    with turns.turn("a.example", 20.0):
        began = time.monotonic()
        with turns.turn("b.example", 5.0):
            assert time.monotonic() - began < 15


def hold_and_wait(url: str, ready: object) -> None:
    with HostTurns(open_engine(url)).turn("quai.example", 0.3):
        ready.set()  # type: ignore[attr-defined]
        time.sleep(60)


def test_a_killed_process_frees_its_turn_and_leaves_its_gap(engine: Engine) -> None:
    ready = FORK.Event()
    child = FORK.Process(target=hold_and_wait, args=(engine.url.render_as_string(hide_password=False), ready))
    child.start()
    assert ready.wait(20)
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join(20)
    began = time.monotonic()
    with HostTurns(engine).turn("quai.example", 0.0):
        assert time.monotonic() - began < 15


def test_turns_of_one_engine_share_connections_and_leave_no_lock(engine: Engine) -> None:
    open_now, locks = (
        text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"),
        text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"),
    )
    counted = []
    for _ in range(4):
        with pytest.raises(OSError, match="request"), HostTurns(engine).turn("quai.example", 0.0):
            raise OSError("the request failed")
        with engine.connect() as connection:
            counted.append((connection.execute(open_now).scalar_one(), connection.execute(locks).scalar_one()))
    assert counted == [(counted[0][0], 0)] * 4


def test_a_pause_only_grows(engine: Engine) -> None:
    turns = HostTurns(engine)
    assert turns.paused_until("quai.example") is None
    later = NOW + timedelta(hours=2)
    turns.pause("quai.example", later)
    turns.pause("quai.example", NOW)
    assert turns.paused_until("quai.example") == later
    with turns.turn("quai.example", 0.0):
        pass
    assert turns.paused_until("quai.example") == later
