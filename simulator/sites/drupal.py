"""A Drupal event list in HTML: views rows, dates in French words, a pager that counts from zero, labelled fields."""

from __future__ import annotations

from collections.abc import Iterator

from simulator import french, titles
from simulator.sites.events_page import event_slug, event_text, place_text
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, esc, page
from simulator.things import Event
from simulator.view import View

_PER_PAGE = 12


class DrupalAgenda(Site):
    """`/agenda?page=N`, running and coming events."""

    platform = "drupal"
    delay = "0"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/agenda"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for event in view.events_of(self.host):
            url = self.root + self._path(event)
            yield Sighting(event.id, self.host, url, url, titles.event_title(event, self.host))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == "/agenda":
            return self._listing(ask.number("page", 0), view)
        found = next((e for e in view.events_of(self.host, None) if self._path(e) == ask.path), None)
        return self._detail(found) if found else None

    def _path(self, event: Event) -> str:
        return f"/agenda/{event_slug(event)}"

    def _listing(self, number: int, view: View) -> Reply:
        events = view.events_of(self.host)
        last = max(-(-len(events) // _PER_PAGE) - 1, 0)
        rows = "\n".join(self._row(e) for e in events[number * _PER_PAGE : (number + 1) * _PER_PAGE])
        rows = rows or '<div class="view-empty"><p>Aucun résultat.</p></div>'
        items = "".join(
            f'<li class="pager__item{" is-active" if n == number else ""}">'
            f'<a href="?page={n}" title="Aller à la page {n + 1}">{n + 1}</a></li>'
            for n in range(last + 1)
        )
        following = (
            '<li class="pager__item pager__item--next">'
            f'<a href="?page={number + 1}" rel="next"><span aria-hidden="true">››</span></a></li>'
            if number < last
            else ""
        )
        body = (
            '<div class="layout-container"><main role="main">'
            '<h1 class="page-title">Agenda</h1><div class="views-element-container">'
            '<div class="view view-agenda view-id-agenda view-display-id-page_1">'
            f'<div class="view-content">\n{rows}\n</div></div></div>'
            '<nav class="pager" role="navigation">'
            f'<ul class="pager__items js-pager__items">{items}{following}</ul></nav></main></div>'
        )
        return page(
            f"Agenda | {self.name}", body, '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)" />'
        )

    def _row(self, event: Event) -> str:
        dates = " ; ".join(french.session(s) for s in event.sessions)
        venue = event.venue
        place = f"{venue.name} – {venue.town.postcode} {venue.town.name}" if venue else "En ligne"
        return (
            '<div class="views-row"><article class="node node--type-evenement node--view-mode-teaser">'
            f'<div class="field field--name-field-rubrique">{esc(event.category)}</div>'
            f'<h2 class="node__title"><a href="{self._path(event)}" rel="bookmark">'
            '<span class="field field--name-title">'
            f"{esc(titles.event_title(event, self.host))}</span></a></h2>"
            f'<div class="field field--name-field-dates">{esc(dates[0].upper() + dates[1:])}</div>'
            f'<div class="field field--name-field-lieu">{esc(place)}</div></article></div>'
        )

    def _detail(self, event: Event) -> Reply:
        title = titles.event_title(event, self.host)
        dates = " ; ".join(french.session(s) for s in event.sessions)
        fields = [
            ("field-dates", "Quand", dates),
            ("field-lieu", "Où", place_text(event)),
            ("field-prix", "Tarif", event.price),
        ]
        fields.append(("field-organisateur", "Organisateur", event.organiser))
        shown = "".join(
            f'<div class="field field--name-{name} field--label-inline"><div class="field__label">{label}</div>'
            f'<div class="field__item">{esc(text)}</div></div>'
            for name, label, text in fields
            if text
        )
        body = (
            f'<main role="main"><h1 class="page-title"><span class="field field--name-title">{esc(title)}</span></h1>'
            f'<article class="node node--type-evenement node--view-mode-full">{shown}'
            f'<div class="field field--name-body">{event_text(event)}</div></article></main>'
        )
        return page(f"{title} | {self.name}", body)
