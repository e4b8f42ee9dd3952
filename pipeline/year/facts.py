"""A lived day beside its truth: what the counts of the scorecard are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.year.life import Day, Run
from pipeline.year.things import Face, Places, is_off
from simulator.year import ActiveFault, YearTruth
from vigie.model import Item


@dataclass(frozen=True, slots=True)
class Facts:
    """One day. `items` are those shown, by the thing that they speak of; `strange` shown items that speak of none.

    `complete`: the kinds that were read completely today, by host. `mixed`: items that speak of several things.
    """

    day: date
    truths: Mapping[str, YearTruth]
    faults: tuple[ActiveFault, ...]
    runs: tuple[Run, ...]
    items: Mapping[str, tuple[Item, ...]]
    faces: Mapping[str, Face]
    complete: Mapping[str, frozenset[str]]
    strange: frozenset[str]
    mixed: frozenset[str]
    shown: int


def facts(lived: Day, places: Places) -> Facts:
    """Puts a lived day beside its truth. `places` must have learned all mornings up to this one."""
    hosts = {run.source.slug: run.host for run in lived.runs}
    things: defaultdict[str, set[str]] = defaultdict(set)
    for (slug, key), member in lived.members.items():
        if member.item in lived.shown:
            thing = places.thing(hosts[slug], key, member.url)
            things[member.item] |= {thing} if thing else set()
    items: defaultdict[str, list[Item]] = defaultdict(list)
    for id_ in sorted(things, key=lambda i: (lived.shown[i].created_at, lived.shown[i].content.title, i)):
        for thing in things[id_]:
            items[thing].append(lived.shown[id_])
    return Facts(
        day=lived.day,
        truths={truth.id: truth for truth in lived.morning.truth()},
        faults=lived.morning.faults(),
        runs=lived.runs,
        items={thing: tuple(found) for thing, found in items.items()},
        faces={thing: _face(found) for thing, found in items.items()},
        complete=complete_kinds(lived.runs),
        strange=frozenset(i for i in lived.shown if not things.get(i)),
        mixed=frozenset(i for i, found in things.items() if len(found) > 1),
        shown=len(lived.shown),
    )


def complete_kinds(runs: tuple[Run, ...]) -> dict[str, frozenset[str]]:
    """The kinds of things whose lists were read completely, by host."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for run in runs:
        if run.certificate.complete:
            found[run.host] |= {kind.value for kind in run.source.kinds}
    return {host: frozenset(kinds) for host, kinds in found.items()}


def _face(items: list[Item]) -> Face:
    face = Face()
    for item in items:
        face = face.with_one(is_off(item.content))
    return face
