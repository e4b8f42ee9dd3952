"""A site that shows the things of another publisher of the made-up world on a platform of its own."""

from __future__ import annotations

from simulator import titles
from simulator.sites.site import Site
from simulator.things import Call, Event, News
from simulator.view import View


class LentSite(Site):
    """`of` is the host whose things are shown; they are titled as there. Events of one session only, where asked."""

    def __init__(self, host: str, of: str, name: str) -> None:
        super().__init__(host, name)
        self.of = of

    def events(self, view: View, past_days: int | None = 0, single: bool = False) -> tuple[Event, ...]:
        return tuple(e for e in view.events_of(self.of, past_days) if not single or len(e.sessions) == 1)

    def news(self, view: View) -> tuple[News, ...]:
        return view.news_of(self.of)

    def calls(self, view: View, most_deadlines: int = 9) -> tuple[Call, ...]:
        return tuple(c for c in view.calls_of(self.of) if len(c.deadlines) <= most_deadlines)

    def title(self, thing: Event | News | Call) -> str:
        if isinstance(thing, Event):
            return titles.event_title(thing, self.of)
        return (
            titles.news_title(thing, thing.sites[0]) if isinstance(thing, News) else titles.call_title(thing, self.of)
        )
