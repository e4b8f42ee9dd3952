"""`/sitemap-annuaire.xml`: the pages of actors and places that have something ahead, for those who map the site.

The edition writes `sitemap.xml` and knows items alone; who is where is asked of the warehouse. When such a page last
changed nobody notes, so no date is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Engine

from feeds import sitemap
from feeds.channel import site_of
from web.directory import Directory
from web.rendering import Pages

PATH = "/sitemap-annuaire.xml"
CACHE = "public, max-age=3600"


def routes(engine: Engine, pages: Pages) -> APIRouter:
    """It has no language: it names every page in both."""
    router = APIRouter()
    reading, site = Directory(engine), site_of(pages.settings)

    def directory_map() -> Response:
        now = pages.clock()
        actors = (f"/acteurs/{slug}" for slug in sorted(reading.actor_tallies(now)) if reading.actor(slug))
        known = reading.places()
        places = (f"/lieux/{slug}" for slug in sorted(reading.place_tallies(now)) if slug in known)
        paths: Iterable[str] = ("/acteurs", "/lieux", *actors, *places)
        both = (page for path in paths for page in sitemap.in_both(site, path, None))
        (file,) = sitemap.render(islice(both, sitemap.MOST), site)
        return Response(file.data, media_type=sitemap.MEDIA_TYPE, headers={"cache-control": CACHE})

    router.add_api_route(PATH, directory_map, methods=["GET", "HEAD"], name="directory-map")
    return router
