"""Outside worlds: records with truth, made by someone who knew the command's help and nothing of the matcher.

Not the worlds of `worlds.py`: other words, other kinds of noise, other look-alikes, several JSON shapes. Density stays
what an agenda of Wallonia has: a larger world has more days, towns and houses, not more evenings per house.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from pipeline.scores.outside_alike import look_alikes
from pipeline.scores.outside_copies import event_copies
from pipeline.scores.outside_notices import article_copies, call_copies
from pipeline.scores.outside_shapes import Copied
from pipeline.scores.outside_things import Thing, Town, happening, news_things, notice
from vigie.settings import ROOT

PLACES = ROOT / "transforms" / "data" / "places.jsonl"
SHARES = (("event", 0.72), ("call", 0.13), ("news", 0.15))
COPIES = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5)
TRAPPED = 0.3
"""Share of the things that have at least one look-alike beside them."""


@dataclass(frozen=True, slots=True)
class Known:
    """One record as a site gives it, with what the matcher may not see: the thing that it speaks of (`truth`), the
    kinds of noise, the family of look-alikes that it belongs to and what kind of look-alikes these are."""

    record: dict[str, Any]
    truth: str
    noise: tuple[str, ...]
    family: str
    trap: str | None


def world(n: int, seed: int = 1, shapes: Sequence[str] = ("english", "schema", "french", "openagenda")) -> list[Known]:
    """At least `n` records, shuffled; the same `n` and `seed` give the same world."""
    draw = random.Random(f"outside {seed} {n}")
    towns = _towns()[: min(len(_towns()), 20 + n // 60)]
    days = min(1_000, 90 + n // 90)
    made: list[Known] = []
    seen: set[tuple[object, ...]] = set()
    family = 0
    while len(made) < n:
        family += 1
        for thing in _family(draw, towns, days, seen):
            truth = f"t{len(seen)}"
            for copy in _copies(draw, thing):
                record = {"id": f"r{len(made)}", **copy.shaped(draw.choice(shapes), draw)}
                made.append(Known(record, truth, copy.noise, f"f{family}", thing.trap))
    draw.shuffle(made)
    return made


def lines(known: Sequence[Known]) -> Iterator[bytes]:
    """The records as JSON lines without their truth, as the command reads them."""
    for one in known:
        yield orjson.dumps(one.record) + b"\n"


def _family(draw: random.Random, towns: Sequence[Town], days: int, seen: set[tuple[object, ...]]) -> Iterator[Thing]:
    kind = draw.choices([k for k, _ in SHARES], [s for _, s in SHARES])[0]
    made: list[Thing] = []
    if kind == "news":
        made = news_things(draw, towns, days)
    else:
        first = happening(draw, towns, days) if kind == "event" else notice(draw, days)
        made = look_alikes(draw, first, towns) if draw.random() < TRAPPED else [first]
    for thing in made:
        # Two things that nobody could tell apart are no test: the second is not made.
        if thing.likeness not in seen:
            seen.add(thing.likeness)
            yield thing


def _copies(draw: random.Random, thing: Thing) -> list[Copied]:
    n = draw.choice(COPIES)
    if thing.kind == "event":
        return event_copies(draw, thing, n)
    return call_copies(draw, thing, n) if thing.kind == "call" else article_copies(draw, thing, n)


@cache
def _towns() -> tuple[Town, ...]:
    """Municipalities of Wallonia and Brussels in a fixed order of chance: the first are the same in every world."""
    rows = [orjson.loads(line) for line in PLACES.read_bytes().splitlines()]
    found = [
        Town(r["name_fr"], str(r["main_postcode"]), str(r.get("province") or "Bruxelles"))
        for r in rows
        if r["kind"] == "municipality" and r["region"] in ("WAL", "BRU") and r.get("main_postcode")
    ]
    random.Random("towns").shuffle(found)
    return tuple(found)
