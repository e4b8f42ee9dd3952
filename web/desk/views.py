"""`/desk/views`: filters that editors save under a title, each with feeds of its own when it is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from feeds.channel import site_of
from feeds.slices import standing
from vigie.model import Kind
from warehouse import selected, views
from warehouse.item_selection import Order
from warehouse.views import View
from web import view_feeds
from web.desk.desk import Desk
from web.desk.gate import form
from web.desk.people import Person, Role
from web.desk.search import read_desk_query
from web.desk.view_search import Sayable, sayable
from web.embed_code import Size, frame_code
from web.embed_query import EmbedQuery
from web.embed_words import choice_in
from web.feed_pages import Asked, read_page, today
from web.feed_parameters import BadParameter
from web.feed_query import FeedQuery, read_feed_query
from web.labels import short_topic_label

CHOICES = ("province", "type", "discipline", "audience", "totem", "source", "language")
SHOWN = 12
FRAME_HEIGHT = 600


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds: a view that is not saved yet, or other words for one that is."""

    title: str
    title_en: str
    query: FeedQuery
    shared: bool


def routes(desk: Desk) -> APIRouter:
    """The list, one view, and what is done to them."""
    router = APIRouter()
    site = site_of(desk.settings)
    reader, editor = Depends(desk.gate.allow(Role.VIEWER)), Depends(desk.gate.allow(Role.EDITOR))

    def listed(request: Request, person: Person = reader) -> Response:
        with desk.engine.connect() as connection:
            found = views.every(connection)
        language = desk.pages(request, person).language
        words = {view.slug: choice_in(view_feeds.query_of(view), language) for view in found}
        return desk.page(request, person, "desk/views.html", views=found, words=words)

    def fresh(request: Request, person: Person = editor) -> Response:
        said = sayable(read_desk_query(request.query_params, today(desk.now())))
        return drafted(request, person, Draft("", "", said.query, True), said)

    def drafted(
        request: Request,
        person: Person,
        draft: Draft,
        said: Sayable | None = None,
        view: View | None = None,
        wrong: BadParameter | None = None,
        untitled: bool = False,
    ) -> Response:
        status = 200 if wrong is None and not untitled else 422
        values = {"draft": draft, "said": said, "view": view, "wrong": wrong, "untitled": untitled}
        return desk.page(
            request, person, "desk/view-form.html", status, **values, choices=choices(draft.query, names())
        )

    def names() -> Mapping[str, str]:
        with desk.engine.connect() as connection:
            return selected.source_names(connection)

    def read(said: FormData, kind: Kind) -> FeedQuery:
        wanted = (*CHOICES, "topic", "q", "from", "to")
        pairs = [(k, v.strip()) for k, v in said.multi_items() if k in wanted and isinstance(v, str) and v.strip()]
        if not said.get("cancelled"):
            pairs.append(("cancelled", "0"))
        return read_feed_query(pairs, kind, today(desk.now()), names())

    def written(request: Request, person: Person, view: View | None) -> Response:
        said = form(request)
        kind = view.kind if view else read_kind(said.get("kind"))
        draft = Draft(_word(said, "title"), _word(said, "title_en"), FeedQuery(kind), bool(said.get("shared")))
        try:
            draft = Draft(draft.title, draft.title_en, read(said, kind), draft.shared)
        except BadParameter as error:
            return drafted(request, person, draft, view=view, wrong=error)
        told = (draft.title, draft.title_en or None)
        try:
            with desk.act() as connection:
                if view is None:
                    query = draft.query.canonical()
                    slug = views.save(connection, *told, kind, query, draft.shared, person.name, desk.now()).slug
                else:
                    slug = view.slug
                    views.change(
                        connection, slug, *told, draft.query.canonical(), draft.shared, person.name, desk.now()
                    )
        except ValueError:
            return drafted(request, person, draft, view=view, untitled=True)
        return RedirectResponse(f"/desk/views/{slug}", status_code=303)

    def save(request: Request, person: Person = editor) -> Response:
        return written(request, person, None)

    def get(slug: str) -> View | None:
        with desk.engine.connect() as connection:
            return views.get(connection, slug)

    def absent(request: Request, person: Person) -> Response:
        return desk.page(request, person, "desk/view-gone.html", 404)

    def shown(request: Request, slug: str, person: Person = reader) -> Response:
        view = get(slug)
        if view is None:
            return absent(request, person)
        query = view_feeds.query_of(view)
        day = today(desk.now())
        with desk.engine.connect() as connection:
            page = read_page(connection, Asked(f"vues/{slug}", query, Order.TIME, SHOWN), day)
        embedded = EmbedQuery(query)
        return desk.page(
            request,
            person,
            "desk/view.html",
            view=view,
            words=choice_in(query, desk.pages(request, person).language),
            items=page.items,
            more=page.more,
            addresses=view_feeds.addresses(view, site),
            calendar=view_feeds.calendar(view, site),
            code=frame_code(embedded, view.title, Size(None, FRAME_HEIGHT), site.url),
        )

    def amended(request: Request, slug: str, person: Person = editor) -> Response:
        view = get(slug)
        if view is None:
            return absent(request, person)
        return drafted(
            request, person, Draft(view.title, view.title_en or "", view_feeds.query_of(view), view.shared), view=view
        )

    def change(request: Request, slug: str, person: Person = editor) -> Response:
        view = get(slug)
        return absent(request, person) if view is None else written(request, person, view)

    def remove(request: Request, slug: str, person: Person = editor) -> Response:
        with desk.act() as connection:
            views.remove(connection, slug, person.name, desk.now())
        return RedirectResponse("/desk/views", status_code=303)

    for method, path, endpoint in (
        ("GET", "/desk/views", listed),
        ("GET", "/desk/views/new", fresh),
        ("POST", "/desk/views", save),
        ("GET", "/desk/views/{slug}", shown),
        ("GET", "/desk/views/{slug}/edit", amended),
        ("POST", "/desk/views/{slug}", change),
        ("POST", "/desk/views/{slug}/remove", remove),
    ):
        router.add_api_route(path, endpoint, methods=[method], response_class=HTMLResponse)
    return router


def choices(query: FeedQuery, sources: Mapping[str, str]) -> Mapping[str, Sequence[Choice]]:
    """The boxes of each filter of a kind, in the order of the taxonomy; what the taxonomy lost since stays chosen."""
    found: dict[str, list[Choice]] = {name: [] for name in CHOICES}
    known = standing(query.kind) | {f"source:{slug}": name for slug, name in sources.items()}
    for name, label in known.items():
        facet, _, slug = name.partition(":")
        found[facet].append(Choice(slug, label, slug in query.values(facet)))
    for facet, boxes in found.items():
        lost = set(query.values(facet)) - {box.value for box in boxes}
        boxes += [Choice(slug, short_topic_label(slug), True) for slug in sorted(lost)]
    return found


def read_kind(value: object) -> Kind:
    """The kind that a form or an address names; the agenda otherwise."""
    return next((kind for kind in Kind if kind.value == value), Kind.EVENT)


def _word(said: FormData, name: str) -> str:
    value = said.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""
