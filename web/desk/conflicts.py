"""`/desk/conflicts`: every edit whose sources moved since, each settled in one click."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from warehouse import conflicts, items
from web.desk.desk import Desk
from web.desk.field_forms import SHAPES
from web.desk.item_fields import sheet
from web.desk.people import Person, Role

PATH = "/desk/conflicts"
MOST = 50


def routes(desk: Desk) -> APIRouter:
    router = APIRouter()
    viewer = Depends(desk.gate.allow(Role.VIEWER))

    def listed(request: Request, person: Person = viewer) -> Response:
        with desk.engine.connect() as connection:
            found = conflicts.open_conflicts(connection)
            ids = list(dict.fromkeys(one.shown_by for one in found))[:MOST]
            shown = [(item, sheet(connection, item).in_conflict) for item in items.load(connection, ids)]
        values: dict[str, Any] = {"shown": shown, "total": len(found), "shapes": SHAPES}
        return desk.page(request, person, "desk/conflicts.html", **values, section="queue")

    router.add_api_route(PATH, listed, methods=["GET"], response_class=Response)
    return router
