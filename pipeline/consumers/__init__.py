"""The consumers that can be run by name. Each module is one of them; what it needs is imported when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.consume import AnyConsumer
from pipeline.house import House

NAMES = ("feeds", "file", "kafka", "websub")
FILE = "changes.ndjson"


class UnknownConsumer(LookupError):
    """A name that no consumer has."""


def consumer_for(house: House, name: str, environ: Mapping[str, str] | None = None) -> AnyConsumer:
    """A consumer by its name. UnknownConsumer when there is none; SettingError when it is not configured."""
    if name == "file":
        from pipeline.consumers.file import ChangeFile

        return ChangeFile(change_file(house))
    if name == "feeds":
        from pipeline.consumers.publisher import Publisher

        return Publisher(house)
    if name == "kafka":
        from pipeline.consumers.kafka import KafkaTopic, configuration

        return KafkaTopic(configuration(os.environ if environ is None else environ))
    if name == "websub":
        from pipeline.consumers.websub import Hub

        return Hub(house)
    raise UnknownConsumer(f"no consumer `{name}`: {', '.join(NAMES)}")


def change_file(house: House) -> Path:
    """Where the consumer `file` writes: among the feeds, so that it is served beside them."""
    return house.settings.feeds / FILE
