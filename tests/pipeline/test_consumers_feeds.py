"""The consumer `feeds`: publishes when the log moved, and only then."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import steps
from pipeline.consume import DeliveryError, run
from pipeline.consumers.publisher import Publisher
from pipeline.house import House
from tests.conftest import feed_bytes
from tests.pipeline.stream_world import World, log_end, new_house
from vigie.settings import Settings
from warehouse import consumers


@pytest.fixture
def house(database_server: Settings, tmp_path: Path) -> Iterator[House]:
    made = new_house(database_server, tmp_path)
    yield made
    made.engine.dispose()


def cursor(house: House) -> int:
    with house.engine.connect() as connection:
        return consumers.position(connection, "feeds")


def stamps(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}


def test_it_publishes_when_it_is_behind(house: House) -> None:
    world, folder = World(house, random.Random(9)), house.settings.feeds
    for _ in range(15):
        world.act()
    # No source of the catalogue ever ran here, and some feeds are empty: a first edition needs an operator's word.
    with pytest.raises(DeliveryError, match=r"kept back: .*publish --confirm"):
        run(house, Publisher(house))
    assert cursor(house) == 0
    steps.publish(house, confirm=True)
    assert run(house, Publisher(house)) == cursor(house) == log_end(house)
    before, stamped = feed_bytes(folder), stamps(folder)
    assert run(house, Publisher(house)) == 0
    assert stamps(folder) == stamped
    world.announce()
    world.act()
    assert run(house, Publisher(house)) > 0
    after = feed_bytes(folder)
    assert after != before
    assert steps.publish(house).changed == ()
    assert cursor(house) == log_end(house)


def test_killed_after_publishing_it_publishes_again_with_the_same_bytes(house: House) -> None:
    world = World(house, random.Random(10))
    for _ in range(15):
        world.act()
    steps.publish(house, confirm=True)
    world.announce()
    world.act()

    class Dying(Publisher):
        def catch_up(self) -> None:
            super().catch_up()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(house, Dying(house))
    assert cursor(house) == 0
    published = feed_bytes(house.settings.feeds)
    run(house, Publisher(house))
    assert (feed_bytes(house.settings.feeds), cursor(house)) == (published, log_end(house))
