"""Where something takes place: from the words of a source to a municipality, by evidence, abstaining when it is thin.

Order of the evidence: postcode and name agree; postcode; unambiguous name; alias of a totem place; words of a text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from transforms.countries import FOREIGN_TOWNS, NAMESAKES, country_code
from transforms.gazetteer import Municipality, Named, Totem, gazetteer, name_key
from transforms.place_text import SEVERAL, Mention, find_place
from transforms.text import line
from vigie.model import Place

# Belgium with a margin of some kilometres: south, west, north, east (WGS84 degrees).
BOX = (49.45, 2.5, 51.55, 6.45)
_POSTCODE = re.compile(r"(?:B(?:E)?\s*-?\s*)?([1-9]\d{3})", re.I)
_QUALIFIER = re.compile(r"\s*(?:\(.*\)|[/,;–—|].*|\bcedex\b.*|\s-\s.*)$", re.I)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A place, the rule that found it and the words it rests on; `abstained` says why a municipality is missing."""

    place: Place | None
    rule: str = ""
    words: str = ""
    abstained: str | None = None


@dataclass(frozen=True, slots=True)
class _Town:
    municipality: Municipality | None
    rule: str
    words: str
    abstained: str | None = None
    province: str | None = None
    region: str | None = None
    country: str | None = None
    locality: str | None = None


def read_place(
    name: str | None = None,
    street: str | None = None,
    postcode: str | None = None,
    city: str | None = None,
    text: str | None = None,
    latitude: str | float | None = None,
    longitude: str | float | None = None,
    country: str | None = None,
) -> PlaceReading:
    """The place that these words name. `text` is used only when the other words name no municipality."""
    venue, road, town_words = (line(v or "") or None for v in (name, street, city))
    code = re.sub(r"\s+", " ", line(postcode or "")) or None
    nation = country_code(line(country or "")) or _foreign(town_words, code)
    if nation not in (None, "BE"):
        point = _point(latitude, longitude, belgian=False)
        place = Place(venue, road, code, town_words, country=nation, latitude=point[0], longitude=point[1])
        return PlaceReading(place, "foreign-country", country or town_words or "")
    town = _town(code, town_words, belgian=nation == "BE")
    totem = _totem(venue, town.municipality)
    if town.municipality is None and not town.abstained and totem and totem.municipality:
        town = _Town(totem.municipality, "venue-alias", venue or "")
    if town.municipality is None and not town.abstained:
        mention = _mention((venue, road, code, town_words), text)
        town = _from_mention(mention, town)
        totem = totem or mention.totem
    return _reading(venue, road, code, town_words, town, totem, nation, (latitude, longitude))


def _reading(
    venue: str | None,
    road: str | None,
    code: str | None,
    town_words: str | None,
    town: _Town,
    totem: Totem | None,
    nation: str | None,
    point: tuple[str | float | None, str | float | None],
) -> PlaceReading:
    known = town.municipality
    nation = nation or town.country
    if totem and known and totem.municipality != known:
        totem = None
    belgian = nation == "BE" or known is not None
    abroad, area = town.rule == "foreign-country", town.rule in ("province", "region")
    latitude, longitude = _point(*point, belgian=belgian)
    place = Place(
        name=venue or (totem.name if totem else None),
        street=road,
        postcode=_belgian_postcode(code) or code if belgian else code,
        municipality=known.name if known else None if area else town_words or (town.words if abroad else None),
        nis=known.nis if known else None,
        province=known.province if known else town.province,
        region=known.region if known else town.region,
        country="BE" if belgian or area else nation,
        latitude=latitude,
        longitude=longitude,
        totem=totem.slug if totem else None,
        locality=_locality(town_words, known) or town.locality,
    )
    if place == Place():
        return PlaceReading(None, abstained=town.abstained)
    if replace(place, country=None) == Place():
        return PlaceReading(None, abstained="only a country is known")
    words = town.words or venue or road or ""
    return PlaceReading(place, town.rule or "as-written", words, town.abstained)


def _locality(words: str | None, town: Municipality | None) -> str | None:
    """The part of the municipality that is named as the town ("Louvain-la-Neuve"); None when the whole is."""
    meanings = [n for n in _names(words) if n.municipality == town]
    if town is None or not meanings or not all(n.locality for n in meanings):
        return None
    name, written = meanings[0].name, words or ""
    if name_key(name) == name_key(town.name):
        return None
    # The register writes "Louvain-La-Neuve": the source's own spelling is better when it has both cases.
    mixed = not written.isupper() and not written.islower()
    return written if mixed and name_key(written) == name_key(name) else name


def _town(code: str | None, words: str | None, *, belgian: bool) -> _Town:
    found = gazetteer()
    by_code = found.postcodes.get(_belgian_postcode(code) or "", ())
    # Without a postcode "Namur / Liège" is two towns: only a postcode lets a part of the words pass for the whole.
    names = _names(words, partly=bool(by_code))
    both = " ".join(filter(None, (code, words)))
    if by_code and names:
        return _agreeing(by_code, names, code or "", words or "")
    if by_code:
        if len(by_code) == 1:
            return _Town(by_code[0], "postcode", both)
        return _several(by_code, both, f"postcode {code} serves several municipalities")
    if names:
        key = name_key(words or "")
        if (key in FOREIGN_TOWNS and not belgian) or key in NAMESAKES:
            return _Town(None, "", both, f"{words} is also another place")
        options = {n.municipality.nis: n.municipality for n in names}
        if len(options) > 1 or any(n.ambiguous for n in names):
            return _several(tuple(options.values()), both, f"{words} is the name of several places")
        return _Town(names[0].municipality, "name", both)
    return _Town(None, "", "")


def _agreeing(by_code: tuple[Municipality, ...], names: tuple[Named, ...], code: str, words: str) -> _Town:
    both = f"{code} {words}".strip()
    own = {n.municipality for n in names if _belgian_postcode(code) in n.postcodes}
    agreed = own or {n.municipality for n in names} & set(by_code)
    if len(agreed) == 1:
        return _Town(agreed.pop(), "postcode+name", both)
    options = tuple({m.nis: m for m in (*by_code, *(n.municipality for n in names))}.values())
    return _several(options, both, f"postcode {code} and town {words} disagree")


def _several(options: tuple[Municipality, ...], words: str, why: str) -> _Town:
    """No municipality; the province or region still, when all readings share it."""
    provinces, regions = {m.province for m in options}, {m.region for m in options}
    province = provinces.pop() if len(provinces) == 1 else None
    return _Town(None, "", words, why, province, regions.pop() if len(regions) == 1 else None)


def _names(words: str | None, *, partly: bool = True) -> tuple[Named, ...]:
    """Meanings of a town as written: whole, without its qualifier ("Namur (Jambes)"), or its end ("5000 Namur")."""
    if not words:
        return ()
    names = gazetteer().names
    for attempt in (words, _QUALIFIER.sub("", words) if partly else words, re.sub(r"^\s*(?:B-?)?\d{4}\s+", "", words)):
        key = name_key(attempt)
        if key in names:
            return names[key]
        head = re.sub(r" (?:ville|centre|centrum|center|city)$", "", key)
        if head in names:
            return names[head]
    return ()


def _totem(venue: str | None, town: Municipality | None) -> Totem | None:
    if not venue:
        return None
    aliases = gazetteer().aliases
    for attempt in (venue, _QUALIFIER.sub("", venue)):
        totem = aliases.get(name_key(attempt))
        if totem is None:
            continue
        if town is not None:
            return totem if totem.municipality == town else None
        if name_key(attempt) in totem.distinctive:
            return totem
    return None


def _mention(fields: tuple[str | None, ...], text: str | None) -> Mention:
    """What the fields tell as one line ("Théâtre de Namur" has its town in its name), else what the text tells."""
    told = find_place(", ".join(f for f in fields if f))
    if told.municipality:
        return told
    if text:
        return find_place(text)
    # A venue may bear the name of a town abroad ("Café de Paris"): it takes nothing out of Belgium.
    several = told.abstained if told.abstained == SEVERAL else None
    return Mention(None, told.rule, told.words, None, several, told.province, told.region)


def _from_mention(mention: Mention, town: _Town) -> _Town:
    named = mention.named
    if mention.municipality:
        locality = named.name if named and named.locality and named.name != mention.municipality.name else None
        return _Town(mention.municipality, mention.rule, mention.words, locality=locality)
    if mention.abstained or mention.region or mention.country:
        said = mention.abstained
        return _Town(None, mention.rule, mention.words, said, mention.province, mention.region, mention.country)
    return town


def _foreign(words: str | None, code: str | None) -> str | None:
    """A country told by a town abroad, unless the postcode is one of a Belgian namesake."""
    nation = FOREIGN_TOWNS.get(name_key(words or ""))
    if nation and _belgian_postcode(code) and _names(words):
        return None
    return nation if nation and not (_names(words) and not code) else None


def _belgian_postcode(code: str | None) -> str | None:
    match = _POSTCODE.fullmatch((code or "").strip())
    return match.group(1) if match else None


def _point(
    latitude: str | float | None, longitude: str | float | None, *, belgian: bool
) -> tuple[float | None, float | None]:
    """Coordinates that can be true, else none: numbers, on the globe, not 0/0, in Belgium when the place is Belgian."""
    try:
        lat, lon = (float(str(v).strip().replace(",", ".")) for v in (latitude, longitude))
    except ValueError:
        return None, None
    if not (math.isfinite(lat) and math.isfinite(lon)) or abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
        return None, None
    south, west, north, east = BOX
    if belgian and not (south <= lat <= north and west <= lon <= east):
        return None, None
    return round(lat, 6), round(lon, 6)
