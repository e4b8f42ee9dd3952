"""Which points of a life are killed: evenly over steps and classes of events, another line of the product each time."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tests.pipeline.kill_events import Moment, Point, What
from tests.pipeline.kill_zygote import Tally


@dataclass(frozen=True, slots=True)
class Trial:
    """A point in a step of the life (its number, from 0)."""

    step: int
    point: Point

    def __str__(self) -> str:
        at = self.point
        return f"step {self.step}, {at.moment} {at.what} {at.number} at {at.site}"


def draw(tallies: Sequence[Tally], wanted: int, seed: int) -> tuple[Trial, ...]:
    """`wanted` trials; the first n of them are those of a smaller draw. `tallies`: what the calm life did, by step.

    Each round gives every (step, class) one trial, at a line that it has not given yet while there is one.
    """
    chance = random.Random(seed)
    cells: dict[tuple[int, What], list[tuple[str, int]]] = defaultdict(list)
    for step, tally in enumerate(tallies):
        for (what, site), count in sorted(tally.items()):
            cells[step, what].append((site, count))
    for sites in cells.values():
        chance.shuffle(sites)
    order = sorted(cells)
    chance.shuffle(order)
    found: list[Trial] = []
    for turn in range(wanted):
        for step, what in order:
            sites = cells[step, what]
            site, count = sites[turn % len(sites)]
            moments = list(Moment) if what is What.WRITE else [Moment.BEFORE, Moment.AFTER]
            trial = Trial(step, Point(what, site, chance.randint(1, count), chance.choice(moments)))
            if trial not in found:
                found.append(trial)
        if len(found) >= wanted:
            break
    return tuple(found[:wanted])
