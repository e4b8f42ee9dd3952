"""Made-up sources that live day by day, with a known truth, to see what certificates learn. Seeded: the same every
time.

A source announces things; each is over on a day, or never (news); a few leave the list before. What is off in
holidays, at week-ends and at the end of a season is said by the source itself, not by the product's calendar alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import exp
from random import Random

from pipeline.certify import Evidence, Outcome, decide
from pipeline.school_holidays import Community, is_day_off
from vigie.model import Certificate

START = date(2025, 1, 13)
Fault = Callable[[list[int]], list[int]]


def halved(listed: list[int]) -> list[int]:
    """The first half of the list: what remains when paging is cut in the middle."""
    return listed[: len(listed) // 2]


def emptied(listed: list[int]) -> list[int]:
    return []


@dataclass(frozen=True)
class Habits:
    """`size` things in the list on a usual day, each announced `lead` days ahead on average; `leave`: share that
    leaves in a day before it is over. `week` and `holidays` say how much is announced then. `keep`: only the
    last ones are listed, over or not. `closed`: nothing takes place between these two days (counted from the
    start). `undated`: nothing is ever over. `heap`: now and then that share leaves together, as a festival that
    is called off."""

    size: int
    lead: float = 30.0
    leave: float = 0.004
    week: Sequence[float] = (1.2, 1.2, 1.2, 1.2, 1.2, 0.5, 0.5)
    holidays: float = 0.5
    keep: int | None = None
    closed: tuple[int, int] | None = None
    undated: bool = False
    heap: float = 0.0


@dataclass
class Lived:
    """A source that lives and is run every day; `certificates` newest first."""

    habits: Habits
    random: Random
    over: dict[int, int] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    believed: list[int] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    day: int = 0
    every: int = 1

    def __post_init__(self) -> None:
        for _ in range(self.habits.size):
            self._announce()

    def run(self, fault: Fault | None = None) -> Outcome:
        """One day of life and its run."""
        for _ in range(self.every):
            self._live()
        true = self._list()
        listed = fault(true) if fault else true
        at = datetime.combine(START + timedelta(days=self.day), time(6), UTC)
        due = [] if self.habits.undated else [key for key in self.believed if self.over[key] > self.day]
        evidence = Evidence(
            listed=len(listed),
            understood=len(listed),
            quarantined=0,
            unchanged=bool(self.certificates) and self.certificates[0].complete and listed == self.believed,
            pagination_end=True,
            due=len(due),
            due_absent=len(set(due) - set(listed)),
            new=len(set(listed) - self.known),
            at=at,
        )
        outcome = decide(evidence, self.certificates[:370])
        self._remember(listed, evidence, outcome, at)
        return outcome

    @property
    def listing(self) -> int:
        """How many things the source truly lists today."""
        return len(self._list())

    def lives(self, days: int) -> list[Outcome]:
        return [self.run() for _ in range(days)]

    def _remember(self, listed: list[int], evidence: Evidence, outcome: Outcome, at: datetime) -> None:
        certificate = Certificate(
            "s", "ical", outcome.cause, outcome.complete, at, 1.0, read=len(listed), understood=evidence.understood,
            new=(evidence.new or 0) if outcome.complete else 0, due=evidence.due, absent=evidence.due_absent,
            alarms=outcome.alarms, accepted=outcome.accepted,
        )  # fmt: skip
        self.certificates.insert(0, certificate)
        if outcome.complete:
            self.believed = listed
            self.known |= set(listed)

    def _live(self) -> None:
        self.day += 1
        today, habits = START + timedelta(days=self.day), self.habits
        rate = habits.size / habits.lead * habits.week[today.weekday()]
        rate *= habits.holidays if is_day_off(today, Community.FR) else 1.0
        for _ in range(_poisson(self.random, rate)):
            self._announce()
        present = [key for key in self.over if key not in self.left and self.over[key] > self.day]
        self.left |= {key for key in present if self.random.random() < habits.leave}
        if habits.heap and self.random.random() < 1 / 60:
            self.left |= set(self.random.sample(present, int(habits.heap * len(present))))

    def _announce(self) -> None:
        habits = self.habits
        on = self.day + 1 + int(self.random.expovariate(1 / habits.lead))
        if habits.closed and habits.closed[0] <= on <= habits.closed[1]:
            return
        self.over[len(self.over)] = on

    def _list(self) -> list[int]:
        keys = [key for key in self.over if key not in self.left]
        if self.habits.keep:
            return sorted(keys, reverse=True)[: self.habits.keep]
        if self.habits.undated:
            return sorted((k for k in keys if self.over[k] > self.day), reverse=True)
        return sorted((k for k in keys if self.over[k] > self.day), key=lambda k: (self.over[k], k))


def incidents(outcomes: Sequence[Outcome]) -> int:
    """Alarms as an operator meets them: runs that fail or alarm, each row of them counted once."""
    loud = [not outcome.complete or bool(outcome.alarms) for outcome in outcomes]
    return sum(now and not before for now, before in zip(loud, [False, *loud], strict=False))


def _poisson(random: Random, mean: float) -> int:
    count, chance = 0, random.random()
    limit = exp(-mean)
    term = limit
    while chance > limit and count < 1000:
        count += 1
        term *= mean / count
        limit += term
    return count
