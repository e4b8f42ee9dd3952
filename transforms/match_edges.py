"""Which of many records are worth comparing, and what each such pair is to each other.

Records meet under keys that depend on the record alone, so the pairs found do not depend on what else is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from transforms.match_blocks import block_keys
from transforms.match_clusters import Edge
from transforms.match_evidence import decide
from transforms.match_profile import Profile


class Meetings:
    """Profiles by their keys: what a next one has to be compared with."""

    def __init__(self) -> None:
        self._profiles: list[Profile] = []
        self._under: dict[int, int | list[int]] = {}

    def near(self, keys: Iterable[int]) -> list[Profile]:
        """The profiles kept under one of the keys, each once."""
        found: set[int] = set()
        under = self._under
        for key in keys:
            there = under.get(key)
            if there is None:
                continue
            if isinstance(there, int):
                found.add(there)
            else:
                found.update(there)
        return [self._profiles[number] for number in found]

    def keep(self, one: Profile, keys: Iterable[int]) -> None:
        """Keeps a profile under its keys."""
        number, under = len(self._profiles), self._under
        self._profiles.append(one)
        for key in keys:
            there = under.get(key)
            if there is None:
                under[key] = number
            elif isinstance(there, int):
                under[key] = [there, number]
            else:
                there.append(number)

    def edges_of(self, one: Profile, keys: Iterable[int]) -> Iterator[Edge]:
        """The edges between a profile and those kept."""
        for other in self.near(keys):
            found = edge(other, one)
            if found is not None:
                yield found


def edges(new: Sequence[Profile], known: Sequence[Profile] = ()) -> tuple[Edge, ...]:
    """Every edge within `new` and between `new` and `known`, in no particular order; none within `known`.

    `known` may hold all that is stored or only what shares a key with something new: the result is the same. A known
    record that is also among the new ones (its earlier content) is left out.
    """
    found: list[Edge] = []
    meetings = Meetings()
    for one in new:
        keys = block_keys(one)
        found += meetings.edges_of(one, keys)
        meetings.keep(one, keys)
    named = {(p.source, p.key) for p in new} if known else set()
    for one in known:
        if (one.source, one.key) not in named:
            found += meetings.edges_of(one, block_keys(one))
    return tuple(found)


def edge(a: Profile, b: Profile) -> Edge | None:
    """What two records are to each other; None when there is nothing to say. Symmetric."""
    if (b.source, b.key) < (a.source, a.key):
        a, b = b, a
    opinion = decide(a, b)
    if opinion is None:
        return None
    first, second = (a.source, a.key), (b.source, b.key)
    series = None if opinion.series is None else (opinion.series.source, opinion.series.key)
    return Edge(first, second, opinion.verdict, opinion.strength, opinion.because, series)
