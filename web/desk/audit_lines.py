"""A row of the journal as people read it: on what, what stood before and after, as values and not as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from vigie.model import BRUSSELS, Item, Kind
from warehouse import items
from warehouse.decisions import DECISIONS
from warehouse.journal import Act, Entry
from warehouse.projection import corrected

LONGEST = 200
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$")
UNTOLD = frozenset({"at", "author", "created_at", "id", "slug", "item", "mark"})
"""Columns of the desk's rows that the line says already, or that say nothing to people."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that moved: a field of an item with values of the model (`field`), or a column of a row of the desk
    with plain words (`name`)."""

    field: str | None
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One decision. `item` is the one that it is on, when it is on one that there is; `on` what else it is on."""

    entry: Entry
    item: Item | None
    on: str
    parts: tuple[Part, ...]

    @property
    def undoes(self) -> int | None:
        return (self.entry.body or {}).get("undoes")

    @property
    def clock(self) -> str:
        """When, on a clock in Brussels: `10:32`."""
        return f"{self.entry.at.astimezone(ZoneInfo(BRUSSELS)):%H:%M}"

    @property
    def group(self) -> int:
        """The number of the first row of the act: what is undone together."""
        return int((self.entry.body or {}).get("group", self.entry.seq))


def lines(connection: Connection, entries: Sequence[Entry]) -> tuple[Line, ...]:
    """Rows in their order, with the items that they are on."""
    wanted = {str(one) for entry in entries if (one := _item_of(entry))}
    known = {item.id: item for item in items.load(connection, sorted(wanted))}
    return tuple(_line(entry, known) for entry in entries)


def _line(entry: Entry, known: Mapping[str, Item]) -> Line:
    body = entry.body or {}
    item = known.get(str(_item_of(entry)))
    return Line(entry, item, "" if item else _on(entry), tuple(_parts(entry.act, body, item)))


def _item_of(entry: Entry) -> str | None:
    body = entry.body or {}
    found = body.get("item") or body.get("keep") or body.get("split")
    if entry.act is Act.DESK and not found:
        found = _row(body).get("item")
    return found if isinstance(found, str) and len(found) == 36 else None


def _parts(act: Act, body: Mapping[str, Any], item: Item | None) -> Iterable[Part]:
    before, after = body.get("before"), body.get("after")
    if act in (Act.EDIT, Act.RELEASE):
        kind = item.kind if item else None
        # What an edit replaced: the edit before it, else what the sources said.
        old = before["value"] if before else (after or {}).get("base")
        new = after["value"] if after else (before or {}).get("base")
        field = str(body.get("field"))
        yield Part(field, field, _model(kind, field, old), _model(kind, field, new))
    elif act is Act.DESK:
        old, new = before or {}, after or {}
        for name in sorted({*old, *new} - UNTOLD):
            if old.get(name) != new.get(name):
                yield Part(None, name, *(_column(name, one.get(name)) for one in (old, new)))
    elif act in (Act.SUPPRESS, Act.SILENCE, Act.DROP, Act.SUGGESTION):
        yield Part(None, act.value, _plain(before), _plain(after))


def _model(kind: Kind | None, field: str, plain: Any) -> Any:
    """A value of the model; None for one that is none any more."""
    if kind is None or plain is None:
        return None
    try:
        return corrected(kind, field, plain)
    except ValueError:
        return None


def _on(entry: Entry) -> str:
    body = entry.body or {}
    if entry.act is Act.DESK:
        row = _row(body)
        name = row.get("title") or row.get("name") or row.get("first_day") or row.get("subject")
        return str(name or "/".join(map(str, body.get("key", {}).values())))
    decision = DECISIONS.get(entry.act)
    target = decision.target(body).values() if decision and body else ()
    return " ".join("/".join(map(str, one)) if isinstance(one, list) else str(one) for one in target) or (
        entry.subject or ""
    )


def _row(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return body.get("after") or body.get("before") or {}


def _column(name: str, value: Any) -> str:
    """A column of the desk's rows in words; the filters of a view as `province : namur`."""
    return _plain([f"{key} : {one}" for key, one in parse_qsl(value)] if name == "query" and value else value)


def _plain(value: Any) -> str:
    """A value of JSON in words: lists with commas, objects as `name: value`; "" for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, Mapping):
        said = ", ".join(f"{name} : {_plain(one)}" for name, one in value.items() if _plain(one))
    elif isinstance(value, list):
        said = ", ".join(_plain(one) for one in value)
    else:
        said = _instant(str(value))
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def _instant(said: str) -> str:
    """An instant as a clock in Brussels shows it; any other text as it is."""
    if not _INSTANT.match(said):
        return said
    return f"{datetime.fromisoformat(said).astimezone(ZoneInfo(BRUSSELS)):%d/%m/%Y %H:%M}"
