"""`/desk/items`, the editors' search, and `/desk/e/…`: an item with all that stands behind it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from vigie.model import Item
from warehouse import desk_search, items, selected
from warehouse.desk_filter import Facet, Order
from web.desk.desk import Desk
from web.desk.facets import groups
from web.desk.item_merging import merging
from web.desk.item_view import field_values, item_values, missing
from web.desk.people import Person, Role
from web.desk.search import found, read_desk_query
from web.feed_pages import today
from web.query import ITEM_ID

PATH = "/desk/items"


def routes(desk: Desk) -> APIRouter:
    """Reading; what changes something is in `item_acts`."""
    router = APIRouter()
    viewer = Depends(desk.gate.allow(Role.VIEWER))
    editor = Depends(desk.gate.allow(Role.EDITOR))

    def listed(request: Request, person: Person = viewer) -> Response:
        now = desk.now()
        query = read_desk_query(request.query_params, today(now))
        with desk.engine.connect() as connection:
            shown = found(connection, query, now)
            counts = desk_search.counts(connection, query.filter, now)
            total = desk_search.count(connection, query.filter, now)
            names = selected.source_names(connection)
        language = desk.pages(request, person).language
        values: dict[str, Any] = {
            "query": query,
            "shown": shown,
            "total": total,
            "names": names,
            "groups": groups(counts, query, names, language),
            "orders": tuple(Order),
            "path": PATH,
            "following": query.url(PATH, shown.next) if shown.next else None,
            "Facet": Facet,
        }
        return desk.page(request, person, "desk/items.html", **values)

    def page(request: Request, item: str, person: Person = viewer) -> Response:
        with desk.act() as connection:
            values = item_values(connection, item, person, desk.now())
        if values is None:
            return missing(desk, request, person)
        return desk.page(request, person, "desk/item.html", **values, did=request.query_params.get("did", ""))

    def field(request: Request, item: str, name: str, person: Person = viewer) -> Response:
        with desk.engine.connect() as connection:
            values = field_values(connection, item, name, desk.now())
        if values is None:
            return missing(desk, request, person)
        return desk.page(request, person, "desk/field.html", **values)

    def merge(request: Request, item: str, person: Person = editor) -> Response:
        with desk.engine.connect() as connection:
            here = _item(connection, item)
            if here is None:
                return missing(desk, request, person)
            asked = request.query_params
            values = merging(connection, here, asked.get("q", ""), asked.get("other", ""), desk.now())
        return desk.page(request, person, "desk/merge.html", **values)

    router.add_api_route(PATH, listed, methods=["GET"], name="desk-items")
    router.add_api_route("/desk/e/{item}", page, methods=["GET"], name="desk-item")
    router.add_api_route("/desk/e/{item}/fields/{name}", field, methods=["GET"], name="desk-field")
    router.add_api_route("/desk/e/{item}/merge", merge, methods=["GET"], name="desk-merge")
    return router


def _item(connection: Connection, id: str) -> Item | None:
    return items.get(connection, id) if ITEM_ID.fullmatch(id) else None
