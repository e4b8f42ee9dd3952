"""docs/change-stream.md: its commands do what is written, its program keeps a copy, its example is an event."""

from __future__ import annotations

import json
import random
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from confluent_kafka import Producer

from feeds.cloudevents import attributes, cloud_event, data_schema
from pipeline.consume import run
from pipeline.consumers import NAMES, change_file
from pipeline.consumers.file import ChangeFile
from tests.conftest import ROOT
from tests.feeds.feed_samples import NOW, SITE
from tests.pipeline.stream_world import World, new_house, server_state, stream_command, told
from vigie.model import Change, ChangeType, Kind
from vigie.settings import Settings

PAGE = (ROOT / "docs" / "change-stream.md").read_text()
LINE = re.compile(r"^vigie (?P<command>.+?)\s+# exit (?P<code>\d)(?:, (?P<words>.+))?$")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_every_command_line_does_what_is_written(database_server: Settings, tmp_path: Path) -> None:
    house = new_house(database_server, tmp_path)
    world = World(house, random.Random(16))
    for _ in range(20):
        world.act()
    cluster = Producer({"test.mock.num.brokers": 1, "log_level": 0})
    (broker,) = cluster.list_topics(timeout=10).brokers.values()
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(lines) >= 12, "the blocks are not found any more"
    for line in lines:
        asked = LINE.match(line)
        assert asked, f"not a command line of vigie: {line}"
        command = shlex.split(asked["command"])
        process = stream_command(house, *command, VIGIE_KAFKA_BOOTSTRAP=f"{broker.host}:{broker.port}")
        out, err = process.communicate(timeout=60)
        said = (out + err).decode()
        assert process.returncode == int(asked["code"]), f"{line}\n{said}"
        assert (asked["words"] or "") in said, f"{line}\n{said}"
        assert "Traceback" not in said
    house.engine.dispose()


def test_the_program_keeps_a_copy(database_server: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = new_house(database_server, tmp_path)
    world = World(house, random.Random(17))
    for _ in range(60):
        world.act()
    run(house, ChangeFile(change_file(house)))
    with change_file(house).open("ab") as file:
        file.write(b'{"specversion": "1.0", "id": "9')
    monkeypatch.chdir(house.settings.feeds)
    (program,) = blocks("python")
    names: dict[str, Any] = {}
    exec(program, names)
    assert len(names["held"]) > 3
    assert {id: told(one) for id, one in names["held"].items()} == server_state(house)
    house.engine.dispose()


def test_the_example_is_an_event() -> None:
    (example,) = (json.loads(block) for block in blocks("json"))
    jsonschema.Draft202012Validator(json.loads(data_schema())).validate(example["data"])
    item = example["subject"]
    made = attributes(cloud_event(Change(1042, NOW, item, Kind.EVENT, ChangeType.RESCHEDULED), None, SITE))
    mine = ("source", "dataschema", "time", "data")
    assert {k: v for k, v in example.items() if k not in mine} == {k: v for k, v in made.items() if k not in mine}
    assert list(example) == list(made)
    assert example["dataschema"].removeprefix(example["source"]) == made["dataschema"].removeprefix(made["source"])


def test_the_page_names_every_type_and_consumer() -> None:
    assert [kind for kind in ChangeType if f"| `{kind}` |" not in PAGE] == []
    assert [name for name in NAMES if f"| `{name}` |" not in PAGE] == []
