"""Goal 7: which records speak of one thing, at two sizes, with precision and recall on the made-up pairs."""

from __future__ import annotations

from datetime import timedelta

from pipeline.bench.figures import Row, Side, absent, alternate, exponent
from pipeline.bench.made import NOW, Thing, record, things
from transforms.matching import Candidate, Cluster, match

TWICE = 3
"""Every third thing is told by a second source, in other small words."""


def candidates(n: int) -> list[Candidate]:
    """`n` records of things of which every third is told twice."""
    found: list[Candidate] = []
    for thing in things(n):
        found.append(_candidate(f"lieu-{thing.n % 50}", thing, None))
        if thing.n % TWICE == 0:
            found.append(_candidate(f"portail-{thing.n % 4}", thing, f"{thing.title} – {thing.place.municipality}"))
        if len(found) >= n:
            break
    return found[:n]


def _candidate(slug: str, thing: Thing, title: str | None) -> Candidate:
    return Candidate(slug, f"{thing.n:07}", record(slug, thing, title), 50, NOW - timedelta(days=thing.n % 90))


def quality(given: list[Candidate], clusters: tuple[Cluster, ...]) -> tuple[float, float]:
    """Precision and recall over pairs; the truth is the number of the thing, which is the key."""
    told: dict[str, int] = {}
    for one in given:
        told[one.key] = told.get(one.key, 0) + 1
    true = sum(count * (count - 1) // 2 for count in told.values())
    pairs = [(a, b) for c in clusters for i, a in enumerate(c.members) for b in c.members[i + 1 :]]
    right = sum(a[1] == b[1] for a, b in pairs)
    return (right / len(pairs) if pairs else 1.0), (right / true if true else 1.0)


def bench(quick: bool) -> tuple[Row, ...]:
    sizes = (200, 800) if quick else (5_000, 20_000)
    found: dict[int, tuple[Cluster, ...]] = {}

    def side(size: int) -> Side:
        given = candidates(size)
        return Side(str(size), lambda: found.update({size: match(given)}))

    # Both sizes in one run: a machine that is busy for a while must not look like growth.
    told = alternate([side(size) for size in sizes], 1 if quick else 2)
    seconds = {size: told[str(size)] for size in sizes}
    power, largest = exponent(seconds), max(sizes)
    precision, recall = quality(candidates(largest), found[largest])
    note, peer = f"P {precision:.3f}, R {recall:.3f} on made-up pairs", absent("splink")
    small = Row("7", f"sameness of {sizes[0]:,} records", seconds[sizes[0]], "s", peer)
    large = Row(
        "7",
        f"sameness of {largest:,} records",
        seconds[largest],
        "s",
        peer,
        exponent=power,
        exponent_limit=1.2,
        note=note,
    )
    return small, large
