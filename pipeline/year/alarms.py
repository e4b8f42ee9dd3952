"""Faults of sites beside what runs said of them: found after how many runs, named how, and alarms without a fault."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.year.cancellations import Case
from pipeline.year.life import Run
from simulator.year import ActiveFault, FaultClass

AFTER = timedelta(days=2)
"""Days after a fault in which a run may still be alarmed by it."""
WINDOW = 90


@dataclass(frozen=True, slots=True)
class Found:
    """A fault and the first run that was alarmed in its days: the how manieth it was (from 1), and what it said.

    `harmless`: every run in its days was complete and read all that the site held, so that nothing was to be found.
    """

    fault: ActiveFault
    runs: int | None
    cause: str = ""
    said: str = ""
    harmless: bool = False

    @property
    def named(self) -> bool:
        return self.cause in self.fault.causes


class Alarms:
    """Counts over the days of a life: give every day to `see`, in order."""

    def __init__(self, incidents: Iterable[ActiveFault]) -> None:
        self.false: defaultdict[str, list[Case]] = defaultdict(list)
        self.days = 0
        self._runs: Counter[ActiveFault] = Counter()
        self._found: dict[ActiveFault, Found] = {}
        self._incidents: defaultdict[str, list[ActiveFault]] = defaultdict(list)
        for incident in incidents:
            self._incidents[incident.host].append(incident)
        self._said: dict[str, str] = {}
        self._harmed: set[ActiveFault] = set()
        self._last = date.min

    def see(self, day: date, runs: Iterable[Run], short: Collection[str]) -> None:
        """One day. `short` are the sources whose list, read today, lacked something that its site held."""
        self.days, self._last = self.days + 1, day
        ailing: set[ActiveFault] = set()
        for run in runs:
            slug, faults = run.source.slug, self._incidents[run.host]
            active = next((f for f in faults if f.since <= day <= f.until), None)
            if active:
                ailing.add(active)
                if slug in short or not run.certificate.complete:
                    self._harmed.add(active)
            elif not is_alarmed(run):
                self._said.pop(slug, None)
            elif not any(f.since <= day <= f.until + AFTER for f in faults):
                kind = kind_of(run)
                if self._said.get(slug) != kind:
                    self.false[slug].append(Case(day, slug, said_by(run)))
                self._said[slug] = kind
        for fault in ailing:
            self._runs[fault] += 1
        for run in runs:
            for fault in ailing:
                if fault.host == run.host:
                    self._find(fault, run)

    def faults(self) -> tuple[Found, ...]:
        """Every fault that was found, or that is over and was not, by its first day."""
        met = sorted(self._runs, key=lambda f: (f.since, f.host))
        return tuple(
            self._found.get(fault, Found(fault, None, harmless=fault not in self._harmed))
            for fault in met
            if fault in self._found or fault.until <= self._last
        )

    def worst(self) -> int:
        """Most false alarms of one source within `WINDOW` days."""
        return max((_most(cases) for cases in self.false.values()), default=0)

    def _find(self, fault: ActiveFault, run: Run) -> None:
        if is_alarmed(run) and fault not in self._found:
            self._found[fault] = Found(fault, self._runs[fault], run.certificate.cause.value, said_by(run))


def is_alarmed(run: Run) -> bool:
    return run.certificate.failed or bool(run.certificate.alarms)


def kind_of(run: Run) -> str:
    """What an alarm is about: its days with the same are one alarm."""
    return run.certificate.cause.value if run.certificate.failed else "of a run that is whole"


def said_by(run: Run) -> str:
    c = run.certificate
    return f"{run.source.platform} {c.cause}: {c.message or '; '.join(c.alarms)}"


def by_class(found: Iterable[Found]) -> dict[FaultClass, tuple[Found, ...]]:
    rows: defaultdict[FaultClass, list[Found]] = defaultdict(list)
    for one in found:
        rows[one.fault.fault].append(one)
    return {fault: tuple(rows[fault]) for fault in sorted(rows)}


def _most(cases: list[Case]) -> int:
    return max(sum(0 <= (c.day - first.day).days < WINDOW for c in cases) for first in cases)
