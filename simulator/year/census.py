"""Counts what a year holds, for its page in the docs and for whoever wants to know whether a rare case occurs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.things import Event
from simulator.year.build import Year
from simulator.year.lives import Life
from simulator.year.season import clock_changes

SEED, ORIGIN = 7, date(2026, 3, 2)  # the year that the docs describe
EARLY_DAYS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the census: how many in the whole year, and how many of them in its first 60 days."""

    what: str
    year: int
    early: int


def census(year: Year) -> dict[str, tuple[Line, ...]]:
    """Rows by heading: sites, things, fates, faults."""
    return {"Sites": _sites(year), "Things": _things(year), "Fates": _fates(year), "Faults": _faults(year)}


def table(year: Year) -> str:
    """The census as Markdown."""
    parts = []
    for heading, lines in census(year).items():
        rows = "\n".join(f"| {line.what} | {line.year} | {line.early} |" for line in lines)
        parts.append(f"### {heading}\n\n| | year | first {EARLY_DAYS} days |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def _sites(year: Year) -> tuple[Line, ...]:
    platforms = Counter(site.platform for site in year.sites)
    sizes = Counter(site.size for site in year.sites)
    rows = [Line("all", len(year.sites), len(year.sites))]
    rows += [Line(f"size {name}", count, count) for name, count in sorted(sizes.items())]
    return (*rows, *(Line(name, count, count) for name, count in sorted(platforms.items())))


def _things(year: Year) -> tuple[Line, ...]:
    """Things by the day on which they are announced; those that stand at the origin count as early."""
    lives = year.lives
    rows = [_line(year, f"{kind}s" if kind != "news" else kind, [x for x in lives if x.kind == kind])
            for kind in ("event", "news", "call")]  # fmt: skip
    rows.append(_line(year, "repeated by a site that lags", [x for x in lives if any(c.lag for c in x.carriers)]))
    twins = [x for x in lives if any(c.language != "fr" for c in x.carriers)]
    rows.append(_line(year, "twins in another language", twins))
    rows.append(_line(year, "editions of another year", [x for x in lives if x.edition_of]))
    rows.append(_line(year, "words such as “annulé” as traps", [x for x in lives if x.trap]))
    rows.append(_line(year, "events in a night of clock change", [x for x in lives if _at_night(x)]))
    rows.append(_line(year, "series of several dates", [x for x in lives if len(getattr(x.first, "sessions", ())) > 1]))
    return tuple(rows)


def _at_night(life: Life) -> bool:
    event = life.first
    if not isinstance(event, Event) or event.sessions[0].all_day:
        return False
    session = event.sessions[0]
    return session.last_day in clock_changes(session.last_day.year) and (session.end or session.start).hour <= 6


def _line(year: Year, what: str, lives: list[Life]) -> Line:
    end = year.origin + timedelta(days=EARLY_DAYS)
    return Line(what, len(lives), sum(1 for life in lives if life.turns[0].day < end))


def _fates(year: Year) -> tuple[Line, ...]:
    end = year.origin + timedelta(days=EARLY_DAYS)
    every, early = Counter[str](), Counter[str]()
    for fate in year.fates():
        every[fate.fate.value] += 1
        early[fate.fate.value] += fate.day < end
    return tuple(Line(name, every[name], early[name]) for name in sorted(every))


def _faults(year: Year) -> tuple[Line, ...]:
    end = year.origin + timedelta(days=EARLY_DAYS)
    every, early = Counter[str](), Counter[str]()
    for fault in year.incidents():
        every[fault.fault.value] += 1
        early[fault.fault.value] += fault.since < end
    return tuple(Line(name, every[name], early[name]) for name in sorted(every))
