"""`/desk/e/ID/preview`: an item as readers would see it, from the present or with a correction that is not saved.

Every view is made by the templates of the readers. Nothing is written: a correction travels signed in the address.
"""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from feeds.rights import released
from vigie.model import Event, Item
from warehouse import items
from warehouse.digests import Digest, Pick, monday
from warehouse.projection import corrected
from web.agenda import Entry
from web.desk.desk import Desk
from web.desk.digest import MAIL_POLICY
from web.desk.field_reading import read as read_field
from web.desk.field_rows import Unfit
from web.desk.gate import form
from web.desk.people import Person, Role
from web.digest_pick import Entry as Told
from web.digest_pick import Made, session_of
from web.digest_render import rendered
from web.embed import embed_page
from web.embed_lines import one
from web.embed_query import EmbedQuery
from web.embed_words import words_in
from web.feed_query import FeedQuery
from web.item_pages import item_page
from web.language import Language
from web.query import ITEM_ID
from web.related import Neighbourhood
from web.rendering import Pages
from web.secrets import signing_key

LASTING = 3600
"""Seconds for which a draft may be looked at."""
LONGEST = 6_000
"""Signs of a signed draft in an address."""
VIEWS = ("page", "embed", "digest")
FRAMED = (
    "default-src 'self'; script-src 'none'; style-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""What readers' pages may do, and only a page of ours may show them in a frame."""


def routes(desk: Desk) -> APIRouter:
    """The preview, its draft, and each view as readers get it."""
    router = APIRouter()
    around = Neighbourhood(desk.engine)
    signer = URLSafeTimedSerializer(signing_key(desk.settings), salt="vigie desk preview")
    reader, editor = Depends(desk.gate.allow(Role.VIEWER)), Depends(desk.gate.allow(Role.EDITOR))

    def found(item: str) -> Item | None:
        if not ITEM_ID.fullmatch(item):
            return None
        with desk.engine.connect() as connection:
            return items.get(connection, items.redirect(connection, item) or item)

    def absent(request: Request, person: Person) -> Response:
        return desk.page(request, person, "desk/item-missing.html", 404)

    def drafted(item: Item, draft: str) -> Item:
        """The item with what a signed draft says; as it stands when there is none, or one of another item."""
        try:
            of, field, plain = signer.loads(draft, max_age=LASTING)
        except BadData:
            return item
        if of != item.id:
            return item
        value = corrected(item.kind, field, plain)
        return replace(item, content=replace(item.content, **{field: value}))

    def shown(request: Request, item: str, person: Person = reader) -> Response:
        present = found(item)
        if present is None:
            return absent(request, person)
        draft = request.query_params.get("draft", "")
        seen = drafted(present, draft)
        pages = desk.pages(request, person)
        public = released(seen)
        return desk.page(
            request,
            person,
            "desk/preview.html",
            item=public,
            content=public.content,
            drafted=seen != present,
            lost=bool(draft) and seen == present,
            entry=_line(public, pages),
            views=[(view, f"/desk/e/{present.id}/preview/{view}" + (f"?draft={draft}" if draft else ""))
                   for view in VIEWS],
        )  # fmt: skip

    def typed(request: Request, item: str, person: Person = editor) -> Response:
        present, said = found(item), form(request)
        field = str(said.get("field", ""))
        if present is None:
            return absent(request, person)
        given = {name: value for name, value in said.items() if isinstance(value, str)}
        try:
            plain = read_field(present.kind, field, given)
        except Unfit as error:
            return desk.page(request, person, "desk/preview-unfit.html", 422, item=present, field=field, why=error.why)
        draft = signer.dumps([present.id, field, plain])
        if len(draft) > LONGEST:
            why = "Cette saisie est trop longue pour un aperçu : enregistrez-la, elle peut être défaite."
            return desk.page(request, person, "desk/preview-unfit.html", 422, item=present, field=field, why=why)
        return RedirectResponse(f"/desk/e/{present.id}/preview?draft={draft}", status_code=303)

    def viewed(request: Request, item: str, view: str, person: Person = reader) -> Response:
        present = found(item)
        if present is None or view not in VIEWS:
            return absent(request, person)
        public = released(drafted(present, request.query_params.get("draft", "")))
        pages = desk.pages(request, person)
        html = {"page": _page, "embed": _embed, "digest": _digest}[view](public, pages, around)
        policy = MAIL_POLICY.replace("'none'; sandbox", "'self'; sandbox") if view == "digest" else FRAMED
        headers = {"content-security-policy": policy, "x-frame-options": "SAMEORIGIN", "cache-control": "no-store"}
        return HTMLResponse(html, headers=headers)

    router.add_api_route("/desk/e/{item}/preview", shown, methods=["GET"], response_class=HTMLResponse)
    router.add_api_route("/desk/e/{item}/preview", typed, methods=["POST"], response_class=HTMLResponse)
    router.add_api_route("/desk/e/{item}/preview/{view}", viewed, methods=["GET"], response_class=HTMLResponse)
    return router


def _line(item: Item, pages: Pages) -> Entry | None:
    """The line of the agenda for an event; None for what has none."""
    if not isinstance(item.content, Event):
        return None
    now = pages.clock()
    coming = [o for o in item.content.occurrences if o.closes_at() > now] or list(item.content.occurrences)
    return Entry(item, item.content, coming[0], len(coming) - 1, coming[0].closes_at() <= now)


def _page(item: Item, pages: Pages, around: Neighbourhood) -> bytes:
    return bytes(item_page(item, around, pages).body)


def _embed(item: Item, pages: Pages, around: Neighbourhood) -> bytes:
    now = pages.clock()
    query = EmbedQuery(FeedQuery(item.kind), Language(pages.language), item=item.id)
    return embed_page(query, item.kind, one(item, now, words_in(query.language)), now, pages)[1]


def _digest(item: Item, pages: Pages, around: Neighbourhood) -> bytes:
    content = item.content
    today = pages.clock().date()
    first = monday(max(today, content.occurrences[0].start.day) if isinstance(content, Event) else today)
    digest = Digest(first, (Pick(item.id, True),), {})
    mail = rendered(Made(digest, (Told(item, True, session_of(item, first)),), True), pages)
    assert mail is not None  # it tells of one item
    return mail.html.encode()
