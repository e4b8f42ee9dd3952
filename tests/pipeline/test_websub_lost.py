"""Subscribers that lose deliveries, hang up, fail and come back, and a hub that is killed at any instant: all of them
end with what the server publishes, signed with their own key.

`VIGIE_STREAM_ROUNDS` sets how many rounds are lived (40).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from feeds import changes_atom, formats
from feeds.change_events import latest
from feeds.channel import Channel, site_of
from feeds.rights import released
from pipeline.consume import run_on
from pipeline.consumers.websub import Hub
from pipeline.house import House
from pipeline.stopping import Stop
from tests.conftest import ROOT
from tests.pipeline.hub_world import Clock, HubWorld, hub_world
from tests.pipeline.stream_world import World, environment
from tests.pipeline.subscriber_world import SITE, Callback, until
from vigie.model import Item, Kind
from vigie.settings import Settings
from warehouse import items
from warehouse.engine import open_engine

ROUNDS = int(os.environ.get("VIGIE_STREAM_ROUNDS", "40"))
PACE = 400.0
"""Seconds of the hub's clock in a second: a pause of ten is over at once, a lease of a month outlives the test."""
AGENDA, CHANGES = f"{SITE}/feeds/agenda.json", f"{SITE}/feeds/changes.atom"
FAULTS = ("500", "503", "404", "drop", "lose", "slow", "")
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def hurried(database_server: Settings, tmp_path: Path) -> Iterator[HubWorld]:
    with hub_world(database_server, tmp_path, PACE) as made:
        yield made


def shown(house: House) -> tuple[Item, ...]:
    with house.engine.connect() as connection:
        return tuple(items.stream(connection, Kind.EVENT))


def publish(world: HubWorld) -> None:
    """The items of the warehouse as a JSON Feed, and its changes as Atom; a file is touched when its bytes moved."""
    site = site_of(world.house.settings)
    channel = Channel("agenda", "Agenda", "Tout", AGENDA, f"{SITE}/agenda", site)
    with world.house.engine.connect() as connection:
        told = changes_atom.render(latest(connection, 100), replace(channel, name="changes", self_url=CHANGES))
    for path, body in (("agenda.json", formats.JSON.render(shown(world.house), channel)), ("changes.atom", told)):
        if not (world.folder / path).exists() or (world.folder / path).read_bytes() != body:
            world.put(path, body)


def hub_for_ever(url: str, settings: Settings, clock: Clock) -> None:
    house = House(settings, open_engine(url), None, ())  # type: ignore[arg-type]
    run_on(house, Hub(house, clock=clock, glance=0.05), Stop())


class Killable:
    """The hub's half that calls, as a process that can be killed."""

    def __init__(self, world: HubWorld) -> None:
        self.world = world
        self.process: BaseProcess | None = None
        self.start()

    def start(self) -> None:
        house = self.world.house
        url = house.engine.url.render_as_string(hide_password=False)
        house.engine.dispose()
        self.process = FORK.Process(target=hub_for_ever, args=(url, house.settings, self.world.clock), daemon=True)
        self.process.start()

    def kill(self) -> None:
        assert self.process
        assert self.process.pid
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join(20)
        assert self.process.exitcode == -signal.SIGKILL, "it ended before it was killed"


def changed_mind(world: HubWorld, one: Callback, topic: str, chance: random.Random) -> None:
    """It renews with another key, or leaves and comes back: the hub is asked by HTTP."""
    if chance.random() < 0.3:
        assert world.ask(one, topic, "unsubscribe").status_code == 202
    key = f"key-{chance.randrange(10**9)}"
    one.keys.insert(0, key)
    assert world.ask(one, topic, secret=key, lease_seconds=str(30 * 86_400)).status_code == 202


def settled(world: HubWorld, topics: dict[str, str]) -> bool:
    """Whether each subscriber that is still subscribed holds what its feed holds now, and no request waits."""
    rows = world.rows()
    if any(row.wanted for row in rows):
        return False
    held = {(row.topic, row.host.removesuffix(".example")) for row in rows}
    return all(
        (topic, name) in held
        and world.web.callbacks[name].body == (world.folder / topic.rpartition("/")[2]).read_bytes()
        for name, topic in topics.items()
    )


@pytest.mark.timeout(3_600)
def test_lost_at_random_and_killed_subscribers_end_in_the_state_of_the_server(hurried: HubWorld) -> None:
    chance = random.Random(51)
    world = World(hurried.house, random.Random(52))
    for _ in range(10):
        world.act()
    publish(hurried)
    topics = {f"abonne{n}": (AGENDA, CHANGES)[n % 2] for n in range(8)}
    for name, topic in topics.items():
        one = hurried.web.add(name, f"first-{name}")
        assert hurried.ask(one, topic, secret=f"first-{name}", lease_seconds=str(30 * 86_400)).status_code == 202
    hub = Killable(hurried)
    equal = killed = 0
    try:
        for _ in range(ROUNDS):
            for one in hurried.web.callbacks.values():
                one.slowness = 0.1
                one.faults = [chance.choice(FAULTS) for _ in range(chance.randint(0, 3))]
            if chance.random() < 0.3:
                name = chance.choice(sorted(topics))
                changed_mind(hurried, hurried.web.callbacks[name], topics[name], chance)
            for _ in range(chance.randint(0, 2)):
                world.act()
                publish(hurried)
                time.sleep(chance.uniform(0, 0.1))
            if chance.random() < 0.5:
                time.sleep(chance.uniform(0, 0.5))
                hub.kill()
                killed += 1
                hub.start()
            for name, topic in topics.items():  # whoever was asked at a bad moment, and said no, asks again
                if not any(row.host == f"{name}.example" for row in hurried.rows()):
                    one = hurried.web.callbacks[name]
                    hurried.ask(one, topic, secret=one.keys[0], lease_seconds=str(30 * 86_400))
            ended = until(lambda: settled(hurried, topics), 30)
            if not ended:
                again(hurried, topics)
                ended = until(lambda: settled(hurried, topics), 30)
            equal += ended and in_the_state_of_the_server(hurried, topics)
    finally:
        hub.kill()
    every = list(hurried.web.callbacks.values())
    assert (equal, ROUNDS) == (ROUNDS, ROUNDS)
    assert killed >= ROUNDS // 4
    assert [one.wrong for one in every if one.wrong] == [], "unsigned, or signed with a key that is not theirs"
    deliveries = [delivery for one in every for delivery in one.taken]
    assert len(deliveries) > ROUNDS
    assert all(delivery.key for delivery in deliveries)
    repeated = sum(a.body == b.body for one in every for a, b in zip(one.taken, one.taken[1:], strict=False))
    assert repeated > 0, "nothing was told twice: the kills and losses were none"


def again(world: HubWorld, topics: dict[str, str]) -> None:
    """Subscribers whose request was declined at a bad moment (a 404 in place of the challenge) ask once more."""
    held = {row.host for row in world.rows()}
    for name, topic in topics.items():
        one = world.web.callbacks[name]
        if f"{name}.example" not in held:
            world.ask(one, topic, secret=one.keys[0], lease_seconds=str(30 * 86_400))


def in_the_state_of_the_server(world: HubWorld, topics: dict[str, str]) -> bool:
    """Whether the items that subscribers of the agenda hold are those of the warehouse, by id and title."""
    site = site_of(world.house.settings)
    expected = {f"tag:{site.domain},2026:{item.id}": released(item).content.title for item in shown(world.house)}
    held = []
    for name, topic in topics.items():
        if topic == AGENDA:
            plain = json.loads(world.web.callbacks[name].body)
            held.append({one["id"]: one["title"].removeprefix("ANNULÉ – ") for one in plain["items"]})
    return len(held) == 4 and all(one == expected for one in held)


def test_the_command_is_killed_between_deliveries_and_goes_on(database_server: Settings, tmp_path: Path) -> None:
    """The real process: `vigie consumers run websub --follow`."""
    with hub_world(database_server, tmp_path) as world:
        killed_and_resumed(world)


def killed_and_resumed(world: HubWorld) -> None:
    one = world.web.add("lecteur", "clé")
    world.put("agenda.json", b"1")
    assert world.ask(one, AGENDA, secret="clé").status_code == 202
    command = [sys.executable, "-m", "pipeline.cli", "consumers", "run", "websub", "--follow"]
    variables = {**environment(world.house), "VIGIE_SIMULATOR": world.web.address, "VIGIE_NOW": ""}
    process = subprocess.Popen(command, env={**os.environ, **variables}, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert until(lambda: one.body == b"1")
        one.faults = ["slow"]
        one.slowness = 60.0
        world.put("agenda.json", b"2")
        assert until(lambda: not one.faults), "it was not called"
    finally:
        process.kill()
        process.wait(20)
    assert one.body == b"1"
    process = subprocess.Popen(command, env={**os.environ, **variables}, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert until(lambda: one.body == b"2")
        began = time.monotonic()
        process.terminate()
        out, _ = process.communicate(timeout=20)
        assert time.monotonic() - began < 5
        assert (process.returncode, out) == (0, b"websub: 0 changes\n")
    finally:
        process.kill()
        process.wait(20)
    assert one.wrong == []
