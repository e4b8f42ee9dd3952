"""Things of the year as they are shown: which record speaks of which thing, and how many items say that it is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from simulator.year import YearTruth
from vigie.model import Call, Content, Event, Status

ON = frozenset({"scheduled", "rescheduled", "postponed", "full", "announced", "open", "closing", "extended", "rolling"})
OFF = frozenset({"cancelled", "withdrawn"})
Place = tuple[str, str]
"""A host with a key, or with the path and query of a page."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a thing is shown: by so many items as being on, by so many as cancelled or closed."""

    on: int = 0
    off: int = 0

    @property
    def shown(self) -> bool:
        return self.on + self.off > 0

    def with_one(self, is_off: bool) -> Face:
        return Face(self.on + (not is_off), self.off + is_off)


UNSEEN = Face()


class Places:
    """Every place at which a thing was ever to be found: keys and addresses change in a year, what they meant stays."""

    def __init__(self) -> None:
        self._things: defaultdict[Place, set[str]] = defaultdict(set)
        self._seen: set[int] = set()
        self._kept: list[YearTruth] = []

    def learn(self, truths: Iterable[YearTruth]) -> None:
        """Takes in where things are today. A truth that has not moved is the same object: it is looked at once."""
        for truth in truths:
            if id(truth) in self._seen:
                continue
            self._seen.add(id(truth))
            self._kept.append(truth)
            for sighting in truth.sightings:
                self._things[sighting.host, sighting.key].add(truth.id)
                self._things[place_of(sighting.url)].add(truth.id)

    def thing(self, host: str, key: str, url: str | None) -> str | None:
        """The thing of a record: by its address where that is the page of one thing alone, else by its key."""
        for place in (place_of(url), (host, key)) if url else ((host, key),):
            found = self._things.get(place, ())
            if len(found) == 1:
                return next(iter(found))
        return None


def place_of(url: str) -> Place:
    """Host, and path with query."""
    parts = urlsplit(url)
    return parts.hostname or "", (parts.path.rstrip("/") or "/") + (f"?{parts.query}" if parts.query else "")


def is_off(content: Content) -> bool:
    """Whether a reader is told that it does not take place, or that it takes no application any more."""
    if isinstance(content, Event):
        return content.status is Status.CANCELLED
    return isinstance(content, Call) and content.closed


def is_on(truth: YearTruth) -> bool:
    """Whether the thing is on by all that is said and by all that is so: nobody may show it as cancelled."""
    return truth.status in ON and truth.actual in ON


def is_over(truth: YearTruth, day: date) -> bool:
    """Whether its last session or deadline lies before that day. News and calls without a deadline never are."""
    last = max(
        (*((end or start)[:10] for start, end in truth.sessions), *(d[:10] for d in truth.deadlines)), default=""
    )
    return bool(last) and last < day.isoformat()
