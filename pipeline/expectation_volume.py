"""How many things a source lists: for lists whose things are never over (news, archives), where no one is `due`.

The usual volume of a day is that of days like it (school holidays or not, week-end or not, same season), drawn
towards all days while there are few like it; what counts as far from usual is learned from how much the volume
moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import exp, log
from statistics import fmean, median

from pipeline.school_holidays import Community, is_day_off
from vigie.model import Cause, Certificate

HISTORY = 5
"""Complete runs that say what is usual in a word."""
DROP = 0.65
"""A volume above this share of the usual one is no drop."""
FAR = 2.5
"""Standard deviations (of logarithms) below the usual volume."""
PRIOR_SPREAD, PRIOR_MOVE, PRIOR_WEIGHT = 0.25, 0.15, 5.0
"""How much the logarithm of a volume spreads and moves from run to run, before anything is learned; weight in runs."""
LEAST_SPREAD = 0.05
STEADY, STEADY_RUNS = 0.2, 4
"""Share of runs in which the volume may move where a list keeps a fixed number of things; runs that show it."""
SEASON = 45
"""Days before and after the same day of the year."""
ALIKE_WEIGHT = 10.0
"""Days like today that weigh as much as all days."""
HABIT = 2
"""Falls as deep that were seen before and make one more no news."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is expected of one day: things, and how far below it `listed` is (standard deviations)."""

    volume: float
    spread: float

    def far_below(self, listed: int) -> float:
        return (log(self.volume) - log(listed)) / self.spread


@dataclass(frozen=True, slots=True)
class Volume:
    """Days and volumes of the complete runs that listed anything, newest first, and how the volume moves."""

    seen: tuple[tuple[date, int], ...] = ()
    move: float = PRIOR_MOVE
    falls: tuple[float, ...] = ()
    steady: bool = False
    community: Community = Community.FR

    def usual(self, day: date) -> Usual:
        """What days like `day` bring. Needs at least one run in `seen`."""
        everywhere = [log(read) for _, read in self.seen]
        there = [log(read) for seen, read in self.seen if self._like(seen, day)]
        weight = len(there) / (len(there) + ALIKE_WEIGHT)
        middle = median(everywhere) if not there else weight * median(there) + (1 - weight) * median(everywhere)
        values = there if len(there) >= ALIKE_WEIGHT else everywhere
        off = sum((v - middle) ** 2 for v in values)
        spread = ((PRIOR_WEIGHT * PRIOR_SPREAD**2 + off) / (PRIOR_WEIGHT + len(values))) ** 0.5
        # Runs of one month share most of their things: they show less of the spread than as many months would.
        least = LEAST_SPREAD if self.steady else exp(-middle / 2)
        return Usual(exp(middle), max(least, spread))

    def drop(self, listed: int, day: date) -> Usual | None:
        """What was usual, when so few are listed that it is a fault; None otherwise. `listed` is at least 1."""
        if not self.seen:
            return None
        usual, last = self.usual(day), self.seen[0][1]
        if listed > DROP * last:
            return None  # what slides from day to day is a lull: a fault comes at once
        fell = Usual(float(last), max(LEAST_SPREAD, self.move))
        for expected, far in ((usual, FAR), (fell, FAR + 1)):
            if expected.volume - listed < 2 or listed > DROP * expected.volume:
                continue
            if expected.far_below(listed) >= far and not self._habit(listed / last):
                return expected
        return None

    def _habit(self, kept: float) -> bool:
        return sum(fall <= 1.1 * kept for fall in self.falls) >= HABIT

    def _like(self, seen: date, day: date) -> bool:
        apart = abs(seen.timetuple().tm_yday - day.timetuple().tm_yday)
        return (
            min(apart, 365 - apart) <= SEASON
            and (seen.weekday() >= 5) == (day.weekday() >= 5)
            and is_day_off(seen, self.community) == is_day_off(day, self.community)
        )


def learn_volume(complete: Sequence[Certificate], community: Community = Community.FR) -> Volume:
    """From the complete runs of a source, newest first, back to the last change of volume that was accepted."""
    runs: list[Certificate] = []
    for run in complete:
        if run.read:
            runs.append(run)
        if run.accepted in (Cause.VOLUME_DROP, Cause.TRUNCATED):
            break
    reads = [run.read for run in runs]
    moves = [log(now / before) for now, before in pairwise(reads)]
    squares = PRIOR_WEIGHT * PRIOR_MOVE**2 + sum(m * m for m in moves)
    move = (squares / (PRIOR_WEIGHT + len(moves))) ** 0.5
    falls = tuple(now / before for now, before in pairwise(reads) if now <= DROP * before)
    steady = len(moves) >= STEADY_RUNS and sum(m != 0 for m in moves[:30]) <= STEADY * len(moves[:30])
    return Volume(tuple((run.started_at.date(), run.read) for run in runs), move, falls, steady, community)


def usual_volume(history: Sequence[Certificate]) -> float:
    """Median number of items listed by the last complete runs that listed any; 0 when none ever did."""
    volumes = [c.read for c in history if c.complete and c.read][:HISTORY]
    return float(median(volumes)) if volumes else 0.0


def short_claim(complete: Sequence[Certificate]) -> float:
    """Share of its own total by which a source's list falls short on good days (some count what they do not show)."""
    shares = [1 - run.read / run.claimed for run in complete[:30] if run.claimed]
    return max(0.0, *shares) if shares else 0.0


def average_foreign(complete: Sequence[Certificate]) -> float | None:
    """Share of items that usually have an address on another site; None when nothing was listed yet."""
    runs = [run for run in complete[:30] if run.read]
    return fmean(run.foreign / run.read for run in runs) if runs else None
