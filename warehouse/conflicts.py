"""Conflicts: edits whose sources moved from the value that they were made on (law 6, EDITORS.md D9).

An editor answers in one of three ways: keeps the value (`keep`), takes the source's (`editing.release`), or gives
another one (`editing.edit`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from vigie.codec import to_plain
from vigie.model import RecordState
from warehouse import editing, inputs
from warehouse.inheritance import end, inherited
from warehouse.tables import edits, items
from warehouse.unedited import voices


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that is shown, beside what it replaced and what its sources say now; values are plain JSON.

    `item` is the one that it was made on, `shown_by` the one that shows it: another one after a merge. `sources_say`
    means nothing while not `compared`: no curation has looked yet.
    """

    item: str
    field: str
    shown_by: str
    base: Any
    sources_say: Any
    compared: bool
    value: Any
    author: str
    at: datetime
    until: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the sources moved from what the edit was made on."""
        return self.compared and self.sources_say != self.base


@dataclass(frozen=True, slots=True)
class Voice:
    """What one record behind the item says of the field; None when nothing."""

    source: str
    key: str
    url: str | None
    value: Any
    state: RecordState
    trust: int
    first_seen: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """What an editor needs to answer: the edit, and every record's own word, the most trusted first."""

    conflict: Conflict
    voices: tuple[Voice, ...]


def open_conflicts(connection: Connection) -> tuple[Conflict, ...]:
    """The edits in force and shown whose sources moved, the oldest first. As of the last curation."""
    return tuple(one for one in _shown(connection) if one.is_open)


def three_way(connection: Connection, item: str, field: str) -> ThreeWay | None:
    """The edit that an item shows in a field, in conflict or not; None when it shows none."""
    found = [one for one in _shown(connection) if one.field == field and item in (one.shown_by, one.item)]
    if not found:
        return None
    spoken = sorted(voices(connection, found[0].shown_by), key=lambda one: (-one.trust, one.id))
    return ThreeWay(
        found[0],
        tuple(
            Voice(
                one.record.source,
                one.record.key,
                one.record.url,
                to_plain(one.record.content).get(field),
                one.state,
                one.trust,
                one.first_seen,
                one.changed_at,
            )
            for one in spoken
        ),
    )


def keep(connection: Connection, item: str, field: str, author: str, at: datetime) -> bool:
    """Keeps the editor's value of a field: it rests on what the sources say now. False when the item shows no edit
    there."""
    held = three_way(connection, item, field)
    if held is None:
        return False
    one = held.conflict
    editing.edit(connection, one.item, field, one.value, author, at, one.until)
    return True


def _shown(connection: Connection) -> list[Conflict]:
    """Edits in force that an item shows: after a merge one edit of a field covers the others, and an item that no
    record stands behind shows none. Editors' work is small: it is read whole."""
    rows = {row.id: row for row in connection.execute(select(edits).where(edits.c.released_at.is_(None)))}
    merged = _merged(connection, {row.item for row in rows.values()})
    held = inputs.corrections(connection, {row.item for row in rows.values()})
    ends = {end(item, merged) for item in held}
    query = select(items.c.id).where(items.c.id.in_(ends), items.c.withdrawn_at.is_(None))
    present = set(connection.execute(query).scalars())
    shown = {one.edit: item for item, of in inherited(held, merged).items() if item in present for one in of}
    return [_conflict(row, shown[id_]) for id_, row in sorted(rows.items()) if id_ in shown]


def _merged(connection: Connection, wanted: set[str]) -> dict[str, str | None]:
    """Where the redirects of these items lead, step by step."""
    found: dict[str, str | None] = {}
    while wanted:
        query = select(items.c.id, items.c.merged_into).where(items.c.id.in_(wanted))
        found.update({row.id: row.merged_into for row in connection.execute(query)})
        wanted = {into for into in found.values() if into and into not in found}
    return found


def _conflict(row: Any, shown_by: str) -> Conflict:
    said = row.sources_say
    return Conflict(
        item=row.item,
        field=row.field,
        shown_by=shown_by,
        base=row.base,
        sources_say=said["value"] if said else None,
        compared=said is not None,
        value=row.value,
        author=row.author,
        at=row.at,
        until=row.until,
    )
