"""`carte.png` of the site, of an item, an actor, a place: what a shared link shows."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Engine

from vigie.model import Call, CallState, Event, Item, Kind
from web import french, outgoing
from web.actor_pages import kinds_of
from web.answers import etag
from web.calls import card
from web.directory import Directory
from web.item_pages import looking
from web.labels import short_topic_label
from web.remembered import Remembered
from web.rendering import CALL_STATES, STATUSES, Pages
from web.said import Said, said_in
from web.share_cards import ShareCard, drawn
from web.shelf import Shelf
from web.watch import piece

READ = ["GET", "HEAD"]
ROOM = 8 * 1024 * 1024
TYPES = ("event_type", "call_type", "watch_type")


def routes(engine: Engine, shelf: Shelf, pages: Pages, kept: Remembered[bytes]) -> APIRouter:
    """The cards, in the language of `pages`."""
    router = APIRouter(default_response_class=Response)
    reading = Directory(engine)
    lookup, words = looking(shelf, pages), said_in(pages.language)

    def answer(request: Request, shown: ShareCard) -> Response:
        body = kept.get(shown, lambda: drawn(shown))
        tag = etag(body)
        headers = {"etag": tag, "cache-control": "public, max-age=3600", "access-control-allow-origin": "*"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="image/png", headers=headers)

    def site(request: Request) -> Response:
        _ = words._
        title = _("Ce qui se passe, se dit et se prépare dans la créativité numérique en Wallonie")
        return answer(request, ShareCard(_("Agenda, veille, appels"), title, (), ""))

    def item(request: Request, item: str) -> Response:
        found = lookup(item, "/carte.png")
        return answer(request, card_of(found, pages.clock(), words)) if isinstance(found, Item) else found

    def actor(request: Request, slug: str) -> Response:
        entry = reading.actor(slug)
        if entry is None:
            return pages.page("introuvable.html", 404)
        return named(request, words._("Acteurs"), entry.name, kinds_of(entry, pages.language), entry.city)

    def place(request: Request, slug: str) -> Response:
        told = reading.places().get(slug)
        if told is None:
            return pages.page("introuvable.html", 404)
        return named(request, words._("Lieux"), told.name, told.municipality, None)

    def named(request: Request, kicker: str, name: str, *lines: str | None) -> Response:
        told = tuple(line for line in lines if line)
        return answer(request, ShareCard(kicker, name, told, words._("Créativité numérique en Wallonie")))

    router.add_api_route("/acteurs/{slug}/carte.png", actor, methods=READ, name="actor-card")
    router.add_api_route("/lieux/{slug}/carte.png", place, methods=READ, name="place-card")
    router.add_api_route("/carte.png", site, methods=READ, name="card")
    router.add_api_route("/e/{item}/carte.png", item, methods=READ, name="item-card")
    return router


def memory() -> Remembered[bytes]:
    """Cards that were drawn lately, for all languages of a site."""
    return Remembered(ROOM, len)


def card_of(item: Item, now: datetime, words: Said) -> ShareCard:
    """The card of a released item at the aware instant `now`."""
    _ = words._
    section = {Kind.EVENT: _("Agenda"), Kind.NEWS: _("Veille"), Kind.CALL: _("Appels")}[item.kind]
    types = [short_topic_label(t, words.language) for t in item.content.topics if t.partition(":")[0] in TYPES]
    kicker = " · ".join([section, *types[:1], *_state(item, now, words)])
    lines = tuple(line for line in _lines(item, now, words) if line)
    return ShareCard(kicker, french.bound(item.content.title), lines, _("Créativité numérique en Wallonie"))


def _state(item: Item, now: datetime, words: Said) -> list[str]:
    content = item.content
    if isinstance(content, Event) and content.status in STATUSES[words.language]:
        return [STATUSES[words.language][content.status]]
    if isinstance(content, Call) and content.state(now) is CallState.CLOSED:
        return [CALL_STATES[words.language][CallState.CLOSED]]
    return []


def _lines(item: Item, now: datetime, words: Said) -> tuple[str, str]:
    content, today = item.content, now.date()
    if isinstance(content, Event):
        coming = [s for s in content.occurrences if s.closes_at() > now] or content.occurrences[-1:]
        when = words.print.session_words(coming[0], today)
        where = outgoing.town(content.place) or (words._("en ligne") if content.online_url else "")
        return _capital(when), where
    if isinstance(content, Call):
        shown = card(item, now)
        limit = words._("en continu") if content.rolling else ""
        if shown.deadline:
            until = words._("avant le") if shown.deadline.strict else words._("jusqu’au")
            limit = f"{until} {words.print.wall_words(shown.deadline.at, today)}"
        return _capital(limit), ", ".join(content.funders)
    told = piece(item)
    day = words.print.day_words(told.day, today) if told.dated else ""
    return outgoing.source_name(item), day


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
