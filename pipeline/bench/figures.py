"""What a bench measures: sides run in turn (A B A B), medians, the ratio and its goal, the exponent of growth."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from math import ceil, log
from statistics import median

Clock = Callable[[], float]


def nothing() -> None:
    """The preparation of a side that needs none."""


@dataclass(frozen=True, slots=True)
class Side:
    """One way of doing the work. `prepare` runs before each turn, unmeasured."""

    name: str
    run: Callable[[], object]
    prepare: Callable[[], object] = nothing


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on the ratio: ours over the peer's (`at_most`), or the peer's over ours (`at_least`)."""

    at_most: float | None = None
    at_least: float | None = None

    def __str__(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g} × of it"
        return f"≥ {self.at_least:g} × faster" if self.at_least is not None else "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `ours`, `theirs` and the absolute `limit` on ours are in `unit`; `number` is the goal's.

    `theirs` None: the peer is not here, or the limit is an absolute one. `exponent` is that of ours in the size.
    """

    number: str
    what: str
    ours: float
    unit: str
    peer: str
    theirs: float | None = None
    goal: Goal = Goal()
    limit: float | None = None
    exponent: float | None = None
    exponent_limit: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How the two compare, in the direction of the goal."""
        if self.theirs is None:
            return None
        above, below = (self.ours, self.theirs) if self.goal.at_most is not None else (self.theirs, self.ours)
        return above / below if below else None

    @property
    def holds(self) -> bool | None:
        """Whether every bound of the row holds; None when it has none that could be measured."""
        told: list[bool] = []
        if self.ratio is not None and self.goal.at_most is not None:
            told.append(self.ratio <= self.goal.at_most)
        if self.ratio is not None and self.goal.at_least is not None:
            told.append(self.ratio >= self.goal.at_least)
        if self.limit is not None:
            told.append(self.ours <= self.limit)
        if self.exponent is not None and self.exponent_limit is not None:
            told.append(self.exponent <= self.exponent_limit)
        return all(told) if told else None


def alternate(sides: Sequence[Side], rounds: int, clock: Clock = time.perf_counter) -> dict[str, float]:
    """Median seconds of each side by name; in every round each side has one turn, and the garbage is collected first.

    The clock is read around the run alone. Pass `time.process_time` where CPU is the figure.
    """
    seconds: dict[str, list[float]] = {side.name: [] for side in sides}
    for _ in range(rounds):
        for side in sides:
            side.prepare()
            gc.collect()
            began = clock()
            side.run()
            seconds[side.name].append(clock() - began)
    return {name: median(told) for name, told in seconds.items()}


def exponent(by_size: Mapping[int, float]) -> float:
    """The power of the size with which a figure grows, from the smallest to the largest size: 1 is linear."""
    small, large = min(by_size), max(by_size)
    if small == large:
        raise ValueError("growth needs two sizes")
    return log(by_size[large] / by_size[small]) / log(large / small)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(1, ceil(share * len(ranked))) - 1]


def named(*packages: str) -> str:
    """Packages with their installed versions, for the column of peers."""
    return " + ".join(f"{package} {version(package)}" for package in packages)


def absent(package: str) -> str:
    """How the column of peers names a package that no ratio can be given for."""
    try:
        return f"{package} {version(package)} is installed but not wired"
    except PackageNotFoundError:
        return f"{package}: peer not installed"
