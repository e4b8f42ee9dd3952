"""Goal 8: 1,000 new records against many stored ones, beside the first curation of all of them in the same run.

The records are those of one made-up world (pipeline.scores.worlds); the new ones are spread over it, so that most of
them join, split or question what is stored. With VIGIE_BENCH_LARGE=1 in the environment a million is stored as well.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Engine, text

from pipeline.bench.figures import Goal, Row, exponent
from pipeline.bench.made import NOW, source
from pipeline.scores.plot import any_port, plot
from pipeline.scores.worlds import world
from vigie.model import Record
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.load import load
from warehouse.migrate import upgrade
from warehouse.server import database_url

T = TypeVar("T")
LIMIT = 2.0
"""Seconds that 1,000 new records may take against a million (issue 3)."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of loading and curating all stored records, then the new ones; `runs` loads brought the new ones."""

    load: float
    curate: float
    new_load: float
    new_curate: float
    runs: int
    looked: int


def bench(quick: bool) -> tuple[Row, ...]:
    sizes: tuple[int, ...] = (300, 1_200) if quick else (10_000, 100_000)
    if os.environ.get("VIGIE_BENCH_LARGE") and not quick:
        sizes = (*sizes, 1_000_000)
    new = 20 if quick else 1_000
    spent = {size: _measure(size, new) for size in sizes}
    largest = max(sizes)
    told = spent[largest]
    rows = [
        Row(
            "8",
            f"curate {new:,} new records, {size:,} stored",
            one.new_curate,
            "s",
            f"own first curation of all {size:,}",
            one.curate,
            Goal(at_most=0.01) if size == largest and size >= 1_000_000 else Goal(),
            limit=LIMIT if size == largest else None,
            exponent=exponent({s: t.new_curate for s, t in spent.items()}) if size == largest else None,
            note=f"{one.looked:,} records looked at; loading them: {one.new_load:.2f} s in {one.runs} runs",
        )
        for size, one in spent.items()
    ]
    power, note = exponent({size: one.curate for size, one in spent.items()}), f"loading them: {told.load:.1f} s"
    what = f"first curation of {largest:,}"
    return (*rows, Row("8", what, told.curate, "s", "–", exponent=power, note=note))


def _measure(size: int, new: int) -> Spent:
    """An empty warehouse that gets `size` records of a world, then the `new` other ones of it."""
    stored, fresh = _split(size, new)
    with plot(any_port()) as settings:
        engine = open_engine(database_url(settings))
        upgrade(engine)
        first, _ = _timed(lambda: _load(engine, stored))
        _settled(engine)
        whole, found = _timed(lambda: curate(engine, NOW))
        if found.records != size:
            raise AssertionError(f"{found.records} of {size} records were curated")
        _settled(engine)
        loading, runs = _timed(lambda: _load(engine, fresh))
        joining, done = _timed(lambda: curate(engine, NOW))
        if done.records < new:
            raise AssertionError(f"{done.records} of {new} new records were looked at")
        engine.dispose()
    return Spent(first, whole, loading, joining, runs, done.records)


def _split(size: int, new: int) -> tuple[list[Record], list[Record]]:
    """A world of `size + new` records: every n-th one is new, the others are stored."""
    step = (size + new) // new
    stored: list[Record] = []
    fresh: list[Record] = []
    for number, told in enumerate(world(size + new)):
        (fresh if number % step == 0 and len(fresh) < new else stored).append(told.record)
    return stored, fresh


def _load(engine: Engine, records: Iterable[Record]) -> int:
    """Loads records, one run for each of their sources; returns the number of runs."""
    runs = 0
    for slug, group in groupby(sorted(records, key=_source), key=_source):
        load(engine, source(slug), group, (), (), False, NOW, "bench")
        runs += 1
    return runs


def _source(record: Record) -> str:
    return record.source


def _settled(engine: Engine) -> None:
    """What autovacuum does within minutes."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done
