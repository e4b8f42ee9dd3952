"""What is shown of what could be read: how much, how soon, how often twice, and with which dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipeline.year.cancellations import Case
from pipeline.year.facts import Facts
from pipeline.year.things import OFF, is_over
from simulator.year import YearTruth
from vigie.model import Call, Event, Item

PATIENCE = 2
"""Days on which a wrong date may be shown while a page that was read says the right one."""


class Shown:
    """Counts over the days of a life: give every day to `see`, in order.

    `listed` counts thing-days: a thing that a list read completely today names, for the first time today or before;
    `there` those of them that are shown. `latency` are things by the days from the first morning on which they could
    be read to the first on which they are shown; `never` were not shown by the end although a complete run named them.
    """

    def __init__(self, origin: date) -> None:
        self.listed = self.there = 0
        self.latency: Counter[int] = Counter()
        self.shown = self.extra = self.strange = self.mixed = 0
        self.dated = self.wrong_days = 0
        self.wrong: dict[str, Case] = {}
        self.doubles: dict[str, Case] = {}
        self.missing: dict[str, Case] = {}
        self.strangers: dict[str, Case] = {}
        self._origin = origin
        self._differ: Counter[str] = Counter()
        self._met: set[str] = set()

    def see(self, facts: Facts) -> None:
        self.shown += facts.shown
        self.strange += len(facts.strange)
        self.mixed += len(facts.mixed)
        for thing, items in facts.items.items():
            if len(items) > 1:
                self.extra += len(items) - 1
                said = " / ".join(
                    f"{i.content.title} [{', '.join(sorted({s.source for s in i.sightings}))}]" for i in items
                )
                self.doubles.setdefault(thing, Case(facts.day, thing, f"shown {len(items)} times: {said}"))
        for truth in facts.truths.values():
            self._see(truth, facts)

    @property
    def never(self) -> int:
        return len(self.missing.keys() - self._met)

    def _see(self, truth: YearTruth, facts: Facts) -> None:
        items = facts.items.get(truth.id, ())
        named = [s for s in truth.sightings if s.listed and truth.kind in facts.complete.get(s.host, frozenset())]
        if named:
            self.listed += 1
            self.there += bool(items)
            if not items:
                where = ", ".join(f"{s.host} {s.key}" for s in named)
                self.missing.setdefault(
                    truth.id, Case(facts.day, truth.id, f"{truth.kind} not shown, listed by {where}")
                )
        if items and truth.id not in self._met:
            self._met.add(truth.id)
            since = min((s.readable_since for s in truth.sightings if s.readable_since), default=None)
            if since and since > self._origin:
                self.latency[max(0, (facts.day - since).days)] += 1
        if items and _has_dates(truth) and truth.status not in OFF and not is_over(truth, facts.day):
            self._check_dates(truth, items, facts)

    def _check_dates(self, truth: YearTruth, items: tuple[Item, ...], facts: Facts) -> None:
        told = any(s.says == "same" and truth.kind in facts.complete.get(s.host, frozenset()) for s in truth.sightings)
        wrong = next((said for item in items if (said := differs(truth, item, facts.day))), None)
        self.dated += 1
        if wrong is None:
            self._differ.pop(truth.id, None)
            return
        self._differ[truth.id] += told
        if self._differ[truth.id] > PATIENCE:
            self.wrong_days += 1
            self.wrong.setdefault(truth.id, Case(facts.day, truth.id, f"{truth.kind} ({truth.status}), {wrong}"))


def differs(truth: YearTruth, item: Item, today: date) -> str | None:
    """What an item says of days and hours still to come other than the truth, in words; None when it agrees.

    An hour counts where the item says one.
    """
    content = item.content
    day = today.isoformat()
    if isinstance(content, Event) and truth.kind == "event":
        true = sorted(start for start, end in truth.sessions if (end or start)[:10] >= day)
        said = sorted(
            o.start.local.isoformat() if o.start.has_clock else o.start.day.isoformat()
            for o in content.occurrences
            if o.last_day >= today
        )
    elif isinstance(content, Call) and truth.kind == "call":
        true = sorted(d[:10] for d in truth.deadlines if d[:10] >= day)
        said = sorted(d.at.day.isoformat() for d in content.deadlines if d.at.day >= today)
    else:
        return f"shown as {item.kind}"
    same = {t[:10] for t in true} == {s[:10] for s in said} and all(s in true for s in said if len(s) > 10)
    return None if same else f"{' '.join(said) or 'nothing'} shown, {' '.join(true) or 'nothing'} right"


def _has_dates(truth: YearTruth) -> bool:
    return bool(truth.sessions or truth.deadlines)


def percentile(counts: Counter[int], share: float) -> int:
    """The least value that at least that share of all counted ones do not exceed; 0 when none was counted."""
    left = share * sum(counts.values())
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    return 0


def each(counts: Counter[int]) -> Iterator[str]:
    return (f"{value}: {counts[value]}" for value in sorted(counts))
