"""Three ways of judging a listing that others use, on the very listings that Vigie read.

Each keeps a little memory of each source and believes every list that it could get; none of them looks at pages, asks
whether a list is whole, or joins sources. Explicit words of cancellation in what is listed are read for them, and only
things that are still to come are ever cancelled or deleted: more than some of them do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.year.life import Run
from pipeline.year.things import Face, Places, is_off
from vigie.model import Call, Content, Event

KEPT_ABOVE = 0.2


@dataclass(slots=True)
class Entry:
    """What a strategy holds of one key of a source. `last`: the day after which it is over; None: news."""

    thing: str | None
    last: date | None
    words: bool
    shown: bool = True
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Strategy:
    """`absent` decides on the things to come that a list does not hold, of all to come that it should hold."""

    name: str
    absent: Callable[[list[Entry], int], None]


def _cancel(entries: list[Entry], of: int) -> None:
    for entry in entries:
        entry.cancelled = True


def _delete(entries: list[Entry], of: int) -> None:
    if len(entries) <= KEPT_ABOVE * of:
        for entry in entries:
            entry.shown = False


def _keep(entries: list[Entry], of: int) -> None:
    return None


STRATEGIES = (
    Strategy("unseen once = cancelled", _cancel),
    Strategy("delete unless more than 20 % vanish", _delete),
    Strategy("never cancel", _keep),
)


class Baseline:
    """A strategy living through the year. `seen` gives the faces of all entries and of those at home."""

    def __init__(self, strategy: Strategy, homes: dict[str, str]) -> None:
        self.name = strategy.name
        self._strategy = strategy
        self._homes = homes
        self._memory: defaultdict[str, dict[str, Entry]] = defaultdict(dict)

    def read(self, run: Run, day: date, places: Places) -> None:
        """Takes in the list of one run."""
        listing, memory = run.listing, self._memory[run.source.slug]
        if not listing.answered:
            return
        for record in listing.records:
            thing = places.thing(run.host, record.key, record.url)
            memory[record.key] = Entry(thing, _last(record.content), is_off(record.content))
        listed = frozenset(listing.keys)
        for key in listed & memory.keys():
            memory[key].shown, memory[key].cancelled = True, False
        due = [(key, e) for key, e in memory.items() if e.shown and not e.cancelled and e.last and e.last >= day]
        self._strategy.absent([entry for key, entry in due if key not in listed], len(due))

    def faces(self, hosts: dict[str, str]) -> tuple[dict[str, Face], dict[str, Face]]:
        """How things are shown by all entries, and by those of the things' homes alone."""
        every: defaultdict[str, Face] = defaultdict(Face)
        home: defaultdict[str, Face] = defaultdict(Face)
        for slug, memory in self._memory.items():
            for entry in memory.values():
                if entry.thing and entry.shown:
                    every[entry.thing] = every[entry.thing].with_one(entry.cancelled or entry.words)
                    if self._homes.get(entry.thing) == hosts[slug]:
                        home[entry.thing] = home[entry.thing].with_one(entry.cancelled or entry.words)
        return dict(every), dict(home)


def all_three(homes: dict[str, str]) -> tuple[Baseline, ...]:
    """The three, with nothing in their memory; `homes` gives the host of each thing's own site."""
    return tuple(Baseline(strategy, homes) for strategy in STRATEGIES)


def _last(content: Content) -> date | None:
    if isinstance(content, Event):
        return max(o.last_day for o in content.occurrences)
    days: Iterable[date] = (d.at.day for d in content.deadlines) if isinstance(content, Call) else ()
    return max(days, default=None)
