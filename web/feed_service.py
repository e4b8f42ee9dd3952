"""Routes that serve the published files to machines (FEEDS.md §1). The files are written by the publish step alone."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from feeds.formats import MEDIA_TYPES
from vigie.settings import Settings
from web.answers import etag, http_date, not_modified
from web.feed_files import FeedFile, read_feed

CACHE = "public, max-age=900, stale-while-revalidate=86400"
READ = ["GET", "HEAD"]


def routes(settings: Settings) -> APIRouter:
    """`/feeds/NAME`, and short addresses such as `/agenda.ics` that lead there."""
    router = APIRouter()

    def serve(request: Request, name: str) -> Response:
        found = read_feed(settings.feeds, name)
        if found is None:
            return Response("Flux inconnu.\n", status_code=404, media_type="text/plain; charset=utf-8")
        return answer(found, request, settings.site_url)

    def short(request: Request) -> Response:
        return RedirectResponse(f"/feeds{request.url.path}", status_code=301)

    router.add_api_route("/feeds/{name:path}", serve, methods=READ, name="feed")
    for name in MEDIA_TYPES:  # every published file, by the name people would guess
        router.add_api_route(f"/{name}", short, methods=READ, name=f"short-{name}")
    return router


def answer(found: FeedFile, request: Request, site_url: str) -> Response:
    """200 with the whole file, or 304 for a client that has these bytes; HEAD is 200 without them."""
    tag = etag(found.body)
    address = f"{site_url}/feeds/{found.name}"
    headers = {
        "etag": tag,
        "last-modified": http_date(found.modified),
        "cache-control": CACHE,
        "vary": "Accept-Encoding",
        "access-control-allow-origin": "*",
        "link": f'<{address}>; rel="self", <{site_url}/feeds/index.json>; rel="describedby"',
    }
    if not_modified(request.headers, tag, found.modified):
        return Response(status_code=304, headers=headers)
    headers["content-type"] = found.media_type
    if request.method == "HEAD":
        headers["content-length"] = str(len(found.body))
        return Response(status_code=200, headers=headers)
    return Response(found.body, headers=headers)
