"""The readers' site as one FastAPI application. Routes are plain `def`s: threads wait for the database."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from feeds.channel import site_of
from vigie.settings import Settings
from web import (
    call_pages,
    change_api,
    embed,
    feed_service,
    hub,
    item_api,
    item_pages,
    list_pages,
    oembed,
    schemas,
    service_pages,
    subscriptions,
    watch_pages,
)
from web.answers import SecurityHeaders
from web.change_tower import Tower
from web.rendering import STATIC, Pages
from web.shelf import Shelf

LOG = logging.getLogger(__name__)


class ReadersSite(FastAPI):
    """FastAPI with the security headers outside of everything, the answer to a crash included."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await SecurityHeaders(super().__call__)(scope, receive, send)


def create_app(engine: Engine, settings: Settings) -> FastAPI:
    """The application over one warehouse. Opens nothing by itself; the engine connects at the first request."""
    # The interactive documentation of FastAPI loads scripts from elsewhere: it is off.
    app = ReadersSite(title="Vigie", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    pages = Pages(settings)
    shelf = Shelf(engine)
    site = site_of(settings)
    app.state.tower = Tower(engine, site)
    for router in (
        list_pages.routes(shelf, pages),
        watch_pages.routes(shelf, pages),
        call_pages.routes(shelf, pages),
        item_pages.routes(shelf, pages),
        service_pages.routes(shelf, pages),
        feed_service.routes(engine, settings),
        item_api.routes(engine, settings),
        schemas.routes(),
        change_api.routes(engine, site, app.state.tower),
        hub.routes(engine, settings),
        embed.routes(engine, pages),
        oembed.routes(engine, settings),
        subscriptions.routes(engine, pages),
    ):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _answer_errors(app, pages)
    return app


def _answer_errors(app: FastAPI, pages: Pages) -> None:
    def refused(request: Request, error: Any) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        headers = getattr(error, "headers", None) or {}
        answer: Response = pages.page("introuvable.html" if status == 404 else "erreur.html", status)
        answer.headers.update(headers)
        return answer

    def failed(request: Request, error: Exception) -> Response:
        LOG.error("no answer to %s %s", request.method, request.url.path, exc_info=error)
        return pages.page("erreur.html", 500)

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, refused)
    app.add_exception_handler(Exception, failed)
