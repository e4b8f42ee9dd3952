"""One line that a source prints for a place: its place, whether people come or connect, and the words that decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.addresses import split_address
from transforms.attendance import attendance_of_line, names_no_place
from transforms.gazetteer import gazetteer, name_key
from transforms.place_text import SEVERAL, Mention, find_place
from transforms.text import FIELD_LIMIT, clean
from vigie.model import AttendanceMode, Place

_ADDRESS_LIMIT = 300


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """`place` is None when nothing of it is sure; `abstained` says why no municipality is given; `span` are characters
    of the line as `text.clean` leaves it."""

    place: Place | None
    attendance: AttendanceMode | None
    span: tuple[int, int] | None
    rule: str
    words: str
    abstained: str | None


def read_place_line(text: str) -> PlaceLine:
    """The place of one line, or of a short text."""
    line = clean(text[:FIELD_LIMIT])
    mention = find_place(line)
    mode = attendance_of_line(line, placed=mention.municipality is not None or mention.abstained == SEVERAL)
    place = _place(line, mention)
    abstained = mention.abstained
    if place is None and abstained is None:
        abstained = "the line names no place"
    return PlaceLine(place, mode, mention.span, mention.rule, mention.words, abstained)


def _place(line: str, mention: Mention) -> Place | None:
    known, named = mention.municipality, mention.named
    if known is None:
        if not (mention.province or mention.region or mention.country):
            return None
        abroad = mention.country not in (None, "BE")
        return Place(
            municipality=mention.words if abroad else None,
            province=mention.province,
            region=mention.region,
            country=mention.country or ("BE" if mention.region else None),
        )
    place = Place(
        name=mention.totem.name if mention.totem else None,
        postcode=mention.postcode,
        municipality=known.name,
        nis=known.nis,
        province=known.province,
        region=known.region,
        country="BE",
        totem=mention.totem.slug if mention.totem else None,
        locality=named.name if named and named.locality and named.name != known.name else None,
    )
    if len(line) > _ADDRESS_LIMIT:
        return place
    parts = split_address(line)
    told = parts.postcode or parts.street or parts.city
    venue = parts.name if told and not names_no_place(parts.name) else None
    if venue and name_key(venue) in gazetteer().names:
        venue = None
    return replace(place, name=place.name or venue, street=parts.street)
