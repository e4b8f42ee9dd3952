"""Sameness from outside: the command as a user runs it, on records written by someone who has not read the matcher.

By hand: `tests/labelled/same_hand.jsonl`. Made: `outside_worlds.py`. Everything goes through `vigie meaning same`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log
from pathlib import Path

import orjson

from pipeline.scores.figures import Figure, Report
from pipeline.scores.outside_worlds import Known, lines, world
from vigie.settings import ROOT

HAND = ROOT / "tests" / "labelled" / "same_hand.jsonl"
HIDDEN = ("truth", "family", "trap", "noise")
PRECISION, RECALL = 0.99, 0.95
SIZES, LARGE = (1_000, 10_000), (1_000, 10_000, 100_000)
NOTE = (
    "outside: through `vigie meaning same`, on records written by someone who had not yet read the matcher; it was "
    "then mended with them in sight, so these are no longer first-sight figures (tests/labelled/README.md has those). "
    "Precision = joined pairs that are one thing, recall = pairs of one thing that are joined; a refused line is alone."
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: the cluster of each record, seconds of the whole process, peak of its memory in MB (of
    the largest process when there are several), and what it said on standard error."""

    clusters: dict[str, int]
    seconds: float
    peak: float
    said: str


@dataclass(slots=True)
class Judged:
    """Pairs counted; by kind of noise (hits, all) and by kind of look-alike (wrongly joined); pairs that went wrong."""

    hits: int = 0
    missed: int = 0
    wrong: int = 0
    noise: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    traps: Counter[str] = field(default_factory=Counter)
    pairs: list[tuple[str, Known, Known]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0


def by_hand(path: Path = HAND) -> list[Known]:
    """The records written by hand, in an order of chance that is always the same."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        record = {k: v for k, v in row.items() if k not in HIDDEN}
        found.append(Known(record, row["truth"], tuple(row["noise"]), row["family"], row["trap"]))
    random.Random(1).shuffle(found)
    return found


def run(known: Sequence[Known]) -> Run:
    """The command on these records, in a process of its own. Raises CalledProcessError when it fails."""
    command = [str(Path(sys.executable).with_name("vigie")), "meaning", "same"]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
        given.writelines(lines(known))
        given.seek(0)
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=given, stdout=answer, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        answer.seek(0)
        errors.seek(0)
        clusters = {(one := orjson.loads(line))["id"]: one["cluster"] for line in answer}
        said = errors.read().decode()
    # Refused lines make the command fail at its end, though it answered the others.
    if process.returncode and not clusters:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return Run(clusters, seconds, usage.ru_maxrss / 1024, said)


def judge(known: Sequence[Known], clusters: dict[str, int]) -> Judged:
    """Every pair that is one thing or was joined. A record without a cluster is alone."""
    found = Judged()
    things: dict[str, list[Known]] = defaultdict(list)
    groups: dict[int, list[Known]] = defaultdict(list)
    for one in known:
        things[one.truth].append(one)
        if one.record["id"] in clusters:
            groups[clusters[one.record["id"]]].append(one)
    for a, b in _pairs(things.values()):
        joined = clusters.get(a.record["id"], -1) == clusters.get(b.record["id"], -2)
        found.hits += joined
        found.missed += not joined
        for kind in ({*a.noise, *b.noise} - {"plain"}) or {"plain"}:
            found.noise[kind][0] += joined
            found.noise[kind][1] += 1
        if not joined:
            found.pairs.append(("apart", a, b))
    for a, b in _pairs(groups.values()):
        if a.truth != b.truth:
            found.wrong += 1
            found.traps[str(a.trap) if a.family == b.family else "unrelated"] += 1
            found.pairs.append(("joined", a, b))
    return found


def report(large: bool = False) -> Report:
    """The hand set and the worlds of 1,000 and 10,000 records; `large` adds 100,000 and how the cost grows."""
    figures: list[Figure] = []
    notes = [NOTE]
    known = by_hand()
    judged = judge(known, run(known).clusters)
    figures += _figures("outside, by hand", judged)
    worst = [f"by hand, {_kinds(judged)}"]
    seconds: dict[int, float] = {}
    for n in LARGE if large else SIZES:
        known = world(n)
        ran = run(known)
        seconds[n] = ran.seconds
        judged = judge(known, ran.clusters)
        figures += _figures(f"outside, {n:,} records", judged)
        worst.append(f"{n:,} records, {_kinds(judged)}")
        notes.append(f"outside, {n:,} records: {ran.seconds:.1f} s with start-up, largest process {ran.peak:.0f} MB.")
    if large:
        steps = [log(seconds[b] / seconds[a]) / log(b / a) for a, b in ((1_000, 100_000), (10_000, 100_000))]
        notes.append(f"outside: cost grows as n^{steps[1]:.2f} from 10,000 to 100,000 records (start-up included).")
    return Report("sameness", tuple(figures), tuple(worst), tuple(notes))


def _figures(data: str, judged: Judged) -> tuple[Figure, Figure]:
    joined, all_pairs = judged.hits + judged.wrong, judged.hits + judged.missed
    return (
        Figure("sameness", data, "Vigie", "precision", joined, judged.hits, target=PRECISION),
        Figure("sameness", data, "Vigie", "recall", all_pairs, judged.hits, target=RECALL),
    )


def _kinds(judged: Judged) -> str:
    """The kinds that fail most: of noise by recall, of look-alikes by the pairs wrongly joined."""
    weak = sorted((hits / n, kind, n) for kind, (hits, n) in judged.noise.items() if hits / n < RECALL)
    apart = ", ".join(f"{kind} {share:.0%} of {n}" for share, kind, n in weak[:8]) or "none under the target"
    joined = ", ".join(f"{kind} {n}" for kind, n in judged.traps.most_common(6)) or "none"
    return f"recall by noise: {apart}; look-alikes joined: {joined}"


def _pairs(groups: Iterable[Sequence[Known]]) -> Iterable[tuple[Known, Known]]:
    for group in groups:
        yield from combinations(group, 2)


if __name__ == "__main__":
    sizes = [int(a) for a in sys.argv[1:]] or [0, *SIZES]
    for size in sizes:
        people = world(size) if size else by_hand()
        done = run(people)
        seen = judge(people, done.clusters)
        print(
            f"{size or 'by hand'}: P {seen.precision:.4f} R {seen.recall:.4f} {done.seconds:.1f} s {done.peak:.0f} MB"
        )
        for share, kind, count in sorted((h / n, k, n) for k, (h, n) in seen.noise.items()):
            print(f"  {kind:24} {share:.3f} of {count}")
        print("  joined:", dict(seen.traps.most_common()))
