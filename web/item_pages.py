"""Routes of one item: its page, its calendar file, and why a field has its value."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from feeds.channel import site_of
from feeds.rights import source_link
from vigie.codec import CONTENT
from vigie.model import Call, Event, Item, Kind
from web import machine
from web.answers import etag, http_date, not_modified
from web.calls import card
from web.query import ITEM_ID
from web.rendering import Pages
from web.shelf import Linked, Shelf

READ = ["GET", "HEAD"]
TEMPLATES = {Kind.EVENT: "evenement.html", Kind.NEWS: "actualite.html", Kind.CALL: "appel.html"}
FIELDS = frozenset(f.name for kind in CONTENT.values() for f in fields(kind))


def routes(shelf: Shelf, pages: Pages) -> APIRouter:
    router = APIRouter()
    site = site_of(pages.settings)

    def lookup(item: str, ending: str = "") -> Item | Response:
        """The item, or the answer that stands for it: moved (301), withdrawn (410), unknown (404)."""
        if not ITEM_ID.fullmatch(item):
            return pages.page("introuvable.html", 404)
        target = shelf.redirect(item)
        if target:
            return RedirectResponse(f"/e/{target}{ending}", status_code=301)
        found = shelf.get(item)
        if found is None or found.hidden:
            return pages.page("introuvable.html", 404)
        if found.merged_into:
            return RedirectResponse(f"/e/{found.merged_into}{ending}", status_code=301)
        return pages.page("retire.html", 410) if found.withdrawn_at else found

    def calendar(request: Request, item: str) -> Response:
        found = lookup(item, ".ics")
        if isinstance(found, Response):
            return found
        body = machine.calendar(found, site)
        if body is None:
            return pages.page("introuvable.html", 404)
        tag = etag(body)
        headers = {
            "etag": tag,
            "last-modified": http_date(found.revised_at),
            "cache-control": "public, max-age=900",
            "access-control-allow-origin": "*",
        }
        if not_modified(request.headers, tag, found.revised_at):
            return Response(status_code=304, headers=headers)
        headers["content-disposition"] = f'attachment; filename="vigie-{found.id}.ics"'
        headers["content-type"] = "text/calendar; charset=utf-8"
        return Response(body, headers=headers)

    def why(item: str, field: str) -> Response:
        found = lookup(item, f"/why/{field}" if field in FIELDS else "")
        if isinstance(found, Response):
            return found
        choice = shelf.why(found.id, field) if field in FIELDS else None
        if choice is None:
            body = b'{"error":"aucune explication pour ce champ"}'
            return Response(body, status_code=404, media_type="application/json; charset=utf-8")
        return Response(machine.explanation(choice), media_type="application/json; charset=utf-8")

    def page(item: str) -> Response:
        found = lookup(item)
        return found if isinstance(found, Response) else _page(found, shelf.announced(found), pages)

    router.add_api_route("/e/{item}.ics", calendar, methods=READ, name="item-calendar", response_class=Response)
    router.add_api_route("/e/{item}/why/{field}", why, methods=READ, name="why", response_class=Response)
    router.add_api_route("/e/{item}", page, methods=READ, name="item", response_class=HTMLResponse)
    return router


def _page(item: Item, announced: tuple[Linked, ...], pages: Pages) -> Response:
    now = pages.clock()
    return pages.page(
        TEMPLATES[item.kind],
        item=item,
        content=item.content,
        origin=source_link(item),
        announced=announced,
        sessions=_sessions(item, now),
        card=card(item, now) if isinstance(item.content, Call) else None,
        explained=_explained(item),
        # Escaped in `machine`: no `<` is left that could end the script element.
        structured=Markup(machine.structured_data(item, site_of(pages.settings))),
    )


def _sessions(item: Item, now: datetime) -> list[tuple[object, bool]]:
    """Sessions with whether each is over, in their order."""
    if not isinstance(item.content, Event):
        return []
    return [(session, session.closes_at() <= now) for session in item.content.occurrences]


def _explained(item: Item) -> tuple[str, ...]:
    """Fields of an item that have a value, in the order of the vocabulary."""
    named = (f.name for f in fields(item.content))
    return tuple(name for name in named if getattr(item.content, name) not in (None, (), False))
