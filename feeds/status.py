"""What an event's status becomes outside (vigie/data/status_map.yaml 1.0.0)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from vigie.model import Event, Item, Status


@dataclass(frozen=True, slots=True)
class StatusWords:
    """One row of the map. `unchanged` in the map means: as a scheduled event."""

    label: str
    ics: str
    schema_org: str
    prefix: str
    note: bool


@cache
def status_map() -> dict[Status, StatusWords]:
    """The whole map, read once. Raises KeyError when a status of the model has no row."""
    text = resources.files("vigie").joinpath("data", "status_map.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["event_status"]
    scheduled = rows[Status.SCHEDULED.value]
    return {status: _row(rows[status.value], scheduled) for status in Status}


def _row(row: dict[str, Any], scheduled: dict[str, Any]) -> StatusWords:
    ics: dict[str, Any] = row["ics"]
    return StatusWords(
        label=row["label"]["fr"],
        ics=ics.get("STATUS", scheduled["ics"]["STATUS"]),
        schema_org=scheduled["schema_org"] if row["schema_org"] == "unchanged" else row["schema_org"],
        prefix=ics.get("summary_prefix", ""),
        note=bool(ics.get("add_note")),
    )


def words_of(event: Event) -> StatusWords:
    """The row of an event's status."""
    return status_map()[event.status]


def shown_title(item: Item) -> str:
    """The title for people: "ANNULÉ – " or "COMPLET – " first, unless the source's title already starts so."""
    content = item.content
    prefix = words_of(content).prefix if isinstance(content, Event) else ""
    if not prefix:
        return content.title
    said = re.match(rf"\W*{_folded(prefix).split(' ')[0]}e?s?\b", _folded(content.title))
    return content.title if said else prefix + content.title


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
