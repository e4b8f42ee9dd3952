"""All that stands behind one field of an item, from the value down to the captured bytes (law 7)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection

from pipeline.house import House
from pipeline.passage import passage
from scrapers.archive import Purged
from vigie.model import FieldChoice, FieldEvidence
from warehouse import conflicts, explain, explain_people
from warehouse.conflicts import ThreeWay
from warehouse.explain_people import Captured, Lived, Tagged

LIVED = ("state", "history")
EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of evidence of a field. `bytes` is what stands around the words in the capture, None when they are in
    no one place of it; `lost` says why there are none to look at. `fetched_at` is when these bytes were first had."""

    field: str
    rule: str
    words: str
    url: str
    pointer: str
    capture: str
    bytes: str | None
    fetched_at: datetime | None = None
    lost: str | None = None


@dataclass(frozen=True, slots=True)
class Explained(FieldChoice):
    """What `vigie explain ITEM FIELD --json` prints: the choice, and each passage that it rests on.

    `edit` is the editor's value with what it replaced and what the records say now, `tags` are those of the item (of
    topics alone), `lived` what the record went through (rules `state` and `history`), `captured` the capture of the
    winning record.
    """

    passages: tuple[Passage, ...] = ()
    captured: Captured | None = None
    edit: ThreeWay | None = None
    tags: tuple[Tagged, ...] = ()
    lived: Lived | None = None


def explained(house: House, connection: Connection, choice: FieldChoice) -> Explained:
    """Gathers what stands behind a choice."""
    near = explain.beside(connection, choice)
    found = [_passage(house, connection, choice, one, near) for one in explain.evidence(connection, choice)]
    by_hand = choice.rule == EDITOR
    lived = explain_people.lived(connection, choice.source, choice.key) if choice.rule in LIVED else None
    if lived:
        found = [*_page(house, connection, choice, lived), *found]
    return Explained(
        **{f.name: getattr(choice, f.name) for f in fields(choice)},
        passages=tuple(found),
        captured=explain_people.captured(connection, choice.capture, choice.source) if choice.capture else None,
        edit=conflicts.three_way(connection, choice.item, choice.field) if by_hand else None,
        tags=explain_people.tags(connection, choice.item) if by_hand and choice.field == "topics" else (),
        lived=lived,
    )


def lost(house: House, capture: str) -> str | None:
    """Why the bytes of a capture cannot be looked at; None when they can."""
    try:
        house.archive.body(capture)
    except Purged as gone:
        instead = f"; {gone.replaced_by} stands for it" if gone.replaced_by else ""
        return f"taken down on {gone.at:%Y-%m-%d}: {gone.because}{instead}"
    except KeyError:
        return "the archive no longer holds it"
    return None


def _passage(
    house: House, connection: Connection, choice: FieldChoice, one: FieldEvidence, near: tuple[str, ...]
) -> Passage:
    where = one.evidence
    had = explain_people.captured(connection, where.capture, choice.source)
    why = lost(house, where.capture) if where.capture else None
    return Passage(
        one.field,
        one.rule,
        one.words,
        where.url,
        where.pointer,
        where.capture,
        None if why or not where.capture else passage(house.archive.body(where.capture), one.words, near),
        had.first_at if had else None,
        why,
    )


def _page(house: House, connection: Connection, choice: FieldChoice, lived: Lived) -> list[Passage]:
    """What the record's own page said, where that decided its state."""
    said = lived.page
    if choice.rule != "state" or said is None or said.capture is None:
        return []
    had = explain_people.captured(connection, said.capture, choice.source)
    why = lost(house, said.capture)
    shown = None if why or not said.words else passage(house.archive.body(said.capture), said.words)
    url, at = (had.url, had.first_at) if had else ("", None)
    rule = f"page:{said.answer.value}"
    return [Passage(choice.field, rule, said.words or "", url, said.pointer or "", said.capture, shown, at, why)]
