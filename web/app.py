"""The readers' site as one FastAPI application. Routes are plain `def`s: threads wait for the database."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from feeds.channel import site_of
from vigie.settings import Settings
from web import (
    actor_pages,
    call_pages,
    change_api,
    directory_map,
    embed,
    feed_service,
    here,
    hub,
    item_api,
    item_pages,
    list_pages,
    oembed,
    place_pages,
    proposal_pages,
    schemas,
    service_pages,
    share_pages,
    subscriptions,
    view_feeds,
    watch_pages,
)
from web.answers import SecurityHeaders
from web.change_tower import Tower
from web.desk import sections
from web.form_guard import Rate
from web.language import Language, language_of
from web.remembered import Remembered
from web.rendering import STATIC, Pages
from web.shelf import Shelf

LOG = logging.getLogger(__name__)


class ReadersSite(FastAPI):
    """FastAPI with the security headers outside of everything, the answer to a crash included."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            here.arrive(scope)
        await SecurityHeaders(super().__call__)(scope, receive, send)


def create_app(engine: Engine, settings: Settings) -> FastAPI:
    """The application over one warehouse. Opens nothing by itself; the engine connects at the first request."""
    # The interactive documentation of FastAPI loads scripts from elsewhere: it is off.
    app = ReadersSite(title="Vigie", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    french, english = Pages(settings), Pages(settings, Language.EN)
    shelf = Shelf(engine)
    site = site_of(settings)
    app.state.tower = Tower(engine, site)
    rate, cards = proposal_pages.rate(), share_pages.memory()
    app.include_router(item_pages.machine_routes(shelf, french))
    for feeds in (actor_pages.feed_routes(engine, french), place_pages.feed_routes(engine, french)):
        app.include_router(feeds)
    for pages in (french, english):
        for router in _readers_pages(engine, shelf, pages, rate, cards):
            app.include_router(router, prefix=pages.base)
    for router in (
        service_pages.routes(shelf, french),
        directory_map.routes(engine, french),
        feed_service.routes(engine, settings),
        view_feeds.routes(engine, settings),
        item_api.routes(engine, settings),
        schemas.routes(),
        change_api.routes(engine, site, app.state.tower),
        hub.routes(engine, settings),
        embed.routes(engine, french),
        oembed.routes(engine, settings),
    ):
        app.include_router(router)
    app.state.desk = sections.furnish(app, engine, settings, french)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _answer_errors(app, french, english)
    return app


def _readers_pages(
    engine: Engine, shelf: Shelf, pages: Pages, rate: Rate, cards: Remembered[bytes]
) -> tuple[APIRouter, ...]:
    """What people read: each page stands once in French and once, below `/en`, in English."""
    return (
        list_pages.routes(shelf, pages),
        watch_pages.routes(engine, pages),
        call_pages.routes(engine, pages),
        actor_pages.routes(engine, pages),
        place_pages.routes(engine, pages),
        item_pages.routes(engine, shelf, pages),
        proposal_pages.routes(engine, shelf, pages, rate),
        share_pages.routes(engine, shelf, pages, cards),
        service_pages.about(pages),
        subscriptions.routes(engine, pages),
    )


def _answer_errors(app: FastAPI, french: Pages, english: Pages) -> None:
    def pages(request: Request) -> Pages:
        return english if language_of(request.url.path) is Language.EN else french

    def refused(request: Request, error: Any) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        headers = getattr(error, "headers", None) or {}
        answer: Response = pages(request).page("introuvable.html" if status == 404 else "erreur.html", status)
        answer.headers.update(headers)
        return answer

    def failed(request: Request, error: Exception) -> Response:
        LOG.error("no answer to %s %s", request.method, request.url.path, exc_info=error)
        return pages(request).page("erreur.html", 500)

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, refused)
    app.add_exception_handler(Exception, failed)
