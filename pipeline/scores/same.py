"""Sameness against made-up worlds with known truth: pairwise precision and recall, by size, noise and trap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec

from pipeline.scores.figures import Figure, Report
from pipeline.scores.world_dense import dense_world
from pipeline.scores.worlds import HELD, SEED, SEEN, Told, world
from transforms.matching import Cluster, Member, cluster, edges, profile

SIZES, LARGE = (1_000, 10_000), (100_000, 1_000_000)
PRECISION, RECALL = 0.99, 0.95
DENSE = 10_000
EXAMPLES = 12
"""Wrong pairs, and as many missed ones, that the report prints of the smaller worlds."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts of one world. Pairs: joined, rightly joined, true. `whole`: things whose records are one cluster, all of
    it and nothing else. `missed`, `true_by_noise`: pairs by a kind of noise that one of the two bears. `wrong`: wrongly
    joined pairs by trap ("–" outside of any)."""

    records: int
    joined: int
    right: int
    true: int
    things: int
    whole: int
    true_by_noise: Mapping[str, int]
    missed: Mapping[str, int]
    wrong: Mapping[str, int]
    asked: int
    examples: tuple[str, ...]


def clusters_of(told: Sequence[Told], seen: datetime = SEEN) -> tuple[Cluster, ...]:
    """All of the matcher on the records of a world."""
    profiles = [profile(one.record) for one in told]
    return cluster((((p.source, p.key), seen) for p in profiles), edges(profiles))


def quality(told: Sequence[Told], clusters: Iterable[Cluster], examples: int = EXAMPLES) -> Quality:
    """How clusters agree with the truth."""
    by_member: dict[Member, Told] = {(t.record.source, t.record.key): t for t in told}
    truth: dict[int, list[Told]] = {}
    for one in told:
        truth.setdefault(one.entity, []).append(one)
    place: dict[Member, int] = {}
    joined = right = whole = asked = 0
    wrong: Counter[str] = Counter()
    shown: list[str] = []
    for number, found in enumerate(clusters):
        asked += len(found.asks)
        place.update(dict.fromkeys(found.members, number))
        members = [by_member[m] for m in found.members]
        entities = Counter(m.entity for m in members)
        joined += _pairs(len(members))
        right += sum(map(_pairs, entities.values()))
        whole += len(entities) == 1 and len(truth[members[0].entity]) == len(members)
        if len(entities) > 1:
            bad = [(a, b) for i, a in enumerate(members) for b in members[i + 1 :] if a.entity != b.entity]
            wrong.update((a.trap or b.trap or "–") for a, b in bad)
            if len(shown) < examples:
                shown.append(f"wrong  {_said(bad[0][0])}  |  {_said(bad[0][1])}  {found.because[:3]}")
    true_by_noise: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    lost: list[str] = []
    for group in truth.values():
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                kinds = a.noise | b.noise or {"none"}
                true_by_noise.update(kinds)
                if place[a.record.source, a.record.key] != place[b.record.source, b.record.key]:
                    missed.update(kinds)
                    if len(lost) < examples:
                        lost.append(f"missed {_said(a)}  |  {_said(b)}  {', '.join(sorted(kinds))}")
    true = sum(_pairs(len(group)) for group in truth.values())
    told_lines = (*shown, *lost)
    return Quality(len(told), joined, right, true, len(truth), whole, true_by_noise, missed, wrong, asked, told_lines)


def report(large: bool = False) -> Report:
    """Precision and recall of worlds of 1 k and 10 k records, and of 100 k and 1 M when `large`; a world with a seed
    that no rule was written on stands beside them, and a second kind of world."""
    figures: list[Figure] = []
    worst: list[str] = []
    notes: list[str] = []
    worlds = [(size, SEED) for size in (*SIZES, *(LARGE if large else ()))] + [(10_000, HELD)]
    for size, seed in worlds:
        told = list(world(size, seed))
        found = quality(told, clusters_of(told))
        data = f"world of {size:,}" + (", held seed" if seed == HELD else "")
        figures += _pairwise(data, found)
        notes.append(f"{data}: {found.asked:,} questions for editors")
        if size == max(SIZES) and seed == SEED:
            figures += _by_kind(data, found)
            figures += _peer(data, told)
            worst += found.examples
    for seed in (SEED, HELD):
        told = list(dense_world(DENSE, seed))
        found = quality(told, clusters_of(told))
        data = f"few houses, {DENSE:,}" + (", held seed" if seed == HELD else "")
        figures += _pairwise(data, found)
        notes.append(f"{data}: {found.asked:,} questions for editors")
    notes.append(
        "worlds and rules are by one hand, the noise first; the held seed was measured only when the rules stood"
    )
    return Report("sameness", tuple(figures), tuple(worst), tuple(notes))


def _pairwise(data: str, found: Quality) -> list[Figure]:
    return [
        Figure("sameness", data, "Vigie", "precision of pairs", found.joined, found.right, target=PRECISION),
        Figure("sameness", data, "Vigie", "recall of pairs", found.true, found.right, target=RECALL),
        Figure("sameness", data, "Vigie", "things told as one, whole", found.things, found.whole),
    ]


def _peer(data: str, told: Sequence[Told]) -> list[Figure]:
    """splink on the same records, at the threshold that suits it best; nothing where it is not installed."""
    if find_spec("splink") is None:
        return []
    from pipeline.bench.figures import named
    from pipeline.bench.same_splink import best

    joined, right, true = best(told)
    return [
        Figure("sameness", data, named("splink"), "precision of pairs", joined, right),
        Figure("sameness", data, named("splink"), "recall of pairs", true, right),
    ]


def _by_kind(data: str, found: Quality) -> list[Figure]:
    rows = [
        Figure("sameness", data, "Vigie", f"recall, noise: {kind}", n, n - found.missed.get(kind, 0))
        for kind, n in sorted(found.true_by_noise.items())
    ]
    rows += [
        Figure("sameness", data, "Vigie", f"wrong pairs, trap: {trap}", found.joined, n)
        for trap, n in sorted(found.wrong.items())
    ]
    return rows


def _pairs(n: int) -> int:
    return n * (n - 1) // 2


def _said(one: Told) -> str:
    content = one.record.content
    when = next((o.start.isoformat()[:16] for o in getattr(content, "occurrences", ())), "")
    place = getattr(content, "place", None)
    where = f" {place.name}, {place.municipality}" if place else ""
    return f"{one.record.source}/{one.record.key} “{content.title}” {when}{where}"
