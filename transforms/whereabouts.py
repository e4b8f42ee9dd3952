"""Where an item takes place: its place fields, its one-line address, its venue's town, last the source's own town."""

from __future__ import annotations

from dataclasses import replace

from transforms.addresses import split_address
from transforms.attendance import names_no_place
from transforms.gazetteer import gazetteer, name_key
from transforms.notebook import Notebook
from transforms.places import PlaceReading, read_place
from transforms.text import FIELD_LIMIT, clean, line, without_contacts
from vigie.model import Nature, Place, RawField, RawItem, Source

_FIELDS = ("place_name", "place_text", "city", "postcode", "street", "latitude", "country")


def read_whereabouts(raw: RawItem, source: Source, prose: str, notebook: Notebook) -> Place | None:
    """The place of an item, None when none is told. `prose` is read only when no field names a place."""
    told = next((f for name in _FIELDS for f in raw.all(name) if f.value.strip()), None)
    reading = _from_fields(raw, source)
    if reading.place is None and told is None:
        reading = read_place(text=prose[:FIELD_LIMIT])
        told = raw.first("body") or raw.first("description") or raw.first("title")
        if reading.place is None or reading.place.nis is None:
            # Prose that names many towns is no failure to read a place, and "en Wallonie" or "à Paris" tells none.
            reading = PlaceReading(None)
    if reading.abstained:
        notebook.abstain("place", reading.abstained)
    if reading.place is None or told is None:
        return None
    notebook.note("place", reading.rule, reading.words, told)
    return reading.place


def home(source: Source) -> Place | None:
    """The place that the catalogue gives for a source that holds its events at home, None for all other sources."""
    if not source.place or source.nature is not Nature.ORGANISER:
        return None
    place = read_place(name=source.place).place
    if place and place.nis:
        return place
    town = read_place(city=source.place).place
    return replace(town, name=None) if town and town.nis else None


def online_words(raw: RawItem) -> str | None:
    """The words of a place field that only say "online"."""
    for name in ("place_name", "place_text", "city", "street"):
        words = line(raw.text(name) or "")
        if words and names_no_place(words):
            return words
    return None


def _from_fields(raw: RawItem, source: Source) -> PlaceReading:
    name, street, postcode, city, country = (
        _words(raw.first(f)) for f in ("place_name", "street", "postcode", "city", "country")
    )
    text = _words(raw.first("place_text"))
    if text and not names_no_place(text):
        parts = split_address(text)
        name, street = name or parts.name, street or parts.street
        postcode, city = postcode or parts.postcode, city or parts.city
        country = country or parts.country
    name, street, city = (None if names_no_place(v) else v for v in (name, street, city))
    if name and not (postcode or city):
        name, street, postcode, city = _venue_apart(name, street)
    reading = _read(raw, name, street, postcode, city, text, country)
    if reading.place and not reading.place.nis and name and source.place and not (postcode or city):
        # "Le Pavillon" stands in many towns; said by the house of Namur it is the one of Namur.
        town = home(source)
        at_home = _read(raw, name, street, None, town.municipality if town else None, None, country)
        if at_home.place and at_home.place.totem:
            return replace(at_home, rule="venue-alias+source-place")
    return reading


def _venue_apart(name: str, street: str | None) -> tuple[str | None, str | None, str | None, str | None]:
    """A venue field that holds a whole address, or nothing but a town."""
    if name_key(name) in gazetteer().names:
        return None, street, None, name
    parts = split_address(name)
    if parts.city or parts.postcode:
        return parts.name, street or parts.street, parts.postcode, parts.city
    return name, street, None, None


def _read(
    raw: RawItem,
    name: str | None,
    street: str | None,
    postcode: str | None,
    city: str | None,
    text: str | None,
    country: str | None,
) -> PlaceReading:
    latitude, longitude = raw.text("latitude"), raw.text("longitude")
    return read_place(name, street, postcode, city, text, latitude, longitude, country)


def _words(field: RawField | None) -> str | None:
    words = without_contacts(clean(field.value)[:500]) if field else ""
    return words or None
