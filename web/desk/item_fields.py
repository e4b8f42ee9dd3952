"""Every field of an item as its editor needs it: what is shown and why, what each source says, what was edited."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from vigie.codec import to_json
from vigie.model import FieldChoice, FieldEvidence, Item, RecordState, Sighting
from warehouse import conflicts, editing, explain, explain_people
from warehouse.conflicts import Conflict
from warehouse.explain_people import Tagged
from warehouse.inputs import Live
from warehouse.projection import corrected
from warehouse.tables import edits
from warehouse.unedited import voices
from web.desk.field_forms import SHAPES

MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Voice:
    """What one record says of one field: "vu sur SOURCE le …". `words` are its raw words, `rule` what read them;
    `trust` of its source 0 to 100; `wins`: the field has its value from here."""

    source: str
    name: str
    key: str
    url: str | None
    value: Any
    wins: bool
    state: RecordState
    trust: int
    fetched_at: datetime | None
    parser: str
    rules: tuple[str, ...]
    words: tuple[str, ...]
    pointers: tuple[str, ...]
    capture: str


@dataclass(frozen=True, slots=True)
class Edited:
    """An editor's hold on a field, with values of the model: `value` now, `base` when it was made, `sources_say` since
    then; None where one of them is no value of the field any more. `made_on`: the item, another one after a merge."""

    author: str
    at: datetime
    until: datetime | None
    value: Any
    base: Any
    sources_say: Any
    is_open: bool
    made_on: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of an item. `value` of the model; `rule` of warehouse.projection, "" when nothing is said; `mark`
    moves when an edit or the value does."""

    name: str
    value: Any
    rule: str
    voices: tuple[Voice, ...]
    edited: Edited | None
    mark: str
    editable: bool

    @property
    def empty(self) -> bool:
        return self.value in (None, ())

    @property
    def winner(self) -> Voice | None:
        return next((one for one in self.voices if one.wins), None)

    @property
    def in_conflict(self) -> bool:
        return self.edited is not None and self.edited.is_open


@dataclass(frozen=True, slots=True)
class Sheet:
    """All fields of an item in the order of the vocabulary, and the topics that editors added or took."""

    rows: tuple[FieldRow, ...]
    tags: tuple[Tagged, ...]

    def row(self, name: str) -> FieldRow | None:
        return next((row for row in self.rows if row.name == name), None)

    @property
    def in_conflict(self) -> tuple[FieldRow, ...]:
        return tuple(row for row in self.rows if row.in_conflict)

    @property
    def held(self) -> bool:
        """Whether editors hold anything of it."""
        return bool(self.tags) or any(row.edited for row in self.rows)


def sheet(connection: Connection, item: Item) -> Sheet:
    """The fields of an item as of its last curation."""
    spoken = sorted(voices(connection, item.id), key=lambda one: (-one.trust, one.id))
    fetched = {one.record.capture: _fetched(connection, one) for one in spoken}
    choices = {one.field: one for one in explain.explain_all(connection, item.id)}
    names = {(s.source, s.key): s for s in item.sightings}
    told = explain_people.tags(connection, item.id)
    query = select(edits.c.field).where(edits.c.item == item.id, edits.c.released_at.is_(None))
    holding = set(connection.execute(query).scalars())
    rows = []
    for field in fields(item.content):
        choice = choices.get(field.name)
        held = field.name in holding or (choice is not None and choice.rule == "editor")
        said = conflicts.three_way(connection, item.id, field.name) if held else None
        edited = _edited(item, said.conflict) if said else None
        value = getattr(item.content, field.name)
        rows.append(
            FieldRow(
                field.name,
                value,
                choice.rule if choice else "",
                tuple(_voice(one, field.name, choice, names, fetched) for one in spoken),
                edited,
                mark(connection, item, field.name),
                field.name in SHAPES,
            )
        )
    return Sheet(tuple(rows), told)


def mark(connection: Connection, item: Item, field: str) -> str:
    """Moves when somebody edits a field, and when its value moves: what a form was opened on."""
    held = editing.held_edit(connection, item.id, field)
    tagged = explain_people.tags(connection, item.id) if field == "topics" else ()
    said = [held["id"] if held else None, getattr(item.content, field), [[t.topic, t.wanted] for t in tagged]]
    return hashlib.sha256(to_json(said)).hexdigest()[:20]


def said_by_model(item: Item, field: str, plain: Any) -> Any:
    """A plain value as the model has it; None when it does not fit the field any more."""
    try:
        return corrected(item.kind, field, plain)
    except ValueError:
        return None


def _edited(item: Item, one: Conflict) -> Edited:
    value, base, now = (said_by_model(item, one.field, plain) for plain in (one.value, one.base, one.sources_say))
    return Edited(one.author, one.at, one.until, value, base, now, one.is_open, one.item)


def _voice(
    one: Live,
    field: str,
    choice: FieldChoice | None,
    names: Mapping[tuple[str, str], Sighting],
    fetched: Mapping[str, datetime | None],
) -> Voice:
    record, seen = one.record, names.get(one.id)
    proof = _proof(one, field, choice)
    return Voice(
        record.source,
        seen.name if seen else record.source,
        record.key,
        record.url,
        getattr(record.content, field, None),
        choice is not None and (choice.source, choice.key) == one.id,
        one.state,
        one.trust,
        fetched[record.capture],
        record.parser,
        tuple(dict.fromkeys(p.rule for p in proof)),
        tuple(dict.fromkeys(p.words[:MOST_WORDS] for p in proof if p.words)),
        tuple(dict.fromkeys(p.evidence.pointer for p in proof if p.evidence.pointer)),
        record.capture,
    )


def _proof(one: Live, field: str, choice: FieldChoice | None) -> list[FieldEvidence]:
    """The passages that a record rests a field on; those of the field that it came with, when it has none."""
    own = [e for e in one.record.provenance if e.field == field]
    if not own and choice is not None and choice.rule.startswith("with:"):
        own = [e for e in one.record.provenance if e.field == choice.rule.removeprefix("with:")]
    return own


def _fetched(connection: Connection, one: Live) -> datetime | None:
    found = explain_people.captured(connection, one.record.capture, one.record.source)
    return found.fetched_at if found else None
