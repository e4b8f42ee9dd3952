"""When which site is not well: at most one fault at a time on a site, each class often enough, early and late."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from random import Random

from simulator.year.fleet import Moored
from simulator.year.records import FaultClass as F

EARLY, LATE = 3, 9  # incidents of each class that begin in the first 60 days, and after them
_FIRST_DAY = 10  # a web that was never seen well teaches nobody what well means
_GAP = 3  # days between two faults of one site
_JSON = ("tribe", "wordpress", "imio", "opendatasoft", "sedia")
_XML = ("atom", "rss", "plone")
_HTML = ("drupal", "html", "html-calls", "typo3", "json-ld", "json-ld-graph", "microdata")
# A feed of ten forgets what it missed, The Events Calendar is asked from another day each day, calls are too slow.
_NEVER_FROZEN = ("rss", "tribe", "sedia", "html-calls", "typo3")
_PAGE = {"drupal": 12, "typo3": 7, "tribe": 20, "wordpress": 20}
TRANSPORT = frozenset({F.TIMEOUT, F.DNS, F.TLS, F.REFUSED})
LASTING = frozenset({F.MOVED, F.NEW_IDS})  # what they change stays so after the last day; they hide nothing

_DAYS: Mapping[F, tuple[int, int]] = {
    F.SERVER_ERROR: (1, 6), F.TIMEOUT: (1, 6), F.DNS: (1, 4), F.TLS: (1, 6), F.REFUSED: (1, 5), F.BLOCKED: (2, 6),
    F.RATE_LIMITED: (1, 2), F.ROBOTS: (2, 6), F.MOVED: (5, 5), F.PARKED: (3, 8), F.NOT_FOUND: (2, 8), F.HALF: (2, 6),
    F.EMPTY: (1, 5), F.SILENT: (0, 0), F.FROZEN: (14, 28), F.HTML_INSTEAD: (1, 4), F.REDESIGN: (4, 10),
    F.PAGE_REPEATS: (3, 6), F.TOTAL_LIES: (2, 5), F.CUT: (1, 2), F.TOO_LARGE: (1, 3), F.BROKEN_SYNTAX: (1, 4),
    F.OTHER_SITE: (1, 3), F.DUPLICATED_IDS: (2, 5), F.NEW_IDS: (3, 3),
}  # fmt: skip
_CAUSES: Mapping[F, tuple[str, ...]] = {
    F.SERVER_ERROR: ("server-error",),
    F.TIMEOUT: ("timeout",),
    F.DNS: ("dns",),
    F.TLS: ("tls",),
    F.REFUSED: ("refused", "server-error", "timeout"),
    F.BLOCKED: ("blocked",),
    F.RATE_LIMITED: ("rate-limited",),
    F.ROBOTS: ("robots",),
    F.MOVED: ("moved",),
    F.PARKED: ("moved", "wrong-content"),
    F.NOT_FOUND: ("not-found",),
    F.HALF: ("volume-drop", "truncated"),
    F.EMPTY: ("empty",),
    F.SILENT: ("empty", "silenced", "volume-drop"),
    F.FROZEN: ("frozen", "silenced", "unchanged"),
    F.HTML_INSTEAD: ("wrong-content", "parse-error"),
    F.REDESIGN: ("layout-changed", "schema-drift"),
    F.PAGE_REPEATS: ("truncated",),
    F.TOTAL_LIES: ("truncated", "volume-drop"),
    F.CUT: ("truncated", "parse-error"),
    F.TOO_LARGE: ("too-large",),
    F.BROKEN_SYNTAX: ("parse-error", "wrong-content"),
    F.OTHER_SITE: ("wrong-content", "moved"),
    F.DUPLICATED_IDS: ("schema-drift", "wrong-content", "parse-error"),
    F.NEW_IDS: ("schema-drift", "volume-drop", "moved"),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """A fault of a site from `since` to `until`, both inclusive. `variant` chooses among ways in which it shows."""

    host: str
    fault: F
    since: date
    until: date
    variant: int

    @property
    def hides(self) -> bool:
        return self.fault not in LASTING

    @property
    def causes(self) -> tuple[str, ...]:
        return _CAUSES[self.fault]


Count = Callable[[str, date], int]
"""How many things a site lists on a day when it is well."""


def plan(seed: int, fleet: Sequence[Moored], listed: Count, origin: date, days: int) -> tuple[Incident, ...]:
    """All incidents in the order of their first day; classes that find few able sites go first."""
    rng = Random(f"{seed}:incidents")
    taken: dict[str, list[Incident]] = {b.site.host: [] for b in fleet}
    for early in (True, False):
        for fault in _HARDEST_FIRST:
            for _ in range(EARLY if early else LATE):
                found = _place(rng, fault, fleet, taken, listed, origin, days, early)
                if found:
                    taken[found.host].append(found)
    return tuple(sorted((i for row in taken.values() for i in row), key=lambda i: (i.since, i.host)))


_HARDEST_FIRST = (
    F.SILENT, F.FROZEN, F.PAGE_REPEATS, F.TOTAL_LIES, F.BROKEN_SYNTAX, F.HTML_INSTEAD, F.DUPLICATED_IDS, F.NEW_IDS,
    F.OTHER_SITE, F.REDESIGN, F.HALF, F.EMPTY, F.PARKED, F.NOT_FOUND, F.MOVED, F.BLOCKED, F.ROBOTS, F.TLS,
    F.SERVER_ERROR, F.TIMEOUT, F.DNS, F.REFUSED, F.RATE_LIMITED, F.CUT, F.TOO_LARGE,
)  # fmt: skip


def _place(
    rng: Random,
    fault: F,
    fleet: Sequence[Moored],
    taken: Mapping[str, list[Incident]],
    listed: Count,
    origin: date,
    days: int,
    early: bool,
) -> Incident | None:
    """An incident that fits, of 400 draws; None when none does (a year of few sites or days)."""
    able = [b for b in fleet if _able(fault, b, fleet)]
    for _ in range(400 if able else 0):
        berth = rng.choice(able)
        low, high = _DAYS[fault] if fault is not F.SILENT else (ceil(3 * berth.site.pace_days) + 3,) * 2
        length = rng.randint(low, high)
        first, last = (_FIRST_DAY, 55) if early else (60, days - length)
        if fault in (F.SILENT, F.FROZEN) and early:
            # Long ones: late enough for the site to be known, and over when the first 60 days are.
            first, last = 13, 59 - length
        last = min(last, days - length)
        if last < first:
            continue
        since = origin + timedelta(days=rng.randint(first, last))
        made = Incident(berth.site.host, fault, since, since + timedelta(days=length - 1), rng.randint(0, 1))
        if _free(made, taken[berth.site.host]) and _shows(fault, berth, listed(berth.site.host, since)):
            return made
    return None


def _free(made: Incident, others: Sequence[Incident]) -> bool:
    gap = timedelta(days=_GAP)
    if made.fault in (*LASTING, F.REDESIGN, F.PARKED) and any(o.fault is made.fault for o in others):
        return False
    return all(made.until + gap < o.since or o.until + gap < made.since for o in others)


def _able(fault: F, berth: Moored, fleet: Sequence[Moored]) -> bool:
    """Can this fault show on that platform and that kind of site at all?"""
    platform, site = berth.site.platform, berth.site
    if fault is F.SILENT:
        return site.size == "sparse"
    if fault in TRANSPORT or fault in (F.SERVER_ERROR, F.BLOCKED, F.RATE_LIMITED, F.ROBOTS, F.TOO_LARGE, F.CUT):
        return True
    if site.size == "sparse":
        return fault in (F.HTML_INSTEAD, F.BROKEN_SYNTAX) and platform not in _HTML
    sets: Mapping[F, tuple[str, ...]] = {
        F.FROZEN: tuple(p for p in (*_JSON, *_XML, *_HTML, "ical") if p not in _NEVER_FROZEN),
        F.PAGE_REPEATS: tuple(_PAGE),
        F.TOTAL_LIES: _JSON,
        F.BROKEN_SYNTAX: (*_JSON, *_XML, "ical"),
        F.HTML_INSTEAD: (*_JSON, *_XML, "ical"),
        F.DUPLICATED_IDS: ("tribe", "ical", "imio", "opendatasoft", "wordpress", "atom"),
        F.NEW_IDS: ("tribe", "ical", "json-ld", "json-ld-graph", "microdata", "drupal", "html", "imio", "opendatasoft"),
        F.REDESIGN: (*_HTML, "tribe", "imio", "opendatasoft", "wordpress"),
        F.MOVED: tuple(p for p in (*_JSON, *_XML, *_HTML, "ical") if p not in ("sedia", "html", "html-calls")),
    }
    if fault is F.OTHER_SITE and not siblings(berth, fleet):
        return False
    if fault is F.FROZEN and berth.rate < 0.3:
        return False
    return platform in sets.get(fault, (platform,))


def siblings(berth: Moored, fleet: Sequence[Moored]) -> tuple[Moored, ...]:
    """Other sites of the same platform, kinds and language that are never empty."""
    return tuple(
        b
        for b in fleet
        if b is not berth
        and (b.site.platform, b.site.kinds, b.site.language)
        == (berth.site.platform, berth.site.kinds, berth.site.language)
        and b.site.size != "sparse"
    )


def _shows(fault: F, berth: Moored, listed: int) -> bool:
    """Would anyone notice it with that many things in the list?"""
    if fault is F.PAGE_REPEATS:
        return listed > _PAGE[berth.site.platform]
    if fault in (F.HALF, F.EMPTY, F.REDESIGN, F.TOTAL_LIES, F.DUPLICATED_IDS, F.NEW_IDS, F.FROZEN, F.OTHER_SITE):
        return listed >= 6
    return listed >= 1


def on(incidents: Sequence[Incident], day: date) -> Incident | None:
    """What ails a site on a day, of all that ever does."""
    return next((i for i in incidents if i.since <= day <= i.until), None)


def begun(incidents: Sequence[Incident], fault: F, day: date) -> Iterator[Incident]:
    """Incidents of a class that have begun by that day, over or not."""
    return (i for i in incidents if i.fault is fault and i.since <= day)
