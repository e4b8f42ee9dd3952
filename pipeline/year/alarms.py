"""Faults of sites beside what runs said of them: found after how many runs, named how, and alarms without a fault."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
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
    """A fault and the first run that was alarmed in its days: the how manieth it was (from 1), and what it said."""

    fault: ActiveFault
    runs: int | None
    cause: str = ""
    said: str = ""

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
        self._yesterday: Mapping[str, str] = {}

    def see(self, day: date, runs: Iterable[Run]) -> None:
        self.days += 1
        today: dict[str, str] = {}
        ailing: set[ActiveFault] = set()
        for run in runs:
            faults = self._incidents[run.host]
            active = next((f for f in faults if f.since <= day <= f.until), None)
            if active:
                if active not in ailing:
                    ailing.add(active)
                    self._runs[active] += 1
                self._find(active, run)
            elif is_alarmed(run) and not any(f.since <= day <= f.until + AFTER for f in faults):
                today[run.source.slug] = run.certificate.cause.value
                if self._yesterday.get(run.source.slug) != run.certificate.cause.value:
                    self.false[run.source.slug].append(Case(day, run.source.slug, said_by(run)))
        self._yesterday = today

    def faults(self) -> tuple[Found, ...]:
        """Every fault that was met, found or not, by its first day."""
        met = sorted(self._runs, key=lambda f: (f.since, f.host))
        return tuple(self._found.get(fault, Found(fault, None)) for fault in met)

    def worst(self) -> int:
        """Most false alarms of one source within `WINDOW` days."""
        return max((_most(cases) for cases in self.false.values()), default=0)

    def _find(self, fault: ActiveFault, run: Run) -> None:
        if is_alarmed(run) and fault not in self._found:
            self._found[fault] = Found(fault, self._runs[fault], run.certificate.cause.value, said_by(run))


def is_alarmed(run: Run) -> bool:
    return run.certificate.failed or bool(run.certificate.alarms)


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
