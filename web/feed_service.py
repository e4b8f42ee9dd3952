"""Routes of the feeds: the published files as they lie, and any filter of the agenda, the watch and the calls.

The files are written by the publish step alone (FEEDS.md §1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Engine

from feeds.channel import Site, site_of
from feeds.formats import FEEDS, MEDIA_TYPES, Feed, hub
from vigie.settings import Settings
from web.feed_bodies import also_of, question_of
from web.feed_files import CHUNK, FeedFile, open_feed
from web.feed_pages import known_sources, today
from web.feed_parameters import BadParameter
from web.feed_query import FeedQuery, read_feed_query
from web.fresh_bodies import FreshBodies
from web.machine_answers import METHODS, Body, answer, in_words, readable
from web.remembered import Remembered

CHANGES = "changes.ndjson"


def routes(engine: Engine, settings: Settings) -> APIRouter:
    """`/feeds/NAME`, the short addresses `/NAME`, and filters such as `/agenda.ics?province=namur`."""
    router = APIRouter()
    site = site_of(settings)
    bodies = FreshBodies(engine)
    known: Remembered[str] = Remembered(8192)

    def stored(request: Request, name: str) -> Response:
        found = open_feed(settings.feeds, name)
        if found is None:
            return in_words(404, "", "Flux inconnu.\nUnknown feed.\n")
        return answer(request, _body(found, site, known))

    def file(request: Request, name: str) -> Response:
        if request.query_params:
            raise BadParameter(
                next(iter(request.query_params)), "",
                f"ce fichier ne se filtre pas ; les flux {', '.join(f'/{f.path}' for f in FEEDS)} le font.",
                f"this file has no filters; the feeds {', '.join(f'/{f.path}' for f in FEEDS)} have.",
            )  # fmt: skip
        return stored(request, name)

    @readable(in_words)
    def published(request: Request) -> Response:
        return file(request, request.path_params["name"])

    def filtered(feed: Feed) -> Callable[[Request], Response]:
        @readable(in_words)
        def serve(request: Request) -> Response:
            if not request.query_params:
                return file(request, feed.path)
            day = today(settings.clock())
            pairs = request.query_params.multi_items()
            sources = known_sources(engine) if any(name == "source" for name, _ in pairs) else frozenset()
            query = read_feed_query(pairs, feed.kind, day, sources, also_of(feed))
            if query == FeedQuery(feed.kind):  # `cancelled=1`: what is so anyway
                return stored(request, feed.path)
            return answer(request, bodies.body(question_of(feed, query, day, site)))

        return serve

    def plain(name: str) -> Callable[[Request], Response]:
        @readable(in_words)
        def serve(request: Request) -> Response:
            return file(request, name)

        return serve

    router.add_route("/feeds/{name:path}", published, methods=METHODS, name="feed")
    for feed in FEEDS:
        router.add_route(f"/{feed.path}", filtered(feed), methods=METHODS, name=f"filter-{feed.path}")
    for name in {*MEDIA_TYPES, CHANGES} - {feed.path for feed in FEEDS}:
        router.add_route(f"/{name}", plain(name), methods=METHODS, name=f"short-{name}")
    return router


def _body(found: FeedFile, site: Site, known: Remembered[str]) -> Body:
    """A file as it lies. Its hash is that of its bytes, taken once for each version of it: the index may be older or
    younger than the file for a moment, the file never differs from itself."""
    index = found.name == "index.json"
    described = f"{site.url}/schema/index/1.0.0.json" if index else site.feed("index.json")
    return Body(
        sha256=known.get(found.identity, lambda: _sha256(found)),
        size=found.size,
        media_type=found.media_type,
        chunks=found.chunks,
        # When these bytes took the place of others: the publisher touches no file that stays the same.
        modified=found.modified,
        dated=True,
        links=(("self", site.feed(found.name)), ("describedby", described), ("hub", hub(site).href)),
        close=found.close,
    )


def _sha256(found: FeedFile) -> str:
    digest = hashlib.sha256()
    for chunk in iter(lambda: found.file.read(CHUNK), b""):
        digest.update(chunk)
    return digest.hexdigest()
