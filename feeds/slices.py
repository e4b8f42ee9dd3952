"""Slices: the parts of the agenda, the watch and the calls that have files of their own (FEEDS.md §1).

A slice is named `facet:slug`, and its files lie under `facet/slug/`. The closed lists of the taxonomy always have their
files, empty ones too: who subscribes to a province in which nothing happens must find a calendar, not an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Literal

import yaml

from vigie.model import Item, Kind
from vigie.settings import ROOT

DATA = ROOT / "transforms" / "data"
PROVINCES = {
    "brabant-wallon": "Brabant wallon",
    "hainaut": "Hainaut",
    "liege": "Liège",
    "luxembourg": "Luxembourg",
    "namur": "Namur",
}
LANGUAGES = {"fr": "en français", "nl": "en néerlandais", "de": "en allemand", "en": "en anglais"}
TYPES = {Kind.EVENT: "event_type", Kind.NEWS: "watch_type", Kind.CALL: "call_type"}
"""The facet of the taxonomy that `type` means for each kind."""
FACETS = ("province", "type", "discipline", "audience", "totem", "source", "language")


def slices_of(item: Item) -> frozenset[str]:
    """The slices that an item is in."""
    content = item.content
    named = {f"source:{s.source}" for s in item.sightings}
    facets = {TYPES[item.kind]: "type", "discipline": "discipline", "audience": "audience"}
    for topic in content.topics:
        facet, _, slug = topic.partition(":")
        if facet in facets:
            named.add(f"{facets[facet]}:{slug}")
    if content.place and content.place.province:
        named.add(f"province:{content.place.province}")
    if content.place and content.place.totem:
        named.add(f"totem:{content.place.totem}")
    if content.language:
        named.add(f"language:{content.language.split('-')[0]}")
    return frozenset(named)


def standing(kind: Kind) -> dict[str, str]:
    """Every slice of the closed lists, with the words that stand behind the name of the feed, in their order."""
    named = {f"province:{slug}": words for slug, words in PROVINCES.items()}
    for name, facet in (("type", TYPES[kind]), ("discipline", "discipline"), ("audience", "audience")):
        named |= {f"{name}:{slug}": words for slug, words in taxonomy()[facet].items()}
    named |= {f"totem:{slug}": words for slug, words in _totems().items()}
    return named | {f"language:{slug}": words for slug, words in LANGUAGES.items()}


def folder(name: str) -> str:
    """The folder of a slice: `province/namur/`; "" for the whole."""
    return name.replace(":", "/") + "/" if name else ""


@cache
def taxonomy(language: Literal["fr", "en"] = "fr") -> dict[str, dict[str, str]]:
    """Facet → slug → label (French where there is no English), narrower concepts included, in the order of the file."""
    plain = yaml.load((DATA / "taxonomy.yaml").read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {name: dict(_concepts(facet.get("concepts", []), language)) for name, facet in plain["facets"].items()}


def _concepts(concepts: list[dict[str, Any]], language: str) -> Iterator[tuple[str, str]]:
    for concept in concepts:
        yield concept["slug"], concept.get(language) or concept["fr"]
        yield from _concepts(concept.get("narrower", []), language)


@lru_cache(maxsize=1)
def _totems() -> dict[str, str]:
    lines = (DATA / "totem_places.jsonl").read_text("utf-8").splitlines()
    return {row["slug"]: row["name"] for row in map(json.loads, lines)}
