"""Consumers of the change log: killed at random and resumed from their cursor, they end in the server's state."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import feeds.change_events
import pipeline.consume
import pipeline.consumers.file
import tests.pipeline.stream_world
import warehouse.consumers
from feeds.change_events import events
from feeds.channel import site_of
from feeds.cloudevents import encoded
from pipeline.consume import DeliveryError, reset, run
from pipeline.consumers import change_file
from pipeline.consumers.file import ChangeFile
from pipeline.house import House
from tests.pipeline.stream_world import Copy, Reader, World, log_end, new_house, server_state
from vigie.model import ChangeType
from vigie.settings import Settings
from warehouse import changes, consumers
from warehouse.engine import open_engine

ROUNDS, SLAIN = 1_000, 60
"""Rounds in all, and those of them in which a process of its own is killed."""
LINES_OF_FILE, LINES_OF_COPY = 100, 55
"""Lines of code that a run of each consumer with one or two changes takes."""
FORK = multiprocessing.get_context("fork")
LINES = {
    str(module.__file__)
    for module in (
        pipeline.consume,
        feeds.change_events,
        pipeline.consumers.file,
        warehouse.consumers,
        tests.pipeline.stream_world,
    )
}


class Killed(BaseException):
    """The process dies here: nothing of ours may catch it."""


@pytest.fixture
def house(database_server: Settings, tmp_path: Path) -> Iterator[House]:
    made = new_house(database_server, tmp_path)
    yield made
    made.engine.dispose()


@contextmanager
def dying(after: int) -> Iterator[list[int]]:
    """Raises before the line number `after` (counted as they run) of the consumer's own code; counts the lines."""
    ran = [0]

    def trace(frame: FrameType, what: str, value: Any) -> Any:
        if frame.f_code.co_filename not in LINES:
            return None
        if what == "line":
            ran[0] += 1
            if ran[0] == after:
                raise Killed
        return trace

    sys.settrace(trace)
    try:
        yield ran
    finally:
        sys.settrace(None)


def close_files(path: Path) -> None:
    """What the system does for a process that died: its open files are closed, and their locks go with them."""
    for name in os.listdir("/proc/self/fd"):
        try:
            if os.readlink(f"/proc/self/fd/{name}") == str(path):
                os.close(int(name))
        except OSError:
            continue  # the descriptor of the listing itself


def die_inside(house: House, consumer: ChangeFile | Copy, after: int) -> bool:
    """Runs a consumer in this process up to a line of its code; whether it came so far."""
    with dying(after) as ran:
        try:
            run(house, consumer)
        except Killed:
            close_files(change_file(house))
    return ran[0] == after


def tear(house: House, chance: random.Random) -> None:
    """A write cut in half: some bytes of the line that comes next, as a kill in the middle of a write leaves them."""
    file = ChangeFile(change_file(house))
    with house.engine.connect() as connection:
        coming = events(connection, file.kept(), 1, site_of(house.settings))
    if coming:
        line = encoded(coming[0]) + b"\n"
        file.path.parent.mkdir(exist_ok=True)
        with file.path.open("ab") as stream:
            stream.write(line[: chance.randrange(1, len(line))])


def consume_for_ever(url: str, settings: Settings, path: Path) -> None:
    house = House(settings, open_engine(url), None, ())  # type: ignore[arg-type]
    while True:
        run(house, ChangeFile(path))


def die_outside(house: House, world: World, chance: random.Random) -> None:
    """A process that consumes while things happen here, killed by SIGKILL at some instant."""
    url = house.engine.url.render_as_string(hide_password=False)
    house.engine.dispose()
    child = FORK.Process(target=consume_for_ever, args=(url, house.settings, change_file(house)))
    child.start()
    assert child.pid
    until = time.monotonic() + chance.uniform(0, 0.4)
    while time.monotonic() < until:
        world.act()
    os.kill(child.pid, signal.SIGKILL)
    child.join(20)
    assert child.exitcode == -signal.SIGKILL, "it ended before it was killed"


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_killed_at_random_and_resumed_it_ends_in_the_state_of_the_server(house: House) -> None:
    chance = random.Random(4)
    world = World(house, random.Random(41))
    reader, copy = Reader(change_file(house)), Copy()
    slain = set(chance.sample(range(ROUNDS), SLAIN))
    equal = died = copies = 0
    for number in range(ROUNDS):
        for _ in range(chance.choice((0, 1, 1, 2))):
            world.act()
        if number in slain:
            die_outside(house, world, chance)
            died += 1
        else:
            died += die_inside(house, ChangeFile(change_file(house)), chance.randint(1, LINES_OF_FILE))
        copies += die_inside(house, copy, chance.randint(1, LINES_OF_COPY))
        if chance.random() < 0.2:
            tear(house, chance)
        reader.read()  # a subscriber reads whenever it likes, also what was written just before a kill
        run(house, ChangeFile(change_file(house)))
        run(house, copy)
        reader.read()
        equal += reader.items == copy.items == server_state(house) and reader.last == log_end(house)
    assert (equal, ROUNDS) == (1_000, 1_000)
    assert min(died, copies) >= ROUNDS / 2, "most runs ended before they were to die"
    assert list(dict.fromkeys(copy.order)) == list(range(1, log_end(house) + 1)), (
        "a change was left out, or came out of its order"
    )
    assert copy.deliveries > len(copy.order), "nothing was told twice: the kills were no kills"
    with house.engine.connect() as connection:
        happened = Counter(change.type for change in changes.since(connection, 0, 100_000))
    assert len(reader.items) > 10
    assert min(happened[kind] for kind in ChangeType) >= 10, happened
    again = Reader(change_file(house))
    again.read()
    assert (again.items, again.last) == (reader.items, reader.last)
    with house.engine.connect() as connection:
        assert consumers.position(connection, "file") == reader.last


def test_nothing_new_writes_nothing(house: House) -> None:
    world = World(house, random.Random(1))
    world.announce()
    world.act()
    file = ChangeFile(change_file(house))
    assert run(house, file) == log_end(house) > 0
    with house.engine.connect() as connection:
        before = change_file(house).read_bytes(), consumers.every(connection)
    assert run(house, file) == 0
    with house.engine.connect() as connection:
        assert (change_file(house).read_bytes(), consumers.every(connection)) == before


def test_a_file_that_was_lost_is_made_again(house: House) -> None:
    world = World(house, random.Random(2))
    for _ in range(40):
        world.act()
    file = ChangeFile(change_file(house))
    run(house, file)
    before = file.path.read_bytes()
    assert len(before.splitlines()) == log_end(house) > 10
    file.path.unlink()
    run(house, file)
    assert file.path.read_bytes() == before
    lines = before.splitlines(keepends=True)
    file.path.write_bytes(b"".join(lines[:7]) + lines[7][:40])
    run(house, file)
    assert file.path.read_bytes() == before


def test_reset_tells_again_what_is_told_today(house: House) -> None:
    world = World(house, random.Random(3))
    for _ in range(40):
        world.act()
    file = ChangeFile(change_file(house))
    run(house, file)
    before = file.path.read_bytes()
    reset(house, file, 5)
    assert file.path.read_bytes() == b"".join(before.splitlines(keepends=True)[:5])
    with house.engine.connect() as connection:
        assert consumers.position(connection, "file") == 5
    run(house, file)
    assert file.path.read_bytes() == before
    with pytest.raises(DeliveryError, match="the log ends at"):
        reset(house, file, log_end(house) + 1)
    assert file.path.read_bytes() == before


def test_a_cursor_past_the_end_of_the_log_is_said(house: House) -> None:
    world = World(house, random.Random(5))
    world.act()
    with house.engine.begin() as connection:
        consumers.reset(connection, "file", log_end(house) + 9, world.now)
    with pytest.raises(DeliveryError, match="another log"):
        run(house, ChangeFile(change_file(house)))
    reset(house, ChangeFile(change_file(house)), 0)
    assert run(house, ChangeFile(change_file(house))) == log_end(house)


def test_a_consumer_that_fails_keeps_its_cursor_and_gets_the_same_again(house: House) -> None:
    world = World(house, random.Random(6))
    for _ in range(5):
        world.act()
    taken: list[list[str]] = []

    class Fussy(ChangeFile):
        def deliver(self, events: Any) -> None:
            taken.append([event.id for event in events])
            if len(taken) == 1:
                raise DeliveryError("not today")
            super().deliver(events)

    fussy = Fussy(change_file(house))
    with pytest.raises(DeliveryError, match="not today"):
        run(house, fussy)
    with house.engine.connect() as connection:
        assert consumers.position(connection, "file") == 0
    run(house, fussy)
    assert taken[0] == taken[1] != []


def test_a_cursor_goes_forwards_only(house: House) -> None:
    with house.engine.begin() as connection:
        assert consumers.hold(connection, "one", house.settings.clock()) == 0
        consumers.advance(connection, "one", 7, house.settings.clock())
        with pytest.raises(ValueError, match="not before 7"):
            consumers.advance(connection, "one", 7, house.settings.clock())
        with pytest.raises(ValueError, match="other"):
            consumers.advance(connection, "other", 7, house.settings.clock())
        assert consumers.position(connection, "one") == 7
        assert consumers.position(connection, "other") == 0


def hold_the_cursor(url: str, held: Any, free: Any) -> None:
    with open_engine(url).begin() as connection:
        seq = consumers.hold(connection, "file", Settings.from_environment({}).clock())
        held.set()
        free.wait(30)
        consumers.advance(connection, "file", seq + 1, Settings.from_environment({}).clock())


def test_two_processes_of_one_consumer_take_turns(house: House) -> None:
    url = house.engine.url.render_as_string(hide_password=False)
    held, free = FORK.Event(), FORK.Event()
    house.engine.dispose()
    child = FORK.Process(target=hold_the_cursor, args=(url, held, free))
    child.start()
    assert held.wait(20)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '300ms'")
        with pytest.raises(Exception, match="lock timeout"):
            consumers.hold(connection, "file", house.settings.clock())
        connection.rollback()
    free.set()
    child.join(20)
    with house.engine.begin() as connection:
        assert consumers.hold(connection, "file", house.settings.clock()) == 1
