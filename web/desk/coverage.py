"""`/desk/coverage`: known places and sources that fell silent, and what another list has that we lack."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from warehouse import coverage, coverage_lists
from warehouse.coverage_lists import Verdict
from web.desk.coverage_input import LARGEST, MOST_LINES, read_list
from web.desk.desk import Desk
from web.desk.gate import form
from web.desk.people import Person, Role
from web.feed_pages import today


def routes(desk: Desk) -> APIRouter:
    """The silences, and the comparison."""
    router = APIRouter()
    reader = Depends(desk.gate.allow(Role.VIEWER))

    def shown(request: Request, person: Person = reader) -> Response:
        now, known = desk.now(), coverage.known_places()
        with desk.engine.connect() as connection:
            places = coverage.silent_places(connection, known, now)
            sources = coverage.silent_sources(connection, now)
        return desk.page(
            request,
            person,
            "desk/coverage.html",
            fallen=[one for one in places if one.since],
            never=[one for one in places if not one.since],
            known=len(known),
            sources=sources,
            days=coverage.QUIET.days,
            most=MOST_LINES,
        )

    async def compared(request: Request, person: Person = reader) -> Response:
        said = form(request)
        file, pasted = said.get("file"), said.get("list")
        data = await file.read(LARGEST) if isinstance(file, UploadFile) and file.filename else b""
        if not data and isinstance(pasted, str):
            data = pasted.encode()
        return await run_in_threadpool(compare, request, person, data)

    def compare(request: Request, person: Person, data: bytes) -> Response:
        lines = read_list(data, today(desk.now()))
        with desk.engine.connect() as connection:
            found = coverage_lists.compare(connection, lines)
        by = {verdict: [one for one in found if one.verdict is verdict] for verdict in Verdict}
        return desk.page(request, person, "desk/coverage-list.html", lines=lines, by=by)

    router.add_api_route("/desk/coverage", shown, methods=["GET"], response_class=HTMLResponse)
    router.add_api_route("/desk/coverage/list", compared, methods=["POST"], response_class=HTMLResponse)
    return router
