"""`vigie changes` and `vigie consumers` as processes: lines, following, ending on a signal, being killed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.consume import rest
from pipeline.consumers import change_file
from pipeline.house import House
from pipeline.stopping import Stop
from tests.pipeline.stream_world import Reader, World, log_end, new_house, server_state, stream_command
from vigie.settings import Settings
from warehouse.listening import listening


@pytest.fixture
def house(database_server: Settings, tmp_path: Path) -> Iterator[House]:
    made = new_house(database_server, tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def world(house: House) -> World:
    made = World(house, random.Random(7))
    for _ in range(12):
        made.act()
    return made


def done(house: House, *arguments: str) -> tuple[int, str, str]:
    process = stream_command(house, *arguments)
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


def next_line(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert process.stdout
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


def test_each_line_is_an_event_and_the_cursor_goes_on(house: House, world: World) -> None:
    code, out, _ = done(house, "changes")
    every = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [one["id"] for one in every] == [str(n) for n in range(1, log_end(house) + 1)]
    _, out, _ = done(house, "changes", "--since", "3", "--limit", "2")
    assert [json.loads(line) for line in out.splitlines()] == every[3:5]
    _, out, _ = done(house, "changes", "--json", "--since", "3")
    assert json.loads(out) == every[3:]
    code, out, _ = done(house, "changes", "--table", "--limit", "1")
    assert code == 0
    assert every[0]["subject"] in out
    assert done(house, "changes", "--table", "--json")[0] == 2
    assert done(house, "changes", "--since", "99999")[:2] == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_following_prints_at_once_and_ends_on_a_signal(house: House, world: World, number: signal.Signals) -> None:
    before = log_end(house)
    process = stream_command(house, "changes", "--since", str(before - 1), "--follow")
    assert next_line(process)["id"] == str(before)
    while log_end(house) == before:
        world.act()
    began = time.monotonic()
    assert next_line(process)["id"] == str(before + 1)
    assert time.monotonic() - began < 10, "it was not told, it looked"
    process.send_signal(number)
    began = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert time.monotonic() - began < 5
    assert (out.count(b"\n"), err) == (log_end(house) - before - 1, b"")


def test_following_ends_when_it_has_enough_and_when_nobody_reads(house: House, world: World) -> None:
    code, out, err = done(house, "changes", "--follow", "--limit", "2")
    assert (code, len(out.splitlines()), err) == (0, 2, "")
    process = stream_command(house, "changes", "--follow")
    next_line(process)
    assert process.stdout
    process.stdout.close()
    before = log_end(house)
    while log_end(house) < before + 3:
        world.act()
        time.sleep(0.1)
    assert process.wait(20) == 0
    assert process.stderr
    assert process.stderr.read() == b""
    process.stderr.close()


def test_who_waits_is_told_at_commit_and_only_then(house: House, world: World) -> None:
    with listening(house.engine) as wait:
        assert not wait(0.05)
        before = log_end(house)
        while log_end(house) == before:
            world.act()
        assert wait(5)
        stop = Stop()
        assert rest(wait, stop, poll=0.3), "it looks at the log now and then although nobody said a word"
        stop.asked = True
        assert not rest(wait, stop)


def test_a_following_consumer_killed_many_times(house: House, world: World) -> None:
    """The real command, SIGKILL at random instants; then once to its end."""
    chance = random.Random(8)
    reader = Reader(change_file(house))
    for number in range(6):
        process = stream_command(house, "consumers", "run", "file", "--follow")
        before, began = reader.last, time.monotonic()
        until = began + chance.uniform(0.8, 2.5)
        # Every other one dies after it has written, however long this machine takes to start it.
        while time.monotonic() < until or (number % 2 and reader.last == before and time.monotonic() < began + 60):
            world.act()
            reader.read()
        process.kill()
        process.communicate(timeout=20)
    assert reader.last > 12, "no process lived long enough to write"
    code, out, _ = done(house, "consumers", "run", "file")
    reader.read()
    assert (code, out[:6]) == (0, "file: ")
    assert (reader.last, reader.items) == (log_end(house), server_state(house))


def test_a_following_consumer_ends_cleanly(house: House, world: World) -> None:
    process = stream_command(house, "consumers", "run", "file", "--follow")
    reader, until = Reader(change_file(house)), time.monotonic() + 30
    while reader.last < log_end(house) and time.monotonic() < until:
        reader.read()
        time.sleep(0.05)
    process.terminate()
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, b"")
    assert out.decode() == f"file: {log_end(house)} changes\n"


def test_cursors_are_listed_and_reset(house: House, world: World) -> None:
    end = log_end(house)
    assert done(house, "consumers", "run", "file")[:2] == (0, f"file: {end} changes\n")
    assert done(house, "consumers", "reset", "file", "--to", "3")[:2] == (0, "file: after change 3\n")
    (row,) = json.loads(done(house, "consumers", "list", "--json")[1])
    assert (row["name"], row["seq"], row["behind"]) == ("file", 3, end - 3)
    assert "file" in done(house, "consumers", "list")[1]
    code, _, err = done(house, "consumers", "reset", "file", "--to", str(end + 1))
    assert (code, f"ends at {end}" in err) == (1, True)


def test_mistakes_are_one_line_and_exit_code_two(house: House) -> None:
    code, _, err = done(house, "consumers", "run", "nobody")
    assert (code, err) == (2, "vigie: no consumer `nobody`: feeds, file, kafka, websub\n")
    code, _, err = done(house, "consumers", "run", "kafka")
    assert (code, err.count("\n"), "VIGIE_KAFKA_BOOTSTRAP" in err) == (2, 1, True)
