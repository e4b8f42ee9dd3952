"""The SQL console: one question at a time to the documented views, saved queries, the answer as a table or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from feeds.table import EXCEL
from warehouse import console, editorial
from warehouse.console import Answer
from warehouse.editorial import Shelf
from warehouse.tables import saved_queries
from web.desk.console_words import COLUMNS, EXAMPLES, VIEWS
from web.desk.desk import Desk
from web.desk.gate import Refused, form
from web.desk.people import Person, Role

HOME = "/desk/sql"
QUERY_MOST, NAME_MOST = 20_000, 80
SHOWN_MOST = 400
"""Signs of a cell on the page; the CSV has them all."""


def routes(desk: Desk) -> APIRouter:
    router = APIRouter()
    editor = Depends(desk.gate.allow(Role.EDITOR))

    def page(request: Request, person: Person = editor) -> Response:
        name = request.query_params.get("q")
        with desk.engine.connect() as connection:
            found = editorial.row(connection, Shelf.QUERIES, {"name": name}) if name else None
        return shown(request, person, found.sql if found else EXAMPLES[0][1], found.name if found else "")

    def run(request: Request, person: Person = editor) -> Response:
        query, name = said(request)
        try:
            return shown(request, person, query, name, answer=console.ask(desk.engine, query))
        except console.Refused as error:
            return shown(request, person, query, name, 422, refused=error)
        except console.Off:
            return shown(request, person, query, name, 503)

    def download(request: Request, person: Person = editor) -> Response:
        query, name = said(request)
        try:
            answer = console.ask(desk.engine, query)
        except console.Refused as error:
            return shown(request, person, query, name, 422, refused=error)
        except console.Off:
            return shown(request, person, query, name, 503)
        headers = {"content-disposition": 'attachment; filename="vigie.csv"', "cache-control": "no-store"}
        return Response(table(answer), media_type="text/csv; charset=utf-8", headers=headers)

    def save(request: Request, person: Person = editor) -> Response:
        query, name = said(request)
        if not name or not query.strip():
            return shown(request, person, query, name, 422, nameless=True)
        values = {"name": name, "sql": query, "author": person.name, "at": desk.now()}
        with desk.act() as connection:
            editorial.put(connection, Shelf.QUERIES, values, person.name, desk.now())
        return RedirectResponse(f"{HOME}?{urlencode({'q': name})}", 303)

    def forget(request: Request, person: Person = editor) -> Response:
        with desk.act() as connection:
            editorial.take(connection, Shelf.QUERIES, {"name": said(request)[1]}, person.name, desk.now())
        return RedirectResponse(HOME, 303)

    def said(request: Request) -> tuple[str, str]:
        given = form(request)
        query, name = str(given.get("sql") or ""), " ".join(str(given.get("name") or "").split())
        if len(query) > QUERY_MOST or "\x00" in query + name:
            raise Refused(413, "Cette question est trop longue.")
        return query.replace("\r\n", "\n"), name[:NAME_MOST]

    def shown(
        request: Request,
        person: Person,
        query: str,
        name: str,
        status: int = 200,
        *,
        answer: Answer | None = None,
        refused: console.Refused | None = None,
        nameless: bool = False,
    ) -> Response:
        with desk.engine.connect() as connection:
            off = console.why_off(connection)
            known = console.views(connection)
            kept = connection.execute(select(saved_queries).order_by(saved_queries.c.name)).all()
        words: Mapping[str, str] = {key: desk.say(request, person, said) for key, said in {**COLUMNS, **VIEWS}.items()}
        return desk.page(
            request,
            person,
            "desk/console.html",
            status,
            query=query,
            name=name,
            answer=answer,
            refused=refused,
            nameless=nameless,
            off=off,
            views=known,
            words=words,
            kept=kept,
            examples=[(desk.say(request, person, title), sql) for title, sql in EXAMPLES],
            most=console.ROWS_MOST,
            cell=SHOWN_MOST,
        )

    router.add_api_route(HOME, page, methods=["GET"])
    router.add_api_route(HOME, run, methods=["POST"])
    router.add_api_route(f"{HOME}/csv", download, methods=["POST"])
    router.add_api_route(f"{HOME}/save", save, methods=["POST"])
    router.add_api_route(f"{HOME}/forget", forget, methods=["POST"])
    return router


def table(answer: Answer) -> bytes:
    """CSV for spreadsheets: no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=EXCEL.delimiter, lineterminator="\r\n")
    writer.writerow([EXCEL.cell(column.name) for column in answer.columns])
    writer.writerows([EXCEL.cell(value or "") for value in row] for row in answer.rows)
    return EXCEL.mark + out.getvalue().encode("utf-8")
