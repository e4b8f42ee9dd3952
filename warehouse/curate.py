"""Curation: match records, give each cluster its item, project, log what moved. One transaction, one at a time.

Only what moved and what it touches is looked at (warehouse.pending, warehouse.neighbours). The decisions are elsewhere
and pure: transforms.matching (which records speak of one thing), warehouse.assignment (which item that is),
warehouse.projection (what it says), warehouse.movement (what moved).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects.postgresql import insert

from transforms.matching import Cluster, Edge, Judgement, cluster
from vigie.model import ChangeType, Kind, Verdict
from warehouse import (
    announcements,
    changes,
    desk,
    editing,
    inputs,
    item_history,
    journal,
    judgements,
    mints,
    neighbours,
    pending,
    shelve,
    suggestions,
    suppression,
)
from warehouse.assignment import Assigned, Key, Known, assign
from warehouse.bulk import batches
from warehouse.inheritance import end, inherited
from warehouse.inputs import Live, Shelved
from warehouse.locks import Lock, hold
from warehouse.movement import Movement, movement
from warehouse.portions import portions
from warehouse.projection import Correction, project
from warehouse.suppression import Suppressed
from warehouse.tables import curation, items
from warehouse.until_now import Stood, stood

# Past this many items written at once, a tenth of all, the planner is told at once: autovacuum comes a minute later.
MANY = 500
TENTH = text("SELECT reltuples / 10 FROM pg_class WHERE oid = CAST('items' AS regclass)")
Clusterer = Callable[[Sequence[Live], Sequence[Edge], Sequence[judgements.Judged]], Iterable[Cluster]]


@dataclass(frozen=True, slots=True)
class Curated:
    """`records` looked at again, `items` whose row was written, `changes` logged."""

    records: int
    items: int
    changes: int


@dataclass(frozen=True, slots=True)
class Before:
    """The items around the touched records as they stand when a curation starts."""

    items: Mapping[str, Shelved]
    members: Mapping[Key, str]


@dataclass(slots=True)
class Written:
    """What a curation has written so far: items whose row it touched, those that moved, founders of new ones."""

    items: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    founders: list[Key] = field(default_factory=list)


def curate(engine: Engine, now: datetime, clusterer: Clusterer | None = None) -> Curated:
    """Brings the items up to the records at the aware instant `now`. Nothing moved = no row written (law 3).

    Looks again at the records that moved and at what they touch; at all of them when the rules or the suppressions
    are not those of the last time. `clusterer` stands in for transforms.matching, which is the default.
    """
    with engine.begin() as connection:
        hold(connection, Lock.CURATE)
        editing.expire(connection, now)
        hushed = suppression.read(connection)
        stamp = f"rules {inputs.RULES}, suppressions {hushed.digest()}"
        if connection.execute(select(curation.c.stamp)).scalar() != stamp:
            desk.take_down(connection, hushed)
            pending.mark_all(connection)
            statement = insert(curation).values(one=1, stamp=stamp)
            connection.execute(statement.on_conflict_do_update(index_elements=["one"], set_={"stamp": stamp}))
        elif not pending.any_left(connection):
            return Curated(0, 0, 0)
        pending.take(connection)
        read = neighbours.renew(connection, hushed)
        done: list[Curated] = []
        written = Written()
        before = changes.newest(connection)
        for _ in portions(connection):
            live = inputs.touched(connection, hushed, read)
            done.append(_curate(connection, now, hushed, live, clusterer or _cluster, written))
        announcements.renew(connection, written.moved, every=len(done) > 1)
        item_history.keep(connection, written.items, now, before)
        said = {"rules": inputs.RULES, "founders": written.founders}
        journal.append(connection, journal.Act.CURATION, now, said)
        return Curated(sum(d.records for d in done), sum(d.items for d in done), sum(d.changes for d in done))


def _curate(
    connection: Connection,
    now: datetime,
    hushed: Suppressed,
    live: Sequence[Live],
    clusterer: Clusterer,
    written: Written,
) -> Curated:
    """Curates the touched records, which are whole components; adds to `written` the items that it wrote."""
    by_id = {record.id: record for record in live}
    edges = neighbours.within(connection)
    clusters = tuple(clusterer(live, edges, judgements.in_force(connection)))
    before = Before(inputs.shelved(connection), inputs.memberships(connection))
    made = mints.made(connection, before.items.keys())
    known = [Known(i.id, i.founder, i.created_at, i.merged_into, made.get(i.id)) for i in before.items.values()]
    first_seen = {r.id: r.first_seen for r in live}
    minted, named = inputs.minted(connection), judgements.named(connection)
    renamed = inputs.renamed(connection)
    assigned = assign((c.members for c in clusters), before.members, known, first_seen, minted, named, renamed)
    shown = [a for a in assigned if a.item not in hushed.items]
    absorbed = {old: a.item for a in shown for old in a.absorbs}
    merged = {i.id: i.merged_into for i in before.items.values()} | dict.fromkeys(a.item for a in shown) | absorbed
    claimed = {old: a.item for a in shown for old in a.claims}
    strayed = {old: new for old, new in claimed.items() if end(old, merged) != new}
    merged |= claimed
    edited = inherited(inputs.corrections(connection, before.items.keys()), merged)
    shelves, entries = _project(connection, shown, by_id, before, edited, now)
    shelve.write(connection, shelves, now)
    shelve.belong(connection, before.members, {m: a.item for a in shown for m in a.members})
    shelve.merge(connection, absorbed | claimed)
    gone = _gone(before, shown, absorbed)
    shelve.withdraw(connection, gone, now)
    neighbours.question(connection, _questions(clusters, edges, by_id))
    suggestions.forget(connection, by_id.keys())
    written.moved += [*(s.assigned.item for s in shelves if s.moved), *absorbed, *gone]
    written.items += [*(s.assigned.item for s in shelves), *absorbed, *claimed, *gone]
    written.founders += [a.founder for a in shown if a.is_new]
    mints.remember(connection, [(a.founder, a.item, a.created_at) for a in shown if a.is_new])
    led = absorbed | strayed
    kinds = _kinds(connection, [*led, *gone])
    entries += [changes.Entry(o, kinds[o], ChangeType.MERGED, (), new) for o, new in sorted(led.items())]
    entries += [changes.Entry(i, kinds[i], ChangeType.WITHDRAWN) for i in gone]
    logged = changes.append(connection, now, entries)
    if len(shelves) > MANY and len(shelves) > connection.execute(TENTH).scalar_one():
        connection.execute(text("ANALYZE items, occurrences, deadlines, memberships, field_choices, blocks, pairs"))
    return Curated(len(live), len(shelves) + len(absorbed | claimed) + len(gone), logged)


def _questions(
    clusters: Iterable[Cluster], edges: Iterable[Edge], by_id: Mapping[Key, Live]
) -> Iterator[tuple[Key, Key, Sequence[str]]]:
    """Open questions of the clusters, and those whose first record is no part of them: it is in another cluster."""
    for one in clusters:
        yield from ((ask.a, ask.b, ask.because) for ask in one.asks)
    for edge in edges:
        if edge.verdict is Verdict.ASK and edge.a not in by_id and edge.b in by_id:
            yield edge.a, edge.b, edge.because


def _project(
    connection: Connection,
    assigned: Sequence[Assigned],
    by_id: Mapping[Key, Live],
    before: Before,
    edited: Mapping[str, tuple[Correction, ...]],
    now: datetime,
) -> tuple[list[shelve.Shelf], list[changes.Entry]]:
    """Projects the items whose input moved; the others are left alone."""
    pending: list[tuple[Assigned, list[Live], str]] = []
    for one in assigned:
        members = [by_id[m] for m in one.members]
        made_of = inputs.input_hash(members, edited.get(one.item, ()))
        if one.is_new or one.revived or before.items[one.item].input_hash != made_of:
            pending.append((one, members, made_of))
    before_now = stood(connection, [one.item for one, _, _ in pending if not one.is_new])
    shelves, entries = [], []
    for one, members, made_of in pending:
        corrections = edited.get(one.item, ())
        projected = project([m.member() for m in members], corrections)
        if corrections:
            editing.compare(connection, corrections, project([m.member() for m in members]).content)
        was = before.items.get(one.item)
        back = one.revived or (was is not None and was.withdrawn_at is not None)
        until_now = before_now.get(one.item, Stood())
        moved = movement(until_now.content, projected.content, back)
        names = until_now.names_after(projected.content, now)
        shelves.append(shelve.Shelf(one, projected, made_of, _sequence(was, moved), moved is not None, names))
        if moved:
            entries.append(changes.Entry(one.item, projected.content.kind, moved.type, moved.fields))
    return shelves, entries


def _sequence(was: Shelved | None, moved: Movement | None) -> int:
    if was is None:
        return 0
    return was.sequence + (1 if moved and moved.sequenced else 0)


def _gone(before: Before, shown: Sequence[Assigned], absorbed: Mapping[str, str]) -> list[str]:
    """Items that had touched records, were shown before, and that no record stands behind now."""
    present = {a.item for a in shown}
    held = set(before.members.values())
    return sorted(
        i.id
        for i in before.items.values()
        if i.id in held and i.id not in present and i.id not in absorbed and not i.merged_into and not i.withdrawn_at
    )


def _kinds(connection: Connection, ids: Sequence[str]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for batch in batches(ids):
        query = select(items.c.id, items.c.kind).where(items.c.id.in_(batch))
        found.update({r.id: Kind(r.kind) for r in connection.execute(query)})
    return found


def _cluster(live: Sequence[Live], edges: Sequence[Edge], judged: Sequence[judgements.Judged]) -> Iterable[Cluster]:
    """transforms.matching, with records and answers in its words."""
    answers = [Judgement(j.a, j.b, j.verdict) for j in judged]
    return cluster([(r.id, r.first_seen) for r in live], edges, answers)
