"""Which key the present reader gives to each record of a source: matched in the archived capture that said it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from pipeline import steps
from pipeline.house import House
from pipeline.impact import complete_runs
from pipeline.impact_reading import Place, read_archive
from warehouse import rekeying
from warehouse.tables import records


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """`keys`: old to new key of what moves; `lost`: keys of records that the present reader finds nowhere; `taken`:
    keys whose new one is that of another record already."""

    source: str
    keys: Mapping[str, str]
    kept: int
    lost: tuple[str, ...]
    taken: tuple[str, ...]


def plan(house: House, slug: str) -> Rekeyed:
    """What a rekey of a source would move; writes nothing."""
    steps.keep_journal(house)
    source = house.source(slug)
    reading = read_archive(house.settings, [source], complete_runs(house))[slug]
    query = select(records.c.key, records.c.provenance, records.c.capture).where(records.c.source == slug)
    with house.engine.connect() as connection:
        held = {row.key: _place(row.provenance) for row in connection.execute(query)}
    found = {key: reading.places.get(place) if place else None for key, place in held.items()}
    keys = {old: new for old, new in found.items() if new and new != old and old not in reading.records}
    doubled = {new for new in keys.values() if list(keys.values()).count(new) > 1}
    taken = tuple(sorted(old for old, new in keys.items() if new in held or new in doubled))
    moving = {old: new for old, new in sorted(keys.items()) if old not in taken}
    lost = tuple(sorted(old for old, new in found.items() if not new and old not in reading.records))
    return Rekeyed(slug, moving, len(held) - len(keys) - len(lost), lost, taken)


def rekey(house: House, slug: str, author: str) -> Rekeyed:
    """Moves the records of a source to the keys that the present reader gives them, and tells it in the journal."""
    planned = plan(house, slug)
    if planned.keys:
        with house.engine.begin() as connection:
            rekeying.move(connection, slug, planned.keys, author, house.settings.clock())
        steps.keep_journal(house)
    return planned


def _place(provenance: list[dict[str, object]]) -> Place | None:
    """Where the title of a record stands: body of the capture and place in it."""
    for one in provenance:
        evidence = one["evidence"]
        if one["field"] == "title" and isinstance(evidence, dict):
            return str(evidence["capture"]), str(evidence["pointer"])
    return None
