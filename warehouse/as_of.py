"""Items as they were shown at an instant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from vigie.codec import content_from_plain, from_plain
from vigie.model import Certificate, Item, Kind, RecordState, Sighting
from warehouse.item_filter import ItemFilter
from warehouse.shown_then import fits, order
from warehouse.tables import item_versions as table

BATCH = 500
BEGINNING = "00000000-0000-0000-0000-000000000000"


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
    yield from _shown(connection, ItemFilter(kind, include_closed=True), at)


def find(connection: Connection, wanted: ItemFilter, at: datetime) -> tuple[Item, ...]:
    """What `items.find` would have answered at the aware instant `at`: the same items, in the same order."""
    found = sorted(
        (i for i in _shown(connection, wanted, at) if fits(i, wanted, at)), key=lambda i: order(i, wanted, at)
    )
    end = None if wanted.limit is None else wanted.offset + wanted.limit
    return tuple(found[wanted.offset : end])


def revised(connection: Connection, kind: Kind, since: datetime, until: datetime, live: datetime) -> Iterator[Item]:
    """Items of a kind as they stood just before `until`, when they were last revised from `since` on, and are shown at
    `live` (what is gone by then is told by no archive). By id. All instants are aware."""
    query = text("""
        SELECT v.* FROM items_as_of(:at) v
         WHERE v.kind = :kind AND v.revised_at >= :since AND v.revised_at < :until
           AND v.item IN (SELECT item FROM items_as_of(:live))
         ORDER BY v.item
    """)
    asked = {"at": until - timedelta(microseconds=1), "kind": kind.value, "since": since, "until": until, "live": live}
    for row in connection.execution_options(yield_per=BATCH).execute(query, asked):
        yield _item(row)


def months(connection: Connection, kind: Kind, at: datetime) -> list[str]:
    """The months (`2026-10`, UTC) in which items that are shown at the aware instant `at` were revised by then."""
    query = text("""
        SELECT DISTINCT to_char(v.revised_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month
          FROM item_versions v
         WHERE v.kind = :kind AND v.from_instant <= :at AND v.item IN (SELECT item FROM items_as_of(:at))
         ORDER BY month
    """)
    return list(connection.execute(query, {"kind": kind.value, "at": at}).scalars())


def versions(connection: Connection, item: str) -> tuple[Version, ...]:
    """Every state in which an item was shown, oldest first; hidden, merged and withdrawn states too."""
    query = select(table).where(table.c.item == item).order_by(table.c.number)
    return tuple(
        Version(row.number, row.from_instant, row.to_instant, row.seq, _item(row)) for row in connection.execute(query)
    )


def get(connection: Connection, item: str, at: datetime) -> Item | None:
    """The item as it stood at the aware instant `at`, hidden, merged and withdrawn states too; None before it was."""
    query = select(table).where(table.c.item == item, table.c.from_instant <= at)
    row = connection.execute(query.order_by(table.c.number.desc()).limit(1)).one_or_none()
    return _item(row) if row else None


def at_change(connection: Connection, item: str, seq: int) -> Item | None:
    """The item as a change left it: the version that the change brought, or the last change before it; None when it
    had none yet."""
    return at_changes(connection, [(item, seq)])[0]


def at_changes(connection: Connection, left: Sequence[tuple[str, int]]) -> tuple[Item | None, ...]:
    """The same of many pairs of item and change, asked once; in their order."""
    query = text("""
        SELECT asked.place, found.*
          FROM unnest(CAST(:items AS uuid[]), CAST(:seqs AS bigint[])) WITH ORDINALITY AS asked(of, seq, place)
         CROSS JOIN LATERAL (SELECT * FROM item_versions
                              WHERE item = asked.of AND item_versions.seq <= asked.seq
                              ORDER BY number DESC LIMIT 1) found
    """)
    given = {"items": [item for item, _ in left], "seqs": [seq for _, seq in left]}
    found = {row.place: _item(row) for row in connection.execute(query, given)}
    return tuple(found.get(place) for place in range(1, len(left) + 1))


def healthy(connection: Connection, slugs: Collection[str], at: datetime) -> int:
    """How many of these sources were in order at the aware instant `at`: the last run that began by then did not
    fail."""
    query = text("""
        SELECT DISTINCT ON (source) certificate FROM runs
         WHERE source = ANY(:slugs) AND started_at <= :at AND certificate IS NOT NULL
         ORDER BY source, started_at DESC, finished_at DESC, id
    """)
    said = connection.execute(query, {"slugs": sorted(slugs), "at": at}).scalars()
    return sum(1 for plain in said if not from_plain(Certificate, plain).failed)


def _shown(connection: Connection, wanted: ItemFilter, at: datetime) -> Iterator[Item]:
    """Items shown at `at` that may fit: what columns tell is asked of the database, the rest of each item."""
    last = BEGINNING
    query = text("""
        SELECT * FROM items_as_of(:at)
         WHERE kind = :kind AND item > CAST(:last AS uuid) AND topics @> CAST(:topics AS text[])
           AND (CAST(:source AS text) IS NULL OR sources @> ARRAY[CAST(:source AS text)])
           AND (:closed OR coalesce(ends_at, closes_at) IS NULL OR coalesce(ends_at, closes_at) > :at)
         ORDER BY item LIMIT :many
    """)
    asked = {
        "at": at,
        "kind": wanted.kind.value,
        "topics": list(wanted.topics),
        "source": wanted.source or None,
        "closed": wanted.include_closed,
        "many": BATCH,
    }
    while rows := connection.execute(query, {**asked, "last": last}).all():
        yield from (_item(row) for row in rows)
        last = str(rows[-1].item)


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
        session_names=tuple(row.session_names),
    )


def _sighting(plain: dict[str, Any], seen: datetime) -> Sighting:
    """A record as it stood. When it was last seen is not kept: the instant of the version stands for it."""
    return Sighting(
        source=plain["source"],
        name=plain["name"],
        key=plain["key"],
        url=plain["url"],
        first_seen=datetime.fromisoformat(plain["first_seen"]).astimezone(UTC),
        last_seen=seen,
        state=RecordState(plain["state"]),
        trust=plain["trust"],
        republish=plain["republish"],
        image_rights=plain["image_rights"],
        licence=plain["licence"],
    )
