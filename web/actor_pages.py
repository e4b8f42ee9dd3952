"""`/acteurs`: the white paper's map of the ecosystem as lists by type and province, and a page for each actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Engine

from feeds.channel import site_of
from feeds.slices import PROVINCES
from warehouse.actors_told import Entry, directory
from warehouse.gathered import Tally
from warehouse.places_told import folded
from web import directory_feeds
from web.choices import Option
from web.directory import NOTHING, Directory
from web.directory_feeds import Found
from web.labels import province_label, topic_label
from web.language import Language
from web.query import SLUG, read_query
from web.rendering import Pages
from web.said import said_in

READ = ["GET", "HEAD"]
TYPE = "actor_type"
CATEGORIES = ("culture-numerique", "vitrine-veille", "formation-recherche-sensibilisation", "entrepreneuriat")
WHERE = (*PROVINCES, "bruxelles-capitale", "")
"""Provinces in their order, Brussels, and what has no place that is known."""


@dataclass(frozen=True, slots=True)
class Named:
    """One actor of the list. `kinds` are its narrow types in words."""

    entry: Entry
    kinds: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Group:
    """One heading of the list with its actors: those with something ahead first."""

    slug: str
    name: str
    actors: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ActorQuery:
    """What a reader asked for: one broad type, one province ("" = not known), words, and how to sort."""

    type: str | None = None
    province: str | None = None
    text: str | None = None
    by_province: bool = False

    @property
    def filtered(self) -> bool:
        return bool(self.type or self.province or self.text)

    def here(self, path: str) -> str:
        return self.url(path)

    def url(self, path: str, **changes: str | bool | None) -> str:
        asked = replace(self, **changes)  # type: ignore[arg-type]
        sort = "province" if asked.by_province else None
        pairs = (("type", asked.type), ("province", asked.province), ("q", asked.text), ("par", sort))
        kept = [(name, value) for name, value in pairs if value]
        return f"{path}?{urlencode(kept)}" if kept else path


def routes(engine: Engine, pages: Pages) -> APIRouter:
    """`/acteurs` and `/acteurs/SLUG`, in the language of `pages`."""
    router = APIRouter(default_response_class=HTMLResponse)
    reading = Directory(engine)

    def actors(request: Request) -> Response:
        now = pages.clock()
        query = read_actors(request.query_params, now.date())
        tallies = reading.actor_tallies(now)
        every = [e for e in directory().values() if e.shown or tallies.get(e.slug, NOTHING).any]
        every = [e for e in every if e.scope != "abroad"]
        found = [e for e in every if fits(e, query)]
        return pages.page(
            "acteurs.html",
            asked=query,
            groups=groups(found, tallies, query, pages.language),
            total=len(found),
            types=_options(every, query, "type", pages.language),
            provinces=_options(every, query, "province", pages.language),
        )

    def actor(slug: str) -> Response:
        entry = reading.actor(slug)
        if entry is None:
            return pages.page("introuvable.html", 404)
        now = pages.clock()
        held = reading.of_actor(slug, now)
        path = f"/acteurs/{slug}"
        return pages.page(
            "acteur.html",
            entry=entry,
            kinds=kinds_of(entry, pages.language),
            held=held,
            path=path,
            feeds=directory_feeds.addresses(path, pages.settings.site_url, held),
        )

    router.add_api_route("/acteurs", actors, methods=READ, name="actors")
    router.add_api_route("/acteurs/{slug}", actor, methods=READ, name="actor")
    return router


def feed_routes(engine: Engine, pages: Pages) -> APIRouter:
    """`/acteurs/SLUG/agenda.ics` and the like, which have no language."""
    reading = Directory(engine)

    def find(slug: str) -> Found | None:
        entry = reading.actor(slug)
        if entry is None:
            return None
        return Found(entry.name, f"/acteurs/{slug}", lambda now, most: reading.of_actor(slug, now, most))

    return directory_feeds.routes("/acteurs", find, pages, site_of(pages.settings))


def read_actors(parameters: Mapping[str, str], today: date) -> ActorQuery:
    """Lenient: what cannot be meant is left out."""
    category, province = parameters.get("type", ""), parameters.get("province", "")
    return ActorQuery(
        category if category in CATEGORIES else None,
        province if SLUG.fullmatch(province) and province in WHERE else None,
        read_query(parameters, today).text,
        parameters.get("par") == "province",
    )


def fits(entry: Entry, query: ActorQuery) -> bool:
    """Whether an actor is asked for: any of its broad types, its province, all words of the question in its name."""
    if query.type and query.type not in {broad for broad, _ in entry.categories}:
        return False
    if query.province and entry.province != query.province:
        return False
    return not query.text or folded(query.text) in folded(f"{entry.name} {entry.city or ''}")


def groups(
    found: Iterable[Entry], tallies: Mapping[str, Tally], query: ActorQuery, language: Language
) -> tuple[Group, ...]:
    """By main type, or by province, in their order; within, those with something ahead first, then by name."""
    named = [Named(e, kinds_of(e, language), tallies.get(e.slug, NOTHING)) for e in found]
    named.sort(key=lambda n: (not (n.tally.coming or n.tally.calls), n.entry.name.casefold()))
    laid = []
    for slug in WHERE if query.by_province else CATEGORIES:
        here = tuple(n for n in named if _heading(n.entry, query) == slug)
        if here:
            laid.append(Group(slug or "ailleurs", _group_name(slug, query, language), here))
    return tuple(laid)


def kinds_of(entry: Entry, language: Language) -> str:
    """`Haute école, Centre de recherche`."""
    slugs = dict.fromkeys(narrow or broad for broad, narrow in entry.categories)
    return ", ".join(topic_label(f"{TYPE}:{slug}", language) for slug in slugs)


def _heading(entry: Entry, query: ActorQuery) -> str:
    if query.by_province:
        return entry.province if entry.province in WHERE else ""
    broad = [category for category, _ in entry.categories]
    return query.type if query.type in broad else broad[0]


def _group_name(slug: str, query: ActorQuery, language: Language) -> str:
    if not query.by_province:
        return topic_label(f"{TYPE}:{slug}", language)
    return province_label(slug, language) if slug else said_in(language)._("Ailleurs, ou partout")


def _options(every: list[Entry], query: ActorQuery, name: str, language: Language) -> tuple[Option, ...]:
    """The values of one choice with how many actors each would give, the others kept."""
    chosen = query.type if name == "type" else query.province
    found = []
    for slug in CATEGORIES if name == "type" else [s for s in WHERE if s]:
        asked = replace(query, type=slug) if name == "type" else replace(query, province=slug)
        count = sum(1 for e in every if fits(e, asked))
        label = topic_label(f"{TYPE}:{slug}", language) if name == "type" else province_label(slug, language)
        if count or slug == chosen:
            found.append(Option(slug, label, count or None, slug == chosen))
    return tuple(found)
