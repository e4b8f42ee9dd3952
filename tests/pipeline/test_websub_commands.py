"""`vigie hub`, and what a rebuild does with subscribers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.house import House
from pipeline.rebuilding import rebuild_beside
from tests.pipeline.stream_world import new_house, stream_command
from tests.warehouse.made import NOW
from vigie.settings import Settings
from warehouse import websub, websub_requests
from warehouse.engine import open_engine
from warehouse.websub_requests import Asked, Mode

TOPIC = "https://vigie.example/feeds/agenda.atom"
SECRET = "une clé que personne ne lit"


@pytest.fixture
def house(database_server: Settings, tmp_path: Path) -> Iterator[House]:
    made = new_house(database_server, tmp_path)
    with made.engine.begin() as connection:
        for host in ("un.example", "deux.example"):
            asked = Asked(TOPIC, f"https://{host}/cb", host, Mode.SUBSCRIBE, SECRET, 86_400)
            assert websub_requests.ask(connection, asked, NOW) is websub_requests.Taken.YES
        (one, _) = websub.every(connection)
        assert one.host == "deux.example"
        websub.confirm(connection, one, NOW)
    yield made
    made.engine.dispose()


def said(house: House, *arguments: str, code: int = 0) -> str:
    process = stream_command(house, *arguments)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code, err.decode()
    return (out + err).decode()


def test_list_says_who_and_never_a_key(house: House) -> None:
    table, plain = said(house, "hub", "list"), said(house, "hub", "list", "--json")
    assert SECRET not in table + plain
    assert "https://un.example/cb" in table
    found = {one["callback"]: one for one in json.loads(plain)}
    assert set(found) == {"https://un.example/cb", "https://deux.example/cb"}
    assert {one["signed"] for one in found.values()} == {True}
    assert (found["https://un.example/cb"]["state"], found["https://un.example/cb"]["until"]) == ("asked for", "")
    deux = found["https://deux.example/cb"]
    assert (deux["state"], deux["until"]) == ("active", "2026-03-02T08:00:00+00:00")


@pytest.mark.parametrize(
    ("address", "left"),
    [("https://un.example/cb", ["deux.example"]), ("deux.example", ["un.example"]), (TOPIC, [])],
)
def test_drop_ends_a_callback_a_host_or_a_topic(house: House, address: str, left: list[str]) -> None:
    assert f"{2 - len(left)} dropped" in said(house, "hub", "drop", address)
    with house.engine.connect() as connection:
        assert [row.host for row in websub.every(connection)] == left
    said(house, "hub", "drop", address, code=1)


def test_a_rebuild_keeps_subscribers(house: House) -> None:
    with house.engine.connect() as connection:
        before = websub.every(connection)
    url = house.engine.url.render_as_string(hide_password=False)
    rebuild_beside(house, check=False)
    engine = open_engine(url)
    with engine.connect() as connection:
        assert websub.every(connection) == before
    engine.dispose()
