"""Routes around the lists: about, health, robots, icon."""

from __future__ import annotations

import json

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from web import directory_map
from web.feed_files import published_at
from web.rendering import STATIC, Pages
from web.shelf import Shelf

READ = ["GET", "HEAD"]
CLOSED = ("/*/why/", "/desk", "/e/*/signaler", "/en/e/*/signaler")
"""Where robots have nothing to find."""


def about(pages: Pages) -> APIRouter:
    """`/a-propos`, in the language of `pages`."""
    router = APIRouter()

    def page() -> Response:
        return pages.page("a-propos.html")

    router.add_api_route("/a-propos", page, methods=READ, response_class=HTMLResponse)
    return router


def routes(shelf: Shelf, pages: Pages) -> APIRouter:
    """What programs ask of a site; it has no language."""
    router = APIRouter()
    settings = pages.settings

    def health() -> Response:
        """503 when the warehouse does not answer; a site without feeds yet is young, not ill."""
        body: dict[str, object] = {"status": "ok", "checked_at": settings.clock().isoformat()}
        status = 200
        try:
            body["items"] = shelf.totals(settings.clock())
        except SQLAlchemyError:
            body["status"], status = "unavailable", 503
        published = published_at(settings.feeds, "index.json")
        body["feeds_published_at"] = published.isoformat() if published else None
        return Response(
            json.dumps(body, ensure_ascii=False),
            status_code=status,
            media_type="application/json; charset=utf-8",
            headers={"cache-control": "no-store"},
        )

    def robots() -> Response:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "Allow: /", ""]
        lines += [f"Sitemap: {settings.site_url}{path}" for path in ("/sitemap.xml", directory_map.PATH)]
        return Response(
            "\n".join(lines) + "\n",
            media_type="text/plain; charset=utf-8",
            headers={"cache-control": "public, max-age=3600"},
        )

    def icon() -> Response:
        body = (STATIC / "favicon.svg").read_bytes()
        return Response(body, media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})

    router.add_api_route("/sante", health, methods=READ)
    router.add_api_route("/health", health, methods=READ)
    router.add_api_route("/robots.txt", robots, methods=READ)
    router.add_api_route("/favicon.svg", icon, methods=READ)
    return router
