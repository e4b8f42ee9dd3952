"""Public feeds of the views that editors share: `/vues/SLUG.ics` and the other forms, by the machinery of the feeds.

The title of the feed is that of the view, and its address never moves: who renames a view, or asks another question
with it, keeps its subscribers. One that is no longer public answers 410.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Engine

from feeds.channel import Site, site_of
from feeds.formats import FORMATS, JSON, NAMES, Feed
from vigie.model import Kind
from vigie.settings import Settings
from warehouse import views
from warehouse.views import Told, View
from web.feed_bodies import Named, question_of
from web.feed_pages import today
from web.feed_parameters import Parameters
from web.feed_query import FACETS, FeedQuery
from web.fresh_bodies import FreshBodies
from web.machine_answers import METHODS, answer, in_words, readable

PATH = "/vues"
SUFFIXES = (".ics", ".atom", ".rss", ".json", ".csv", ".xlsx")
"""The forms of a view, those of them that its kind has."""


def routes(engine: Engine, settings: Settings) -> APIRouter:
    """`/vues/SLUG.SUFFIX`."""
    router = APIRouter()
    site = site_of(settings)
    bodies = FreshBodies(engine)

    @readable(in_words)
    def serve(request: Request) -> Response:
        slug, _, ending = request.path_params["name"].rpartition(".")
        with engine.connect() as connection:
            state = views.told(connection, slug)
            view = views.get(connection, slug) if state is Told.SHARED else None
        if state is Told.GONE:
            return in_words(410, "", "Cette vue n’est plus publique.\nThis view is public no longer.\n")
        feed = feed_of(view.kind, f".{ending}") if view else None
        if view is None or feed is None:
            return in_words(404, "", "Flux inconnu.\nUnknown feed.\n")
        said = Parameters(request.query_params.multi_items(), ("cursor",) if feed.format is JSON else ())
        query = query_of(view, said.one("cursor"))
        named = Named(f"vues/{view.slug}.{ending}", f"vue.{view.slug}", view.title)
        return answer(request, bodies.body(question_of(feed, query, today(settings.clock()), site, named)))

    router.add_route(PATH + "/{name}", serve, methods=METHODS, name="view-feed")
    return router


def feed_of(kind: Kind, suffix: str) -> Feed | None:
    """The feed of a kind that a form of a view is made like; None when views of that kind have no such form."""
    found = [form for form in FORMATS[kind] if form.suffix == suffix and suffix in SUFFIXES]
    return Feed(NAMES[kind] + suffix, kind, found[0]) if found else None


def addresses(view: View, site: Site) -> dict[str, str]:
    """Suffix → public address, in the order of SUFFIXES."""
    return {end: f"{site.url}{PATH}/{view.slug}{end}" for end in SUFFIXES if feed_of(view.kind, end)}


def calendar(view: View, site: Site) -> str | None:
    """The `webcal:` link of a view, which calendar programs open; None for news."""
    found = addresses(view, site).get(".ics")
    return urlsplit(found)._replace(scheme="webcal").geturl() if found else None


def query_of(view: View, cursor: str | None = None) -> FeedQuery:
    """The question of a view. It was checked when it was saved: a slug that the taxonomy lost since is asked all the
    same, and finds what still bears it."""
    pairs = parse_qsl(view.query)
    facets = ((name, tuple(sorted(value for key, value in pairs if key == name))) for name in FACETS)
    one = dict(pairs)
    since = one.get("updated_since")
    return FeedQuery(
        view.kind,
        tuple((name, values) for name, values in facets if values),
        text=one.get("q"),
        first=_day(one.get("from")),
        last=_day(one.get("to")),
        updated_since=datetime.fromisoformat(since).astimezone(UTC) if since else None,
        cancelled=one.get("cancelled") != "0",
        limit=int(one["limit"]) if "limit" in one else None,
        cursor=cursor,
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
