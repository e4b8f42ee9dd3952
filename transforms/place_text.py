"""Places named inside running text: a postcode beside its town, a totem place by its own name, a town after "à".

Also the one-line addresses of calendars ("TRAKK, Avenue Reine Astrid 16, 5000 Namur, Belgique") taken apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.countries import FOREIGN_TOWNS, country_code
from transforms.gazetteer import Gazetteer, Municipality, Totem, gazetteer, name_key
from transforms.text import FIELD_LIMIT, fold

_WORD = re.compile(r"[^\W_]+(?:\d+)?")
_BEFORE_TOWN = frozenset({"a", "in", "te"})
_STREET = re.compile(
    r"\b(?:rue|avenue|av|boulevard|bd|place|quai|chaussee|allee|chemin|route|square|clos|impasse|esplanade|parc|drève|dreve|"
    r"straat|laan|plein|steenweg)\b|\w+(?:straat|laan|plein|steenweg|strasse)\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """What a text says of a place: one municipality with its rule and words, or the reason why none was taken."""

    municipality: Municipality | None = None
    rule: str = ""
    words: str = ""
    totem: Totem | None = None
    abstained: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a one-line address, as written."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None


def find_place(text: str) -> Mention:
    """The one municipality that a text names; several different ones give none."""
    known = gazetteer()
    written = list(_WORD.finditer(text[:FIELD_LIMIT]))
    keys = [name_key(w.group()) for w in written]
    towns: dict[str, Mention] = {}
    totems: dict[str, Mention] = {}
    for position in range(len(keys)):
        totem = _totem_at(known, keys, position)
        if totem and totem.municipality:
            totems.setdefault(totem.slug, Mention(totem.municipality, "venue-alias-in-text", totem.name, totem))
        found = _town_at(known, written, keys, position)
        if found and found.municipality:
            best = towns.get(found.municipality.nis)
            towns[found.municipality.nis] = best if best and best.rule == "postcode+name-in-text" else found
    sure = [m for m in towns.values() if m.rule == "postcode+name-in-text"]
    for mentions in (sure, list(totems.values()), list(towns.values())):
        if len({m.municipality for m in mentions}) == 1:
            return mentions[0]
        if mentions:
            return Mention(words=", ".join(sorted(m.words for m in mentions)), abstained="the text names several towns")
    return Mention()


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


def _totem_at(known: Gazetteer, keys: list[str], position: int) -> Totem | None:
    for length in range(5, 0, -1):
        alias = " ".join(keys[position : position + length])
        totem = known.aliases.get(alias)
        if totem and alias in totem.distinctive and len(alias) >= 3:
            return totem
    return None


def _town_at(known: Gazetteer, written: list[re.Match[str]], keys: list[str], position: int) -> Mention | None:
    if not written[position].group()[0].isupper():
        return None
    before = keys[position - 1] if position else ""
    for length in range(known.longest, 0, -1):
        names = known.names.get(" ".join(keys[position : position + length]))
        if not names or position + length > len(keys):
            continue
        words = " ".join(w.group() for w in written[position : position + length])
        coded = [n for n in names if before in n.postcodes]
        if len({n.municipality.nis for n in coded}) == 1:
            return Mention(coded[0].municipality, "postcode+name-in-text", f"{before} {words}")
        plain = not any(n.ambiguous for n in names) and len({n.municipality.nis for n in names}) == 1
        # Small localities are often namesakes of saints, trees and family names; only compound ones are safe in prose.
        safe = any(not n.locality for n in names) or (length >= 3 and keys[position] not in ("saint", "sainte"))
        if before in _BEFORE_TOWN and plain and safe and fold(words) not in FOREIGN_TOWNS:
            return Mention(names[0].municipality, "name-in-text", words)
        return None
    return None
