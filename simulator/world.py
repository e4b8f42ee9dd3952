"""The made-up world: built once from a seed and a first day, then looked at on any later day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from simulator.bulletins import make_news
from simulator.fates import Fate, make_fates
from simulator.happenings import make_events
from simulator.tenders import make_calls
from simulator.things import Call, Event, News
from simulator.truth import Truth, truths
from simulator.view import View


@dataclass(frozen=True, slots=True)
class World:
    """Everything that will ever be published, `origin` = the day it was built for, `today` = the clock."""

    seed: int
    origin: date
    today: date
    events: tuple[Event, ...]
    news: tuple[News, ...]
    calls: tuple[Call, ...]
    fates: tuple[Fate, ...]

    def moved_to(self, today: date) -> World:
        """The same world on another day; nothing is made anew."""
        return replace(self, today=today)

    def view(self) -> View:
        """What is public on the morning of `today`."""
        befallen = {f.event.id: f.event for f in self.fates if f.day <= self.today}
        events = (e for e in self.events if e.announced.date() < self.today)
        return View(
            self.today,
            tuple(befallen.get(e.id, e) for e in events),
            tuple(n for n in self.news if n.published.date() < self.today),
            tuple(c for c in self.calls if c.published.date() < self.today),
        )

    def truth(self) -> tuple[Truth, ...]:
        """What a perfect reader would know today, with the sites on which each thing can be seen."""
        return truths(self.view())


def build(seed: int, today: date) -> World:
    """The world of that seed as of that day: same arguments, same world, in any process."""
    events = make_events(seed, today)
    return World(
        seed, today, today, events, make_news(seed, today), make_calls(seed, today), make_fates(seed, events, today)
    )
