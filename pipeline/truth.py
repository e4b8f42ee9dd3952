"""The simulated world against what we made of it: how many of its things are published, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests

from pipeline.agreement import NO_FACTS, Agreement, Facts, Told, agreements
from pipeline.house import House
from pipeline.schedule import host
from vigie.model import Call, Event, Item, Kind
from vigie.settings import Settings
from warehouse.items import stream

AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing of the world as its truth tells it; `places` are (host, path and query) or (host, key) on its sites."""

    id: str
    kind: Kind
    title: str
    when: str
    municipality: str | None
    places: frozenset[tuple[str, str]]
    facts: Facts = NO_FACTS


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts over the things that can be seen and lie in the window. `once` is the figure of the issue.

    `fields` compares what the things that are there once say, field by field.
    """

    kind: Kind
    total: int
    once: int
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    joined: tuple[str, ...]
    right_time: int
    fields: tuple[Agreement, ...] = ()

    @property
    def share(self) -> float:
        return self.once / self.total if self.total else 0.0


def measure(house: House) -> tuple[Comparison, ...]:
    """The items of an open house beside the truth of the simulator that it reads."""
    with house.engine.connect() as connection:
        items = [item for kind in Kind for item in stream(connection, kind)]
    hosts = {source.slug: host(source) for source in house.sources}
    return compare(ask_truth(house.settings), items, hosts, house.settings.clock().date())


def ask_truth(settings: Settings) -> tuple[Seen, ...]:
    """The truth of the running simulator, over its admin host on loopback."""
    address = f"http://{settings.simulator}/truth"
    answer = requests.get(address, headers={"Host": "clock.example"}, timeout=30)
    answer.raise_for_status()
    given = answer.json()
    return tuple(_seen(row) for row in (given if isinstance(given, list) else given["truth"]) if row.get("sightings"))


def _seen(row: Mapping[str, Any]) -> Seen:
    places = {_place(s["url"]) for s in row["sightings"]} | {(s["site"], str(s["key"])) for s in row["sightings"]}
    when = {"event": row.get("start"), "news": row.get("published")}.get(row["kind"]) or " ".join(
        row["deadlines"] or ()
    )
    name = (row["id"], Kind(row["kind"]), row["title"], when or "", row.get("municipality"))
    return Seen(*name, frozenset(places), _facts(row))


def _facts(row: Mapping[str, Any]) -> Facts:
    priced = bool(row.get("free") or row.get("prices"))
    return Facts(
        status=row.get("status") or "",
        sessions=tuple((start, end) for start, end in row.get("sessions") or ()),
        previous_start=row.get("previous_start"),
        online=bool(row.get("online")),
        free=bool(row.get("free")) if priced else None,
        prices=tuple(row.get("prices") or ()),
        opens=row.get("opens"),
        deadlines=tuple(row.get("deadlines") or ()),
        rolling=bool(row.get("rolling")),
        low=row.get("low"),
        high=row.get("high"),
        budget=row.get("budget"),
    )


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.hostname or "", (parts.path.rstrip("/") or "/") + (f"?{parts.query}" if parts.query else "")


def in_window(seen: Seen, today: date) -> bool:
    """Events that begin before the end of the agenda's window; news and calls always."""
    return seen.kind is not Kind.EVENT or seen.when[:10] <= (today + AHEAD).isoformat()


def compare(
    world: Iterable[Seen], items: Iterable[Item], hosts: Mapping[str, str], today: date
) -> tuple[Comparison, ...]:
    """One comparison per kind. `hosts` gives the host that each source reads.

    A thing is there once when exactly one item comes from its pages and that item comes from no other thing's pages.
    """
    by_place: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_id = {}
    for item in items:
        by_id[item.id] = item
        for sighting in item.sightings:
            by_place[(hosts.get(sighting.source, ""), sighting.key)].add(item.id)
            if sighting.url:
                by_place[_place(sighting.url)].add(item.id)
    found = {
        seen: frozenset().union(*(by_place.get(place, set()) for place in seen.places))
        for seen in world
        if in_window(seen, today)
    }
    shared: dict[str, int] = defaultdict(int)
    for ids in found.values():
        for id_ in ids:
            shared[id_] += 1
    return tuple(_compare(kind, found, shared, by_id, today) for kind in Kind)


def _compare(
    kind: Kind, found: Mapping[Seen, frozenset[str]], shared: Mapping[str, int], items: Mapping[str, Item], today: date
) -> Comparison:
    things = {seen: ids for seen, ids in found.items() if seen.kind is kind}
    once = [s for s, ids in things.items() if len(ids) == 1 and shared[next(iter(ids))] == 1]
    pairs = [(Told(s.title, s.kind, s.municipality, s.facts), items[next(iter(things[s]))]) for s in once]
    return Comparison(
        kind,
        total=len(things),
        once=len(once),
        missing=tuple(sorted(s.title for s, ids in things.items() if not ids)),
        twice=tuple(sorted(s.title for s, ids in things.items() if len(ids) > 1)),
        joined=tuple(sorted(s.title for s, ids in things.items() if len(ids) == 1 and s not in once)),
        right_time=sum(1 for s in once if _same_time(s, items[next(iter(things[s]))])),
        fields=agreements(pairs, today),
    )


def _same_time(seen: Seen, item: Item) -> bool:
    content = item.content
    if isinstance(content, Event):
        start = content.occurrences[0].start
        said = start.local.isoformat() if start.has_clock else start.day.isoformat()
        return said == seen.when
    if isinstance(content, Call):
        return {d.at.day.isoformat() for d in content.deadlines} == {d[:10] for d in seen.when.split()}
    published = content.published
    return published is not None and published.day.isoformat() == seen.when[:10]


def one_line(comparison: Comparison) -> str:
    """A comparison for people."""
    c = comparison
    return (
        f"{c.kind.value}: {c.once} of {c.total} ({c.share:.1%}) there once, "
        f"{len(c.missing)} missing, {len(c.twice)} twice, "
        f"{len(c.joined)} joined with another; {c.right_time} of {c.once} at the right time"
        + "".join(f", {a.field} {a.right}/{a.told}{f' ({a.silent} unsaid)' if a.silent else ''}" for a in c.fields)
    )
