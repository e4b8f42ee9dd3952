"""The keys of the review queue, and whether somebody wants them (WCAG 2.1.4: keys of one letter can be turned off)."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from warehouse.review import Answer
from web.desk.desk import Desk
from web.desk.gate import form
from web.desk.people import Person, Role

COOKIE = "vigie_desk_keys"
YEAR = 366 * 24 * 3600
KEYS = {Answer.ACCEPTED: "a", Answer.REFUSED: "r", Answer.SKIPPED: "s"}
UNDO = "u"
LETTERS = {answer.value: key for answer, key in KEYS.items()} | {"undo": UNDO}
"""Answer → its key, as the page asks for them."""


def wanted(request: Request) -> bool:
    """Whether keys answer; yes until somebody turned them off."""
    return request.cookies.get(COOKIE) != "off"


def routes(desk: Desk) -> APIRouter:
    router = APIRouter()
    editor = Depends(desk.gate.allow(Role.EDITOR))

    def turn(request: Request, person: Person = editor) -> Response:
        answer = RedirectResponse("/desk/queue", status_code=303)
        secure = desk.settings.site_url.startswith("https://")
        value = "off" if form(request).get("keys") == "off" else "on"
        answer.set_cookie(COOKIE, value, YEAR, path="/desk", secure=secure, httponly=True, samesite="lax")
        return answer

    router.add_api_route("/desk/queue/keys", turn, methods=["POST"], response_class=Response)
    return router
