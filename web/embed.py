"""`/embed`: a small page for the frames of other sites (FEEDS.md §8). It needs no script and sets no cookie."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, Engine

from feeds.formats import ATOM, FORMATS, NAMES
from feeds.rights import released
from vigie.model import Kind
from warehouse import items
from web import embed_files
from web.embed_items import from_today, shown, signature
from web.embed_lines import Group, groups, one
from web.embed_query import PATH, EmbedQuery, read_embed_query
from web.embed_words import choice_in, words_in
from web.feed_pages import known_sources
from web.feed_query import days
from web.fresh_bodies import FreshBodies, Question
from web.machine_answers import METHODS, Body, answer, body_of, readable
from web.rendering import Pages

CACHE = "public, max-age=300"
MEDIA_TYPE = "text/html; charset=utf-8"
MINUTES = 15
"""A page is made anew after so long at the latest: what has ended leaves it."""
LISTS = {Kind.EVENT: "/agenda", Kind.NEWS: "/veille", Kind.CALL: "/appels"}


def routes(engine: Engine, pages: Pages) -> APIRouter:
    """`/embed` and the files that it needs."""
    router = APIRouter()
    bodies = FreshBodies(engine)

    def refused(status: int, title: str, text: str) -> Response:
        french, _, english = text.strip().partition("\n")
        return pages.page("embed-refus.html", status, title=title, french=french, english=english, **_files())

    @readable(refused)
    def embedded(request: Request) -> Response:
        now = pages.clock()
        pairs = request.query_params.multi_items()
        sources = known_sources(engine) if any(name == "source" for name, _ in pairs) else frozenset()
        query = read_embed_query(pairs, now.date(), sources)
        if query.item:
            return of_item(request, query, now)
        return answer(request, bodies.body(_question(query, now, pages)))

    def of_item(request: Request, query: EmbedQuery, now: datetime) -> Response:
        assert query.item
        with engine.connect() as connection:
            target, found = items.redirect(connection, query.item), items.get(connection, query.item)
        if target:
            moved = EmbedQuery(query.feed, query.language, query.theme, target)
            return RedirectResponse(moved.address(), 301, headers={"cache-control": CACHE})
        if found is None or found.hidden:
            return refused(404, "Inconnu", "Aucun élément ne porte cet identifiant.\nNo item has this id.")
        if found.withdrawn_at:
            return refused(410, "Retiré", "Cet élément a été retiré.\nThis item has been withdrawn.")
        item = released(found)
        page = embed_page(query, item.kind, one(item, now, words_in(query.language)), now, pages)
        return answer(request, page[0])

    router.add_route(PATH, embedded, methods=METHODS, name="embed")
    router.include_router(embed_files.routes())
    return router


def _question(query: EmbedQuery, now: datetime, pages: Pages) -> Question:
    def make(connection: Connection) -> tuple[Body, bytes]:
        found = shown(connection, query.feed, query.lines, now)
        first, _ = days(from_today(query.feed, now.date()), now.date())
        return embed_page(
            query, query.feed.kind, groups(query.feed.kind, found, first, now, words_in(query.language)), now, pages
        )

    def mark(connection: Connection) -> str:
        return signature(connection, query.feed, now)

    part = f"{now.hour}:{now.minute // MINUTES}"
    return Question(f"{query.address()}@{part}", query.feed.kind, now.date(), make, mark)


def embed_page(
    query: EmbedQuery, kind: Kind, laid: tuple[Group, ...], now: datetime, pages: Pages
) -> tuple[Body, bytes]:
    """The embedded page of lines, and its bytes."""
    words = words_in(query.language)
    html = pages.render(
        "embed.html",
        query=query,
        words=words,
        heading=words.titles[kind],
        choice="" if query.item else choice_in(query.feed, query.language),
        nothing=words.nothing[kind],
        groups=laid,
        list=LISTS[kind],
        follow=None if query.item else _subscription(query, pages.settings.site_url),
        **_files(),
    )
    data = html.encode()
    return body_of(data, MEDIA_TYPE, cache=CACHE), data


def _subscription(query: EmbedQuery, site_url: str) -> str:
    """The same choice as a calendar, or as a feed where there is no calendar."""
    kind = query.feed.kind
    suffix = FORMATS[kind][0].suffix if kind is not Kind.NEWS else ATOM.suffix
    rest = replace(query.feed, limit=None).canonical()
    address = f"{site_url}/{NAMES[kind]}{suffix}" + (f"?{rest}" if rest else "")
    return "webcal:" + address.partition(":")[2] if suffix == ".ics" else address


def _files() -> dict[str, object]:
    return {
        "sheet": embed_files.address(embed_files.SHEET),
        "script": embed_files.address(embed_files.FRAME_SCRIPT),
    }
