"""Renders the pages of a site for a day, and keeps what it rendered as long as the site says the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import md5
from urllib.parse import unquote, urlsplit

from simulator.sites.site import Ask, Reply, page
from simulator.things import Thing
from simulator.year import spoil
from simulator.year.records import FaultClass
from simulator.year.shelves import Shelves, SiteView, changed_on, kept_by_half, view_of

_KEPT = 4000  # rendered pages in memory for one host
_Key = tuple[str, str, str]
_OCCURRENCE = re.compile(r"\d{4}-\d\d-\d\d/$")


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer and when the site behind it last changed (aware UTC)."""

    reply: Reply
    changed: datetime


@dataclass(slots=True)
class _Day:
    """What a host answers from on one day: its pages, its lists by fault, and where its pages are."""

    day: date
    pages: SiteView
    lists: dict[FaultClass | None, SiteView]
    places: dict[str, Thing] | None = None
    gone: frozenset[str] = frozenset()
    rendered: dict[_Key, tuple[object, Reply]] = field(default_factory=dict)


class Renderer:
    """Pages of sites by host, request and day."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._days: dict[str, _Day] = {}
        # Pages of things; lists are kept with their day, for what they print of it changes without anything new.
        self._kept: dict[str, dict[_Key, tuple[object, Reply]]] = {}
        self._list_paths = {
            host: frozenset(urlsplit(e.url).path for e in berth.site.entries) for host, berth in shelves.berths.items()
        }

    def lists(self, host: str, ask: Ask) -> bool:
        """Is that a request for a list (or a page of one), not for the page of a thing?"""
        path = unquote(ask.path).removeprefix(spoil.NEW_PATH)
        if path == "/index.php":
            return ask.value("id") == "17500"
        return path in self._list_paths[host] or path.rstrip("/") in ("/feed", "/wp-json/tribe/events/v1/events")

    def shown(self, host: str, ask: Ask, day: date, fault: FaultClass | None) -> Rendered:
        """The answer of a site on a day, under a fault that lies in its data (others are for `spoil.spoiled`)."""
        now = self._day(host, day)
        token: object = fault
        if self.lists(host, ask):
            view, kept = self._listing(host, now, fault), now.rendered
        else:
            view = self._page_view(host, ask, now)
            kept, token = self._kept.setdefault(host, {}), view.token
        key = (ask.path, ask.query, md5(ask.body).hexdigest() if ask.body else "")
        found = kept.get(key)
        if found is None or found[0] != token:
            if len(kept) > _KEPT:
                kept.clear()
            found = kept[key] = (token, self._render(host, ask, view, now))
        return Rendered(found[1], view.changed)

    def _page_view(self, host: str, ask: Ask, now: _Day) -> SiteView:
        """The one thing of which that is the page; all of them where the address alone does not tell."""
        place = self._places(host, now).get(_address(host, ask))
        return now.pages if place is None else view_of((place,), (place,), now.day, now.pages.changed)

    def _render(self, host: str, ask: Ask, view: SiteView, now: _Day) -> Reply:
        reply = self._shelves.berths[host].machine.answer(ask, view)
        if reply.status == 404 and _address(host, ask) in now.gone:
            return page("Page supprimée", "<h1>Cette page a été supprimée</h1>", status=410)
        return reply

    def _places(self, host: str, now: _Day) -> dict[str, Thing]:
        if now.places is None:
            held = self._shelves.held(host, now.day)
            url = {id(h.copy): self._shelves.sight(host, h.copy).url for h in held}
            now.places = {_OCCURRENCE.sub("", url[id(h.copy)]): h.copy for h in held if h.turn.page == 200}
            now.gone = frozenset(url[id(h.copy)] for h in held if h.turn.page == 410)
        return now.places

    def _day(self, host: str, day: date) -> _Day:
        found = self._days.get(host)
        if found is None or found.day != day:
            held = self._shelves.held(host, day)
            changed = changed_on(self._shelves, host, day)
            pages = tuple(h.copy for h in held if h.turn.page == 200)
            listed = tuple(h.copy for h in held if h.listed)
            # News and calls have one shelf for lists and pages, so lists get a view of what is listed alone.
            lists: dict[FaultClass | None, SiteView] = {None: view_of(listed, listed, day, changed)}
            found = self._days[host] = _Day(day, view_of(pages, listed, day, changed), lists)
        return found

    def _listing(self, host: str, now: _Day, fault: FaultClass | None) -> SiteView:
        found = now.lists.get(fault)
        if found is None:
            lives = {id(h.copy): h.life for h in self._shelves.held(host, now.day)}
            keeps = lambda thing: kept_by_half(lives[id(thing)], host)  # noqa: E731
            found = now.lists[fault] = spoil.spoiled_view(fault, now.lists[None], keeps) if fault else now.lists[None]
        return found

    def list_view(self, host: str, day: date, fault: FaultClass | None) -> SiteView:
        """What the lists of a host are made from."""
        return self._listing(host, self._day(host, day), fault)


def _address(host: str, ask: Ask) -> str:
    """The address of a request, without the date of one occurrence of a series."""
    return _OCCURRENCE.sub("", f"https://{host}{ask.path}" + (f"?{ask.query}" if ask.query else ""))
