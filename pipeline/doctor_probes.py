"""What `vigie doctor` asks about sources that nobody has seen answer: never looked at, found and waiting, not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.doctor_words import Asked, count, names
from pipeline.probe_campaign import unseen
from pipeline.readiness import fingerprint, why_not
from scrapers.catalogue import load
from warehouse import probes


def _probes(asked: Asked) -> str:
    entries = load(asked.settings.catalogue)
    with asked.engine.connect() as connection:
        last, standing = probes.last(connection), probes.in_force(connection)
        waiting = probes.waiting(connection)
    new = [entry.slug for entry in unseen(entries, last)]
    waits = [e.slug for e in entries if e.slug in waiting and waiting[e.slug].entry == fingerprint(e) and e.permitted]
    lost = [
        e.slug
        for e in entries
        if why_not(e, standing.get(e.slug)) == "not seen to answer" and e.slug not in {*new, *waits}
    ]
    told = [f"{count(len(new), 'source')} never looked at: {names(new)}: `vigie sources probe --unseen`"] if new else []
    told += (
        [f"{len(waits)} found, wait for a word: {names(waits)}: `vigie sources probe --accept SLUG`"] if waits else []
    )
    told += [f"{len(lost)} could not be read: {names(lost)}: `vigie sources probe --stale` looks again"] if lost else []
    return "; ".join(told) or "every source that may be read was seen to answer"


CHECKS: Mapping[str, Callable[[Asked], str]] = {"probes": _probes}
