"""Routes of one item: its page, its calendar file, and why a field has its value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlalchemy import Engine

from feeds.channel import site_of
from feeds.rights import source_link
from feeds.slices import TYPES
from vigie.codec import CONTENT
from vigie.model import Call, Event, Item, Kind
from warehouse import actors_told
from web import machine
from web.answers import etag, http_date, not_modified
from web.calls import card
from web.history import history
from web.labels import short_topic_label
from web.query import ITEM_ID
from web.related import OWN_ROLES, ActorNamed, Neighbourhood, Related
from web.rendering import Pages
from web.said import Said, said_in
from web.shelf import Shelf
from web.watch import piece, week_name

READ = ["GET", "HEAD"]
TEMPLATES = {Kind.EVENT: "evenement.html", Kind.NEWS: "actualite.html", Kind.CALL: "appel.html"}
FIELDS = frozenset(f.name for kind in CONTENT.values() for f in fields(kind))
MOST_ACTORS = 8
Lookup = Callable[[str, str], Item | Response]


@dataclass(frozen=True, slots=True)
class Follow:
    """One thing to subscribe to. `address` is without the language."""

    words: str
    address: str


def looking(shelf: Shelf, pages: Pages) -> Lookup:
    """How a page finds its item: by id and by what stands behind the id in the address."""

    def lookup(item: str, ending: str) -> Item | Response:
        """The item, or the answer that stands for it: moved (301), withdrawn (410), unknown (404)."""
        if not ITEM_ID.fullmatch(item):
            return pages.page("introuvable.html", 404)
        target = shelf.redirect(item)
        if target:
            return RedirectResponse(f"{pages.base}/e/{target}{ending}", status_code=301)
        found = shelf.get(item)
        if found is None or found.hidden:
            return pages.page("introuvable.html", 404)
        if found.merged_into:
            return RedirectResponse(f"{pages.base}/e/{found.merged_into}{ending}", status_code=301)
        return pages.page("retire.html", 410) if found.withdrawn_at else found

    return lookup


def routes(engine: Engine, shelf: Shelf, pages: Pages) -> APIRouter:
    """`/e/ID`, in the language of `pages`."""
    router = APIRouter()
    lookup, around = looking(shelf, pages), Neighbourhood(engine)

    def page(item: str) -> Response:
        found = lookup(item, "")
        return found if isinstance(found, Response) else item_page(found, around, pages)

    router.add_api_route("/e/{item}", page, methods=READ, name="item", response_class=HTMLResponse)
    return router


def machine_routes(shelf: Shelf, pages: Pages) -> APIRouter:
    """`/e/ID.ics` and `/e/ID/why/FIELD`, which have no language."""
    router = APIRouter()
    site = site_of(pages.settings)
    lookup = looking(shelf, pages)

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

    router.add_api_route("/e/{item}.ics", calendar, methods=READ, name="item-calendar", response_class=Response)
    router.add_api_route("/e/{item}/why/{field}", why, methods=READ, name="why", response_class=Response)
    return router


def item_page(item: Item, around: Neighbourhood, pages: Pages) -> Response:
    """The page of a released item, as readers see it."""
    now = pages.clock()
    content = item.content
    related = around.of(item, now)
    own = [a.entry.slug for a in related.actors if a.role in OWN_ROLES]
    names = content.organizers if isinstance(content, Event) else content.funders if isinstance(content, Call) else ()
    named = actors_told.named(names, own)
    words = said_in(pages.language)
    return pages.page(
        TEMPLATES[item.kind],
        item=item,
        content=content,
        origin=source_link(item),
        related=related,
        named=named,
        actors=_other_actors(related.actors, {slug for _, slug in named}, related.place),
        sessions=_sessions(item, now),
        card=card(item, now) if isinstance(content, Call) else None,
        usual_month=words.print.month(date(2000, related.usual_month, 1)) if related.usual_month else None,
        week=week_name(piece(item).day) if item.kind is Kind.NEWS else None,
        history=history(around.versions(item.id), now.date(), pages.language),
        follow=_follow(item, related, words),
        calendar=isinstance(content, Event) or (isinstance(content, Call) and bool(content.deadlines)),
        explained=_explained(item),
        # Escaped in `machine`: no `<` is left that could end the script element.
        structured=Markup(machine.structured_data(item, site_of(pages.settings))),
    )


def _other_actors(actors: tuple[ActorNamed, ...], told: set[str | None], place: str | None) -> tuple[ActorNamed, ...]:
    """Actors that neither the names of organisers nor the place lead to."""
    return tuple(a for a in actors if a.entry.slug not in told and a.entry.slug != place)[:MOST_ACTORS]


def _follow(item: Item, related: Related, words: Said) -> tuple[Follow, ...]:
    """Its type, its place, its organisers, its first source: what one may subscribe to from here."""
    found: list[Follow] = []
    for topic in item.content.topics:
        facet, _, slug = topic.partition(":")
        if facet == TYPES[item.kind] and not found:
            said = words._("Du même type : {name}").format(name=short_topic_label(topic, words.language))
            found.append(Follow(said, _subscription(item.kind, "type", slug)))
    place = item.content.place
    if place and place.name and related.place:
        said = words._("Au même endroit : {name}").format(name=place.name)
        found.append(Follow(said, f"/lieux/{related.place}#suivre"))
    for named in [a for a in related.actors if a.role in OWN_ROLES][:2]:
        said = words._("Du même acteur : {name}").format(name=named.entry.name)
        found.append(Follow(said, f"/acteurs/{named.entry.slug}#suivre"))
    if item.sightings:
        seen = item.sightings[0]
        said = words._("De la même source : {name}").format(name=seen.name)
        found.append(Follow(said, _subscription(item.kind, "source", seen.source)))
    return tuple(found)


def _subscription(kind: Kind, facet: str, value: str) -> str:
    return "/abonnements?" + urlencode({"kind": kind.value, facet: value})


def _sessions(item: Item, now: datetime) -> list[tuple[object, bool]]:
    """Sessions with whether each is over, in their order."""
    if not isinstance(item.content, Event):
        return []
    return [(session, session.closes_at() <= now) for session in item.content.occurrences]


def _explained(item: Item) -> tuple[str, ...]:
    """Fields of an item that have a value, in the order of the vocabulary."""
    named = (f.name for f in fields(item.content))
    return tuple(name for name in named if getattr(item.content, name) not in (None, (), False))
