"""Reading what a machine selects: items by key, counts by facet, a mark that moves when they do, and what left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, func, literal, select, text, union_all

from vigie.model import Item, Kind
from warehouse.item_selection import Key, Selection, chosen, positions
from warehouse.items import load
from warehouse.tables import items, sources

BATCH = 500
MOST_REMOVED = 10_000

# An item has left since the first of the versions in which it is not shown, counted from the last one in which it was.
_REMOVED = text("""
    SELECT * FROM (
        SELECT i.id, i.merged_into, coalesce(
            (SELECT min(v.from_instant) FROM item_versions v WHERE v.item = i.id AND v.number > coalesce(
                (SELECT max(w.number) FROM item_versions w
                  WHERE w.item = i.id AND NOT w.hidden AND w.merged_into IS NULL AND w.withdrawn_at IS NULL), 0)),
            (SELECT max(c.at) FROM changes c WHERE c.item = i.id AND c.type IN ('merged', 'withdrawn')),
            i.withdrawn_at, i.revised_at) AS at
          FROM items i
         WHERE i.kind = :kind AND (i.hidden OR i.merged_into IS NOT NULL OR i.withdrawn_at IS NOT NULL)
    ) gone
    WHERE at >= :since ORDER BY at, id LIMIT :most
""")
# The log tells all that is shown in another way; versions also begin where it has nothing to tell.
_MARK = text("""
    SELECT (SELECT coalesce(max(seq), 0) FROM changes), (SELECT max(from_instant) FROM item_versions WHERE kind = :kind)
""")


@dataclass(frozen=True, slots=True)
class Removed:
    """An item that is shown no more. `at` is aware UTC; `merged_into` is the item that took its place, if one did."""

    id: str
    at: datetime
    merged_into: str | None


def selected(
    connection: Connection, wanted: Selection, anchor: datetime, after: Key | None = None, batch: int | None = None
) -> Iterator[tuple[Key, Item]]:
    """Items with their place in the order, from behind `after`; memory does not grow with them.

    `batch`: how many places are looked up at once; one more than is wanted, and the order is made only once. `anchor`:
    see `item_selection.positions`. Open the connection REPEATABLE READ where all must be of one instant.
    """
    size = batch or BATCH
    while True:
        rows = connection.execute(positions(wanted, anchor, after).limit(size)).all()
        places = {str(row.id): Key(row.at, str(row.id)) for row in rows}
        for item in load(connection, list(places)):
            yield places[item.id], item
        if len(rows) < size:
            return
        after = Key(rows[-1].at, str(rows[-1].id))


def signature(
    connection: Connection, wanted: Selection, anchor: datetime, most: int | None = None, after: Key | None = None
) -> str:
    """A hash that moves when other items are selected, in another order, or when one was revised. Reads no content."""
    query = positions(wanted, anchor, after).add_columns(items.c.revised_at, items.c.sequence).limit(most)
    said = "\n".join(f"{r.id} {r.revised_at} {r.sequence}" for r in connection.execute(query))
    return hashlib.sha256(said.encode()).hexdigest()


def mark(connection: Connection, kind: Kind) -> str:
    """Moves whenever an item of a kind is shown in another way (and when others move, too); costs two index looks."""
    seq, at = connection.execute(_MARK, {"kind": kind.value}).one()
    return f"{seq}/{at.astimezone(UTC).isoformat() if at else '-'}"


def removed(connection: Connection, kind: Kind, since: datetime, most: int = MOST_REMOVED) -> tuple[Removed, ...]:
    """Items of a kind that were withdrawn, hidden or merged at `since` (aware) or later and still are, oldest first."""
    rows = connection.execute(_REMOVED, {"kind": kind.value, "since": since, "most": most})
    return tuple(
        Removed(str(r.id), r.at.astimezone(UTC), None if r.merged_into is None else str(r.merged_into)) for r in rows
    )


def facet_counts(connection: Connection, wanted: Selection, anchor: datetime) -> dict[str, dict[str, int]]:
    """How many items each value would give, the other filters kept: `province`, `totem`, `source`, `language`, and
    each facet of the topics under its own name; most frequent first. A facet is counted without its own filter."""
    own = [("province", replace(wanted, provinces=())), ("totem", replace(wanted, totems=()))]
    own += [("source", replace(wanted, sources=())), ("language", replace(wanted, languages=())), ("topic", wanted)]
    asked: dict[Selection, list[str]] = {}
    for name, selection in own:
        asked.setdefault(selection, []).append(name)
    found: dict[str, dict[str, int]] = {}
    for selection, names in asked.items():
        for name, value, count in _counted(connection, selection, anchor, names):
            facet, slug = value.split(":", 1) if name == "topic" else (name, value)
            found.setdefault(facet, {})[slug] = count
    for group in wanted.topics:
        facet = group[0].partition(":")[0]
        without = replace(wanted, topics=tuple(g for g in wanted.topics if g != group))
        rows = _counted(connection, without, anchor, ["topic"])
        found[facet] = {v.split(":", 1)[1]: n for _, v, n in rows if v.startswith(f"{facet}:")}
    return found


def source_names(connection: Connection) -> dict[str, str]:
    """Slug and name of the sources that have been read at least once, by slug."""
    rows = connection.execute(select(sources.c.slug, sources.c.name).order_by(sources.c.slug))
    return {row.slug: row.name for row in rows}


def _counted(
    connection: Connection, wanted: Selection, anchor: datetime, names: Sequence[str]
) -> list[tuple[str, str, int]]:
    """(facet, value, items), most frequent first; the selection is made once for all of the facets."""
    c = items.c
    values = {
        "province": c.province,
        "totem": c.content["place"]["totem"].as_string(),
        "source": c.sources,
        "language": func.split_part(c.language, "-", 1),
        "topic": c.topics,
    }
    columns = [values[name].label(name) for name in names]
    held = select(*columns).where(c.id.in_(chosen(wanted, anchor))).cte("held").prefix_with("MATERIALIZED")
    parts = []
    for name in names:
        one = func.unnest(held.c[name]) if name in ("source", "topic") else held.c[name]
        every = select(one.label("value")).select_from(held).subquery()
        counted = select(literal(name).label("facet"), every.c.value, func.count().label("count"))
        parts.append(counted.where(every.c.value.is_not(None)).group_by(every.c.value))
    found = union_all(*parts).subquery()
    query = select(found.c.facet, found.c.value, found.c.count).order_by(found.c.count.desc(), found.c.value)
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]
