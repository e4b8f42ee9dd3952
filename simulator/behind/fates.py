"""What can have become of a site, and what an honest probe says of it then."""

from __future__ import annotations

from enum import StrEnum
from random import Random


class Fate(StrEnum):
    """One fate a site. `WALL` is a page for robots with 200; `NOTHING` a site that lists nothing datable."""

    AS_SAID = "as-said"
    OTHER_PLATFORM = "other-platform"
    MOVED = "moved"
    REDESIGNED = "redesigned"
    BLOCKED = "blocked"
    WALL = "wall"
    GONE = "gone"
    BROKEN = "broken"
    HANGS_UP = "hangs-up"
    SILENT = "silent"
    LIMITED = "limited"
    ROBOTS = "robots"
    EMPTY = "empty"
    SLOW = "slow"
    NOTHING = "nothing"
    NOWHERE = "nowhere"


CAUSES = {
    Fate.AS_SAID: "ok", Fate.OTHER_PLATFORM: "ok", Fate.MOVED: "moved", Fate.REDESIGNED: "ok", Fate.BLOCKED: "blocked",
    Fate.WALL: "blocked", Fate.GONE: "not-found", Fate.BROKEN: "server-error", Fate.HANGS_UP: "server-error",
    Fate.SILENT: "timeout", Fate.LIMITED: "rate-limited", Fate.ROBOTS: "robots", Fate.EMPTY: "empty", Fate.SLOW: "ok",
    Fate.NOTHING: "empty", Fate.NOWHERE: "not-found",
}  # fmt: skip
"""What a probe should say of the source. NOWHERE: neither a site nor an address is known, so nothing can be asked."""
AS_HONEST = {Fate.OTHER_PLATFORM: "not-found", Fate.REDESIGNED: "not-found", Fate.MOVED: "ok"}
"""What it may say as well: what the entry's own address answers, or that what has moved can be read."""
OF_THE_HOST = frozenset(
    {Fate.BLOCKED, Fate.WALL, Fate.GONE, Fate.BROKEN, Fate.HANGS_UP, Fate.SILENT, Fate.LIMITED, Fate.ROBOTS, Fate.SLOW}
)
"""Fates that befall every page of a host."""

_KNOWN = (
    (Fate.AS_SAID, 44), (Fate.OTHER_PLATFORM, 9), (Fate.MOVED, 9), (Fate.REDESIGNED, 8), (Fate.BLOCKED, 4),
    (Fate.WALL, 3), (Fate.GONE, 3), (Fate.BROKEN, 3), (Fate.HANGS_UP, 2), (Fate.SILENT, 1), (Fate.LIMITED, 2),
    (Fate.ROBOTS, 4), (Fate.EMPTY, 5), (Fate.SLOW, 3),
)  # fmt: skip
_SOUGHT = (
    (Fate.AS_SAID, 60), (Fate.MOVED, 7), (Fate.BLOCKED, 4), (Fate.WALL, 3), (Fate.GONE, 3), (Fate.BROKEN, 3),
    (Fate.HANGS_UP, 2), (Fate.SILENT, 1), (Fate.LIMITED, 2), (Fate.ROBOTS, 4), (Fate.EMPTY, 3), (Fate.SLOW, 4),
    (Fate.NOTHING, 4),
)  # fmt: skip
_SHARED = ((Fate.AS_SAID, 85), (Fate.SLOW, 10), (Fate.BROKEN, 5))


def fate(seed: int, key: str, sought: bool, shared: bool) -> Fate:
    """The fate of a site by its key: nobody knows its way yet (`sought`), or several entries share it (`shared`)."""
    chances = _SHARED if shared else _SOUGHT if sought else _KNOWN
    rng = Random(f"{seed}:{key}:fate")
    return rng.choices([f for f, _ in chances], [weight for _, weight in chances])[0]
