"""Drupal 10 lists: rows with <time>, some attributes wrong, a block of other rows beside, words that count from now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from simulator import french
from simulator.sites.calltext import call_paragraphs, deadline_words
from simulator.sites.events_page import event_slug, event_text
from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, esc, page, paragraphs
from simulator.things import Call, Event, Session
from simulator.view import View, utc

_PER_PAGE = 12
_HEAD = '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)" />'


class DrupalViews(LentSite):
    """`/agenda?page=N` and `/appels-a-projets?page=N`, one node a page."""

    platform = "drupal"
    oddities = (
        "every third attribute is local time with a Z, every fifth is UTC without one; the text is right",
        "a whole day is noon UTC",
        "a block of news stands beside the list, with the classes of a list",
        "`Last edited il y a 3 heures` counts from now",
    )

    def __init__(self, host: str, of: str, name: str, calls_of: str) -> None:
        super().__init__(host, of, name)
        self.calls_of = calls_of

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("event", f"{self.root}/agenda"), Entry("call", f"{self.root}/appels-a-projets"))

    def sightings(self, view: View) -> Iterator[Sighting]:
        things: list[Event | Call] = [*self.events(view), *view.calls_of(self.calls_of)]
        for thing in things:
            yield Sighting(thing.id, self.host, f"node:{thing.number}", self.root + _path(thing), self.title(thing))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        number = ask.number("page", 0)
        if ask.path == "/agenda":
            return self._listing([self._row(e) for e in self.events(view)], number, "agenda", view)
        if ask.path == "/appels-a-projets":
            return self._listing([self._call_row(c) for c in view.calls_of(self.calls_of)], number, "appels", view)
        things: list[Event | Call] = [*self.events(view, None), *view.calls_of(self.calls_of)]
        for thing in things:
            if _path(thing) == ask.path:
                return self._node(thing)
        return None

    def _listing(self, rows: list[str], number: int, name: str, view: View) -> Reply:
        last = max(-(-len(rows) // _PER_PAGE) - 1, 0)
        shown = "\n".join(f'<div class="views-row">{r}</div>' for r in rows[number * _PER_PAGE :][:_PER_PAGE])
        content = (
            f'<div class="view-content">{shown}</div>' if shown else '<div class="view-empty">Aucun résultat</div>'
        )
        links = "".join(
            f'<li class="pager__item{" is-active" if n == number else ""}"><a href="?page={n}">{n + 1}</a></li>'
            for n in range(last + 1)
        )
        onward = (
            f'<li class="pager__item pager__item--next"><a href="?page={number + 1}" rel="next">››</a></li>'
            if number < last
            else ""
        )
        beside = "".join(
            f'<div class="views-row"><a href="/actu/{n.number}">{esc(n.title)}</a>'
            f'<time datetime="{utc(n.published):%Y-%m-%dT%H:%M:%SZ}">{n.published:%d/%m/%Y}</time></div>'
            for n in view.news[:20]
        )
        frame = f'<div class="view view-{name} view-id-{name} view-display-id-page_1">{content}'
        return page(
            f"{name} | {self.name}",
            f"<main><h1>{name.title()}</h1>{frame}"
            f'<nav class="pager"><ul class="pager__items js-pager__items">{links}{onward}</ul></nav></div></main>'
            f'<aside><div class="view view-actus"><div class="view-content">{beside}</div></div>'
            '<p class="edited">Last edited il y a 3 heures</p></aside>',
            _HEAD,
        )

    def _row(self, event: Event) -> str:
        venue = event.venue
        place = f"{venue.name}, {venue.address}" if venue else "En ligne"
        return (
            f'<article data-history-node-id="{event.number}" class="node node--type-event node--view-mode-teaser">'
            f'<footer class="node__meta">Posté par la rédaction <time datetime="{_zulu(event.announced)}">'
            f"{event.announced:%d/%m/%Y}</time></footer>"
            f'<h2 class="node__title"><a href="{_path(event)}" rel="bookmark">{esc(self.title(event))}</a></h2>'
            f'<div class="field field--name-field-rubrique">{esc(event.category)}</div>'
            f'<div class="field field--name-field-dates field__items">{_dates(event)}</div>'
            f'<div class="field field--name-field-lieu">{esc(place)}</div>'
            f'<div class="field field--name-field-accroche"><p>{esc(event.summary)}</p></div></article>'
        )

    def _call_row(self, call: Call) -> str:
        closing = call.deadlines[0] if len(call.deadlines) == 1 else None
        shown = (
            f'<time datetime="{_zulu(closing.at)}">{closing.at:%d/%m/%Y - %H:%M}</time>'
            if closing and closing.clock
            else esc(deadline_words(call, self.calls_of))
        )
        return (
            f'<article about="/node/{call.number}" class="node node--type-appel"><div class="node__meta">'
            f'<time datetime="{_zulu(call.published)}">{call.published:%d/%m/%Y}</time></div>'
            f'<h2 class="node__title"><a href="{_path(call)}">{esc(self.title(call))}</a></h2>'
            '<div class="field field--name-field-date-limite field--label-inline"><div class="field__label">Clôture'
            f'</div><div class="field__item">{shown}</div></div><div class="field field--name-field-code">AP-'
            f"{call.number}</div></article>"
        )

    def _node(self, thing: Event | Call) -> Reply:
        if isinstance(thing, Event):
            shown = f'<div class="field field--name-field-prix">{esc(thing.price)}</div>' if thing.price else ""
            shown += f'<div class="field field--name-field-organisateur">{esc(thing.organiser)}</div>'
            text = event_text(thing)
        else:
            shown = ""
            text = paragraphs(thing.summary, *call_paragraphs(thing, self.calls_of), *thing.body)
        body = (
            f'<main><h1 class="page-title">{esc(self.title(thing))}</h1>'
            f'<article class="node node--view-mode-full">{shown}'
            f'<div class="field field--name-body field__item">{text}</div><p>Last edited il y a 3 heures</p></article>'
            '<div class="view"><div class="views-row"><h3><a href="/x">Voir aussi</a></h3></div></div></main>'
        )
        return page(f"{thing.title} | {self.name}", body, _HEAD)


def _path(thing: Event | Call) -> str:
    slug = event_slug(thing) if isinstance(thing, Event) else f"{french.slug(thing.title)}-{thing.number}"
    return f"/{'agenda' if isinstance(thing, Event) else 'appel-a-projets'}/{slug}"


def _dates(event: Event) -> str:
    return "".join(f'<div class="field__item">{_span(event, s)}</div>' for s in event.sessions)


def _span(event: Event, session: Session) -> str:
    both = (session.start, session.end) if session.end else (session.start,)
    return " - ".join(_time(event, at, session.all_day) for at in both)


def _time(event: Event, at: datetime, whole: bool) -> str:
    if whole:
        return f'<time datetime="{at:%Y-%m-%d}T12:00:00Z">{at:%d/%m/%Y}</time>'
    if event.number % 3 == 0:
        return f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">{french.day(at.date())} - {at:%H:%M}</time>'
    if event.number % 5 == 0:
        return f'<time datetime="{utc(at):%Y-%m-%dT%H:%M}">{french.day(at.date())}, {at:%Hh%M}</time>'
    return f'<time datetime="{_zulu(at)}" class="datetime">{french.day(at.date())} - {at:%H:%M}</time>'


def _zulu(at: datetime) -> str:
    return f"{utc(at):%Y-%m-%dT%H:%M:%SZ}"
