"""The change API: `/changes` as pages of CloudEvents, or as a stream for who asks for one (FEEDS.md §7)."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from feeds.channel import Site
from feeds.cloudevents import MEDIA_TYPE, encoded
from feeds.json_text import dumped
from web.answers import etag
from web.change_cursor import Asked, BadCursor, asked
from web.change_log import Page, page
from web.change_stream import USUAL, ChangeStream, Pace
from web.change_tower import Tower

READ = ["GET", "HEAD"]
BATCH_TYPE = MEDIA_TYPE.replace("cloudevents+json", "cloudevents-batch+json")
STREAM_TYPE = "text/event-stream"
OPEN = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, X-Vigie-Newest",
    "vary": "Accept, Accept-Encoding",
}


def routes(engine: Engine, site: Site, tower: Tower, pace: Pace = USUAL) -> APIRouter:
    """`/changes` and `/changes/stream`. Who closes the process closes `tower` first, or streams hold it up."""
    router = APIRouter()

    async def changes(request: Request) -> Response:
        wants_stream = STREAM_TYPE in request.headers.get("accept", "")
        return await (stream(request) if wants_stream else batch(request))

    async def batch(request: Request) -> Response:
        try:
            wanted = asked(request.query_params)
        except BadCursor as error:
            return problem(400, "Curseur illisible", str(error))
        found = await run_in_threadpool(page, engine, wanted.since, wanted.limit, site)
        if found.newest < wanted.since:
            return beyond(found.newest, wanted.since, site)
        return answer(found, wanted, request, site)

    async def stream(request: Request) -> Response:
        try:
            wanted = asked(request.query_params, request.headers)
        except BadCursor as error:
            return problem(400, "Curseur illisible", str(error))
        found = await run_in_threadpool(page, engine, wanted.since, 0, site)
        if found.newest < wanted.since:
            return beyond(found.newest, wanted.since, site)
        headers = OPEN | {"cache-control": "no-cache, no-transform", "x-accel-buffering": "no"}
        headers["x-vigie-newest"] = str(found.newest)
        if request.method == "HEAD":
            return Response(headers=headers, media_type=STREAM_TYPE)
        full = problem(503, "Trop d’abonnés", "Réessayez plus tard. Try again later.", **{"retry-after": "60"})
        return ChangeStream(tower, wanted.since, pace, headers, full)

    router.add_api_route("/changes", changes, methods=READ, name="changes")
    router.add_api_route("/changes/stream", stream, methods=READ, name="change-stream")
    return router


def answer(found: Page, wanted: Asked, request: Request, site: Site) -> Response:
    """200 with a page, 304 for who has these bytes; HEAD is 200 without them."""
    body = b"[" + b",\n".join(encoded(event) for event in found.events) + b"]\n"
    tag = etag(body)
    links = [f'<{site.url}/schema/change/1.0.0.json>; rel="describedby"']
    if found.more:
        links.insert(0, f'<{address(site, found.last, wanted.limit)}>; rel="next"')
    headers = OPEN | {
        "etag": tag,
        # A takedown rewrites what was told: whoever keeps a copy asks whether it still holds.
        "cache-control": "no-cache",
        "link": ", ".join(links),
        "x-vigie-newest": str(found.newest),
    }
    if tag in (held.strip().removeprefix("W/") for held in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    headers["content-type"] = BATCH_TYPE
    if request.method == "HEAD":
        return Response(headers=headers | {"content-length": str(len(body))})
    return Response(body, headers=headers)


def address(site: Site, since: int, limit: int) -> str:
    return f"{site.url}/changes?{urlencode({'since': since, 'limit': limit})}"


def beyond(newest: int, since: int, site: Site) -> Response:
    """A cursor that the log never gave: it was given by another one, and what was built on it must be built anew."""
    detail = (
        f"Le journal finit au changement {newest}, votre curseur est {since} : il a été refait. Recommencez à 0. "
        f"The log ends at change {newest} and your cursor is {since}: it was made anew. Begin again at 0."
    )
    first = f'<{address(site, 0, Asked().limit)}>; rel="first"'
    return problem(410, "Un autre journal", detail, **{"x-vigie-newest": str(newest), "link": first})


def problem(status: int, title: str, detail: str, **headers: str) -> Response:
    """An answer of RFC 9457."""
    body = dumped({"title": title, "status": status, "detail": detail})
    return Response(body, status, OPEN | {"cache-control": "no-store"} | headers, media_type="application/problem+json")
