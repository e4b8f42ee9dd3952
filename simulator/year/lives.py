"""The life of a thing: what it is from day to day, who carries it and how much later than its home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from simulator.things import Call, Event, Thing
from simulator.year.records import FateKind


@dataclass(frozen=True, slots=True)
class Turn:
    """From the morning of `day` the thing stands as `thing` says.

    `listed`: its home names it in its lists (until its natural end). `page` is what its page answers. `local` turns
    concern the home alone; others reach every carrier.
    """

    day: date
    fate: FateKind
    thing: Thing
    listed: bool = True
    page: int = 200
    local: bool = False


@dataclass(frozen=True, slots=True)
class Carrier:
    """A site that shows the thing, `lag` days after its home; in its own language."""

    host: str
    lag: int = 0
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Life:
    """A thing from its announcement on. `name` is the work in its title, `edition_of` the thing of another year."""

    id: str
    kind: str
    name: str
    carriers: tuple[Carrier, ...]
    turns: tuple[Turn, ...]
    edition_of: str | None = None
    trap: bool = False

    @property
    def first(self) -> Thing:
        """The thing as it was announced."""
        return self.turns[0].thing

    @property
    def home(self) -> str:
        return self.carriers[0].host

    def turn_on(self, day: date, carrier: Carrier) -> Turn | None:
        """What that carrier holds on a day; None = it has not heard of the thing yet."""
        heard = day - timedelta(days=carrier.lag)
        found = None
        for turn in self.turns:
            if turn.day > heard:
                break
            if not turn.local or carrier.host == self.home:
                found = turn
        return found


def status_of(thing: Thing, turn_fate: FateKind, day: date) -> str:
    """The word of the truth for a thing that stands so on that day; see `records.YearTruth.status`."""
    if isinstance(thing, Event):
        return thing.status
    if turn_fate is FateKind.WITHDRAWN:
        return "withdrawn"
    if isinstance(thing, Call):
        if turn_fate is FateKind.RESULTS_PUBLISHED:
            return "results"
        state = thing.state(day)
        return "extended" if turn_fate is FateKind.DEADLINE_EXTENDED and state in ("open", "closing") else state
    return "published"
