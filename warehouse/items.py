"""Reading items: finding, counting, getting one, streaming all, counting by facet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from vigie.codec import content_from_plain
from vigie.model import Item, Kind, RecordState, Sighting
from warehouse.item_filter import LIVE, ItemFilter, matching, ordered
from warehouse.tables import items, memberships, records, runs, sources

__all__ = ["Facets", "ItemFilter", "count", "facets", "find", "get", "load", "redirect", "stream"]

Counts = tuple[tuple[str, int], ...]
BATCH = 500
# What only serves finding is wide, and stays where it is.
_SAID = tuple(column for column in items.c if column.name not in ("search", "facets"))


@dataclass(frozen=True, slots=True)
class Facets:
    """How many items each value would give, the other filters kept; most frequent first."""

    provinces: Counts
    topics: Counts
    sources: Counts
    languages: Counts


def find(connection: Connection, wanted: ItemFilter, now: datetime) -> tuple[Item, ...]:
    """Items that fit, in the order of their kind (see ItemFilter), from `offset`, at most `limit`."""
    return _load(connection, list(connection.execute(ordered(wanted, now)).scalars()))


def count(connection: Connection, wanted: ItemFilter, now: datetime) -> int:
    """How many items fit, whatever limit and offset."""
    return connection.execute(select(func.count()).select_from(matching(wanted, now).subquery())).scalar_one()


def get(connection: Connection, id: str) -> Item | None:
    """One item, hidden, merged and withdrawn ones too: their fields say so. None when the id was never given."""
    return next(iter(_load(connection, [id])), None) if _is_id(id) else None


def redirect(connection: Connection, id: str) -> str | None:
    """The id of the item that took the place of `id`, at the end of all merges; None when it was not merged."""
    seen: list[str] = []
    here: str | None = id if _is_id(id) else None
    while here is not None and here not in seen:
        seen.append(here)
        here = connection.execute(select(items.c.merged_into).where(items.c.id == here)).scalar()
    return seen[-1] if len(seen) > 1 else None


def stream(connection: Connection, kind: Kind) -> Iterator[Item]:
    """All live items of a kind in the order of their ids, whatever their dates; memory does not grow with them."""
    last = "00000000-0000-0000-0000-000000000000"
    while True:
        query = select(items.c.id).where(*LIVE, items.c.kind == kind.value, items.c.id > last)
        ids = list(connection.execute(query.order_by(items.c.id).limit(BATCH)).scalars())
        if not ids:
            return
        yield from _load(connection, ids)
        last = ids[-1]


def load(connection: Connection, ids: Sequence[str]) -> Iterator[Item]:
    """The items of these ids, in their order; an id without an item is passed over."""
    for at in range(0, len(ids), BATCH):
        yield from _load(connection, ids[at : at + BATCH])


def facets(connection: Connection, wanted: ItemFilter, now: datetime) -> Facets:
    """Counts per province, topic, source and language; each facet is counted without its own filter."""
    return Facets(
        provinces=_counts(connection, replace(wanted, province=None), now, items.c.province),
        topics=_counts(connection, replace(wanted, topics=()), now, func.unnest(items.c.topics)),
        sources=_counts(connection, replace(wanted, source=None), now, func.unnest(items.c.sources)),
        languages=_counts(connection, replace(wanted, language=None), now, items.c.language),
    )


def _counts(connection: Connection, wanted: ItemFilter, now: datetime, value: Any) -> Counts:
    values = select(value.label("value")).where(items.c.id.in_(matching(wanted, now))).subquery()
    query = select(values.c.value, func.count()).where(values.c.value.is_not(None)).group_by(values.c.value)
    rows = connection.execute(query.order_by(func.count().desc(), values.c.value))
    return tuple((row[0], row[1]) for row in rows)


def _load(connection: Connection, ids: Sequence[str]) -> tuple[Item, ...]:
    """The items of these ids, in the order of the ids."""
    if not ids:
        return ()
    rows = {row.id: row for row in connection.execute(select(*_SAID).where(items.c.id.in_(ids)))}
    seen = _sightings(connection, ids)
    return tuple(_item(rows[i], seen.get(i, ())) for i in ids if i in rows)


def _item(row: Any, sightings: tuple[Sighting, ...]) -> Item:
    return Item(
        id=row.id,
        content=content_from_plain(Kind(row.kind), row.content),
        sightings=sightings,
        created_at=row.created_at,
        revised_at=row.revised_at,
        sequence=row.sequence,
        hidden=row.hidden,
        merged_into=row.merged_into,
        withdrawn_at=row.withdrawn_at,
        pinned_until=row.pinned_until,
        session_names=tuple(row.session_names),
    )


def _sightings(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Sighting, ...]]:
    """Records behind items, the most trusted first. A listed record was last seen by its source's last complete run."""
    found: dict[str, tuple[Sighting, ...]] = {}
    for row in connection.execute(_sightings_query(ids)):
        sighting = Sighting(
            source=row.source,
            name=row.name,
            key=row.key,
            url=row.url,
            first_seen=row.first_seen,
            last_seen=row.seen,
            state=RecordState(row.state),
            trust=row.trust,
            republish=row.republish,
            image_rights=row.image_rights,
            licence=row.licence,
        )
        found[row.item] = (*found.get(row.item, ()), sighting)
    return found


def _sightings_query(ids: Sequence[str]) -> Select[Any]:
    r, s = records.c, sources.c
    last = (
        select(runs.c.started_at)
        .where(runs.c.source == s.slug, runs.c.complete)
        .order_by(runs.c.started_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    seen = case((r.state == RecordState.LISTED.value, func.greatest(r.last_seen, last)), else_=r.last_seen)
    return (
        select(
            memberships.c.item,
            r.source,
            r.key,
            r.url,
            r.first_seen,
            r.state,
            seen.label("seen"),
            s.name,
            s.trust,
            s.republish,
            s.image_rights,
            s.licence,
        )
        .join_from(memberships, records, (memberships.c.source == r.source) & (memberships.c.key == r.key))
        .join(sources, s.slug == r.source)
        .where(memberships.c.item.in_(ids))
        .order_by(s.trust.desc(), r.source, r.key)
    )


def _is_id(text: str) -> bool:
    """Whether a string may be an item's id: anything else must not reach a UUID column."""
    return len(text) == 36 and text.count("-") == 4 and all(c in "0123456789abcdef-" for c in text)
