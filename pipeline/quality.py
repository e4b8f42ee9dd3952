"""docs/quality.md: every figure of accuracy as last measured, kept as values in docs/quality.json beside it.

A figure of ours that falls is not written over in silence: it needs a reason, which the page then shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path

import orjson

from pipeline.scores.figures import Figure, Report, interval
from pipeline.scores.shortfalls import WHY
from vigie.settings import ROOT

VALUES = ROOT / "docs" / "quality.json"
PAGE = ROOT / "docs" / "quality.md"
TASKS = ("dates", "calls", "places", "topics", "actors", "mentions", "same", "outside", "unseen_sites")
"""Modules of pipeline/scores, in the order of the page; each has `report()`, or `reports()` when it has several."""
TITLES = {
    "dates": "Dates of events",
    "deadlines": "Deadlines of calls",
    "money": "Amounts and prices",
    "places": "Municipality and province",
    "language": "Language",
    "topics": "Topics",
    "audience": "Audience",
    "relevance": "Relevance",
    "actors": "Actors",
    "mentions": "Events and calls announced in prose",
    "sameness": "Sameness across sources",
    "pages": "Real pages",
    "unseen": "Sites that nobody has seen",
}


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure of ours that was better before."""

    before: Figure
    now: Figure

    def __str__(self) -> str:
        task, data, _, measure = self.now.name
        return f"{task}, {data}, {measure}: {_said(self.before)} before, {_said(self.now)} now"


@dataclass(frozen=True, slots=True)
class Quality:
    """All figures with the worst cases of each task, and the reasons given for figures that fell."""

    reports: tuple[Report, ...]
    reasons: tuple[str, ...] = ()

    def figures(self) -> dict[tuple[str, str, str, str], Figure]:
        return {figure.name: figure for report in self.reports for figure in report.figures}


def measure(tasks: Sequence[str] = TASKS, large: bool = False) -> Quality:
    """Measures every task anew; `large` adds the worlds of 100,000 and 1,000,000 records (minutes)."""
    reports: list[Report] = []
    for task in tasks:
        module = import_module(f"pipeline.scores.{task}")
        several = getattr(module, "reports", None)
        if task in ("same", "outside"):
            reports.append(module.report(large=large))
        else:
            reports.extend(several() if several else [module.report()])
    return Quality(tuple(_one(task, reports) for task in dict.fromkeys(r.task for r in reports)))


def _one(task: str, reports: Sequence[Report]) -> Report:
    """All that was measured of one task."""
    own = [r for r in reports if r.task == task]
    return Report(
        task,
        tuple(figure for r in own for figure in r.figures),
        tuple(line for r in own for line in r.worst),
        tuple(note for r in own for note in r.notes),
    )


def stored(path: Path = VALUES) -> Quality:
    """The figures of the page, empty when there is none yet."""
    if not path.exists():
        return Quality(())
    plain = orjson.loads(path.read_bytes())
    reports = [
        Report(r["task"], tuple(Figure(**f) for f in r["figures"]), tuple(r["worst"]), tuple(r["notes"]))
        for r in plain["reports"]
    ]
    return Quality(tuple(reports), tuple(plain["reasons"]))


def falls(before: Quality, now: Quality) -> tuple[Fall, ...]:
    """Figures of ours that were better before, each measured on the same number of things."""
    known = before.figures()
    found = []
    for name, figure in now.figures().items():
        old = known.get(name)
        if old is None or figure.reader != "Vigie" or old.n != figure.n or figure.measure == "abstained":
            continue
        worse = figure.share > old.share if figure.less_is_better else figure.share < old.share
        if worse:
            found.append(Fall(old, figure))
    return tuple(found)


def differences(before: Quality, now: Quality) -> tuple[str, ...]:
    """What makes the page stale: figures of ours that are new, or other than written."""
    known, fresh = before.figures(), now.figures()
    told = [
        f"{' · '.join(n)}: {_said(known[n]) if n in known else 'not written'}, now {_said(f)}"
        for n, f in fresh.items()
        if f.reader == "Vigie" and known.get(n) != f
    ]
    return tuple(told)


def merged(before: Quality, now: Quality, reason: str | None = None) -> Quality:
    """What is to be written: the new figures, and those old ones (large worlds) that were not measured this time."""
    fresh = now.figures()
    old = {report.task: report for report in before.reports}
    reports = []
    for report in now.reports:
        kept = [f for f in old[report.task].figures if f.name not in fresh and _large(f)] if report.task in old else []
        reports.append(replace(report, figures=(*report.figures, *kept)))
    return Quality(tuple(reports), (*before.reasons, *((reason,) if reason else ())))


def write(quality: Quality, values: Path = VALUES, page: Path = PAGE) -> None:
    """Writes the values and the page made from them."""
    plain = {"reasons": quality.reasons, "reports": [asdict(r) for r in quality.reports]}
    values.write_bytes(orjson.dumps(plain, option=orjson.OPT_INDENT_2) + b"\n")
    page.write_text(render(quality), encoding="utf-8")


def render(quality: Quality) -> str:
    """The page."""
    lines = [
        "<!-- Generated by `make score` from docs/quality.json: measure again, do not edit. -->",
        "",
        "# How well Vigie reads",
        "",
        "Shares of labelled data (`tests/labelled`, its README says who labelled what and how), with 95 % Wilson",
        "intervals where a share is a count. *dev* files were read while the readers were written, *kept* ones not.",
        "A test measures all but the large worlds again and fails when a figure differs from this page.",
        "",
    ]
    for report in quality.reports:
        lines += _section(report)
    if quality.reasons:
        lines += ["## Figures that fell, and why", "", *(f"* {reason}" for reason in quality.reasons), ""]
    return "\n".join(lines)


def _section(report: Report) -> Iterable[str]:
    yield from (f"## {TITLES.get(report.task, report.task)}", "")
    yield from (
        "| data | reader | measure | of | figure | 95 % interval | goal | |",
        "|---|---|---|---:|---:|---|---|---|",
    )
    for f in report.figures:
        spread = interval(f.hits, f.n) if f.hits is not None and f.value is None else ""
        goal = "" if f.target is None else f"{'≤' if f.at_most else '≥'} {f.target:.1%}"
        met = {True: "reached", False: "**missed**", None: ""}[f.met]
        yield f"| {f.data} | {f.reader} | {f.measure} | {f.n:,} | {_said(f)} | {spread} | {goal} | {met} |"
    yield ""
    yield from (f"{note}\n" for note in report.notes)
    if any(f.met is False for f in report.figures):
        yield from ("Why a goal is missed:", "", *(f"* {_escaped(why)}" for why in WHY.get(report.task, ())), "")
    if report.worst:
        yield from ("Worst cases:", "", *(f"* {_escaped(line)}" for line in report.worst[:12]), "")
        if len(report.worst) > 12:
            yield from (f"… and {len(report.worst) - 12} more: `make score` prints them.", "")


def _said(figure: Figure) -> str:
    return f"{figure.share:.2%}" if figure.value is None else f"{figure.share:.3f}"


def _large(figure: Figure) -> bool:
    return "00,000" in figure.data


def _escaped(line: str) -> str:
    return " ".join(line.split()).replace("|", "\\|").replace("<", "&lt;")
