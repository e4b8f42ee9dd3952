"""What is known of Belgian municipalities, localities and totem places: lookups by name, postcode and alias."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from transforms.text import fold

DATA = Path(__file__).parent / "data"

_PROVINCES = {
    "Brabant wallon": "brabant-wallon",
    "Hainaut": "hainaut",
    "Liège": "liege",
    "Luxembourg": "luxembourg",
    "Namur": "namur",
}
# Names that neither list holds: English and German ones, and the short forms that agendas print.
_ALSO = {
    "brussels": "Bruxelles",
    "bxl": "Bruxelles",
    "antwerp": "Anvers",
    "ghent": "Gand",
    "ostend": "Ostende",
    "luttich": "Liège",
    "lln": "Louvain-La-Neuve",
    "ottignies lln": "Ottignies-Louvain-la-Neuve",
    "libramont": "Libramont-Chevigny",
    "st vith": "Saint-Vith",
    "molenbeek": "Molenbeek-Saint-Jean",
    "saint josse": "Saint-Josse-ten-Noode",
    "sint joost": "Saint-Josse-ten-Noode",
    "boitsfort": "Watermael-Boitsfort",
    "au roeulx": "Le Roeulx",
    "du roeulx": "Le Roeulx",
    "aux bons villers": "Les Bons Villers",
    "des bons villers": "Les Bons Villers",
}
_PARTICLE = re.compile(r"(?<=[-\s])(?:La|Le|Les|Lez|Sur|Sous|En|Aux|Au|À|Et|De|Du|Des|Par)(?=[-\s])")
_ELISION = re.compile(r"\b([LlDd])['’](\w)")


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality of today: `nis` is its code since the mergers of 2 December 2024 and 1 January 2025.

    `province` is a taxonomy slug, None in Brussels and Flanders; `region` WAL, BRU or VLG."""

    nis: str
    name: str
    province: str | None
    region: str
    postcodes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """One meaning of a name: the municipality it lies in, its own postcodes, whether it is a locality of it."""

    municipality: Municipality
    name: str
    postcodes: frozenset[str]
    locality: bool
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Totem:
    """A totem place. `distinctive` aliases (folded) name it anywhere, `aliases` only beside its own town."""

    slug: str
    name: str
    municipality: Municipality | None
    aliases: frozenset[str]
    distinctive: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Lookups. Keys are `name_key` of names, four-digit postcodes and folded aliases; `*_lengths` is how many words
    the names (aliases) that begin with a word have."""

    names: dict[str, tuple[Named, ...]]
    postcodes: dict[str, tuple[Municipality, ...]]
    aliases: dict[str, Totem]
    name_lengths: dict[str, tuple[int, ...]]
    alias_lengths: dict[str, tuple[int, ...]]


# Names so common that a venue of the same name may stand in any town.
_COMMON = frozenset(
    {
        "le pavillon", "pavillon", "click", "le click", "pod", "the pod", "green hub", "open hub", "openhub", "hub c",
        "technicite", "la grand poste", "grand poste", "museumlab", "museum lab", "plug r",
        "parc d aventures scientifiques",
    }
)  # fmt: skip


def name_key(name: str) -> str:
    """Folded name with blanks for hyphens, apostrophes and dots, `st`/`ste` written out."""
    words = re.sub(r"[^a-z0-9]+", " ", fold(name)).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(w, w) for w in words)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The data files, read once."""
    rows = list(_rows("places.jsonl"))
    municipalities = _municipalities(row for row in rows if row["kind"] == "municipality")
    names: dict[str, list[Named]] = {}
    postcodes: dict[str, dict[str, Municipality]] = {}
    for row in rows:
        named = _named(row, municipalities)
        for postcode in named.postcodes:
            postcodes.setdefault(postcode, {})[named.municipality.nis] = named.municipality
        for key, meaning in _keys(row, named):
            names.setdefault(key, []).append(meaning)
    for town in {m.nis: m for m in municipalities.values()}.values():
        if not any(n.municipality is town and not n.locality for n in names.get(name_key(town.name), ())):
            names.setdefault(name_key(town.name), []).append(Named(town, town.name, town.postcodes, False, False))
    _doubt_short_forms(names)
    for key, name in _ALSO.items():
        names.setdefault(key, []).append(names[name_key(name)][0])
    aliases = {}
    for totem in (_totem(row, names) for row in _rows("totem_places.jsonl")):
        aliases.update(dict.fromkeys(totem.aliases, totem))
    return Gazetteer(
        {key: tuple(found) for key, found in names.items()},
        {code: tuple(found[nis] for nis in sorted(found)) for code, found in postcodes.items()},
        aliases,
        lengths_by_first_word(names),
        lengths_by_first_word(aliases),
    )


def lengths_by_first_word(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """For each first word of these keys, how many words the keys that begin so have, longest first."""
    lengths: dict[str, set[int]] = {}
    for key in keys:
        words = key.split()
        lengths.setdefault(words[0], set()).add(len(words))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def _doubt_short_forms(names: dict[str, list[Named]]) -> None:
    """Marks a locality that bears the short form of another municipality: "Leuze" is rarely the one of Eghezée."""
    towns = {n.municipality.nis: n.municipality for found in names.values() for n in found}
    for town in towns.values():
        short, *more = name_key(town.name).split()
        others = names.get(short, ()) if more else ()
        if any(n.locality and n.municipality is not town for n in others):
            names[short] = [replace(n, ambiguous=True) for n in others]


def _municipalities(rows: Iterable[dict[str, Any]]) -> dict[str, Municipality]:
    """By the code of each row: the municipality of today, so both parts of a merger give the same one."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        parts.setdefault(row.get("merged_nis") or row["nis"], []).append(row)
    known = {}
    for nis, merged in parts.items():
        # Antwerp kept its code when Borsbeek joined it: its own row is the one that is not merged into another.
        first = next((row for row in merged if row["nis"] == nis), merged[0])
        town = Municipality(
            nis,
            first.get("merged_into") or first["name_fr"],
            _PROVINCES.get(first["province"] or ""),
            first["region"],
            frozenset(code for row in merged for code in row["postcodes"]),
        )
        known.update({row["nis"]: town for row in merged})
    return known


def _named(row: dict[str, Any], municipalities: dict[str, Municipality]) -> Named:
    ambiguous = bool(row.get("ambiguous_name"))
    if row["kind"] == "municipality":
        town = municipalities[row["nis"]]
        # A municipality that went up in a larger one is a part of it from then on.
        return Named(town, row["name_fr"], frozenset(row["postcodes"]), row["name_fr"] != town.name, ambiguous)
    name = _spelled(row["name_fr"])
    return Named(municipalities[row["parent_nis"]], name, frozenset({row["postcode"]}), True, ambiguous)


def _keys(row: dict[str, Any], named: Named) -> Iterator[tuple[str, Named]]:
    """The names of a row. Its mark of ambiguity is one of its French name: there is one "Sint-Niklaas"."""
    own = name_key(row["name_fr"])
    yield own, named
    for other in {name_key(row[field]) for field in ("name_nl", "name_de") if row.get(field)} - {own}:
        yield other, replace(named, ambiguous=False)


def _spelled(name: str) -> str:
    """A name of the postal list, which writes every word with a capital, as people write it: "Louvain-la-Neuve"."""
    lowered = _PARTICLE.sub(lambda m: m.group().lower(), name)
    return _ELISION.sub(lambda m: ("L" if m.start() == 0 else m.group(1).lower()) + "'" + m.group(2).upper(), lowered)


def _totem(row: dict[str, Any], names: dict[str, list[Named]]) -> Totem:
    town = next((n.municipality for n in names.get(name_key(row["commune"] or ""), []) if not n.locality), None)
    # "Seraing" and "Verviers" are towns before they are the hubs that the file names after them.
    aliases = frozenset(k for k in map(name_key, (row["name"], *row["aliases"])) if k and k not in names)
    return Totem(row["slug"], row["name"], town, aliases, frozenset(aliases - _COMMON) if town else frozenset())


def _rows(file: str) -> Iterator[dict[str, Any]]:
    with (DATA / file).open(encoding="utf-8") as lines:
        for text in lines:
            yield json.loads(text)
