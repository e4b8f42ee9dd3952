"""What a workbook that came back changes: what each cell said when it was made, what it says, what stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from feeds.channel import Site
from feeds.columns import columns_of
from feeds.rights import released
from vigie.model import Item
from web.desk.reimport_fields import FIELDS, marks, value_of
from web.desk.reimport_file import Book, Row
from web.desk.table_values import Cell, Misfit, desk_columns, state_of, typed

TYPES = {column.name: kind for column, kind in desk_columns()}
READ_ONLY = frozenset(TYPES) - frozenset(FIELDS)
ORDER = tuple(name for name in TYPES if name in FIELDS)


class Verdict(StrEnum):
    """CHANGE: only the editor moved. CONFLICT: what stands moved too. UNSURE: the file does not say what it said."""

    CHANGE = "change"
    CONFLICT = "conflict"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one item. `cells` are (column, was, yours, now), in the one spelling; `was` None when unknown.
    `value` is the JSON value that the field would get, `present` what it is now."""

    row: int
    item: str
    title: str
    field: str
    cells: tuple[tuple[str, str | None, str, str], ...]
    verdict: Verdict
    value: Any

    @property
    def key(self) -> str:
        return f"{self.item} {self.field}"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What cannot be taken from the file: where (row 0: the first one), and why in two languages."""

    row: int
    column: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Diff:
    """`same` counts the rows that change nothing."""

    changes: tuple[Change, ...]
    troubles: tuple[Trouble, ...]
    same: int


def compare(book: Book, items: Mapping[str, Item], site: Site) -> Diff:
    """A workbook against the items that stand, by id (not in their released form)."""
    changes: list[Change] = []
    troubles = [
        Trouble(1, letter, f"colonne inconnue : « {name} »", f"unknown column: “{name}”")
        for letter, name in book.unknown
    ]
    seen: set[str] = set()
    same = 0
    for row in book.rows:
        refused = _refusal(row, seen, items)
        if refused:
            troubles.append(Trouble(row.number, "id", *refused))
            continue
        seen.add(row.id)
        found = list(_of_row(row, items[row.id], book, site))
        changes += [one for one in found if isinstance(one, Change)]
        troubles += [one for one in found if isinstance(one, Trouble)]
        same += not found
    return Diff(tuple(changes), tuple(troubles), same)


def _refusal(row: Row, seen: set[str], items: Mapping[str, Item]) -> tuple[str, str] | None:
    if not row.id:
        return "cette ligne n’a pas d’identifiant", "this row has no id"
    if row.id in seen:
        return "cet identifiant est déjà sur une autre ligne", "this id stands on another row already"
    item = items.get(row.id)
    if item is None:
        return "aucun contenu n’a cet identifiant", "no item has this id"
    state = state_of(item)
    if state == "merged":
        return "ce contenu a été fusionné avec un autre", "this item was merged into another one"
    if state == "withdrawn":
        return "ce contenu a été retiré", "this item was withdrawn"
    return None


def _of_row(row: Row, item: Item, book: Book, site: Site) -> Iterator[Change | Trouble]:
    shown = released(item)
    now = dict(zip(ORDER, marks(shown, site), strict=True))
    # Cells that were empty are not kept in the file's memory.
    base = book.marks.get(row.id) if book.marks is not None else None
    moved: dict[str, list[tuple[str, str | None, str, str]]] = {}
    own = {column.name for column in columns_of(item.kind)}
    for name in (one for one in ORDER if one in row.cells):
        was = None if base is None else base.get(name, "")
        try:
            yours = _typed(name, row.cells[name])
            if yours in (now[name], was):
                continue
            if name not in own:
                raise Misfit("ce genre de contenu n’a pas cette colonne", "this kind of item has no such column")
        except Misfit as error:
            yield Trouble(row.number, name, error.fr, error.en)
            continue
        moved.setdefault(FIELDS[name], []).append((name, was, yours, now[name]))
    for field, cells in moved.items():
        try:
            value = value_of(item, field, {name: yours for name, _, yours, _ in cells})
        except Misfit as error:
            yield Trouble(row.number, cells[0][0], error.fr, error.en)
            continue
        yield Change(row.number, item.id, shown.content.title, field, tuple(cells), _verdict(cells), value)


def _typed(name: str, cell: Cell | Misfit) -> str:
    if isinstance(cell, Misfit):
        raise cell
    return typed(name, TYPES[name], cell)


def _verdict(cells: list[tuple[str, str | None, str, str]]) -> Verdict:
    if any(was is None for _, was, _, _ in cells):
        return Verdict.UNSURE
    return Verdict.CONFLICT if any(was != now for _, was, _, now in cells) else Verdict.CHANGE
