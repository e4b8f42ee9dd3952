"""Items as they were shown at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text

from vigie.codec import content_from_plain
from vigie.model import Item, Kind, RecordState, Sighting
from warehouse.tables import item_versions as table

BATCH = 500


@dataclass(frozen=True, slots=True)
class Version:
    """One state in which an item was shown, from an instant (aware UTC) to another, which is empty for the present
    one. `seq` is the change that brought it; None when only what stands behind the item moved."""

    number: int
    since: datetime
    until: datetime | None
    seq: int | None
    item: Item


def stream(connection: Connection, kind: Kind, at: datetime) -> Iterator[Item]:
    """All items of a kind that were shown at the aware instant `at`, in the order of their ids (as `items.stream`)."""
    last = "00000000-0000-0000-0000-000000000000"
    query = text("""
        SELECT * FROM items_as_of(:at) WHERE kind = :kind AND item > CAST(:last AS uuid) ORDER BY item LIMIT :many
    """)
    while rows := connection.execute(query, {"at": at, "kind": kind.value, "last": last, "many": BATCH}).all():
        yield from (_item(row) for row in rows)
        last = str(rows[-1].item)


def versions(connection: Connection, item: str) -> tuple[Version, ...]:
    """Every state in which an item was shown, oldest first; hidden, merged and withdrawn states too."""
    query = select(table).where(table.c.item == item).order_by(table.c.number)
    return tuple(
        Version(row.number, row.from_instant, row.to_instant, row.seq, _item(row)) for row in connection.execute(query)
    )


def at_change(connection: Connection, item: str, seq: int) -> Item | None:
    """The item as a change left it: its newest version at or before that change; None when it had none yet."""
    query = (
        select(table)
        .where(table.c.item == item, (table.c.seq <= seq) | table.c.seq.is_(None))
        .where(table.c.from_instant <= select(text("at FROM changes WHERE seq = :seq")).scalar_subquery())
        .order_by(table.c.number.desc())
        .limit(1)
    )
    row = connection.execute(query, {"seq": seq}).one_or_none()
    return _item(row) if row else None


def _item(row: Any) -> Item:
    return Item(
        id=str(row.item),
        content=content_from_plain(Kind(row.kind), row.content),
        sightings=tuple(_sighting(plain, row.from_instant) for plain in row.sightings),
        created_at=row.created_at,
        revised_at=row.revised_at,
        sequence=row.sequence,
        hidden=row.hidden,
        merged_into=None if row.merged_into is None else str(row.merged_into),
        withdrawn_at=row.withdrawn_at,
        pinned_until=row.pinned_until,
    )


def _sighting(plain: dict[str, Any], seen: datetime) -> Sighting:
    """A record as it stood. When it was last seen is not kept: the instant of the version stands for it."""
    return Sighting(
        source=plain["source"],
        name=plain["name"],
        key=plain["key"],
        url=plain["url"],
        first_seen=datetime.fromisoformat(plain["first_seen"]),
        last_seen=seen,
        state=RecordState(plain["state"]),
        trust=plain["trust"],
        republish=plain["republish"],
        image_rights=plain["image_rights"],
        licence=plain["licence"],
    )
