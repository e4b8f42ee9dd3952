"""Routes of the calls: what closes next comes first, what is closed stays, with when it may come back."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from vigie.model import CallState
from web.calls import CLOSED_PER_PAGE, Section, board
from web.newsstand import Newsstand
from web.rendering import Pages
from web.said import said_in
from web.topic_choices import topics_of
from web.watch_query import CallQuery, read_calls

READ = ["GET", "HEAD"]


def routes(engine: Engine, pages: Pages) -> APIRouter:
    """`/appels`, in the language of `pages`."""
    router = APIRouter(default_response_class=HTMLResponse)
    stand, month = Newsstand(engine), said_in(pages.language).print.month

    def calls(request: Request) -> HTMLResponse:
        now = pages.clock()
        query = read_calls(request.query_params, now.date())
        found = stand.calls(query, now, CLOSED_PER_PAGE)
        sections = board((*found.open, *found.closed), now)
        open_counts = [(s.state, len(s.cards)) for s in sections if s.state is not CallState.CLOSED]
        closed_count = [(CallState.CLOSED, found.closed_total)] if found.closed_total else []
        return pages.page(
            "appels.html",
            query=query,
            sections=shown(sections, query),
            counts=(*open_counts, *closed_count),
            older=found.closed_total > query.page * CLOSED_PER_PAGE and query.state in (None, CallState.CLOSED),
            total=len(found.open) + found.closed_total,
            comebacks={
                item: (month(date(2000, back.month, 1)) if back.month else None, back.editions)
                for item, back in found.comebacks.items()
            },
            types=topics_of(found.counts, "call_type", query.topic, pages.language, named=True),
            disciplines=topics_of(found.counts, "discipline", query.discipline, pages.language),
            levels=topics_of(found.counts, "call_level", query.level, pages.language),
            audiences=topics_of(found.counts, "audience", query.audience, pages.language),
        )

    router.add_api_route("/appels", calls, methods=READ, name="calls")
    return router


def shown(sections: tuple[Section, ...], query: CallQuery) -> tuple[Section, ...]:
    """The sections of one page: those of the chosen state; from the second page on the closed calls alone."""
    only = CallState.CLOSED if query.page > 1 else query.state
    return tuple(s for s in sections if only is None or s.state is only)
