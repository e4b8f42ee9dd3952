"""Routes of the agenda."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.agenda import Agenda, Period, lay_out, next_day, period
from web.choices import options
from web.query import Query, read_query
from web.rendering import Pages
from web.shelf import Shelf

READ = ["GET", "HEAD"]
STEP = timedelta(days=14)


def routes(shelf: Shelf, pages: Pages) -> APIRouter:
    router = APIRouter(default_response_class=HTMLResponse)

    def agenda(request: Request) -> HTMLResponse:
        now = pages.clock()
        query = read_query(request.query_params, now.date())
        days = period(query, now.date())
        found, covered = shelf.events(query, days, now)
        laid = lay_out(found.items, covered, now)
        after = shelf.next_event(query, days.last, now) if laid.empty else None
        return pages.page(
            "agenda.html",
            query=query,
            period=days,
            agenda=laid,
            earlier=days.start - STEP if query.when is None and query.start else None,
            first_days=laid.days_before_running(query, now.date()),
            later=_later(laid, days, covered, query),
            total=found.total,
            after=after,
            after_day=next_day(after, days.last) if after else None,
            provinces=options(found.facets, "province", query.province),
            types=options(found.facets, "event_type", query.type),
            disciplines=options(found.facets, "discipline", query.discipline),
        )

    router.add_api_route("" if pages.base else "/", agenda, methods=READ, name="home")
    router.add_api_route("/agenda", agenda, methods=READ, name="agenda")
    return router


def _later(agenda: Agenda, days: Period, covered: Period, query: Query) -> date | None:
    """Where the next page starts: the first day that did not fit, else the day after; a chip ends with its period."""
    if agenda.following:
        return agenda.following
    if covered.last < days.last:
        return covered.last + timedelta(days=1)
    return days.last + timedelta(days=1) if query.when is None and not agenda.empty else None
