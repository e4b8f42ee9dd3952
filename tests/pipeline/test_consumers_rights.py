"""What a source no longer grants is not given to whoever reads the log from its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from feeds.change_events import events
from feeds.channel import site_of
from pipeline.house import House
from tests.pipeline.stream_world import QUAI, new_house
from tests.warehouse.made import NOW, event, record
from vigie.model import Rights, Source
from vigie.settings import Settings
from warehouse.curate import curate
from warehouse.load import load

WORDS = "Une phrase qui en dit plus. " * 40


@pytest.fixture
def house(database_server: Settings, tmp_path: Path) -> Iterator[House]:
    made = new_house(database_server, tmp_path)
    yield made
    made.engine.dispose()


def run_of(house: House, of: Source) -> None:
    content = event("Nuit des pixels", description=WORDS, image="https://quai.example/a.jpg")
    load(house.engine, of, [record(of, "1", content)], [], ["1"], False, NOW, "run")
    curate(house.engine, NOW)


def states(house: House) -> list[Any]:
    with house.engine.connect() as connection:
        return [one.data["state"] for one in events(connection, 0, 100, site_of(house.settings))]


def test_a_permission_that_was_taken_back_is_not_told_again(house: House) -> None:
    run_of(house, replace(QUAI, rights=Rights(republish=True, image_rights="© Quai")))
    (before,) = states(house)
    assert len(before["description"]) > 300
    assert before["image_credit"] == "© Quai"
    run_of(house, replace(QUAI, rights=Rights()))
    after = states(house)[0]
    assert len(after["description"]) <= 300
    assert "image" not in after


def test_a_permission_that_came_later_does_not_reach_back(house: House) -> None:
    run_of(house, replace(QUAI, rights=Rights()))
    run_of(house, replace(QUAI, rights=Rights(republish=True, image_rights="© Quai")))
    first = states(house)[0]
    assert len(first["description"]) <= 300
    assert "image" not in first


def test_a_permission_that_was_taken_back_is_a_change(house: House) -> None:
    run_of(house, replace(QUAI, rights=Rights(republish=True)))
    run_of(house, replace(QUAI, rights=Rights()))
    assert len(states(house)) == 2
