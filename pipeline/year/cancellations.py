"""What is shown as cancelled and what is not shown any more, beside what is true; for Vigie and for any other way of
judging the same listings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.year.things import OFF, UNSEEN, Face, is_on, is_over
from simulator.year import Befallen, FateKind, YearTruth

CANCELLED = frozenset(
    {FateKind.CANCELLED_WORDS, FateKind.CANCELLED_VANISH, FateKind.CANCELLED_GONE, FateKind.WITHDRAWN}
)
WITHIN = 2
"""Complete runs of its source after which a cancellation that a page tells must be shown."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing on one day, for people."""

    day: date
    thing: str
    said: str

    def __str__(self) -> str:
        return f"{self.day} {self.thing}: {self.said}"


@dataclass(slots=True)
class Waiting:
    """A turn that a page tells and that is not shown yet, after so many complete runs of its source."""

    fate: Befallen
    runs: int = 0


class Cancellations:
    """Counts over the days of a life: give every day to `see`, in order.

    A cancellation counts when the thing was shown before a page told of it; one that ends (the thing comes back, its
    day passes) before `WITHIN` complete runs had no time and is not counted. `after` are cancellations shown, by the
    complete runs that it took (0: shown before its source said so); `returned` the same of things that came back.
    """

    def __init__(self, fates: Iterable[Befallen]) -> None:
        self.false: list[Case] = []
        self.withdrawn: list[Case] = []
        self.missed: list[Case] = []
        self.unreturned: list[Case] = []
        self.after: Counter[int] = Counter()
        self.returned: Counter[int] = Counter()
        self.stale_days = self.no_time = 0
        self._told: defaultdict[date, list[Befallen]] = defaultdict(list)
        for fate in fates:
            if fate.said_on and fate.kind != "news" and (fate.fate in CANCELLED or fate.fate is FateKind.REINSTATED):
                self._told[fate.said_on].append(fate)
        self._before: Mapping[str, Face] = {}
        self._home_before: Mapping[str, Face] = {}
        self._waiting: list[Waiting] = []

    def see(
        self,
        day: date,
        truths: Mapping[str, YearTruth],
        faces: Mapping[str, Face],
        home: Mapping[str, Face],
        complete: Mapping[str, frozenset[str]],
    ) -> None:
        """One day: how things are shown anywhere (`faces`) and where a cancellation has to be shown (`home`)."""
        for fate in self._told[day]:
            before = self._home_before.get(fate.thing, UNSEEN)
            if before.shown and (fate.fate is FateKind.REINSTATED) == (before.on == 0):
                self._waiting.append(Waiting(fate))
        self._judge(day, truths, faces)
        self._waiting = [w for w in self._waiting if not self._settled(w, day, truths, home, complete)]
        for thing, face in home.items():
            truth = truths.get(thing)
            if truth and face.on and truth.kind != "news" and truth.status in OFF and not is_over(truth, day):
                self.stale_days += truth.actual in OFF
        self._before, self._home_before = faces, home

    @property
    def told(self) -> int:
        """Cancellations that had to be shown."""
        return sum(self.after.values()) + len(self.missed)

    @property
    def back(self) -> int:
        """Returns that had to be shown."""
        return sum(self.returned.values()) + len(self.unreturned)

    def _judge(self, day: date, truths: Mapping[str, YearTruth], faces: Mapping[str, Face]) -> None:
        for thing in sorted({*faces, *self._before}):
            truth = truths.get(thing)
            if truth is None or not is_on(truth) or is_over(truth, day):
                continue
            now, before = faces.get(thing, UNSEEN), self._before.get(thing, UNSEEN)
            if now.off > 0 and before.off == 0:
                self.false.append(Case(day, thing, f"shown as cancelled while {_true(truth)}"))
            if before.shown and not now.shown:
                self.withdrawn.append(Case(day, thing, f"not shown any more while {_true(truth)}"))

    def _settled(
        self,
        waiting: Waiting,
        day: date,
        truths: Mapping[str, YearTruth],
        home: Mapping[str, Face],
        complete: Mapping[str, frozenset[str]],
    ) -> bool:
        fate = waiting.fate
        comes_back = fate.fate is FateKind.REINSTATED
        waiting.runs += fate.kind in complete.get(fate.host, frozenset())
        if (home.get(fate.thing, UNSEEN).on > 0) is comes_back:
            (self.returned if comes_back else self.after)[waiting.runs] += 1
            return True
        truth = truths.get(fate.thing)
        ended = truth is None or is_over(truth, day) or (truth.status in OFF) is comes_back
        if waiting.runs < WITHIN:
            self.no_time += ended
            return ended
        cases = self.unreturned if comes_back else self.missed
        cases.append(Case(day, fate.thing, f"{fate.fate} on {fate.host}, said on {fate.said_on}, {waiting.runs} runs"))
        return True


def _true(truth: YearTruth) -> str:
    where = ", ".join(f"{s.host} {'lists' if s.listed else 'has'} it ({s.page}, {s.says})" for s in truth.sightings)
    return f"it is {truth.status} ({truth.kind}, {where})"
