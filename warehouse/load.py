"""Loading one run of one source: one transaction that writes only what moved (laws 1, 3, 4, 11)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from vigie.codec import content_from_plain, from_plain, to_json
from vigie.model import Kind, Problem, Record, RecordState, Source, WallTime
from warehouse import absent, pending, quarantine, suggestions, suppression
from warehouse.bulk import batches, copy, rewrite
from warehouse.identity import record_hash, record_id, short
from warehouse.lifecycle import Moves, PageSaid
from warehouse.locks import Lock, hold
from warehouse.registry import register
from warehouse.rescheduling import former_start
from warehouse.tables import fingerprints, versions
from warehouse.tables import records as table


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a run moved: `new`, `changed`, newly `missing` records, records seen `unchanged`, problems `quarantined`."""

    new: int
    changed: int
    unchanged: int
    missing: int
    quarantined: int


Closing = Callable[[Connection, Loaded], None]


@dataclass(frozen=True, slots=True)
class Probe:
    """One record of the run with the hashes that tell whether it moved, and its canonical JSON."""

    record: Record
    id: str
    content: bytes
    hash: str


def load(
    engine: Engine,
    source: Source,
    records: Iterable[Record],
    problems: Iterable[Problem],
    seen: Collection[str],
    complete: bool,
    at: datetime,
    run: str,
    closing: Closing | None = None,
    pages: Mapping[str, PageSaid] | None = None,
    sighted: bool = True,
) -> Loaded:
    """Makes the warehouse agree with what a run of `source` brought at the aware instant `at`.

    `records` are those read and understood, `seen` every key that the source lists (read or known from an unchanged
    page). Loading the same again writes nothing. ValueError when a record or problem belongs to another source.
    `run` names the run for the log of the database session; rows do not carry it, so that a rerun gives the same rows.
    `closing` is called last, in the same transaction: the certificate, the journal and what was read of the pages are
    there exactly when the records are (law 1). `pages`: what the own pages of records said that the run does not list,
    by key, when they were asked: that a run proves absence they say also where nothing was read again. Without
    `sighted` the records come from the archive: what they say is loaded, whether they are listed is not touched.
    """
    probes = [_probe(record) for record in _own(source, records)]
    reported = tuple(problems)
    if any(problem.source != source.slug for problem in reported):
        raise ValueError(f"a problem of another source in a run of {source.slug}")
    with engine.begin() as connection:
        connection.execute(select(func.set_config("application_name", f"vigie load {source.slug} {run}"[:63], True)))
        loaded = _load(connection, source, probes, reported, seen, complete, at, pages, sighted)
        if closing:
            closing(connection, loaded)
        return loaded


def load_one(connection: Connection, source: Source, record: Record, at: datetime) -> Loaded:
    """`load` of a single record, in the transaction of `connection`; says nothing of the source's other records."""
    return _load(connection, source, [_probe(record) for record in _own(source, [record])], (), (), False, at)


def _load(
    connection: Connection,
    source: Source,
    probes: Sequence[Probe],
    reported: Sequence[Problem],
    seen: Collection[str],
    complete: bool,
    at: datetime,
    pages: Mapping[str, PageSaid] | None = None,
    sighted: bool = True,
) -> Loaded:
    hold(connection, Lock.LOAD, source.slug)
    register(connection, source)
    suppressed = suppression.read(connection)
    told = [(p, p.record) for p in probes]
    allowed = [p for p, r in told if not suppressed.covers(source.slug, r.key, r.url, r.content)]
    known = _known(connection, allowed)
    new = [p for p in allowed if p.id not in known]
    changed = [p for p in allowed if p.id in known and known[p.id] != short(p.hash)]
    listed = {*seen, *(p.record.key for p in probes)}
    _add(connection, new, at)
    _change(connection, changed, at)
    states = Moves((), ())
    if sighted:
        states = absent.settle(connection, source.slug, listed, complete or pages is not None, at, pages)
    announcing = suggestions.settle(connection, source.slug, (p.record for p in allowed))
    moved = {*(p.record.key for p in (*new, *changed)), *states.missing, *states.back, *states.moved, *announcing}
    pending.mark(connection, ((source.slug, key) for key in moved))
    kept = [p for p in reported if not suppressed.covers(source.slug, p.key or "", p.url) and not _named(suppressed, p)]
    open_now = quarantine.settle(connection, source.slug, kept, [p.record for p in probes], listed, complete, at)
    return Loaded(
        new=len(new),
        changed=len(changed),
        unchanged=len(listed) - len(new) - len(changed),
        missing=len(states.missing),
        quarantined=open_now,
    )


def _named(suppressed: suppression.Suppressed, problem: Problem) -> bool:
    """Whether what could not be read says what a takedown forbids."""
    return suppressed.names(f"{problem.detail}\n{problem.raw}")


def _own(source: Source, records: Iterable[Record]) -> list[Record]:
    """The records by key, the first one where a source lists a key twice."""
    first: dict[str, Record] = {}
    for record in records:
        if record.source != source.slug:
            raise ValueError(f"a record of {record.source} in a run of {source.slug}")
        first.setdefault(record.key, record)
    return [first[key] for key in sorted(first)]


def _probe(record: Record) -> Probe:
    content = to_json(record.content)
    return Probe(record, record_id(record.source, record.key), content, record_hash(record.kind, record.url, content))


def _known(connection: Connection, probes: Sequence[Probe]) -> dict[str, str]:
    """Fingerprints that the warehouse has of these records."""
    found: dict[str, str] = {}
    for batch in batches([p.id for p in probes]):
        # One array and not a parameter for each id: SQLAlchemy and the driver would read a statement of 10,000 places.
        ids = bindparam("ids", list(batch), type_=ARRAY(fingerprints.c.record.type))
        query = select(fingerprints.c.record, fingerprints.c.content).where(fingerprints.c.record == any_(ids))
        found.update((record, content) for record, content in connection.execute(query))
    return found


def _add(connection: Connection, probes: Sequence[Probe], at: datetime) -> None:
    copy(connection, table, [{**_identity(p), **_saying(p), **_fresh(at)} for p in probes])
    copy(connection, fingerprints, [{"record": p.id, "content": short(p.hash)} for p in probes])
    copy(connection, versions, [_version(p, 1, at) for p in probes])


def _change(connection: Connection, probes: Sequence[Probe], at: datetime) -> None:
    """New content: the record says it now, the version before it ends, the next one begins."""
    former = _former(connection, probes, at)
    rewrite(
        connection,
        table,
        ("source", "key"),
        [
            {**_identity(p), **_saying(p), "changed_at": at, "last_seen": at, "former": former[p.record.key]}
            for p in probes
        ],
    )
    rewrite(connection, fingerprints, ("record",), [{"record": p.id, "content": short(p.hash)} for p in probes])
    for batch in batches(probes, 1_000):
        numbers = _end_versions(connection, batch, at)
        copy(connection, versions, [_version(p, numbers[p.record.key] + 1, at) for p in batch])


def _former(connection: Connection, probes: Sequence[Probe], at: datetime) -> dict[str, bytes | None]:
    """`rescheduling.former_start` of these records (all of one source), as JSON by key."""
    found: dict[str, bytes | None] = {}
    after = {p.record.key: p.record.content for p in probes}
    for batch in batches(probes, 1_000):
        keys = bindparam("keys", [p.record.key for p in batch], type_=ARRAY(table.c.key.type))
        query = select(table.c.key, table.c.kind, table.c.content, table.c.former)
        for row in connection.execute(query.where(table.c.source == batch[0].record.source, table.c.key == any_(keys))):
            before = content_from_plain(Kind(row.kind), row.content)
            held = from_plain(WallTime, row.former) if row.former else None
            moved = former_start(before, after[row.key], held, at)
            found[row.key] = to_json(moved) if moved else None
    return found


def _end_versions(connection: Connection, probes: Sequence[Probe], at: datetime) -> dict[str, int]:
    """Closes the current versions of these records (all of one source); returns their numbers by key."""
    current = (
        update(versions)
        .where(versions.c.source == probes[0].record.source, versions.c.to_instant.is_(None))
        .where(versions.c.key.in_([p.record.key for p in probes]))
        .values(to_instant=at)
        .returning(versions.c.key, versions.c.number)
    )
    return {row.key: row.number for row in connection.execute(current)}


def _identity(probe: Probe) -> dict[str, Any]:
    return {"source": probe.record.source, "key": probe.record.key}


def _saying(probe: Probe) -> dict[str, Any]:
    """Columns of what the record says now; COPY takes the JSON as it is."""
    record = probe.record
    return {
        "kind": record.kind.value,
        "url": record.url,
        "content": probe.content,
        "content_hash": probe.hash,
        "capture": record.capture,
        "parser": record.parser,
        # All members of an evidence are texts: orjson makes of it what the codec would, in a quarter of the time.
        "provenance": orjson.dumps(record.provenance),
        "abstentions": list(record.abstentions),
    }


def _fresh(at: datetime) -> dict[str, Any]:
    return {"state": RecordState.LISTED.value, "first_seen": at, "changed_at": at, "last_seen": at}


def _version(probe: Probe, number: int, at: datetime) -> dict[str, Any]:
    return {
        **_identity(probe),
        "number": number,
        "kind": probe.record.kind.value,
        "url": probe.record.url,
        "content": probe.content,
        "content_hash": probe.hash,
        "capture": probe.record.capture,
        "from_instant": at,
    }
