"""What a page says of an item's sources. Items come released (feeds.rights), so that their links are safe to follow."""

from __future__ import annotations

from urllib.parse import urlsplit

from feeds.addresses import web_address
from vigie.model import Item, Place

MAPPED_COUNTRIES = {None, "BE", "be", "Belgique", "Belgium"}


def linked(url: str | None) -> str | None:
    """Where a link may lead: `url` as an address of the web; None for anything else (`javascript:` …). For the desk,
    whose items are not released."""
    return web_address(url)


def host(url: str) -> str:
    """`kikk.be` for `https://www.kikk.be/2026`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def source_name(item: Item) -> str:
    """The most trusted source of a released item, as people call it."""
    return item.sightings[0].name if item.sightings else ""


def town(place: Place | None) -> str:
    """`Le Delta, Namur`: where, in as few words as a list can afford."""
    if place is None:
        return ""
    name, town_name = place.name, place.locality or place.municipality
    if name and town_name and town_name.casefold() in name.casefold():
        return name
    return ", ".join(word for word in (name, town_name) if word)


def address(place: Place) -> str:
    """`rue du Delta 4, 5000 Namur`, without the name of the place; the country only when it is not Belgium."""
    locality = "\u00a0".join(word for word in (place.postcode, place.locality or place.municipality) if word)
    country = None if place.country in MAPPED_COUNTRIES else place.country
    return ", ".join(word for word in (place.street, locality, country) if word)
