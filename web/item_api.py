"""The JSON API of items: pages by cursor, one item, the choices of the filters, and its own description."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Engine

from feeds.channel import Site, site_of
from feeds.cloudevents import state
from feeds.ids import item_page
from feeds.instants import rfc3339
from feeds.json_text import dumped
from vigie.model import Item, Kind
from vigie.settings import Settings
from warehouse import items
from web import schemas
from web.feed_pages import known_sources, today
from web.feed_parameters import Parameters
from web.feed_query import COUNTED, FeedQuery, read_feed_query
from web.fresh_bodies import FreshBodies
from web.item_bodies import DESCRIPTION, FACETS_PATH, ITEMS, MEDIA_TYPE, MOST, facets_question, items_question
from web.machine_answers import CACHE, METHODS, OPEN, answer, body_of, readable
from web.openapi import description
from web.query import ITEM_ID

PAGED = ("kind", "removed", "cursor")


def problem(status: int, title: str, text: str, **more: object) -> Response:
    """A refusal of RFC 9457. `text` is French, then English, a line each."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": text.strip(), **more}
    headers = {**OPEN, "cache-control": "no-store"}
    return Response(dumped(body), status, headers, media_type="application/problem+json")


def routes(engine: Engine, settings: Settings) -> APIRouter:
    """`/api/v1/items`, `/api/v1/items/ID`, `/api/v1/facets`, `/api/v1/openapi.json`."""
    router = APIRouter()
    site = site_of(settings)
    bodies = FreshBodies(engine)

    def asked(request: Request, also: tuple[str, ...]) -> FeedQuery:
        pairs = request.query_params.multi_items()
        kinds = Parameters([p for p in pairs if p[0] == "kind"], ("kind",))
        kind = Kind(kinds.one_of("kind", [k.value for k in Kind]) or Kind.EVENT)
        sources = known_sources(engine) if any(name == "source" for name, _ in pairs) else frozenset()
        return read_feed_query(pairs, kind, today(settings.clock()), sources, also, MOST)

    @readable(problem)
    def listed(request: Request) -> Response:
        query = asked(request, PAGED)
        return answer(request, bodies.body(items_question(query, today(settings.clock()), site)))

    @readable(problem)
    def facets(request: Request) -> Response:
        Parameters(request.query_params.multi_items(), ("kind", *COUNTED))
        query = asked(request, ("kind",))
        return answer(request, bodies.body(facets_question(query, today(settings.clock()), site)))

    @readable(problem)
    def one(request: Request) -> Response:
        id = request.path_params["id"]
        Parameters(request.query_params.multi_items(), ())
        if not ITEM_ID.fullmatch(id):
            return _unknown()
        with engine.connect() as connection:
            target, found = items.redirect(connection, id), items.get(connection, id)
        if target:
            return _moved(target, site)
        if found is None or found.hidden:
            return _unknown()
        return _gone(found) if found.withdrawn_at else answer_one(request, found, site)

    @readable(problem)
    def described(request: Request) -> Response:
        return answer(request, body_of(dumped(description(site)), "application/json; charset=utf-8"))

    for path, endpoint in (
        (f"/{ITEMS}", listed),
        (f"/{ITEMS}/{{id}}", one),
        (f"/{FACETS_PATH}", facets),
        (f"/{DESCRIPTION}", described),
    ):
        router.add_route(path, endpoint, methods=METHODS)
    return router


def answer_one(request: Request, item: Item, site: Site) -> Response:
    """One live item, with its schema and its page."""
    links = (
        ("self", f"{site.url}/{ITEMS}/{item.id}"),
        ("describedby", schemas.address(site.url, item.kind)),
        ("alternate", item_page(site, item.id)),
    )
    return answer(request, body_of(dumped(state(item, site)), MEDIA_TYPE, item.revised_at, links=links))


def _moved(target: str, site: Site) -> Response:
    # Not for good: a merge can be undone, and a browser would keep a plain 301 for ever.
    headers = {**OPEN, "cache-control": CACHE, "location": f"{site.url}/{ITEMS}/{target}"}
    return Response(dumped({"merged_into": target}), 301, headers, media_type=MEDIA_TYPE)


def _gone(item: Item) -> Response:
    at = rfc3339(item.withdrawn_at) if item.withdrawn_at else None
    text = "Cet élément a été retiré.\nThis item has been withdrawn.\n"
    return problem(410, "Retiré", text, item=item.id, removed_at=at)


def _unknown() -> Response:
    return problem(404, "Inconnu", "Aucun élément ne porte cet identifiant.\nNo item has this id.\n")
