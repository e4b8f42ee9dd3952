"""Routes of the calls."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.calls import board, page_of
from web.choices import options, topic_options
from web.query import read_query
from web.rendering import Pages
from web.shelf import Shelf

READ = ["GET", "HEAD"]


def routes(shelf: Shelf, pages: Pages) -> APIRouter:
    """`/appels`."""
    router = APIRouter(default_response_class=HTMLResponse)

    def calls(request: Request) -> HTMLResponse:
        now = pages.clock()
        query = read_query(request.query_params, now.date())
        found = shelf.calls(query, now)
        return pages.page(
            "appels.html",
            query=query,
            sections=(shown := page_of(board(found.items, now), query.page)).sections,
            counts=shown.counts,
            older=shown.older,
            total=found.total,
            types=topic_options(found.facets, "call_type", query.topic),
            disciplines=options(found.facets, "discipline", query.discipline),
        )

    router.add_api_route("/appels", calls, methods=READ, name="calls")
    return router
