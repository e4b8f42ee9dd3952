"""Routes of the watch: by topic, by week, each piece of news with what it announces."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from web.newsstand import Newsstand
from web.rendering import Pages
from web.topic_choices import leading
from web.watch import monday_of, week_name, weeks
from web.watch_query import read_watch

READ = ["GET", "HEAD"]
NEWS_FACETS = ("watch_type", "discipline", "theme")
WEEK = timedelta(days=7)


def routes(engine: Engine, pages: Pages) -> APIRouter:
    """`/veille`, in the language of `pages`."""
    router = APIRouter(default_response_class=HTMLResponse)
    stand = Newsstand(engine)

    def watch(request: Request) -> HTMLResponse:
        now = pages.clock()
        query = read_watch(request.query_params, now.date())
        found = stand.news(query, now)
        monday = monday_of(query.week) if query.week else None
        return pages.page(
            "veille.html",
            query=query,
            monday=monday,
            sunday=monday + WEEK - timedelta(days=1) if monday else None,
            weeks=weeks(found.items),
            announced=found.announced,
            total=found.total,
            more=found.more,
            earlier=found.earlier,
            later=week_name(monday + WEEK) if monday and monday + WEEK <= now.date() else None,
            this_week=week_name(now.date()),
            last_week=week_name(now.date() - WEEK),
            topics=leading(found.counts, NEWS_FACETS, query.topic, pages.language),
        )

    router.add_api_route("/veille", watch, methods=READ, name="watch")
    return router
