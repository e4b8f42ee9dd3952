"""Looking for the other half of an item, and what the two would be together."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from vigie.model import Item
from warehouse import desk_search, items, review_preview
from warehouse.desk_filter import DeskFilter, Facet
from web.desk.field_forms import SHAPES
from web.query import ITEM_ID, LONGEST_TEXT

CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """One field of two items, and what it would be of the one made of them."""

    name: str
    here: Any
    there: Any
    together: Any

    @property
    def differs(self) -> bool:
        return bool(self.here != self.there)


def merging(connection: Connection, here: Item, words: str, other: str, now: datetime) -> dict[str, Any]:
    """What the page of a merge shows: candidates for `words` (a title, an id, an address that holds one), or, when
    `other` is an item, the two side by side."""
    there = items.get(connection, other) if ITEM_ID.fullmatch(other) else None
    if there is not None and (there.id == here.id or there.kind is not here.kind or there.merged_into):
        there = None
    return {
        "item": here,
        "content": here.content,
        "shapes": SHAPES,
        "words": words[:LONGEST_TEXT],
        "there": there,
        "rows": _beside(connection, here, there) if there else (),
        "candidates": () if there else _candidates(connection, here, words, now),
    }


def _candidates(connection: Connection, here: Item, words: str, now: datetime) -> tuple[Item, ...]:
    """Items of the same kind that the words name; without words, those that say what the title says."""
    if named := ITEM_ID.search(words):
        found = items.get(connection, items.redirect(connection, named[0]) or named[0])
        ids = [found.id] if found and found.kind is here.kind else []
    else:
        wanted = DeskFilter(
            ((Facet.KIND, (here.kind.value,)),), text=words.strip()[:LONGEST_TEXT] or here.content.title
        )
        if not words.strip():
            wanted = replace(wanted, text=" ".join(here.content.title.split()[:2]))
        ids = [one.id for one in desk_search.positions(connection, wanted, now, CANDIDATES + 1)]
    return tuple(one for one in items.load(connection, ids) if one.id != here.id and not one.merged_into)[:CANDIDATES]


def _beside(connection: Connection, here: Item, there: Item) -> tuple[Beside, ...]:
    whole = review_preview.merged(connection, here.id, there.id) or here.content
    rows = (
        Beside(f.name, getattr(here.content, f.name), getattr(there.content, f.name), getattr(whole, f.name))
        for f in fields(here.content)
    )
    return tuple(row for row in rows if any(one not in (None, ()) for one in (row.here, row.there, row.together)))
