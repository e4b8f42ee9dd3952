"""How often a source brings something new, in days of its own calendar: a day of holidays weighs less than a working
day.

What a kind of day weighs is learned from the arrivals of the last year, drawn towards a common opinion while they
are few. `pace` is the usual number of such days between two arrivals; longer for a source that brings much at once
and then nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import log
from statistics import fmean, pstdev

from pipeline.school_holidays import Community, is_day_off
from vigie.model import Cause, Certificate

Kind = tuple[bool, bool]
"""Of a day: is it a Saturday or Sunday, is it in the holidays."""
OPINION: dict[Kind, float] = {(False, False): 1.0, (True, False): 0.5, (False, True): 0.5, (True, True): 0.3}
WEIGHT = 4.0
"""Arrivals that the opinion weighs."""
UNEVEN = 2.0
"""Most that uneven gaps lengthen a pace."""
KNOWN = 3
"""Arrivals from which a pace can be told."""
SILENT = 3.0
"""Times its pace after which a source is silent (D6 of OPERATORS.md)."""
RARE = 300.0
"""Days of chance for one longer silence: a quick source has many pauses a year, so that some are long by chance."""
LEAST = 7.0
"""Days of its calendar that any source may be silent: nothing is late within a week."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`pace` in days of the source's calendar; `last` is the day of the last arrival."""

    pace: float
    last: date
    weights: tuple[tuple[Kind, float], ...]
    community: Community = Community.FR
    gaps: float = 0.0
    """Gaps that the pace rests on; even ones weigh more, as each tells more of the next."""

    def silence(self, at: datetime) -> float:
        """Days of the source's calendar without anything new, up to `at`."""
        return _weigh(self.last, at.date(), dict(self.weights), self.community)

    @property
    def limit(self) -> float:
        """Silence that is a fault where a list is empty: three times the pace, and no less than a week."""
        return max(LEAST, SILENT * self.pace)

    @property
    def patience(self) -> float:
        """Silence that is worth an alarm where the list is whole: three times the pace, more for a quick source, and
        more while few gaps were seen: a pace that is itself uncertain makes long silences likelier (the predictive
        distribution of exponential gaps is Lomax's)."""
        odds = max(1.0, RARE / self.pace)
        lull = self.gaps * (odds ** (1 / self.gaps) - 1) if self.gaps else log(odds)
        return max(LEAST, self.pace * max(SILENT, lull))


def learn_pace(complete: Sequence[Certificate], community: Community = Community.FR) -> Pace | None:
    """From the complete runs of a source, newest first; None while too few things arrived. The first run is no
    arrival."""
    runs = complete[::-1]
    arrivals = [run.started_at.date() for run in runs[1:] if run.new and run.accepted is not Cause.SCHEMA_DRIFT]
    arrivals = sorted(set(arrivals))
    if len(arrivals) < KNOWN:
        return None
    # Up to the last arrival: a silence that is to be judged must not stretch what it is judged by.
    first = runs[0].started_at.date()
    weights = _weights(arrivals, first, arrivals[-1], community)
    gaps = [_weigh(a, b, weights, community) for a, b in pairwise((first, *arrivals))]
    mean = fmean(gaps)
    few = 1 + 1 / len(gaps)
    spread = pstdev(gaps) / mean
    pace = mean * few * min(UNEVEN, max(1.0, spread))
    weight = len(gaps) / min(1.0, max(0.1, spread)) ** 2
    return Pace(pace, arrivals[-1], tuple(sorted(weights.items())), community, weight)


def _weights(arrivals: Sequence[date], first: date, end: date, community: Community) -> dict[Kind, float]:
    """Arrivals a day of each kind of day, beside those of all days."""
    days = dict.fromkeys(OPINION, 0)
    came = dict(days)
    for day in _days(first, end):
        days[_kind(day, community)] += 1
    for day in arrivals:
        came[_kind(day, community)] += 1
    rate = len(arrivals) / max(1.0, sum(OPINION[kind] * n for kind, n in days.items()))
    return {k: (came[k] + WEIGHT * OPINION[k]) / (rate * days[k] + WEIGHT) for k in OPINION}


def _weigh(since: date, until: date, weights: dict[Kind, float], community: Community) -> float:
    return sum(weights[_kind(day, community)] for day in _days(since, until))


def _days(since: date, until: date) -> Iterator[date]:
    """Days after `since`, up to and with `until`."""
    return (since + timedelta(days=n) for n in range(1, (until - since).days + 1))


def _kind(day: date, community: Community) -> Kind:
    return day.weekday() >= 5, is_day_off(day, community)
