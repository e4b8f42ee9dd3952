"""The WebSub hub of our own feeds (W3C Recommendation of 23 January 2018): it writes down who asks, and no more.

This process never calls anybody. Who asked is verified, and told, by the consumer `websub` of the pipeline.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from feeds.channel import site_of
from feeds.topics import Topics
from vigie.settings import Settings
from warehouse import websub_requests
from warehouse.websub_requests import Asked, Taken
from web.hub_request import BadRequest, read

BODY_MOST = 16_384
FORM = "application/x-www-form-urlencoded"


def routes(engine: Engine, settings: Settings, clock: Callable[[], datetime] | None = None) -> APIRouter:
    """`POST /hub`."""
    router = APIRouter()
    site = site_of(settings)
    topics = Topics(settings.feeds, site)
    now = clock or settings.clock
    own_host = urlsplit(site.url).hostname or ""

    async def hub(request: Request) -> Response:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
            return said(415, f"Content-Type : {FORM}.")
        body = await _body(request)
        if body is None:
            return said(413, "Trop long. Too long.")
        try:
            asked = read(body, own_host)
        except BadRequest as error:
            return said(400, str(error))
        return await run_in_threadpool(keep, asked)

    def keep(asked: Asked) -> Response:
        if topics.find(asked.topic) is None and asked.mode is websub_requests.Mode.SUBSCRIBE:
            return said(404, "hub.topic : aucun de nos flux. hub.topic: none of our feeds (see rel=self).")
        with engine.begin() as connection:
            taken = websub_requests.ask(connection, asked, now())
        if taken is Taken.TOO_MANY_OF_HOST:
            return said(429, "Trop d’abonnements de cet hôte. Too many subscriptions of this host.")
        if taken is Taken.TOO_MANY:
            return said(503, "Trop d’abonnements. Too many subscriptions.")
        return said(202, "Votre adresse va être appelée. Your callback will be asked.")

    router.add_api_route("/hub", hub, methods=["POST"], name="hub")
    return router


async def _body(request: Request) -> bytes | None:
    """The body; None when it is longer than any request of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MOST:
            return None
    return body


def said(status: int, words: str) -> Response:
    headers = {"cache-control": "no-store"}
    if status in (429, 503):
        headers["retry-after"] = "3600"
    return PlainTextResponse(words + "\n", status, headers)
