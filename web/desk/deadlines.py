"""`/desk/deadlines`: which calls close when, and which ones should come back."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from warehouse import call_rows
from web.desk.deadline_board import JUST_CLOSED, YEARS_BACK, Column, board
from web.desk.desk import Desk
from web.desk.people import Person, Role


def routes(desk: Desk) -> APIRouter:
    """The board."""
    router = APIRouter()
    reader = Depends(desk.gate.allow(Role.VIEWER))

    def shown(request: Request, person: Person = reader) -> Response:
        now = desk.now()
        with desk.engine.connect() as connection:
            standing = call_rows.standing(connection, now - JUST_CLOSED)
            past = call_rows.past(connection, now - YEARS_BACK, now)
        laid = board(standing, past, now)
        return desk.page(request, person, "desk/deadlines.html", board=laid, columns=tuple(Column))

    router.add_api_route("/desk/deadlines", shown, methods=["GET"], response_class=HTMLResponse)
    return router
