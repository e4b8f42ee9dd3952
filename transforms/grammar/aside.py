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
