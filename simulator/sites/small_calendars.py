"""Small calendars as JSON, each in a shape of its own: SPIP, Constant, fab-manager, the events of a student lab."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from simulator.sites.events_page import event_slug, place_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, answer_json, esc, page
from simulator.things import Event
from simulator.view import View, offset

_PATHS = {
    "spip": "/spip.php",
    "constant": "/w/json/events.fr.json",
    "fab-manager": "/api/availabilities/public",
    "lab": "/events.json",
}


class SmallCalendar(LentSite):
    """One list of events in the shape `shape`. What the shape cannot say (places, ends, addresses) is left out."""

    platform = "json"
    oddities = (
        "relative addresses",
        "a zero date for an end that is not told",
        "no address and no id of an event",
        "an answer only for a window of days",
    )

    def __init__(self, host: str, of: str, name: str, shape: str) -> None:
        super().__init__(host, of, name)
        self.shape = shape

    def entries(self) -> tuple[Entry, ...]:
        query = "?page=agenda.json" if self.shape == "spip" else ""
        return (Entry("event", f"{self.root}{_PATHS[self.shape]}{query}"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in self.events(view, single=True):
            url = "" if self.shape == "fab-manager" else f"{self.root}/{_page_of(event)}"
            yield Sighting(event.id, self.host, url or self.title(event), url, self.title(event))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        events = self.events(view, single=True)
        if ask.path == _PATHS[self.shape]:
            first, last = ask.value("start"), ask.value("end")
            if self.shape in ("spip", "fab-manager"):
                events = tuple(
                    e for e in events if first <= e.last_day.isoformat() and e.start.date().isoformat() <= last
                )
            rows = [self._row(event) for event in events]
            wrapped = {"constant": {"projected_events": rows}, "lab": {"events": rows}}.get(self.shape, rows)
            return answer_json(wrapped)
        found = next((e for e in events if ask.path == f"/{_page_of(e)}"), None)
        return page(found.title, f"<h1>{esc(self.title(found))}</h1>") if found else None

    def _row(self, event: Event) -> dict[str, object]:
        session, title = event.sessions[0], self.title(event)
        end = datetime.combine(session.last_day, time(23, 59)) if session.all_day else session.end or session.start
        if self.shape == "constant":
            told = "0000-00-00 00:00:00" if session.end is None or session.all_day else str(end)
            return {"title": title, "url_article": f"{self.root}/{_page_of(event)}", "start": str(session.start),
                    "end": told}  # fmt: skip
        if self.shape == "fab-manager":
            return {"title": title, "start": offset(session.start), "end": offset(end), "backgroundColor": "white"}
        if self.shape == "lab":
            whole = session.all_day
            days = [at.date().isoformat() if whole else at.isoformat() for at in (session.start, end)]
            return {"title": title, "url": f"{self.root}/{_page_of(event)}", "location": place_text(event),
                    "start": days[0], "end": days[1], "all_day": whole}  # fmt: skip
        return {"title": title, "url": _page_of(event), "start": str(session.start), "end": str(end)}


def _page_of(event: Event) -> str:
    return f"evenement/{event_slug(event)}"
