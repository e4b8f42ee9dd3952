"""What is known of Belgian municipalities, localities and totem places: lookups by name, postcode and alias."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
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
# English names that event platforms print for Belgian towns.
_ENGLISH = {"brussels": "21004", "antwerp": "11002", "ghent": "44021"}


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality. `province` is a taxonomy slug, None in Brussels and Flanders; `region` WAL, BRU or VLG."""

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
    """Lookups. Keys are `name_key` of names, four-digit postcodes and folded aliases."""

    names: dict[str, tuple[Named, ...]]
    postcodes: dict[str, tuple[Municipality, ...]]
    aliases: dict[str, Totem]
    longest: int


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
    municipalities = {
        row["nis"]: Municipality(
            row["nis"],
            row["name_fr"],
            _PROVINCES.get(row["province"] or ""),
            row["region"],
            frozenset(row["postcodes"]),
        )
        for row in rows
        if row["kind"] == "municipality"
    }
    names: dict[str, list[Named]] = {}
    postcodes: dict[str, set[str]] = {}
    for row in rows:
        named = _named(row, municipalities)
        for postcode in named.postcodes:
            postcodes.setdefault(postcode, set()).add(named.municipality.nis)
        written = {row.get(key) for key in ("name_fr", "name_nl", "name_de")} - {None}
        for key in {name_key(str(w)) for w in written}:
            names.setdefault(key, []).append(named)
    for key, nis in _ENGLISH.items():
        town = municipalities[nis]
        names.setdefault(key, []).append(Named(town, town.name, town.postcodes, False, False))
    aliases = {}
    for totem in (_totem(row, names) for row in _rows("totem_places.jsonl")):
        aliases.update(dict.fromkeys(totem.aliases, totem))
    return Gazetteer(
        {key: tuple(found) for key, found in names.items()},
        {code: tuple(municipalities[nis] for nis in sorted(found)) for code, found in postcodes.items()},
        aliases,
        max(len(key.split()) for key in names),
    )


def _named(row: dict[str, Any], municipalities: dict[str, Municipality]) -> Named:
    ambiguous = bool(row.get("ambiguous_name"))
    if row["kind"] == "municipality":
        town = municipalities[row["nis"]]
        return Named(town, town.name, town.postcodes, False, ambiguous)
    return Named(municipalities[row["parent_nis"]], row["name_fr"], frozenset({row["postcode"]}), True, ambiguous)


def _totem(row: dict[str, Any], names: dict[str, list[Named]]) -> Totem:
    town = next((n.municipality for n in names.get(name_key(row["commune"] or ""), []) if not n.locality), None)
    # "Seraing" and "Verviers" are towns before they are the hubs that the file names after them.
    aliases = frozenset(k for k in map(name_key, (row["name"], *row["aliases"])) if k and k not in names)
    return Totem(row["slug"], row["name"], town, aliases, frozenset(aliases - _COMMON) if town else frozenset())


def _rows(file: str) -> Iterator[dict[str, Any]]:
    with (DATA / file).open(encoding="utf-8") as lines:
        for text in lines:
            yield json.loads(text)
