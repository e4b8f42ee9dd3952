"""schema.org's many ways to say where: text, Place, PostalAddress, VirtualLocation, and lists of them."""

from __future__ import annotations

from typing import Any

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import ItemDraft, printed

_ADDRESS = {"streetAddress": "street", "postalCode": "postcode", "addressLocality": "city", "addressCountry": "country"}


def say_place(item: ItemDraft, location: Any, page: str) -> None:
    """Says the first physical place and the first online address of a `location`."""
    placed = online = False
    for number, one in enumerate(location if isinstance(location, list) else [location]):
        pointer = f"/location/{number}" if isinstance(location, list) else "/location"
        if isinstance(one, dict) and "VirtualLocation" in str(one.get("@type", "")):
            if not online:
                item.say("online_url", absolute(page, _text(one.get("url"))), f"{pointer}/url", html=False)
                online = True
        elif one and not placed:
            _say_one(item, one, pointer)
            placed = True


def _say_one(item: ItemDraft, place: Any, pointer: str) -> None:
    if not isinstance(place, dict):
        item.say("place_text", place, pointer)
        return
    item.say("place_name", _text(place.get("name")), f"{pointer}/name")
    address = place.get("address")
    address = address[0] if isinstance(address, list) and address else address
    if "streetAddress" in place or "addressLocality" in place:  # a PostalAddress where a Place belongs
        address = place
    if isinstance(address, dict):
        for name, field in _ADDRESS.items():
            item.say(field, _text(address.get(name)), f"{pointer}/address/{name}")
    else:
        item.say("place_text", address, f"{pointer}/address")
    geo = place.get("geo")
    geo = geo[0] if isinstance(geo, list) and geo else geo
    where = geo if isinstance(geo, dict) else place
    latitude, longitude = printed(_text(where.get("latitude"))), printed(_text(where.get("longitude")))
    if latitude and longitude and (latitude, longitude) != ("0", "0"):
        item.say("latitude", latitude, f"{pointer}/geo/latitude", html=False)
        item.say("longitude", longitude, f"{pointer}/geo/longitude", html=False)


def _text(value: Any) -> Any:
    """The scalar of a value that may be a list, a language object or a named node."""
    if isinstance(value, list):
        return next((t for t in map(_text, value) if t), None)
    if isinstance(value, dict):
        return value.get("name") or value.get("@value")
    return None if value is False else value
