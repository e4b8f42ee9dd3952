"""The consumer `kafka` against the mock cluster of librdkafka itself: real sockets, real protocol, on loopback."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from feeds.change_events import events
from feeds.channel import site_of
from feeds.cloudevents import MEDIA_TYPE, encoded
from pipeline.consume import DeliveryError, run
from pipeline.consumers.kafka import KafkaConfiguration, KafkaTopic, configuration
from pipeline.house import House
from tests.conftest import ROOT, free_port
from tests.pipeline.stream_world import World, absorb, log_end, new_house, server_state, stream_command
from vigie.settings import SettingError, Settings
from warehouse import consumers


@pytest.fixture
def house(database_server: Settings, tmp_path: Path) -> Iterator[House]:
    made = new_house(database_server, tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def brokers() -> Iterator[str]:
    """`HOST:PORT` of the three brokers of a mock cluster; it lives as long as the client that made it."""
    holder = Producer({"test.mock.num.brokers": 3, "log_level": 0})
    found = holder.list_topics(timeout=10).brokers.values()
    assert len(found) == 3
    yield ",".join(f"{broker.host}:{broker.port}" for broker in found)
    holder.flush(1)


@dataclass(frozen=True)
class Sent:
    partition: int
    offset: int
    key: str
    headers: dict[str, bytes]
    value: bytes

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.value)
        return found


def received(brokers: str, topic: str) -> list[Sent]:
    """Every message of a topic, partition by partition, in order."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": uuid.uuid4().hex, "auto.offset.reset": "earliest"})
    found = []
    try:
        for partition in sorted(consumer.list_topics(topic, timeout=10).topics[topic].partitions):
            _, end = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
            consumer.assign([TopicPartition(topic, partition, 0)])
            until = time.monotonic() + 30
            count = 0
            while count < end:
                assert time.monotonic() < until, f"partition {partition}: {count} of {end} messages came"
                message = consumer.poll(1)
                if message is None:
                    continue
                assert message.error() is None
                count += 1
                key, value = message.key(), message.value()
                assert isinstance(key, bytes)
                assert isinstance(value, bytes)
                headers = dict(message.headers() or [])
                found.append(Sent(partition, message.offset() or 0, key.decode(), headers, value))  # type: ignore[arg-type]
    finally:
        consumer.close()
    return found


def topic_of(brokers: str, topic: str) -> KafkaTopic:
    return KafkaTopic(configuration({"VIGIE_KAFKA_BOOTSTRAP": brokers, "VIGIE_KAFKA_TOPIC": topic}))


def materialised(found: list[Sent]) -> dict[str, bytes]:
    """What a subscriber holds who leaves out, for each key, what is not newer than what was taken."""
    held: dict[str, bytes] = {}
    last: dict[str, int] = {}
    for sent in found:
        if int(sent.event["id"]) > last.get(sent.key, 0):
            last[sent.key] = int(sent.event["id"])
            absorb(held, sent.event)
    return held


def test_what_is_sent_is_what_the_log_tells(house: House, brokers: str) -> None:
    world = World(house, random.Random(11))
    for _ in range(40):
        world.act()
    assert run(house, topic_of(brokers, "told")) == log_end(house) > 20
    found = received(brokers, "told")
    with house.engine.connect() as connection:
        log = events(connection, 0, 1_000, site_of(house.settings))
        assert consumers.position(connection, "kafka") == log_end(house)
    found.sort(key=lambda sent: int(sent.event["id"]))
    assert [(sent.key, sent.value) for sent in found] == [(event.subject, encoded(event)) for event in log]
    assert {tuple(sent.headers.items()) for sent in found} == {(("content-type", MEDIA_TYPE.encode()),)}
    for key in {sent.key for sent in found}:
        mine = [sent for sent in found if sent.key == key]
        assert len({sent.partition for sent in mine}) == 1
        assert mine == sorted(mine, key=lambda sent: sent.offset), "a later change of an item has an earlier offset"
    assert len({sent.partition for sent in found}) > 1, "one partition alone proves no order"
    assert materialised(found) == server_state(house)
    assert run(house, topic_of(brokers, "told")) == 0


def position(house: House) -> int:
    with house.engine.connect() as connection:
        return consumers.position(connection, "kafka")


def test_killed_at_random_and_resumed_every_change_arrives_in_the_order_of_its_item(house: House, brokers: str) -> None:
    chance = random.Random(12)
    world = World(house, random.Random(13))
    variables = {"VIGIE_KAFKA_BOOTSTRAP": brokers, "VIGIE_KAFKA_TOPIC": "killed"}
    for _ in range(8):
        process = stream_command(house, "consumers", "run", "kafka", "--follow", **variables)
        # A process takes its time to start on a busy machine: it is killed some moments after it has sent something.
        sent, until = position(house), time.monotonic() + 60
        while position(house) == sent and time.monotonic() < until:
            world.act()
        until = time.monotonic() + chance.uniform(0.0, 1.0)
        while time.monotonic() < until:
            world.act()
        process.kill()
        process.communicate(timeout=20)
    with house.engine.connect() as connection:
        assert consumers.position(connection, "kafka") > 0, "no process lived long enough to send"
    run(house, topic_of(brokers, "killed"))
    found = received(brokers, "killed")
    numbers = [int(sent.event["id"]) for sent in found]
    assert set(numbers) == set(range(1, log_end(house) + 1))
    for key in {sent.key for sent in found}:
        first = list(dict.fromkeys(int(sent.event["id"]) for sent in found if sent.key == key))
        assert first == sorted(first)
    assert materialised(found) == server_state(house)


def test_brokers_that_are_away_leave_the_cursor_where_it_was(house: House, brokers: str) -> None:
    world = World(house, random.Random(14))
    while log_end(house) < 5:
        world.act()
    nobody = configuration(
        {"VIGIE_KAFKA_BOOTSTRAP": f"127.0.0.1:{free_port()}", "VIGIE_KAFKA_MESSAGE_TIMEOUT_MS": "1500"}
    )
    with pytest.raises(DeliveryError, match="kafka: "):
        run(house, KafkaTopic(nobody))
    with house.engine.connect() as connection:
        assert consumers.position(connection, "kafka") == 0
    assert run(house, topic_of(brokers, "later")) == log_end(house)


def test_configuration() -> None:
    made = configuration(
        {
            "VIGIE_KAFKA_BOOTSTRAP": "a:9092,b:9092",
            "VIGIE_KAFKA_SASL_USERNAME": "vigie",
            "VIGIE_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "VIGIE_KAFKA_LINGER_MS": "5",
            "VIGIE_KAFKA_CLIENT_ID": "",
            "VIGIE_HOME": "/nowhere",
        }
    )
    properties = dict(made.properties)
    assert made.topic == "vigie.changes"
    assert properties["bootstrap.servers"] == "a:9092,b:9092"
    assert (properties["sasl.username"], properties["security.protocol"]) == ("vigie", "SASL_SSL")
    assert (properties["linger.ms"], properties["client.id"]) == ("5", "vigie")
    assert properties["enable.idempotence"] == "true"
    assert "home" not in properties
    with pytest.raises(SettingError, match="VIGIE_KAFKA_BOOTSTRAP"):
        configuration({})
    with pytest.raises(SettingError, match="VIGIE_KAFKA_ENABLE_IDEMPOTENCE=false"):
        configuration({"VIGIE_KAFKA_BOOTSTRAP": "a:9092", "VIGIE_KAFKA_ENABLE_IDEMPOTENCE": "false"})


def test_a_property_that_librdkafka_does_not_know_is_said(house: House) -> None:
    world = World(house, random.Random(15))
    world.act()
    with pytest.raises(SettingError, match=r"no\.such\.thing"):
        run(house, KafkaTopic(KafkaConfiguration("t", (("bootstrap.servers", "a:1"), ("no.such.thing", "1")))))


def test_everything_else_runs_without_the_package() -> None:
    script = (
        "import sys; sys.modules['confluent_kafka'] = None\n"
        "import pipeline.commands.changes, pipeline.consumers.kafka as k\n"
        "from pipeline.consume import DeliveryError\n"
        "try: k.KafkaTopic(k.configuration({'VIGIE_KAFKA_BOOTSTRAP': 'a:1'})).deliver([])\n"
        "except DeliveryError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "confluent-kafka is not installed" in done.stdout
