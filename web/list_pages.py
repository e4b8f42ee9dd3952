"""Routes of the agenda: day by day, by month, on a map. All of them take the same filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.agenda import Agenda, Period, lay_out, next_day, period
from web.agenda_query import AgendaQuery, read_agenda_query
from web.atlas import HEIGHT, WIDTH, atlas, ground
from web.facets import Choices, Counts, choices, labeller
from web.month import grid, last_day, neighbours, read_month
from web.query import When
from web.rendering import Pages
from web.shelf import Listing, Shelf
from web.words import translations

READ = ["GET", "HEAD"]
STEP = timedelta(days=14)


def routes(shelf: Shelf, pages: Pages) -> APIRouter:
    router = APIRouter(default_response_class=HTMLResponse)
    say, _ = translations(pages.language)

    def beside(query: AgendaQuery, counts: Counts, sources: Mapping[str, str]) -> dict[str, Any]:
        """What stands beside every view: the choices, what is chosen, and the feed of this choice."""
        label = labeller(pages.language, sources)
        laid = choices(counts, query.values, label)
        names = {(c.facet.name, v.slug): v.label for c in laid for v in c.chosen}
        return {
            "query": query,
            "choices": laid,
            "fresh": counts.get("new", {}).get("1", 0),
            "chosen": _chosen(laid, say),
            "feed": query.feed(sources.keys()).canonical(),
            "forms": query.text is None and all(len(values) == 1 for values in query.values.values()),
            "unfed": tuple(names.get(pair, "") for pair in query.unfed(sources.keys())),
        }

    def agenda(request: Request) -> HTMLResponse:
        now = pages.clock()
        today = now.date()
        query = read_agenda_query(request.query_params.multi_items(), today)
        days = period(query, today)
        found = shelf.agenda(query, days, now)
        laid = lay_out(found.items, found.days, now)
        after = shelf.next_event(query, days.last, now) if laid.empty else None
        return pages.page(
            "agenda.html",
            **beside(query, found.found.counts, found.sources),
            path="/agenda",
            period=days,
            agenda=laid,
            running_total=found.found.running_total,
            earlier=days.start - STEP if query.when is None and query.start else None,
            first_days=laid.days_before_running(query, today),
            later=_later(laid, days, found, query),
            total=found.found.total,
            after=after,
            after_day=next_day(after, days.last) if after else None,
            month_of=(query.start or today).strftime("%Y-%m"),
        )

    def month(request: Request, month: str) -> HTMLResponse:
        now = pages.clock()
        first = read_month(month, now.date())
        if first is None:
            return pages.page("introuvable.html", 404)
        query = read_agenda_query(request.query_params.multi_items(), now.date())
        found = shelf.month(query, first, last_day(first), now)
        before, after = neighbours(first)
        return pages.page(
            "agenda-mois.html",
            **beside(query, found.counts, found.sources),
            path=f"/agenda/{month}",
            month_of=month,
            first=first,
            weeks=grid(first, found.days),
            before=before,
            after=after,
            total=sum(one.events for one in found.days),
        )

    def map_page(request: Request) -> HTMLResponse:
        now = pages.clock()
        query = read_agenda_query(request.query_params.multi_items(), now.date())
        days = period(query, now.date())
        listing = shelf.agenda(query, days, now)
        found = listing.found
        return pages.page(
            "agenda-carte.html",
            **beside(query, found.counts, listing.sources),
            path="/agenda/carte",
            month_of=now.strftime("%Y-%m"),
            period=days,
            atlas=atlas(_of_the_choice(query, found.counts), found.total),
            ground=ground(),
            size=(WIDTH, HEIGHT),
            total=found.total,
        )

    router.add_api_route("" if pages.base else "/", agenda, methods=READ, name="home")
    router.add_api_route("/agenda", agenda, methods=READ, name="agenda")
    router.add_api_route("/agenda/carte", map_page, methods=READ, name="map")
    router.add_api_route("/agenda/{month}", month, methods=READ, name="month")
    return router


def _chosen(laid: tuple[Choices, ...], say: Callable[[str], str]) -> tuple[tuple[str, str, str], ...]:
    """(facet, value, label) of all that is chosen among the facets. A commune that has the name of its province says
    what it is, when both are chosen."""
    picked = [(one.facet, value) for one in laid for value in one.chosen]
    labels = [value.label for _, value in picked]
    told = []
    for facet, value in picked:
        kind = f" ({say(facet.label).lower()})" if labels.count(value.label) > 1 else ""
        told.append((facet.name, value.slug, value.label + kind))
    return tuple(told)


def _of_the_choice(query: AgendaQuery, counts: Counts) -> Mapping[str, int]:
    """Events by commune. When communes are chosen only they are drawn: their facet counts the others too."""
    groups = dict(query.question(date.min, date.min, date.max).groups)
    wanted = {value.partition(":")[2] for value in groups.get("city", ())}
    held = counts.get("city", {})
    return {nis: number for nis, number in held.items() if not wanted or nis in wanted}


def _later(agenda: Agenda, days: Period, found: Listing, query: AgendaQuery) -> tuple[date | None, int] | None:
    """Where the next page starts, and its number on that day; a chip ends with its period."""
    if query.when is When.RUNNING:
        more = query.page * len(agenda.running) < found.found.running_total if agenda.running else False
        return (None, query.page + 1) if more else None
    if agenda.following:
        return agenda.following, 1
    if found.more:
        return found.days.last, query.page + 1
    if found.days.last < days.last:
        return found.days.last + timedelta(days=1), 1
    return (days.last + timedelta(days=1), 1) if query.when is None and not agenda.empty else None
