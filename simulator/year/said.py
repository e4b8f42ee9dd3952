"""When the web first says what happened: the first morning on which a page that can be trusted tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from simulator.year.lives import Carrier, Life, Turn
from simulator.year.records import FaultClass
from simulator.year.shelves import Shelves, kept_by_half, lag_of, listable

_PATIENCE = 60  # days after which nobody looks for an answer any more; longer than any fault lasts


class Sayings:
    """For each turn of each life, the first day on which it is said, and where."""

    def __init__(self, shelves: Shelves, lives: Iterable[Life], origin: date) -> None:
        self._shelves = shelves
        self._origin = origin
        self.lives = tuple(sorted(lives, key=lambda life: life.id))
        self._seen = {life.id: tuple(self._seen_at(life, c) for c in life.carriers) for life in self.lives}
        self._said = {life.id: tuple(self._said_on(life, turn) for turn in life.turns) for life in self.lives}

    def said_on(self, life: Life, place: int) -> date | None:
        """First morning on which the life's turn of that place is said anywhere; None = never."""
        return self._said[life.id][place]

    def seen_since(self, life: Life, carrier: Carrier) -> date | None:
        """First morning on which a reader can find the thing on that site."""
        return self._seen[life.id][life.carriers.index(carrier)]

    def known(self, life: Life, day: date) -> int | None:
        """Place of the last turn that has been said by that day; None = nobody can know of the thing."""
        found = None
        for place, said in enumerate(self._said[life.id]):
            if said is not None and said <= day:
                found = place
        return found

    def _said_on(self, life: Life, turn: Turn) -> date | None:
        if turn is life.turns[0]:
            return min((d for d in self._seen[life.id] if d), default=None)
        days = (self._at(life, turn, c) for c in life.carriers if not turn.local or c.host == life.home)
        first = self._said_first(life)
        # Whoever never met the thing learns nothing from a page that is gone.
        return min((d for d in days if d and first and d >= first), default=None)

    def _said_first(self, life: Life) -> date | None:
        return min((d for d in self._seen[life.id] if d), default=None)

    def _seen_at(self, life: Life, carrier: Carrier) -> date | None:
        for turn in life.turns:
            if turn.listed and (not turn.local or carrier.host == life.home):
                day = self._at(life, turn, carrier)
                if day and listable(self._shelves.berths[carrier.host], turn.thing, day):
                    return day
        return None

    def _at(self, life: Life, turn: Turn, carrier: Carrier) -> date | None:
        """First day on which this carrier says that turn to a reader, before it says the next one."""
        first, end = max(lag_of(turn, carrier), self._origin), _next(life, turn, carrier)
        for day in self._days(first):
            if end and day >= end:
                return None
            if self._readable(life, carrier.host, day):
                return day
        return None

    def _days(self, first: date) -> Iterator[date]:
        return (first + timedelta(days=n) for n in range(_PATIENCE))

    def _readable(self, life: Life, host: str, day: date) -> bool:
        incident = self._shelves.ailing(host, day)
        if incident is None or not incident.hides:
            return True
        return incident.fault is FaultClass.HALF and kept_by_half(life, host)


def _next(life: Life, turn: Turn, carrier: Carrier) -> date | None:
    """The day on which the carrier turns to what comes after."""
    later = life.turns[life.turns.index(turn) + 1 :]
    return next((lag_of(t, carrier) for t in later if not t.local or carrier.host == life.home), None)
