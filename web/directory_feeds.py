"""Calendars and feeds of one actor or one place: `agenda.ics`, `agenda.atom`, `calls.ics`, `calls.atom` …"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response

from feeds.channel import BEGINNING, Channel, Site
from feeds.formats import ATOM, CALLS_ICS, ICS, NAMES
from feeds.pieces import Format
from feeds.selection import select, window
from vigie.model import Kind
from warehouse.gathered import Gathered
from web.answers import etag, http_date, not_modified
from web.rendering import Pages

READ = ["GET", "HEAD"]
MOST = 500
OFFERED: tuple[tuple[Kind, Format], ...] = (
    (Kind.EVENT, ICS),
    (Kind.EVENT, ATOM),
    (Kind.CALL, CALLS_ICS),
    (Kind.CALL, ATOM),
    (Kind.NEWS, ATOM),
)
FILES = {NAMES[kind] + form.suffix: (kind, form) for kind, form in OFFERED}
TITLES = {Kind.EVENT: "Agenda", Kind.NEWS: "Veille", Kind.CALL: "Appels"}


@dataclass(frozen=True, slots=True)
class Found:
    """Whose feed it is: name and page (a path), and how to read what it is made of."""

    name: str
    path: str
    read: Callable[[datetime, int], Gathered]


@dataclass(frozen=True, slots=True)
class Address:
    """One feed to subscribe to; `calendar` is the `webcal:` link that calendar programs open."""

    kind: Kind
    form: str
    url: str
    calendar: str | None


def routes(prefix: str, find: Callable[[str], Found | None], pages: Pages, site: Site) -> APIRouter:
    """`PREFIX/SLUG/FILE`, for the files of `FILES`."""
    router = APIRouter(default_response_class=Response)

    def feed(request: Request, slug: str) -> Response:
        found, file = find(slug), request.url.path.rpartition("/")[2]
        if found is None:
            return pages.page("introuvable.html", 404)
        kind, form = FILES[file]
        now = pages.clock()
        held = found.read(now, MOST)
        items = select((i for part in (held.coming, held.past, held.calls, held.closed, held.news) for i in part.items),
                       kind, now.date())  # fmt: skip
        since, until = window(now.date())
        updated = max((item.revised_at for item in items), default=BEGINNING)
        channel = Channel(
            name=f"{found.path.strip('/').replace('/', '-')}-{NAMES[kind]}",
            title=f"{TITLES[kind]} – {found.name}",
            description=f"{TITLES[kind]} : {found.name}",
            self_url=f"{site.url}{found.path}/{file}",
            page_url=f"{site.url}{found.path}",
            site=site,
            updated=updated,
            since=since,
            until=until,
            kind=kind,
        )
        body = form.render(items, channel)
        headers = {
            "etag": etag(body),
            "last-modified": http_date(updated),
            "cache-control": "public, max-age=900",
            "access-control-allow-origin": "*",
        }
        if not_modified(request.headers, headers["etag"], updated):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers | {"content-type": form.media_type})

    for name in FILES:
        router.add_api_route(f"{prefix}/{{slug}}/{name}", feed, methods=READ)
    return router


def addresses(path: str, site_url: str, held: Gathered) -> tuple[Address, ...]:
    """The feeds of an actor or a place: those of its agenda, and of what it ever had beside."""
    wanted = {Kind.EVENT}
    wanted |= {Kind.CALL} if held.calls.total or held.closed.total else set()
    wanted |= {Kind.NEWS} if held.news.total else set()
    found = []
    for name, (kind, form) in FILES.items():
        if kind in wanted:
            url = f"{site_url}{path}/{name}"
            calendar = urlsplit(url)._replace(scheme="webcal").geturl() if form.suffix == ".ics" else None
            found.append(Address(kind, form.suffix, url, calendar))
    return tuple(found)
