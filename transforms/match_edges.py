"""Which of many records are worth comparing, and what each such pair is to each other.

Records meet under keys that depend on the record alone, so the pairs found do not depend on what else is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from transforms.match_blocks import block_keys
from transforms.match_clusters import Edge
from transforms.match_evidence import decide
from transforms.match_profile import Profile


def edges(new: Sequence[Profile], known: Sequence[Profile] = ()) -> tuple[Edge, ...]:
    """Every edge within `new` and between `new` and `known`, in no particular order; none within `known`.

    `known` may hold all that is stored or only what shares a key with something new: the result is the same. A known
    record that is also among the new ones (its earlier content) is left out.
    """
    if known:
        named = {(p.source, p.key) for p in new}
        known = [p for p in known if (p.source, p.key) not in named]
    return tuple(edge for a, b in pairs(new, known) if (edge := _edge(a, b)) is not None)


def pairs(new: Iterable[Profile], known: Iterable[Profile] = ()) -> Iterator[tuple[Profile, Profile]]:
    """Pairs that share a key, each once: two new ones, or a new and a known one."""
    new = list(new)
    index: dict[int, int | list[int]] = {}
    for number, one in enumerate(new):
        near: set[int] = set()
        for key in block_keys(one):
            there = index.get(key)
            if there is None:
                index[key] = number
            elif isinstance(there, int):
                near.add(there)
                index[key] = [there, number]
            else:
                near.update(there)
                there.append(number)
        for other in near:
            yield new[other], one
    for one in known:
        near = set()
        for key in block_keys(one):
            there = index.get(key)
            if there is None:
                continue
            if isinstance(there, int):
                near.add(there)
            else:
                near.update(there)
        for other in near:
            yield new[other], one


def _edge(a: Profile, b: Profile) -> Edge | None:
    if (b.source, b.key) < (a.source, a.key):
        a, b = b, a
    opinion = decide(a, b)
    if opinion is None:
        return None
    first, second = (a.source, a.key), (b.source, b.key)
    series = None if opinion.series is None else (opinion.series.source, opinion.series.key)
    return Edge(first, second, opinion.verdict, opinion.strength, opinion.because, series)
