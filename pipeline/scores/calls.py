"""Deadlines of calls, amounts and prices: the labelled passages of others, beside dateparser and price-parser.

A passage is exact when everything that its label speaks of was read and nothing else of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from zoneinfo import ZoneInfo

import price_parser

from pipeline.scores import peers
from pipeline.scores.call_labels import Label, Verdict, judge, labels
from pipeline.scores.figures import Figure, Report
from transforms.scoring import Outcome
from vigie.model import BRUSSELS
from vigie.settings import ROOT

LABELLED = ROOT / "tests" / "labelled"
FILES = ("calls_dev.tsv", "calls_more_dev.tsv", "calls_second_kept.tsv")
SAFE, SILENT = 0.98, 0.005
"""Share of passages that are exact or abstained, and share of silent errors not to pass (issue 3)."""
DEADLINE_NOTE = (
    "dateparser: `search_dates` in French on the passages with exactly one deadline and no opening; the better of two "
    "settings."
)
MONEY_NOTE = (
    "price-parser: `Price.fromstring` on the passages with exactly one sum that is no range, ceiling, floor or rate; "
    "the role is not asked of it."
)


def reports() -> tuple[Report, Report]:
    """Deadlines, then money. The goals hold for the kept file; of it only counts are told, never a line."""
    judged = {name: [judge(label) for label in labels(LABELLED / name)] for name in FILES if (LABELLED / name).exists()}
    return (
        _report("deadlines", judged, lambda v: v.deadlines, _dateparser, DEADLINE_NOTE),
        _report("money", judged, lambda v: v.money, _price_parser, MONEY_NOTE),
    )


def _report(
    task: str,
    judged: dict[str, list[Verdict]],
    part: Callable[[Verdict], Outcome | None],
    peer: Callable[[str, list[Verdict]], Iterator[Figure]],
    note: str,
) -> Report:
    figures: list[Figure] = []
    worst: list[str] = []
    for name, verdicts in judged.items():
        kept = "kept" in name
        asked = [v for v in verdicts if part(v) is not None]
        count = {outcome: sum(part(v) is outcome for v in asked) for outcome in Outcome}
        n, silent = len(asked), count[Outcome.SILENT_ERROR]
        figures += [
            Figure(task, name, "Vigie", "exact", n, count[Outcome.EXACT]),
            Figure(task, name, "Vigie", "abstained", n, count[Outcome.ABSTAINED]),
            Figure(task, name, "Vigie", "exact or abstained", n, n - silent, target=SAFE if kept else None),
            Figure(task, name, "Vigie", "silent errors", n, silent, target=SILENT if kept else None, at_most=True),
            *peer(name, asked),
        ]
        if not kept:
            bad = sorted((v for v in asked if part(v) is not Outcome.EXACT), key=lambda v: part(v) is Outcome.ABSTAINED)
            worst += [f"{name}: {v.label.text!r} → {v.label.expected}; read {v.got}" for v in bad]
    return Report(task, tuple(figures), tuple(worst), (note,))


def _dateparser(name: str, asked: list[Verdict]) -> Iterator[Figure]:
    single = [(v, at) for v in asked if (at := _one_deadline(v.label)) is not None]
    hits = max(
        sum(peers.agrees(peers.moments(v.label.text, _noon(v.label), prefer), at, "", "point") for v, at in single)
        for prefer in peers.PREFERENCES
    )
    ours = sum(v.deadlines is Outcome.EXACT for v, _ in single)
    yield Figure("deadlines", name, "Vigie", "exact, one deadline", len(single), ours)
    yield Figure("deadlines", name, peers.dateparser_name(), "exact, one deadline", len(single), hits)


def _noon(label: Label) -> datetime:
    return datetime.combine(label.reference, time())


def _one_deadline(label: Label) -> str | None:
    claims = list(label.deadlines.elements()) if label.deadlines else []
    if len(claims) != 1 or claims[0][0] not in ("D", "D<") or label.unreachable:
        return None
    at = claims[0][1]
    if isinstance(at, datetime):
        return at.astimezone(ZoneInfo(BRUSSELS)).replace(tzinfo=None).isoformat(timespec="minutes")
    assert isinstance(at, date)
    return at.isoformat()


def _price_parser(name: str, asked: list[Verdict]) -> Iterator[Figure]:
    single = [(v, low) for v in asked if (low := _one_sum(v.label)) is not None]
    hits = sum(price_parser.Price.fromstring(v.label.text).amount == low for v, low in single)
    ours = sum(v.money is Outcome.EXACT for v, _ in single)
    yield Figure("money", name, "Vigie", "exact, one sum", len(single), ours)
    yield Figure("money", name, f"price-parser {version('price-parser')}", "exact, one sum", len(single), hits)


def _one_sum(label: Label) -> Decimal | None:
    claims = list(label.money.elements()) if label.money else []
    if len(claims) != 1 or len(claims[0]) < 7:
        return None
    _, low, high, _, rate, _, about = claims[0]
    if low != high or rate is not None or about or not isinstance(low, Decimal) or not low:
        return None
    return low
