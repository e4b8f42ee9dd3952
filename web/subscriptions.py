"""`/abonnements`: what can be subscribed to, and where.

Without a choice, only files that are there are offered; a choice has the file of its slice, or an address of the feed
service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from feeds import changes_atom, dcat
from feeds.formats import FORMATS, NAMES, SLICED
from feeds.pieces import Format
from feeds.slices import FACETS, TYPES, folder, standing
from vigie.model import Kind
from warehouse import selected
from web.choices import Option
from web.embed_code import Size, frame_code
from web.embed_query import EmbedQuery
from web.embed_words import LANGUAGES, choice_in, words_in
from web.feed_files import published_at
from web.feed_query import FeedQuery
from web.labels import province_label, topic_label
from web.language import Language
from web.rendering import Pages

CALENDARS = {".ics": ("Calendrier", "Dans Google Agenda, Apple Calendrier, Outlook, Thunderbird.")}
READERS = {
    ".atom": ("Atom", "Le plus complet, à préférer."),
    ".rss": ("RSS 2.0", "Pour les lecteurs qui ne connaissent que lui."),
    ".json": ("JSON Feed", "Pour les lecteurs récents, et pour les sites."),
}
REUSE = {
    ".csv": ("CSV", "Une ligne par élément, pour un script ou un portail."),
    ".xlsx": ("Classeur XLSX", "Pour Excel et LibreOffice."),
    ".excel.csv": ("CSV pour tableur", "S’ouvre tel quel dans un tableur en français."),
    ".geojson": ("GeoJSON", "Pour une carte : points en longitude et latitude."),
    ".jsonld": ("JSON-LD", "Données liées, selon schema.org."),
    ".openagenda.json": ("JSON OpenAgenda", "Pour les sites qui savent déjà lire OpenAgenda."),
    ".parquet": ("Parquet", "Colonnes typées, pour l’analyse."),
}
AROUND = {
    changes_atom.PATH: ("Changements", "Ce qui est nouveau, déplacé, annulé ou retiré, en Atom."),
    dcat.TURTLE_PATH: ("Catalogue DCAT-AP", "Pour les portails de données ouvertes."),
    "index.json": ("Inventaire", "Taille, empreinte et date de chaque fichier."),
}
FRAME_HEIGHT = 600
"""Pixels of a frame until the script has measured, and for good where no script may run."""
LABELS = {
    "province": ("Province", "Toutes"),
    "type": ("Type", "Tous"),
    "discipline": ("Discipline", "Toutes"),
    "audience": ("Public", "Tous"),
    "totem": ("Lieu totem", "Tous"),
    "source": ("Source", "Toutes"),
    "language": ("Langue", "Toutes"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One address; `calendar` is the `webcal:` link that calendar programs open."""

    title: str
    words: str
    address: str
    calendar: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is subscribed to: a kind, and at most one value of each facet."""

    kind: Kind
    facets: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> FeedQuery:
        return FeedQuery(self.kind, tuple((name, (value,)) for name, value in self.facets))

    def title(self, language: Language) -> str:
        """`Agenda – Atelier, Namur`."""
        title, words = words_in(language).titles[self.kind], choice_in(self.query, language)
        return f"{title} – {words}" if words else title

    def of_kind(self, kind: Kind) -> str:
        """The page for the same choice of another kind; what is of one kind alone is left."""
        kept = [(name, value) for name, value in self.facets if name != "type"]
        return "/abonnements?" + urlencode([("kind", kind.value), *kept])


def routes(engine: Engine, pages: Pages) -> APIRouter:
    """`/abonnements`."""
    router = APIRouter()
    settings = pages.settings

    def sources() -> Mapping[str, str]:
        try:
            with engine.connect() as connection:
                return selected.source_names(connection)
        except SQLAlchemyError:  # the files are there without the warehouse
            return {}

    def subscriptions(request: Request) -> Response:
        named = sources()
        choice = read_choice(request.query_params, named)
        query = EmbedQuery(choice.query, pages.language)
        title, titles = choice.title(pages.language), words_in(pages.language).titles
        return pages.page(
            "abonnements.html",
            choice=choice,
            title=title,
            kinds=tuple((kind, titles[kind]) for kind in (Kind.EVENT, Kind.CALL, Kind.NEWS)),
            selects=selects(choice, named, pages.language),
            offers=offers(choice, settings.feeds, settings.site_url),
            around=around(settings.feeds, settings.site_url) if not choice.facets else (),
            preview=query.address(),
            code=frame_code(query, title, Size(None, FRAME_HEIGHT), settings.site_url).split("\n"),
        )

    router.add_api_route("/abonnements", subscriptions, methods=["GET", "HEAD"], response_class=HTMLResponse)
    return router


def read_choice(parameters: Mapping[str, str], sources: Mapping[str, str]) -> Choice:
    """The choice of an address. Like every page it forgives: what cannot be meant is left out."""
    kind = Kind(parameters["kind"]) if parameters.get("kind") in tuple(Kind) else Kind.EVENT
    known = standing(kind).keys() | {f"source:{slug}" for slug in sources}
    named = ((name, parameters.get(name, "")) for name in FACETS)
    return Choice(kind, tuple((name, value) for name, value in named if f"{name}:{value}" in known))


def selects(
    choice: Choice, sources: Mapping[str, str], language: Language = Language.FR
) -> tuple[tuple[str, str, str, tuple[Option, ...]], ...]:
    """Name, label, word for "all" and options of each field of the form."""
    chosen = dict(choice.facets)
    values = standing(choice.kind) | {f"source:{slug}": name for slug, name in sources.items()}
    laid = []
    for name, (label, everything) in LABELS.items():
        slugs = [(value.partition(":")[2], words) for value, words in values.items() if value.startswith(f"{name}:")]
        said = _said_in(language, choice.kind, name)
        options = tuple(Option(slug, said(slug, words), None, chosen.get(name) == slug) for slug, words in slugs)
        laid.append((name, label, everything, options))
    return tuple(laid)


def _said_in(language: Language, kind: Kind, name: str) -> Callable[[str, str], str]:
    """The words of a value of a facet, from its slug and its French words."""
    facet = {"type": TYPES[kind], "discipline": "discipline", "audience": "audience"}.get(name)

    def said(slug: str, french: str) -> str:
        if language is Language.FR or name in ("totem", "source"):
            return french
        if name == "language":
            return LANGUAGES[slug]
        return topic_label(f"{facet}:{slug}", language) if facet else province_label(slug, language)

    return said


def offers(choice: Choice, published: Path, site_url: str) -> dict[str, tuple[Offer, ...]]:
    """Shelf → what is offered, in the order of the formats."""
    shelves = {"calendars": CALENDARS, "readers": READERS, "reuse": REUSE}
    found: dict[str, tuple[Offer, ...]] = {}
    for shelf, words in shelves.items():
        formats = [form for suffix in words for form in FORMATS[choice.kind] if form.suffix == suffix]
        paths = [(form, path) for form in formats if (path := _path(choice, form, published))]
        found[shelf] = tuple(_offer(path, words[form.suffix], site_url, form) for form, path in paths)
    return found


def around(published: Path, site_url: str) -> tuple[Offer, ...]:
    """The files that tell of the feeds."""
    return tuple(
        _offer(f"feeds/{name}", words, site_url) for name, words in AROUND.items() if published_at(published, name)
    )


def _path(choice: Choice, form: Format, published: Path) -> str | None:
    """Where a form of a choice is: the published file, else a filter as an address; None when there is nothing yet."""
    name = NAMES[choice.kind] + form.suffix
    if not choice.facets:
        return f"feeds/{name}" if published_at(published, name) else None
    if len(choice.facets) == 1 and form in SLICED[choice.kind]:
        path = folder(":".join(choice.facets[0])) + name
        if published_at(published, path):
            return f"feeds/{path}"
    return f"{name}?{choice.query.canonical()}"


def _offer(path: str, words: tuple[str, str], site_url: str, form: Format | None = None) -> Offer:
    address = f"{site_url}/{path}"
    calendar = urlsplit(address)._replace(scheme="webcal").geturl() if form and form.suffix == ".ics" else None
    return Offer(*words, address, calendar)
