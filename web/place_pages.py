"""`/lieux`: the totem places, and every place where something is coming, by province; and a page for each."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Engine

from feeds.channel import site_of
from feeds.slices import PROVINCES
from vigie.model import Place
from warehouse.gathered import Tally
from warehouse.places_told import PlaceTold
from web import directory_feeds
from web.directory import NOTHING, Directory
from web.directory_feeds import Found
from web.labels import province_label
from web.language import Language
from web.query import SLUG
from web.rendering import Pages
from web.said import said_in

READ = ["GET", "HEAD"]
WHERE = (*PROVINCES, "bruxelles-capitale", "")


@dataclass(frozen=True, slots=True)
class Counted:
    place: PlaceTold
    tally: Tally


@dataclass(frozen=True, slots=True)
class Province:
    """One province with the places of it: the one with most to come first."""

    slug: str
    name: str
    places: tuple[Counted, ...]


def routes(engine: Engine, pages: Pages) -> APIRouter:
    """`/lieux` and `/lieux/SLUG`, in the language of `pages`."""
    router = APIRouter(default_response_class=HTMLResponse)
    reading = Directory(engine)

    def places() -> Response:
        tallies = reading.place_tallies(pages.clock())
        known = reading.places()
        totems = [p for p in known.values() if p.totem and (not p.historical or p.slug in tallies)]
        named = [Counted(place, tally) for place, tally in tallies.values() if not place.totem]
        return pages.page(
            "lieux.html",
            totems=tuple(Counted(p, tallies[p.slug][1] if p.slug in tallies else NOTHING) for p in totems),
            provinces=by_province(named, pages.language),
            total=len(totems) + len(named),
        )

    def place(slug: str) -> Response:
        told = reading.places().get(slug) if SLUG.fullmatch(slug) else None
        if told is None:
            return pages.page("introuvable.html", 404)
        held = reading.at_place(told, pages.clock())
        path = f"/lieux/{slug}"
        return pages.page(
            "lieu.html",
            place=told,
            address=Place(street=told.street, postcode=told.postcode, municipality=told.municipality),
            held=held,
            path=path,
            feeds=directory_feeds.addresses(path, pages.settings.site_url, held),
        )

    router.add_api_route("/lieux", places, methods=READ, name="places")
    router.add_api_route("/lieux/{slug}", place, methods=READ, name="place")
    return router


def feed_routes(engine: Engine, pages: Pages) -> APIRouter:
    """`/lieux/SLUG/agenda.ics` and the like, which have no language."""
    reading = Directory(engine)

    def find(slug: str) -> Found | None:
        told = reading.places().get(slug)
        if told is None:
            return None
        return Found(told.name, f"/lieux/{slug}", lambda now, most: reading.at_place(told, now, most))

    return directory_feeds.routes("/lieux", find, pages, site_of(pages.settings))


def by_province(found: list[Counted], language: Language) -> tuple[Province, ...]:
    """Provinces in their order; places without one, or elsewhere, come last."""
    sorted_out: dict[str, list[Counted]] = {}
    for one in sorted(found, key=lambda c: (-c.tally.coming, c.place.name.casefold(), c.place.slug)):
        province = one.place.province if one.place.province in WHERE else ""
        sorted_out.setdefault(province or "", []).append(one)
    other = said_in(language)._("Ailleurs, ou sans commune connue")
    return tuple(
        Province(slug or "ailleurs", province_label(slug, language) if slug else other, tuple(sorted_out[slug]))
        for slug in WHERE
        if slug in sorted_out
    )
