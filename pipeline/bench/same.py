"""Sameness: worlds of records beside splink on the same records, growth, memory, and one step of an incremental run.

`python -m pipeline.bench.same [SIZE …]` measures sizes of one's own (1000000 takes some minutes and 4 GB).
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import orjson

from pipeline.bench.figures import Goal, Row, exponent, named
from pipeline.sameness import all_edges
from pipeline.scores.worlds import SEED, SEEN, Told, world
from transforms.match_edges import Meetings
from transforms.matching import Cluster, Edge, Member, Profile, block_keys, cluster, components, profile
from vigie.model import Record, Verdict

SIZES = (1_000, 10_000, 100_000)
QUICK_SIZES = (200, 800)
NEW = 1_000
"""Records that one step brings."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Seconds from records to clusters, precision and recall over pairs, and the highest memory in bytes."""

    seconds: float
    precision: float
    recall: float
    memory: int


def pairwise(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float]:
    """Precision and recall over pairs of two groupings of the same things, in one order."""
    joined, right, true = counted(truth, found)
    return (right / joined if joined else 1.0), (right / true if true else 1.0)


def counted(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[int, int, int]:
    """Pairs joined, rightly joined, and true."""
    joined, right, true = (_pairs(Counter(groups)) for groups in (found, zip(found, truth, strict=True), truth))
    return joined, right, true


def _pairs(groups: Counter[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in groups.values())


def ours(size: int) -> Linked:
    """Records to clusters in a process of its own, so that memory is that of the work."""
    return _apart("pipeline.bench.same", size)


def theirs(size: int) -> Linked:
    """splink on the same records; its best threshold on the truth is chosen for it."""
    return _apart("pipeline.bench.same_splink", size)


def _apart(module: str, size: int) -> Linked:
    done = subprocess.run([sys.executable, "-m", module, "--one", str(size)], check=True, capture_output=True)
    return Linked(**orjson.loads(done.stdout.splitlines()[-1]))


def linked(told: Sequence[Told]) -> tuple[float, tuple[Cluster, ...]]:
    """Seconds and clusters of a world."""
    gc.collect()
    gc.freeze()
    began = time.perf_counter()
    profiles, edges = all_edges(told, _record)
    gc.disable()
    clusters = cluster((((p.source, p.key), SEEN) for p in profiles if p), edges)
    gc.enable()
    return time.perf_counter() - began, clusters


def _record(told: Told) -> Record:
    return told.record


def step(size: int, new: int = NEW) -> float:
    """Seconds for `new` records that come to `size` stored ones: their profiles and keys, their edges, and the clusters
    of every component that an edge of theirs touches. What is stored stands in memory with its keys and edges."""
    told = [t.record for t in world(size + new, SEED)]
    # Every so many records of the stream is new, so that most of them belong to something stored.
    every = max(2, len(told) // new)
    coming = told[::every][:new]
    chosen = {(r.source, r.key) for r in coming}
    stored = Meetings()
    touching: dict[Member, list[Edge]] = {}
    for record in told:
        if (record.source, record.key) not in chosen:
            made = profile(record)
            keys = block_keys(made)
            for edge in stored.edges_of(made, keys):
                _remember(touching, edge)
            stored.keep(made, keys)
    gc.collect()
    gc.freeze()
    began = time.perf_counter()
    fresh: list[Profile] = [profile(record) for record in coming]
    moved: set[Member] = set()
    for made in fresh:
        keys = block_keys(made)
        moved.add((made.source, made.key))
        for edge in stored.edges_of(made, keys):
            _remember(touching, edge)
        stored.keep(made, keys)
    near = _component(moved, touching)
    edges = list({(e.a, e.b): e for m in near for e in touching.get(m, ())}.values())
    done = sum(len(cluster([(m, SEEN) for m in part], edges_of)) for part, edges_of in _parts(near, edges))
    seconds = time.perf_counter() - began
    if not done:
        raise AssertionError("no cluster was made")
    return seconds


def _remember(touching: dict[Member, list[Edge]], edge: Edge) -> None:
    touching.setdefault(edge.a, []).append(edge)
    touching.setdefault(edge.b, []).append(edge)


def _component(moved: set[Member], touching: dict[Member, list[Edge]]) -> set[Member]:
    """All members that SAME edges connect with those that moved."""
    found, ahead = set(moved), list(moved)
    while ahead:
        for edge in touching.get(ahead.pop(), ()):
            if edge.verdict is Verdict.SAME:
                fresh = {edge.a, edge.b} - found
                found |= fresh
                ahead += fresh
    return found


def _parts(near: set[Member], edges: list[Edge]) -> list[tuple[tuple[Member, ...], list[Edge]]]:
    parts = components(near, edges)
    place = {m: i for i, part in enumerate(parts) for m in part}
    own: list[list[Edge]] = [[] for _ in parts]
    for edge in edges:
        for i in {place[m] for m in (edge.a, edge.b) if m in place}:
            own[i].append(edge)
    return list(zip(parts, own, strict=True))


def bench(quick: bool) -> tuple[Row, ...]:
    return rows(QUICK_SIZES if quick else SIZES, quick)


def rows(sizes: Sequence[int], quick: bool = False) -> tuple[Row, ...]:
    """One row a size, the growth on the last one, and a row for the step."""
    found: list[Row] = []
    by_size: dict[int, float] = {}
    for size in sizes:
        mine = ours(size)
        by_size[size] = mine.seconds
        peer = None if quick else theirs(size)
        last = size == max(sizes) and len(sizes) > 1
        note = f"P {mine.precision:.3f}, R {mine.recall:.3f}, {mine.memory / 1e9:.1f} GB"
        if peer:
            note += f"; splink P {peer.precision:.3f}, R {peer.recall:.3f}, {peer.memory / 1e9:.1f} GB"
        found.append(
            Row(
                "7",
                f"sameness of {size:,} records",
                mine.seconds,
                "s",
                named("splink", "duckdb") if peer else "splink: only in the full bench",
                peer.seconds if peer else None,
                Goal(at_least=5.0) if size >= 1_000_000 else Goal(),
                exponent=exponent(by_size) if last else None,
                exponent_limit=1.15 if last and not quick else None,
                note=note,
            )
        )
    new = 20 if quick else NEW
    seconds = step(max(sizes), new)
    found.append(Row("7", f"{new:,} new records against {max(sizes):,}", seconds, "s", "–", limit=2.0))
    return tuple(found)


def main(arguments: Sequence[str]) -> None:
    """`--one SIZE` prints one measurement as JSON; sizes print the table."""
    if arguments[:1] == ["--one"]:
        from pipeline.bench.same_splink import peak

        told = list(world(int(arguments[1]), SEED))
        seconds, clusters = linked(told)
        place = {member: number for number, one in enumerate(clusters) for member in one.members}
        answer = [place[t.record.source, t.record.key] for t in told]
        precision, recall = pairwise([t.entity for t in told], answer)
        print(orjson.dumps(Linked(seconds, precision, recall, peak())).decode())
        return
    from rich.console import Console

    from pipeline.bench.__main__ import table

    Console(width=190).print(table(rows([int(a) for a in arguments] or SIZES)))


if __name__ == "__main__":
    main(sys.argv[1:])
