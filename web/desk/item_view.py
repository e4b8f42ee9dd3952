"""What the page of an item shows, and that of one of its fields, read from the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection, text

from feeds.slices import taxonomy
from vigie.model import AttendanceMode, Item, MoneyRole, Status
from warehouse import as_of, auditing, items, journal, notes, questions
from warehouse.as_of import Version
from warehouse.journal import Entry
from warehouse.readings import gazetteer
from web.desk.desk import Desk
from web.desk.field_forms import SHAPES, ZONES, Filled, fill
from web.desk.item_fields import FieldRow, sheet
from web.desk.people import Person, Role
from web.query import ITEM_ID

MOST_ACTS = 40
MOST_VERSIONS = 40
TOPIC_FACETS = ("event_type", "watch_type", "call_type", "discipline", "theme", "audience")
BESIDE = text("""
    SELECT seq FROM journal WHERE act = 'desk' AND (
        subject LIKE 'item_notes/%' AND :item IN (body #>> '{after,item}', body #>> '{before,item}')
        OR subject LIKE 'reviews/%' AND starts_with(body #>> '{key,subject}', :item))
""")
PROOFS = ("marker", "gone", "own")
"""By what an editor calls an event off: the source's own words, its page that is gone, or the editor's word alone."""


@dataclass(frozen=True, slots=True)
class Act:
    """One decision on an item; `undone` by a later one. `rows`: how many rows of the journal it takes."""

    entry: Entry
    rows: int
    undone: bool


def item_values(connection: Connection, id: str, person: Person, now: datetime) -> dict[str, Any] | None:
    """All that the page of an item shows; None when there is none. Notes that an editor has it open."""
    item = items.get(connection, id) if ITEM_ID.fullmatch(id) else None
    if item is None:
        return None
    if person.role.allows(Role.EDITOR):
        notes.seen(connection, item.id, person.name, now)
    versions = as_of.versions(connection, item.id)
    return {
        "item": item,
        "content": item.content,
        "sheet": sheet(connection, item),
        "joined": questions.joined(connection, item.id),
        "notes": notes.of(connection, item.id),
        "others": notes.others(connection, item.id, person.name, now),
        "acts": acts(connection, item.id),
        "versions": tuple(reversed(versions))[:MOST_VERSIONS],
        "moved": _moved(versions),
        "shapes": SHAPES,
        "may": person.role.allows(Role.EDITOR),
    }


def field_values(
    connection: Connection,
    id: str,
    name: str,
    now: datetime,
    typed: Filled | None = None,
    wrong: str = "",
    where: str = "",
    overtaken: bool = False,
    until: str = "",
) -> dict[str, Any] | None:
    """All that the page of one field shows; None when there is no such field. `typed` is what was typed and refused,
    `wrong` the sentence that says why, `overtaken` whether somebody edited the field meanwhile."""
    item = items.get(connection, id) if ITEM_ID.fullmatch(id) else None
    row = sheet(connection, item).row(name) if item else None
    if item is None or row is None:
        return None
    return {
        "item": item,
        "content": item.content,
        "row": row,
        "shape": SHAPES.get(name),
        "filled": typed or _filled(row),
        "wrong": wrong,
        "where": where,
        "overtaken": overtaken,
        "until": until,
        "shapes": SHAPES,
        "zones": ZONES,
        "statuses_all": tuple(Status),
        "attendances": tuple(AttendanceMode),
        "roles": tuple(MoneyRole),
        "proofs": PROOFS,
        "taxonomy": {facet: taxonomy().get(facet, {}) for facet in TOPIC_FACETS} if name == "topics" else {},
        "towns": towns() if name == "place" else (),
    }


@lru_cache(maxsize=1)
def towns() -> tuple[str, ...]:
    """Names of all Belgian municipalities."""
    return tuple(sorted({one.name for several in gazetteer().postcodes.values() for one in several}))


def acts(connection: Connection, item: str) -> tuple[Act, ...]:
    """What people decided on an item, the newest first; the rows of one act as one."""
    seqs = decided(connection, item)[-4 * MOST_ACTS :]
    entries = [entry for entry in (journal.get(connection, seq) for seq in seqs) if entry and entry.author]
    of = {entry.seq: int((entry.body or {}).get("group", entry.seq)) for entry in entries}
    undone = _undone(connection, list(of))
    found: dict[int, Act] = {}
    for entry in entries:
        first = of[entry.seq]
        known = found.get(first)
        if known is None:
            found[first] = Act(entry, 1, entry.seq in undone)
        else:
            found[first] = Act(known.entry, known.rows + 1, known.undone or entry.seq in undone)
    return tuple(reversed(found.values()))[:MOST_ACTS]


def decided(connection: Connection, item: str) -> list[int]:
    """Numbers of the rows of the journal that decide on an item, notes and answers to questions about it too."""
    rows = {int(seq) for of in (auditing.OF_ITEM, BESIDE) for seq in connection.execute(of, {"item": item}).scalars()}
    return sorted(rows)


def missing(desk: Desk, request: Request, person: Person) -> Response:
    """No such item, or field."""
    return desk.page(request, person, "desk/item-missing.html", 404)


def _undone(connection: Connection, seqs: Sequence[int]) -> set[int]:
    """Which of these rows were undone; an undo that was undone itself counts no more."""
    if not seqs:
        return set()
    query = text("""
        SELECT (body ->> 'undoes')::bigint AS of, seq FROM journal
         WHERE seq > :first AND author IS NOT NULL AND body ? 'undoes' ORDER BY seq
    """)
    undoes = {row.seq: row.of for row in connection.execute(query, {"first": min(seqs)})}
    off: set[int] = set()
    for seq in sorted(undoes, reverse=True):
        if seq not in off:
            off.add(undoes[seq])
    return off & set(seqs)


def _filled(row: FieldRow) -> Filled | None:
    return fill(row.name, row.value) if row.editable else None


def _moved(versions: Sequence[Version]) -> dict[int, tuple[str, ...]]:
    """Number of a version → the fields that differ from the one before."""
    found: dict[int, tuple[str, ...]] = {}
    for before, after in pairwise(versions):
        found[after.number] = _differing(before.item, after.item)
    return found


def _differing(before: Item, after: Item) -> tuple[str, ...]:
    names = [n for n in SHAPES if getattr(before.content, n, None) != getattr(after.content, n, None)]
    names += [
        n for n in ("hidden", "pinned_until", "merged_into", "withdrawn_at") if getattr(before, n) != getattr(after, n)
    ]
    return tuple(names)
