"""The scorecard of a life: every figure that `docs/scorecard.md` shows, counted day by day against the truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import ceil

from pipeline.year.alarms import WINDOW, Alarms, Found, by_class
from pipeline.year.baselines import all_three
from pipeline.year.cancellations import WITHIN, Cancellations
from pipeline.year.facts import Facts, facts
from pipeline.year.life import Day, Run, box, live
from pipeline.year.shown import Shown, percentile
from pipeline.year.things import Places
from pipeline.year.web import Traffic
from simulator.year import FaultClass, Year

OURS = "Vigie"
CLASSES = 15
"""Classes of faults that a long life must tell apart."""
NAIVE = "every page, every day"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one way of working (`reader`). `of` is what it was counted on, 0 where that says nothing.

    `target` is a goal of the issue: a ceiling where `at_most`, else a floor; None: told for comparison.
    """

    name: str
    reader: str
    value: float
    unit: str
    of: int = 0
    target: float | None = None
    at_most: bool = True

    @property
    def met(self) -> bool | None:
        """Whether the target holds; None without one, or where nothing was counted."""
        if self.target is None or (self.unit == "share" and not self.of):
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One class of faults: how many were met, how many of them cost nothing (all was read rightly all the same), how
    many were found and named rightly, and the runs that the finding took at most."""

    fault: str
    met: int
    harmless: int
    found: int
    named: int
    most_runs: int
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What one life came to. `cases` are lines for people, by the name of the figure that they explain."""

    seed: int
    days: int
    sites: int
    figures: tuple[Figure, ...]
    faults: tuple[FaultRow, ...]
    cases: dict[str, tuple[str, ...]] = field(default_factory=dict)


def score(year: Year, days: int, told: Callable[[Day], None] = lambda day: None) -> Card:
    """Lives through the first days of a year in a house of its own and counts. `told` hears of each day."""
    with box(year) as here:
        counted = Counting(year)
        for day in live(year, here, days):
            counted.see(day)
            told(day)
        return counted.card(days, here.traffic)


class Counting:
    """Takes the days of a life in order and keeps counts alone."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self._places = Places()
        self._homes = {life.id: life.home for life in year.lives}
        self._kinds = {life.id: life.kind for life in year.lives}
        self._last: dict[str, tuple[set[str | None], set[str | None], frozenset[str]]] = {}
        fates = year.fates()
        self.ours = Cancellations(fates)
        self.baselines = [(b, Cancellations(fates)) for b in all_three(self._homes)]
        self.shown = Shown(year.origin)
        self.alarms = Alarms(year.incidents())

    def see(self, lived: Day) -> None:
        self._places.learn(lived.morning.truth())
        today = facts(lived, self._places)
        self.shown.see(today)
        self.alarms.see(today.day, today.runs, self._short(lived))
        self.ours.see(today.day, today.truths, today.faces, today.faces, today.complete)
        self._see_baselines(today)

    def _short(self, lived: Day) -> set[str]:
        """Sources that did not list all that is to be had under the ids that it had: what their last list held and
        the site still holds, and what has come there since; no more than their last list was long (a feed of ten
        pushes out the oldest)."""
        short: set[str] = set()
        ailing = {fault.host for fault in lived.morning.faults()}
        for run in lived.runs:
            listed = {self._places.thing(run.host, key, None) for key in run.listing.keys}
            listed |= {self._places.thing(run.host, r.key, r.url) for r in run.listing.records}
            listed.discard(None)
            if run.host not in ailing:
                self._last[run.source.slug] = (listed, self._held(run, lived), frozenset(run.listing.keys))
                continue
            before, then, keys = self._last.get(run.source.slug, (set(), set(), frozenset()))
            renamed = set(run.listing.keys) - keys
            held = self._held(run, lived)
            wanted = (before | (held - then)) & held
            if len(listed & wanted) < min(len(wanted), len(before)) or len(renamed) > len(listed - before):
                short.add(run.source.slug)
        return short

    def _held(self, run: Run, lived: Day) -> set[str | None]:
        kinds = {kind.value for kind in run.source.kinds}
        return {t.id.split("~")[0] for t in lived.morning.listed(run.host) if self._kinds[t.id.split("~")[0]] in kinds}

    def _see_baselines(self, today: Facts) -> None:
        hosts = {run.source.slug: run.host for run in today.runs}
        for baseline, counts in self.baselines:
            for run in today.runs:
                baseline.read(run, today.day, self._places)
            counts.see(today.day, today.truths, *baseline.faces(hosts), today.complete)

    def card(self, days: int, traffic: Traffic) -> Card:
        """All figures so far."""
        sources = sum(len(site.sources) for site in self.year.sites)
        site_days = len(self.year.sites) * days
        figures = [
            *shown_figures(self.shown),
            *cancellation_figures(OURS, self.ours, targets=True),
            *alarm_figures(self.alarms, sources),
            *fault_figures(self.alarms.faults(), self.year),
        ]
        for baseline, counts in self.baselines:
            figures += cancellation_figures(baseline.name, counts, targets=False)
        figures += traffic_figures(traffic, site_days)
        return Card(
            self.year.seed,
            days,
            len(self.year.sites),
            tuple(figures),
            fault_rows(self.alarms.faults()),
            self._cases(),
        )

    def _cases(self) -> dict[str, tuple[str, ...]]:
        ours, shown = self.ours, self.shown
        faults = self.alarms.faults()
        alarms = [case for slug in sorted(self.alarms.false) for case in self.alarms.false[slug]]
        told = {
            "false cancellations": map(str, ours.false),
            "wrongly withdrawn": map(str, ours.withdrawn),
            "cancellations shown in time": map(str, ours.missed),
            "returns shown in time": map(str, ours.unreturned),
            "completeness of certified items": map(str, shown.missing.values()),
            "wrong dates shown": map(str, shown.wrong.values()),
            "duplicates shown": map(str, shown.doubles.values()),
            "false alarms": map(str, sorted(alarms, key=lambda case: (case.day, case.thing))),
            "faults found": (_lost(f) for f in faults if f.runs is None and not f.harmless),
            "cause of fault named rightly": (_misnamed(f) for f in faults if f.runs and not f.named),
        }
        return {name: tuple(cases) for name, cases in told.items()}


def shown_figures(shown: Shown) -> Iterable[Figure]:
    yield _share("completeness of certified items", shown.there, shown.listed, 0.98, at_most=False)
    newly = sum(shown.latency.values())
    yield Figure("latency, median", OURS, percentile(shown.latency, 0.5), "days", newly)
    yield Figure("latency, 95 % within", OURS, percentile(shown.latency, 0.95), "days", newly)
    yield Figure("listed and never shown", OURS, shown.never, "things")
    yield _share("duplicates shown", shown.extra, shown.shown, 0.005)
    yield _share("items that are no thing", shown.strange, shown.shown)
    yield _share("items that are several things", shown.mixed, shown.shown)
    yield Figure("wrong dates shown", OURS, len(shown.wrong), "things")
    yield _share("wrong dates shown, of thing-days", shown.wrong_days, shown.dated)


def cancellation_figures(reader: str, counts: Cancellations, targets: bool) -> Iterable[Figure]:
    none = 0 if targets else None
    yield Figure("false cancellations", reader, len(counts.false), "cases", target=none)
    yield Figure("wrongly withdrawn", reader, len(counts.withdrawn), "cases", target=none)
    in_time = sum(n for runs, n in counts.after.items() if runs <= WITHIN)
    yield _share("cancellations shown in time", in_time, counts.told, 1.0 if targets else None, False, reader)
    yield Figure("cancellations missed", reader, len(counts.missed), "cases", counts.told)
    back = sum(n for runs, n in counts.returned.items() if runs <= WITHIN)
    yield _share("returns shown in time", back, counts.back, reader=reader)
    yield Figure("cancelled and shown as on", reader, counts.stale_days, "thing-days")


def alarm_figures(alarms: Alarms, sources: int) -> Iterable[Figure]:
    every = sum(len(cases) for cases in alarms.false.values())
    quarters = sources * max(1, alarms.days) / WINDOW
    yield Figure("false alarms", OURS, every, "alarms", sources)
    yield Figure("false alarms per source and 90 days", OURS, round(every / quarters, 4), "alarms", sources, 1.0)
    yield Figure("false alarms of the worst source in 90 days", OURS, alarms.worst(), "alarms", sources, 1.0)


def fault_figures(faults: tuple[Found, ...], year: Year) -> Iterable[Figure]:
    """Shares of faults met. A fault of one morning less than it takes to be seen counts all the same."""
    pace = {site.host: site.pace_days for site in year.sites}
    regular = {site.host for site in year.sites if site.regular}
    seeable = [f for f in faults if not f.harmless]
    found = [f for f in seeable if f.runs]
    yield _share("faults found", len(found), len(seeable))
    yield _share("faults found, harmless ones among them", len(found), len(faults))
    yield Figure(
        "runs until a fault is found, median", OURS, percentile(Counter(f.runs or 0 for f in found), 0.5), "runs"
    )
    yield _share("cause of fault named rightly", sum(f.named for f in found), len(found), 0.95, False)
    met = len({f.fault.fault for f in seeable})
    goal = CLASSES if met >= CLASSES else None  # a short life does not meet as many
    classes = len({f.fault.fault for f in found})
    yield Figure("fault classes found", OURS, classes, "classes", target=goal, at_most=False)
    empty = [f for f in seeable if f.fault.fault is FaultClass.EMPTY and f.fault.host in regular]
    yield _share(
        "silent zero of a regular source found in 1 run", sum(f.runs == 1 for f in empty), len(empty), 1.0, False
    )
    silent = [f for f in seeable if f.fault.fault is FaultClass.SILENT]
    quick = [f for f in silent if f.runs and f.runs <= max(7, ceil(3 * pace[f.fault.host]))]
    yield _share("silence of a sparse source found in 3 times its pace", len(quick), len(silent), 1.0, False)
    half = [f for f in seeable if f.fault.fault is FaultClass.HALF]
    fast = sum(f.runs is not None and f.runs <= 2 for f in half)
    yield _share("half a list found in 2 runs", fast, len(half), 0.95, False)


def fault_rows(faults: tuple[Found, ...]) -> tuple[FaultRow, ...]:
    """The table of classes."""
    rows = []
    for fault, found in by_class(faults).items():
        said = Counter(f.cause for f in found if f.runs)
        named = sum(f.named for f in found if f.runs)
        most = max((f.runs for f in found if f.runs), default=0)
        words = tuple(f"{cause} {said[cause]}" for cause in sorted(said))
        seen, harmless = sum(bool(f.runs) for f in found), sum(f.harmless for f in found)
        rows.append(FaultRow(fault.value, len(found), harmless, seen, named, most, words))
    return tuple(rows)


def traffic_figures(traffic: Traffic, site_days: int) -> Iterable[Figure]:
    counted: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    counted[OURS] = (sum(traffic.requests.values()), sum(traffic.bytes.values()))
    counted[NAIVE] = (sum(traffic.naive_requests.values()), sum(traffic.naive_bytes.values()))
    for reader, (requests, size) in counted.items():
        yield Figure("requests per site and day", reader, round(requests / site_days, 2), "requests", requests)
        yield Figure("kilobytes per site and day", reader, round(size / 1000 / site_days, 1), "kB", size)


def _share(
    name: str, hits: int, of: int, target: float | None = None, at_most: bool = True, reader: str = OURS
) -> Figure:
    return Figure(name, reader, round(hits / of, 6) if of else 0.0, "share", of, target, at_most)


def _lost(found: Found) -> str:
    f = found.fault
    return f"{f.fault} of {f.host}, {f.since} to {f.until}: no run was alarmed"


def _misnamed(found: Found) -> str:
    f = found.fault
    return f"{f.fault} of {f.host}, {f.since}: {found.said} (right: {', '.join(f.causes)})"
