"""Goal 12: the agenda's question (province, type, 30 days, sorted, paged) beside a full scan, in the database.

Seconds are PostgreSQL's own (EXPLAIN ANALYZE, planning included). The scan is the same statement without indexes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, text

from pipeline.bench.figures import Row, exponent, percentile
from pipeline.bench.made import DAY, NOW, SORTS, TOWNS, record, source, things
from pipeline.scores.plot import any_port, plot
from transforms.matching import Cluster
from vigie.model import Kind
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.item_filter import ItemFilter, ordered
from warehouse.load import load
from warehouse.migrate import upgrade
from warehouse.server import database_url

WITHOUT_INDEXES = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")
GOAL_MS = 1.0


@dataclass(slots=True)
class Asked:
    """Milliseconds of each question, and how many ids all questions gave together."""

    indexed: list[float] = field(default_factory=list)
    scanned: list[float] = field(default_factory=list)
    found: int = 0


def questions(n: int) -> list[ItemFilter]:
    """Different questions of readers: a province, a type, 30 days somewhere in the year, the first or second page."""
    return [
        ItemFilter(
            Kind.EVENT,
            province=TOWNS[i % len(TOWNS)][2],
            topics=(f"event_type:{SORTS[i % 5]}",),
            start=DAY + timedelta(days=i * 7 % 300),
            end=DAY + timedelta(days=i * 7 % 300 + 29),
            limit=20,
            offset=20 * (i % 2),
        )
        for i in range(n)
    ]


def bench(quick: bool) -> tuple[Row, ...]:
    sizes = (100, 400) if quick else (2_500, 10_000)
    p95: dict[int, float] = {}
    scanned, found, asked = 0.0, 0, questions(6 if quick else 60)
    with plot(any_port()) as settings:
        engine = open_engine(database_url(settings))
        upgrade(engine)
        for size in sizes:
            _fill(engine, size)
            told = _ask(engine, asked)
            p95[size], scanned, found = percentile(told.indexed, 0.95), percentile(told.scanned, 0.95), told.found
        engine.dispose()
    note = f"{len(asked)} questions, {found} ids, equal on both sides; planning and execution"
    what = f"agenda query p95, {max(sizes):,} items"
    peer = "full scan: the same statement, indexes off"
    ours, power = p95[max(sizes)], exponent(p95)
    return (Row("12", what, ours, "ms", peer, scanned, limit=GOAL_MS, exponent=power, note=note),)


def _fill(engine: Engine, size: int) -> None:
    """Makes the warehouse hold `size` items by its own doors."""
    site = source("lieu")
    records = [record(site.slug, thing) for thing in things(size)]
    load(engine, site, records, (), [one.key for one in records], True, NOW, "bench")
    curate(engine, NOW, lambda live, _, __: [Cluster((one.id,)) for one in live])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _ask(engine: Engine, asked: list[ItemFilter]) -> Asked:
    told = Asked()
    with engine.connect() as connection:
        for wanted in [asked[0], *asked]:  # the first one twice: a cold cache is not the question
            ids, indexed = _timed(connection, wanted)
            for name in WITHOUT_INDEXES:
                connection.execute(text(f"SET LOCAL {name} = off"))
            same, scanned = _timed(connection, wanted)
            connection.rollback()
            if ids != same:
                raise AssertionError(f"the scan finds other items than the index for {wanted}")
            told.indexed.append(indexed)
            told.scanned.append(scanned)
            told.found += len(ids)
    del told.indexed[0], told.scanned[0]
    return told


def _timed(connection: Connection, wanted: ItemFilter) -> tuple[list[Any], float]:
    """The ids that a question finds, and PostgreSQL's milliseconds for it."""
    statement = ordered(wanted, NOW)
    compiled = statement.compile(dialect=connection.dialect)
    explained = connection.exec_driver_sql(
        f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {compiled}", dict(compiled.params)
    ).scalar_one()[0]
    return list(connection.execute(statement).scalars()), explained["Planning Time"] + explained["Execution Time"]
