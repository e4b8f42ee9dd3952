"""The map of what comes up: communes of Wallonia as circles, drawn by ourselves, without tiles. Pure.

No outline of the provinces lies in the project: every commune is a dot where it lies, and the dots make the shape.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from feeds.slices import PROVINCES
from web.communes import Commune, by_nis

WIDTH, HEIGHT = 1000, 610
WEST, NORTH = 2.66, 50.88
SCALE = 416.0
"""Units of the drawing for a degree of latitude; one of longitude is shorter, by a cosine of Wallonia."""
NARROW = math.cos(math.radians(50.2))
SMALLEST, LARGEST = 5.0, 27.0
LETTER, LINE, GAP = 10.8, 24, 6
"""Width and height of a letter of a name, about, and its distance from the circle."""
NAMES = 16
"""Names that a map bears at most: those of the largest circles that have room beside them."""
LARGE = 13
"""Radius from which a circle has a name, and is not written over."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Name:
    """Where the name of a commune is written; `anchor` is the end of it that `x` means: start, middle or end."""

    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune with what comes up in it. `x`, `y`, `radius` in units of the drawing; `name` when there is room for
    it."""

    commune: Commune
    events: int
    x: int
    y: int
    radius: int
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Atlas:
    """`spots` from the largest to the smallest; `lists` are (territory, its communes) for Wallonia, in the order
    of the provinces, `elsewhere` the communes outside of it; `nowhere` counts what names no commune."""

    spots: tuple[Spot, ...]
    lists: tuple[tuple[str, tuple[tuple[Commune, int], ...]], ...]
    elsewhere: tuple[tuple[Commune, int], ...]
    nowhere: int


def atlas(counts: Mapping[str, int], total: int) -> Atlas:
    """The map of events by NIS code; `total` also counts those without one."""
    known = [(by_nis()[nis], number) for nis, number in counts.items() if nis in by_nis() and number]
    inside = [(commune, number) for commune, number in known if commune.territory in PROVINCES]
    inside.sort(key=lambda pair: (-pair[1], pair[0].slug))
    lists = [(province, tuple(pair for pair in inside if pair[0].territory == province)) for province in PROVINCES]
    elsewhere = sorted((p for p in known if p[0].territory not in PROVINCES), key=lambda p: (-p[1], p[0].slug))
    return Atlas(
        _spots(inside),
        tuple((province, found) for province, found in lists if found),
        tuple(elsewhere),
        max(total - sum(number for _, number in known), 0),
    )


@lru_cache(maxsize=1)
def ground() -> tuple[tuple[str, str], ...]:
    """(province, path) for each province: a point where each of its communes lies, as a line without length."""
    drawn = []
    for province in PROVINCES:
        points = [_place(commune) for commune in by_nis().values() if commune.territory == province]
        drawn.append((province, "".join(f"M{x} {y}h0" for x, y in points)))
    return tuple(drawn)


def _place(commune: Commune) -> tuple[int, int]:
    return round((commune.longitude - WEST) * NARROW * SCALE), round((NORTH - commune.latitude) * SCALE)


def _spots(inside: list[tuple[Commune, int]]) -> tuple[Spot, ...]:
    most = max((number for _, number in inside), default=1)
    spots = []
    for commune, number in inside:
        radius = round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(number / most))
        spots.append(Spot(commune, number, *_place(commune), radius))
    large = [s for s in spots if s.radius >= LARGE]
    taken: list[Box] = [(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in large]
    named: list[Spot] = []
    for at, spot in enumerate(spots):
        room = spot.radius >= LARGE and sum(s.name is not None for s in named) < NAMES
        found = next(_room(spot, taken, at), None) if room else None
        if found:
            taken.append(found[1])
        named.append(replace(spot, name=found[0] if found else None))
    return tuple(named)


def _room(spot: Spot, taken: list[Box], own: int) -> Iterator[tuple[Name, Box]]:
    """The places beside a circle at which its name meets nothing: right of it, left, below, above."""
    width, away = LETTER * len(spot.commune.name), spot.radius + GAP
    for x, y, anchor, left in (
        (spot.x + away, spot.y, "start", spot.x + away),
        (spot.x - away, spot.y, "end", spot.x - away - width),
        (spot.x, spot.y + away + LINE // 2, "middle", spot.x - width / 2),
        (spot.x, spot.y - away - LINE // 2, "middle", spot.x - width / 2),
    ):
        box = (left, y - LINE / 2, left + width, y + LINE / 2)
        free = not any(_meet(box, other) for at, other in enumerate(taken) if at != own)
        if free and box[0] > 0 and box[2] < WIDTH:
            yield Name(x, y, anchor), box


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
