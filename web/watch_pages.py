"""Routes of the watch."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.choices import leading_topics
from web.query import read_query
from web.rendering import Pages
from web.shelf import Shelf
from web.watch import weeks

READ = ["GET", "HEAD"]
NEWS_PER_PAGE = 40
NEWS_FACETS = ("watch_type", "discipline", "theme")


def routes(shelf: Shelf, pages: Pages) -> APIRouter:
    """`/veille`."""
    router = APIRouter(default_response_class=HTMLResponse)

    def watch(request: Request) -> HTMLResponse:
        now = pages.clock()
        query = read_query(request.query_params, now.date())
        found = shelf.news(query, NEWS_PER_PAGE, now)
        return pages.page(
            "veille.html",
            query=query,
            weeks=weeks(found.items),
            total=found.total,
            more=query.page * NEWS_PER_PAGE < found.total,
            topics=leading_topics(found.facets, NEWS_FACETS, query.topic),
        )

    router.add_api_route("/veille", watch, methods=READ, name="watch")
    return router
