"""`/oembed`: how one of our addresses is embedded (oEmbed 1.0, https://oembed.com, §2.2 and §2.3)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Engine

from feeds.json_text import dumped, present
from feeds.rights import released, source_link
from vigie.model import Item
from vigie.settings import Settings
from warehouse import items
from web.embed_code import Size, frame_code, usual_size
from web.embed_query import EmbedQuery
from web.embed_words import choice_in, words_in
from web.feed_pages import known_sources, today
from web.feed_parameters import BadParameter, Parameters
from web.machine_answers import METHODS, OPEN, answer, body_of, readable
from web.oembed_address import embedded_by
from web.outgoing import source_name

PATH = "/oembed"
ASKED = ("url", "maxwidth", "maxheight", "format")
LARGEST = 10_000
AGE = 3600
MEDIA_TYPE = "application/json; charset=utf-8"


def problem(status: int, title: str, text: str) -> Response:
    headers = {**OPEN, "cache-control": "no-store"}
    return Response(dumped({"error": text.strip()}), status, headers, media_type=MEDIA_TYPE)


def routes(engine: Engine, settings: Settings) -> APIRouter:
    """`GET /oembed?url=…&maxwidth=…&maxheight=…&format=json`."""
    router = APIRouter()

    def foreign() -> Response:
        return problem(404, "", "Cette adresse n’est pas de celles qui s’intègrent.\nThis address cannot be embedded.")

    def found_item(query: EmbedQuery) -> Item | None:
        """The live item of a query, or the one that it was merged into."""
        with engine.connect() as connection:
            id = items.redirect(connection, query.item or "") or query.item or ""
            found = items.get(connection, id)
        return released(found) if found and not (found.hidden or found.withdrawn_at or found.merged_into) else None

    @readable(problem)
    def described(request: Request) -> Response:
        # Consumers may say more than we know (§2.2): that is left alone.
        asked = Parameters([pair for pair in request.query_params.multi_items() if pair[0] in ASKED], ASKED)
        if asked.one("format") not in (None, "json"):
            return problem(501, "", "Seul format=json est offert.\nOnly format=json is offered.")
        url = asked.one("url")
        if url is None:
            raise BadParameter("url", "", "il manque.", "it is missing.")
        most = Size(asked.number("maxwidth", LARGEST), asked.number("maxheight", LARGEST))
        query = embedded_by(url, settings.site_url, today(settings.clock()), known_sources(engine))
        if query is None:
            return foreign()
        item = found_item(query) if query.item else None
        if query.item and item is None:
            return foreign()
        return answer(
            request, body_of(_body(query, item, most, settings.site_url), MEDIA_TYPE, cache=f"public, max-age={AGE}")
        )

    router.add_route(PATH, described, methods=METHODS, name="oembed")
    return router


def _body(query: EmbedQuery, item: Item | None, most: Size, site_url: str) -> bytes:
    title = item.content.title if item else title_of(query)
    size = usual_size(query, most)
    told: dict[str, object] = {"version": "1.0", "type": "rich", "title": title}
    told |= {"provider_name": "Vigie", "provider_url": site_url, "cache_age": AGE}
    if item:
        told |= present(author_name=source_name(item) or None, author_url=source_link(item))
    told |= {"width": size.width, "height": size.height, "html": frame_code(query, title, size, site_url, most.height)}
    return dumped(told)


def title_of(query: EmbedQuery) -> str:
    """`Agenda – Atelier, Namur`."""
    choice = choice_in(query.feed, query.language)
    heading = words_in(query.language).titles[query.feed.kind]
    return f"{heading} – {choice}" if choice else heading
