"""Two hand-written sites: grants with deadlines in words, and an agenda that is nothing but repeated blocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from simulator import french, titles
from simulator.sites.calltext import call_paragraphs, deadline_words
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, esc, page, paragraphs
from simulator.things import Call, Event
from simulator.view import View


class PlainCalls(Site):
    """One page of grants, a page for each."""

    platform = "html"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("call", f"{self.root}/bourses.html"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for call in view.calls_of(self.host):
            url = f"{self.root}/{self._path(call)}"
            yield Sighting(call.id, self.host, url, url, titles.call_title(call, self.host))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        calls = view.calls_of(self.host)
        if ask.path == "/bourses.html":
            rows = "\n".join(self._row(c, view.today) for c in calls)
            return page(self.name, f'<h1>Bourses et résidences</h1>\n<ul id="liste">\n{rows}\n</ul>')
        found = next((c for c in calls if f"/{self._path(c)}" == ask.path), None)
        if found is None:
            return None
        text = paragraphs(found.summary, *call_paragraphs(found, self.host), *found.body)
        title = esc(titles.call_title(found, self.host))
        return page(self.name, f"<h1>{title}</h1>{text}<p>Organisme : {esc(found.funder)}</p>")

    def _path(self, call: Call) -> str:
        return f"bourses/{french.slug(call.title)}.html"

    def _row(self, call: Call, today: date) -> str:
        closed = " <em>(clôturé)</em>" if call.state(today) == "closed" else ""
        words = esc(deadline_words(call, self.host))
        return (
            f'<li><b><a href="{self._path(call)}">{esc(titles.call_title(call, self.host))}</a>'
            f"</b>{closed}<br>{words}<br>{esc(call.summary)}</li>"
        )


class PlainAgenda(Site):
    """Blocks under the names of months; the year is printed only once the date is far or over."""

    platform = "html"
    past_days = 15
    oddities = (
        "dates without year within the coming eleven months",
        "events of the last fortnight stay listed with their year",
    )

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/agenda.html"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in view.events_of(self.host, self.past_days):
            url = f"{self.root}/{self._path(event)}"
            yield Sighting(event.id, self.host, url, url, titles.event_title(event, self.host))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == "/agenda.html":
            return self._agenda(view)
        found = next((e for e in view.events_of(self.host, None) if f"/{self._path(e)}" == ask.path), None)
        if found is None:
            return None
        title = esc(titles.event_title(found, self.host))
        dates = "".join(f"<p><i>{esc(french.session(s))}</i></p>" for s in found.sessions)
        return page(
            self.name,
            f"<h1>{title}</h1>{dates}<p>{esc(place_text(found))}</p>{event_text(found)}<p>{esc(found.price)}</p>",
        )

    def _path(self, event: Event) -> str:
        return f"soirees/{event_slug(event)}.html"

    def _agenda(self, view: View) -> Reply:
        events = view.events_of(self.host, self.past_days)
        parts = []
        for (year, month), group in groupby(events, key=lambda e: (e.start.year, e.start.month)):
            blocks = "\n".join(self._block(e, view.today) for e in group)
            parts.append(f"<h2>{french.MONTHS[month - 1].capitalize()} {year}</h2>\n{blocks}")
        return page(self.name, '<h1>Agenda</h1>\n<div id="contenu">\n' + "\n".join(parts) + "\n</div>")

    def _block(self, event: Event, today: date) -> str:
        # A date without its year means the next one to come, so a past, running or far date keeps its year.
        near = today <= event.start.date() and event.last_day < today + timedelta(days=330)
        when = " ; ".join(french.session(s, year=not near) for s in event.sessions)
        price = f"<br>{esc(event.price)}" if event.price else ""
        return (
            f'<div class="bloc"><b>{esc(when[0].upper() + when[1:])}</b><br>\n<a href="{self._path(event)}">'
            f"{esc(titles.event_title(event, self.host))}</a>"
            f"<br>\n{esc(place_text(event))}{price}<br>\n<small>{esc(event.summary)}</small></div>"
        )
