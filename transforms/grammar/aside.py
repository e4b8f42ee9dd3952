"""Dates that an event's text names beside its own: when it was published, what happened long before."""

from __future__ import annotations

import re
from datetime import date, timedelta

from transforms.grammar.result import DateResult, Scanned

_PUBLISHED = re.compile(
    r"(?:publie|mise? a jour|mis en ligne|poste|modifie|ajoute|redige|cree|published|updated|posted|gepubliceerd|"
    r"bijgewerkt|veroffentlicht|aktualisiert)(?:e?s?)(?: (?:le|on|op|am|:))?[ :]{0,3}$"
)
LONG = timedelta(days=300)
"""A year that was printed and is this far gone is history, in a text that also names a day to come."""


_ANNOUNCED = re.compile(
    r"(?:a paraitre|paraitra|paraitront|devoil\w*|annonce\w*|communique\w*|publie\w*|seront? connus?|verschijnt|"
    r"erscheint|announced|published)[^.\n]{0,30}$"
)
_COARSE = frozenset(("month", "season", "quarter", "half-year", "year"))


def leave_the_announced(scanned: Scanned, folded: str) -> None:
    """Sets aside a month or a season in which only more will be known: "Actes à paraître en 2027"."""
    kept = []
    for result in scanned.results:
        coarse = result.grain in _COARSE and not result.rrule
        if coarse and _ANNOUNCED.search(folded[max(0, result.span[0] - 60) : result.span[0]]):
            scanned.asides.append(result)
        else:
            kept.append(result)
    scanned.results = kept


def leave_the_past(scanned: Scanned, folded: str, reference: date) -> None:
    """Sets aside the days of publication and of history, when a day from the reference on is named too."""
    if len(scanned.results) < 2 or not any(_to_come(r, reference) for r in scanned.results):
        return
    kept = []
    for result in scanned.results:
        before = folded[max(0, result.span[0] - 40) : result.span[0]]
        if _history(result, reference) or (_PUBLISHED.search(before) and not _to_come(result, reference)):
            scanned.asides.append(result)
        else:
            kept.append(result)
    scanned.results = kept


def _to_come(result: DateResult, reference: date) -> bool:
    last = max(result.days) if result.days else (result.end or result.start)
    return last is not None and (last if isinstance(last, date) else last.day) >= reference


def _history(result: DateResult, reference: date) -> bool:
    last = result.end or result.start
    return last is not None and not result.rrule and not result.replaces and last.day < reference - LONG


_AROUND = re.compile(
    r"(?:inscri\w*|reserv\w+|billetterie|preventes?|mises? en vente|candidatures?|postul\w*|depot|dossiers?|"
    r"attendue?s?|remettre|envoy\w+|confirm\w+|resultats?|jury|registration|book by|inschrijv\w+|anmeld\w+)"
    r"[^.!?\n]{0,45}$"
)
"""Words of a step on the way to an event: its days are not those of the event."""


def leave_the_steps(results: tuple[DateResult, ...], folded: str) -> tuple[list[DateResult], list[DateResult]]:
    """(days of the event, days of steps before it): "Inscription avant le 20 février. L'atelier a lieu le 28"."""
    steps = [r for r in results if not r.rrule and _AROUND.search(folded[max(0, r.span[0] - 80) : r.span[0]])]
    others = [r for r in results if r not in steps]
    return (others, steps) if any(r.start for r in others) else (list(results), [])
