"""The taxonomy file as values: concepts of a facet with the words that point to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "data" / "taxonomy.yaml"


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept. `words` are (language or None for any, keyword as written); `vetoes` never count as evidence."""

    facet: str
    slug: str
    label: str
    words: tuple[tuple[str | None, str], ...] = ()
    vetoes: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """Every concept of every facet, narrower ones too, in the order of the file."""
    facets: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["facets"]
    return tuple(c for name, facet in facets.items() for row in facet["concepts"] for c in _concepts(name, row))


def _concepts(facet: str, row: Mapping[str, Any]) -> Iterator[Concept]:
    words = [("fr", str(w)) for w in row.get("kw_fr", ())] + [("en", str(w)) for w in row.get("kw_en", ())]
    anywhere = [(None, str(w)) for key in ("kw", "alt") for w in row.get(key, ())] if facet != "territory" else []
    vetoes = tuple(str(w) for w in row.get("not", ()))
    yield Concept(facet, str(row["slug"]), str(row["fr"]), (*words, *anywhere), vetoes)
    for narrower in row.get("narrower", ()):
        yield from _concepts(facet, narrower)
