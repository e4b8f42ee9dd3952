"""`vigie verify --explain`: gathers what items rest on, reads their records again, and lets pipeline.verify compare."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, text

from pipeline import verify_pages
from pipeline.house import House
from pipeline.reapply import Key, Reapplier, Reread, Wanted
from pipeline.verify import Disagreement, Exported, total, verify
from vigie.model import Item
from warehouse import explain, inputs, items, proofs, suppression
from warehouse.inheritance import end, inherited
from warehouse.inputs import Live
from warehouse.projection import Correction, Member

BATCH = 500
LIVE = "SELECT id FROM items WHERE merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden ORDER BY id"
MERGED = "SELECT id, merged_into FROM items WHERE merged_into IS NOT NULL"
BEHIND = "SELECT item, source, key FROM memberships WHERE item = ANY(CAST(:ids AS uuid[])) ORDER BY source, key"


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at: exported items and their fields; `agreed` fields came out the same, `taken_down` ones rest on
    captures that were purged. `runs` were played again and `bodies` read for it."""

    items: int
    agreed: int
    taken_down: int
    wrong: tuple[Disagreement, ...]
    records: int
    runs: int
    bodies: int

    @property
    def fields(self) -> int:
        return self.agreed + self.taken_down + len(self.wrong)


def verify_items(house: House, item: str | None = None, sample: int | None = None) -> Report:
    """Verifies every exported field of one item, of `sample` items drawn by lot, or of all. Nothing is written.

    KeyError when the item is not one that is shown.
    """
    with house.engine.connect() as connection:
        ids = [str(i) for i in connection.execute(text(LIVE)).scalars()]
        if item is not None:
            if item not in ids:
                raise KeyError(item)
            ids = [item]
        elif sample is not None:
            ids = sorted(random.sample(ids, min(sample, len(ids))))
        behind = _behind(connection, ids)
        lives = {live.id: live for live in inputs.of(connection, suppression.read(connection), _keys(behind))}
        reapplier = Reapplier(house)
        wanted = [Wanted(*key, one.record.capture, one.changed_at) for key, one in lives.items()]
        again = reapplier.read(connection, wanted)
        doubts = verify_pages.doubts(reapplier, connection, lives) | proofs.doubted(connection, lives)
        forged = proofs.forged(connection)
        edited, led = _edited(connection)
        verdicts = []
        for one in (found for i in ids if (found := items.get(connection, i))):
            records = [lives[key] for key in behind.get(one.id, ()) if key in lives]
            by_hand = _of(forged, [one.id, *led.get(one.id, ())])
            exported = _exported(connection, one, records, again, edited.get(one.id, ()))
            verdicts.append(verify(replace(exported, doubts=doubts, forged=by_hand)))
    done = total(verdicts)
    return Report(len(ids), done.agreed, done.taken_down, done.wrong, len(again), reapplier.runs, reapplier.bodies)


def _exported(
    connection: Connection,
    item: Item,
    records: Sequence[Live],
    again: Mapping[Key, Reread],
    corrections: tuple[Correction, ...],
) -> Exported:
    return Exported(
        item=item.id,
        content=item.content,
        choices=tuple(replace(c, item=item.id) for c in explain.explain_all(connection, item.id)),
        again=tuple(_member(one, again[one.id]) for one in records),
        corrections=corrections,
        unread={one.id: again[one.id].reason for one in records if again[one.id].reason},
        taken_down=frozenset(one.id for one in records if again[one.id].taken_down),
    )


def _member(live: Live, reread: Reread) -> Member:
    """The record with what its bytes say now; as it is stored where they could not be read."""
    stored, record = live.member(), reread.record
    if record is None:
        return stored
    proof = stored.provenance if live.record.source == "desk" else record.provenance
    return replace(stored, content=record.content, capture=record.capture, provenance=proof)


def _behind(connection: Connection, ids: Sequence[str]) -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = {}
    for start in range(0, len(ids), BATCH):
        for row in connection.execute(text(BEHIND), {"ids": ids[start : start + BATCH]}):
            found.setdefault(str(row.item), []).append((row.source, row.key))
    return found


def _keys(behind: Mapping[str, Sequence[Key]]) -> list[Key]:
    return [key for keys in behind.values() for key in keys]


def _edited(connection: Connection) -> tuple[dict[str, tuple[Correction, ...]], dict[str, list[str]]]:
    """Edits and tags by the item that shows them, and the items that were merged into each."""
    merged = {str(row.id): str(row.merged_into) for row in connection.execute(text(MERGED))}
    held = {str(i) for i in connection.execute(text("SELECT item FROM edits UNION SELECT item FROM tags")).scalars()}
    led: dict[str, list[str]] = {}
    for old in sorted(merged):
        led.setdefault(end(old, merged), []).append(old)
    return inherited(inputs.corrections(connection, held), merged), led


def _of(forged: Mapping[str, Mapping[str, str]], ids: Sequence[str]) -> dict[str, str]:
    return {name: reason for i in reversed(ids) for name, reason in forged.get(i, {}).items()}
