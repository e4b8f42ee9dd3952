"""The consumer `kafka`: every event to a topic, by configuration. `confluent-kafka` (the extra `kafka`) is imported
when it is first used; nothing else needs it.

The key is the item's id, so that the events of an item keep their order in one partition. The message is a CloudEvent
in structured mode (Kafka protocol binding 1.0, §3.3). The cursor moves only when brokers have acknowledged a batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.cloudevents import MEDIA_TYPE, CloudEvent, encoded
from pipeline.consume import DeliveryError
from vigie.settings import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from confluent_kafka import KafkaError, Message, Producer

    Report = Callable[[KafkaError | None, Message], None]

PREFIX = "VIGIE_KAFKA_"
TOPIC = "vigie.changes"
HEADERS: list[tuple[str, str | bytes | None]] = [("content-type", MEDIA_TYPE)]

DEFAULTS = {
    "client.id": "vigie",
    "compression.type": "zstd",
    "linger.ms": "20",
    "message.timeout.ms": "60000",
}
# A message that gave up while later ones went through would leave a hole in the order of an item.
ALWAYS = {"enable.idempotence": "true", "enable.gapless.guarantee": "true"}
PATIENCE = 90.0
"""Seconds for a batch to be acknowledged: longer than `message.timeout.ms`, so that the report says why."""


@dataclass(frozen=True, slots=True)
class KafkaConfiguration:
    """Where events go: the topic and the properties of librdkafka."""

    topic: str
    properties: tuple[tuple[str, str], ...]


def configuration(environ: Mapping[str, str]) -> KafkaConfiguration:
    """From VIGIE_KAFKA_BOOTSTRAP (needed), VIGIE_KAFKA_TOPIC, and any property of librdkafka:
    VIGIE_KAFKA_SECURITY_PROTOCOL is `security.protocol`. Raises SettingError that names the variable."""
    bootstrap = environ.get(f"{PREFIX}BOOTSTRAP")
    if not bootstrap:
        raise SettingError(f"{PREFIX}BOOTSTRAP: the consumer kafka needs the addresses of brokers, e.g. kafka:9092")
    own = {f"{PREFIX}BOOTSTRAP", f"{PREFIX}TOPIC"}
    said = {
        name.removeprefix(PREFIX).lower().replace("_", "."): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and name not in own and value
    }
    for name, value in ALWAYS.items():
        if said.get(name, value) != value:
            variable = PREFIX + name.upper().replace(".", "_")
            raise SettingError(f"{variable}={said[name]}: it is always {value}, or events of an item lose their order")
    properties = DEFAULTS | said | ALWAYS | {"bootstrap.servers": bootstrap}
    return KafkaConfiguration(environ.get(f"{PREFIX}TOPIC") or TOPIC, tuple(sorted(properties.items())))


class KafkaTopic:
    """Kafka keeps no book of ours: after a kill a batch is sent again, and readers leave out what they have seen."""

    name = "kafka"

    def __init__(self, configured: KafkaConfiguration) -> None:
        self.configured = configured
        self._producer: Producer | None = None

    def deliver(self, events: Sequence[CloudEvent]) -> None:
        """Sends the events and waits for the report of each. Raises DeliveryError with the broker's words."""
        failures: list[str] = []

        def report(error: KafkaError | None, message: Message) -> None:
            if error is not None:
                failures.append(str(error))

        producer = self._open()
        try:
            for event in events:
                _produce(producer, self.configured.topic, event, report)
            left = producer.flush(PATIENCE)
        except Exception as error:
            self._drop()
            raise DeliveryError(f"kafka: {error}") from error
        if failures or left:
            # What is still in its queue would be sent after the batch is tried again: the producer goes with it.
            self._drop()
            raise DeliveryError(f"kafka: {failures[0] if failures else f'{left} events were not acknowledged'}")

    def kept(self) -> None:
        return None

    def rewind(self, seq: int) -> None:
        """A topic is not ours to cut: what is sent again has the same ids."""

    def _open(self) -> Producer:
        if self._producer is None:
            try:
                from confluent_kafka import KafkaException, Producer
            except ImportError as error:
                raise DeliveryError("kafka: confluent-kafka is not installed (the extra `kafka` of vigie)") from error
            try:
                self._producer = Producer(dict(self.configured.properties))
            except (KafkaException, ValueError) as error:
                raise SettingError(f"{PREFIX}*: {error}") from error
        return self._producer

    def _drop(self) -> None:
        if self._producer is not None:
            self._producer.purge()
            self._producer = None


def _produce(producer: Producer, topic: str, event: CloudEvent, report: Report) -> None:
    """Puts one event in the queue; a full queue is emptied first."""
    while True:
        try:
            producer.produce(topic, encoded(event), event.subject, headers=HEADERS, on_delivery=report)
        except BufferError:
            producer.poll(0.5)
        else:
            producer.poll(0)
            return
