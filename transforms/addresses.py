"""The one-line addresses of calendars ("TRAKK, Avenue Reine Astrid 16, 5000 Namur, Belgique") taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.countries import country_code
from transforms.gazetteer import gazetteer, name_key
from transforms.text import fold

_STREET = re.compile(
    r"\b(?:rue|avenue|av|boulevard|bd|place|quai|chaussee|allee|chemin|route|square|clos|impasse|esplanade|parc|drève|dreve|"
    r"straat|laan|plein|steenweg)\b|\w+(?:straat|laan|plein|steenweg|strasse)\b"
)


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a one-line address, as written."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None


def split_address(text: str) -> Address:
    """A one-line address by its commas or lines: first the venue, then street, postcode and town, country last."""
    parts = [p.strip(" .;-–") for p in re.split(r"[,\n;|]|\s[–—-]\s", text) if p.strip(" .;-–")]
    name = street = postcode = city = country = None
    for index, part in enumerate(parts):
        coded = re.search(r"(?:^|\s)(?:B(?:E)?-?\s?)?([1-9]\d{3})(?:\s+(\D{2,60}))?$", part)
        if index and country is None and country_code(part) and len(part) > 2:
            country = part
        elif coded and postcode is None:
            postcode, city = coded.group(1), (coded.group(2) or "").strip() or city
            before = part[: coded.start()].strip()
            if before and street is None:
                street = before
        elif street is None and _STREET.search(fold(part)) and re.search(r"\d", part):
            street = part
        elif city is None and name_key(part) in gazetteer().names:
            city = part
        elif name is None:
            name = part
        elif street is None and _STREET.search(fold(part)):
            street = part
    return Address(name, street, postcode, city, country)
