"""The map of what comes up: communes of Wallonia as circles, drawn by ourselves, without tiles. Pure.

No outline of the provinces lies in the project: every commune is a dot where it lies, and the dots make the shape.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from feeds.slices import PROVINCES
from web.communes import Commune, by_nis

WIDTH, HEIGHT = 1000, 610
WEST, NORTH = 2.66, 50.88
SCALE = 416.0
"""Units of the drawing for a degree of latitude; one of longitude is shorter, by a cosine of Wallonia."""
NARROW = math.cos(math.radians(50.2))
SMALLEST, LARGEST = 9.0, 34.0
LETTER = 10.5
"""Width of a letter of a label, about."""
LINE = 22


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune with what comes up in it. `x`, `y`, `radius` in units of the drawing; `named` when its name has room
    beside it."""

    commune: Commune
    events: int
    x: int
    y: int
    radius: int
    named: bool


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
    taken: list[tuple[float, float, float, float]] = []
    spots = []
    for commune, number in inside:
        x, y = _place(commune)
        radius = round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(number / most))
        label = (x + radius, y - LINE / 2, x + radius + 8 + LETTER * len(commune.name), y + LINE / 2)
        circle = (x - radius, y - radius, x + radius, y + radius)
        named = label[2] < WIDTH and not any(_meet(label, other) for other in taken)
        taken.append(circle)
        if named:
            taken.append(label)
        spots.append(Spot(commune, number, x, y, radius, named))
    return tuple(spots)


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
