"""Belgian municipalities as addresses and maps name them: slug, name, where they lie (transforms/data/places.jsonl)."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from feeds.slices import DATA


@dataclass(frozen=True, slots=True)
class Commune:
    """`nis` is the code that the warehouse holds, `slug` its name in an address; WGS84 degrees. `territory` is a slug
    of the taxonomy: a province of Wallonia, `bruxelles-capitale` or `flandre`."""

    nis: str
    slug: str
    name: str
    territory: str
    latitude: float
    longitude: float


@lru_cache(maxsize=1)
def by_nis() -> dict[str, Commune]:
    lines = (DATA / "places.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["kind"] == "municipality"]
    names = [_slug(row["name_fr"]) for row in rows]
    found = {}
    for row, name in zip(rows, names, strict=True):
        slug = f"{name}-{row['nis']}" if names.count(name) > 1 else name
        found[row["nis"]] = Commune(row["nis"], slug, row["name_fr"], row["territory"], row["lat"], row["lon"])
    return found


@lru_cache(maxsize=1)
def by_slug() -> dict[str, Commune]:
    return {commune.slug: commune for commune in by_nis().values()}


def _slug(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", bare.replace("œ", "oe")).strip("-")
