"""Places as readers know them: the totem places, and every named place that items speak of, each with a slug.

A slug follows from the folded name and the municipality, so that spellings of one place share a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Text, and_, false, func, literal_column, or_, select

from transforms.actor_directory import totems
from transforms.text import fold
from vigie.model import Kind, Place
from warehouse.gathered import Gathered, Tally, gathered, live, still, tally
from warehouse.tables import items, places

LONGEST = 80
NAME = literal_column("((items.content -> 'place') ->> 'name')", Text)
"""As the index `ix_items_place` spells it: a subscript would be another expression."""
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """One place. `spellings`: (name, municipality or "") as items and the register print it; `actor`: slug of the
    actor that it is; `totem` when it is one of the white paper's."""

    slug: str
    name: str
    municipality: str | None
    province: str | None
    spellings: tuple[tuple[str, str], ...] = ()
    street: str | None = None
    postcode: str | None = None
    website: str | None = None
    actor: str | None = None
    totem: bool = False
    historical: bool = False


def slug_of(place: Place) -> str | None:
    """The slug of the place that a content names; None when it has no name."""
    if place.totem in totems():
        return place.totem
    return named_slug(place.name, place.municipality) if place.name else None


def named_slug(name: str, municipality: str | None) -> str | None:
    """`halle-du-confluent-namur`; the municipality is left out where the name says it. None for a name of signs."""
    said, town = _slug(name), _slug(municipality or "")
    if not said:
        return None
    whole = said if not town or f"-{town}-" in f"-{said}-" else f"{said}-{town}"
    return whole[:LONGEST].strip("-")


def known_places(connection: Connection) -> Mapping[str, PlaceTold]:
    """Slug → place, totem places first, of all that items ever named."""
    found = {t.slug: _totem(t.slug) for t in totems().values()}
    c = places.c
    rows = connection.execute(select(c.name, c.municipality, c.province, c.street, c.postcode).order_by(c.name, c.id))
    for row in rows:
        slug = named_slug(row.name, row.municipality)
        if slug is None:
            continue
        spelling = (row.name, row.municipality or "")
        here = PlaceTold(slug, row.name, row.municipality, row.province, (), row.street, row.postcode)
        known = found.get(slug, here)
        found[slug] = replace(_nicer(known, here), spellings=(*known.spellings, spelling))
    return found


def tallies(connection: Connection, now: datetime) -> Mapping[str, tuple[PlaceTold, Tally]]:
    """Slug → place and what is ahead there, of every place that has something."""
    place = items.c.content["place"]
    name, totem = place["name"].as_string(), place["totem"].as_string()
    columns = (name.label("name"), totem.label("totem"), items.c.municipality, items.c.province, items.c.kind)
    said = or_(name.is_not(None), totem.is_not(None))
    ahead = or_(*(and_(live(kind), still(kind, now)) for kind in Kind))
    query = select(*columns, func.count().label("count")).where(said, ahead).group_by(*columns).order_by(*columns)
    told: dict[str, PlaceTold] = {}
    counts: dict[str, dict[Kind, int]] = {}
    for row in connection.execute(query):
        slug = slug_of(Place(name=row.name, municipality=row.municipality, totem=row.totem))
        if slug is None:
            continue
        here = _totem(slug) if slug in totems() else PlaceTold(slug, row.name, row.municipality, row.province)
        told[slug] = _nicer(told.get(slug, here), here)
        kinds = counts.setdefault(slug, {})
        kinds[Kind(row.kind)] = kinds.get(Kind(row.kind), 0) + row._mapping["count"]
    return {slug: (told[slug], tally(counts[slug])) for slug in told}


def at_place(connection: Connection, place: PlaceTold, now: datetime, most: int = 40) -> Gathered:
    """What the warehouse holds of a place at the aware instant `now`."""
    holds = about(place)
    return gathered(connection, dict.fromkeys(Kind, holds), now, most)


def about(place: PlaceTold) -> ColumnElement[bool]:
    """What an item must say to be at the place: its totem, or one of its spellings, whatever their capitals."""
    totem = items.c.content["place"]["totem"].as_string()
    ways: list[ColumnElement[bool]] = [items.c.facets.contains([f"totem:{place.slug}"])] if place.totem else []
    # An item that names its totem is there and nowhere else, whatever the name printed beside it.
    elsewhere = totem.is_(None)
    by_town: dict[str, set[str]] = {}
    for name, town in place.spellings:
        by_town.setdefault(town, set()).add(name.lower())
    for town, names in sorted(by_town.items()):
        here = func.coalesce(items.c.municipality, "") == town
        ways.append(and_(func.lower(NAME).in_(sorted(names)), here, elsewhere))
    return or_(false(), *ways)


def _totem(slug: str) -> PlaceTold:
    totem = totems()[slug]
    return PlaceTold(
        slug, totem.name, totem.city, totem.province, website=totem.website, actor=totem.actor, totem=True,
        historical=totem.historical,
    )  # fmt: skip


def _nicer(known: PlaceTold, other: PlaceTold) -> PlaceTold:
    """The one of two tellings whose name is not shouted; the first when both are fine."""
    return other if known.name.isupper() and not (known.totem or other.name.isupper()) else known


def folded(text: str) -> str:
    """`text` without accents and capitals, for comparing names."""
    return fold(text)


def _slug(text: str) -> str:
    return _OTHER.sub("-", fold(text)).strip("-")
