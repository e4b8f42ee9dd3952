"""How often things leave a source's list before they are over, and how improbable it is that many leave at once.

What should be listed is known: what was listed and is not over yet (`due`). That holds for a source of any size, at
the end of a season too. Each day a few leave all the same: withdrawn, full, merged, or pushed off a list that keeps
the last ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from pipeline.expectation_odds import at_least
from vigie.model import Cause, Certificate

LEFT, STAYED = 0.5, 100.0
"""Before anything is learned: one of 200 things leaves in a day, an opinion that weighs as much as 100 days of one
thing."""
LONGEST = 14.0
"""Days. After a longer pause all that is known is old."""
IMPROBABLE, MOST_IMPROBABLE_DAYS = 0.005, 7.0
"""Below this, for each day since the last complete run up to a week, a loss is a fault: less than one false alarm
in 200 days, however often a source is read."""
SHARE = 0.2
"""A smaller share of what is due is a loss that the cancellation protocol handles."""
FEWEST = 2
"""One thing alone may always leave."""
HABIT_AFTER = 30
"""Runs that an opinion "this never happens" weighs."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """`left` things left in `stayed` thing-days, prior included; `heaps` are the losses of two and more of each run."""

    left: float = LEFT
    stayed: float = STAYED
    runs: int = 0
    heaps: tuple[float, ...] = ()
    dated: bool = False
    last: datetime | None = None

    def chance(self, at: datetime | None) -> float:
        """That one thing leaves between the last complete run and `at` before it is over."""
        stays: float = (1 - self.left / (self.left + self.stayed)) ** _days(self.last, at)
        return 1 - stays

    def odds(self, absent: int, due: int, at: datetime | None) -> float:
        """That `absent` or more of `due` leave by themselves: by their rate, or because it is a habit of the source."""
        share = absent / due if due else 0.0
        habit = sum(heap >= 0.8 * share for heap in self.heaps) / (self.runs + HABIT_AFTER)
        return max(at_least(absent, due, self.chance(at)), habit)

    def improbable(self, absent: int, due: int, at: datetime | None) -> bool:
        if absent < FEWEST or absent < SHARE * due:
            return False
        return self.odds(absent, due, at) < self.border(at)

    def border(self, at: datetime | None) -> float:
        """Odds below which a loss up to `at` is a fault."""
        return IMPROBABLE * min(MOST_IMPROBABLE_DAYS, max(1.0, _days(self.last, at)))


def learn_leaving(complete: Sequence[Certificate]) -> Leaving:
    """From the complete runs of a source, newest first. A drop that was accepted counts as a habit only."""
    left, stayed, heaps = LEFT, STAYED, []
    for run, days in _with_days(complete):
        if run.due and run.absent >= FEWEST:
            heaps.append(run.absent / run.due)
        if run.accepted is not Cause.VOLUME_DROP:
            left += run.absent
            stayed += max(0.0, run.due * days - run.absent)
    known = [run for run in complete[:30] if run.read]
    dated = sum(run.due > 0 for run in known) * 2 >= len(known) > 0
    return Leaving(left, stayed, len(complete), tuple(heaps), dated, complete[0].started_at if complete else None)


def _with_days(complete: Sequence[Certificate]) -> Iterable[tuple[Certificate, float]]:
    return ((run, _days(before.started_at, run.started_at)) for run, before in pairwise(complete))


def _days(since: datetime | None, at: datetime | None) -> float:
    if since is None or at is None:
        return 1.0
    return min(LONGEST, max(0.04, (at - since).total_seconds() / 86400))
