"""Which of several tried ways is best: a pure choice, by what each brought and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from pipeline.ways_tried import Tried
from vigie.model import Kind
from vigie.ways import Way

_FIRST = (Kind.EVENT, Kind.CALL, Kind.NEWS)
ENOUGH = 30
"""Things of one kind beyond which more of them make no way better: first pages are of many lengths."""


def score(tried: Tried, most: int = 0, listed: int = 0) -> float:
    """0 to 100: confidence, less for what was not understood, and for few things where another way brings many.

    `listed` is how many things the way listed, where only some of them were asked for.
    """
    good = len(tried.records)
    if not good:
        return tried.way.confidence / 4 if tried.way.confidence < 50 else 0.0
    lost = len({problem.key or problem.detail for problem in tried.problems if problem.reason != "unread"})
    share = good / (good + min(lost, good * 2))
    few = 25 if max(good, listed) * 3 < min(most, ENOUGH) else 0
    return max(1.0, tried.way.confidence * share - few)


def kind_of(tried: Tried) -> Kind:
    """The kind of most of what came; of an empty way the kind that it promises."""
    counted = Counter(record.kind for record in tried.records).most_common(1)
    return counted[0][0] if counted else tried.way.kinds[0]


def ranked(
    tried: Iterable[Tried], wanted: Collection[Kind] = (), listed: Mapping[Way, int] = MappingProxyType({})
) -> tuple[Tried, ...]:
    """The best way first, then the best of each other kind, then the rest. Ways that read nothing come last.

    `listed` counts the things of ways of which only a sample was read.
    """
    every = list(tried)
    most = Counter[Kind]()
    for one in every:
        most[kind_of(one)] = max(most[kind_of(one)], len(one.records))
    scored = [(score(one, most[kind_of(one)], listed.get(one.way, 0)), one) for one in every]
    order = sorted(scored, key=lambda pair: (-pair[0], -len(pair[1].records)))
    seen: set[Kind] = set()
    firsts: list[tuple[float, Tried]] = []
    rest: list[tuple[float, Tried]] = []
    for pair in order:
        (rest if kind_of(pair[1]) in seen or not pair[0] else firsts).append(pair)
        seen.add(kind_of(pair[1]))
    firsts.sort(key=lambda pair: _place(pair, wanted))
    return tuple(_without_twins([one for _, one in (*firsts, *rest)]))


def _place(pair: tuple[float, Tried], wanted: Collection[Kind]) -> tuple[bool, bool, int]:
    kind = kind_of(pair[1])
    return bool(wanted) and kind not in wanted, pair[0] < 40, _FIRST.index(kind)


def _without_twins(every: Sequence[Tried]) -> Iterable[Tried]:
    seen: set[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]] = set()
    for one in every:
        identity = (one.way.platform, one.way.urls, one.way.options)
        if identity not in seen:
            seen.add(identity)
            yield one
