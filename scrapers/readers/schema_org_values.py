"""The many shapes of a value in schema.org data: lists of one, language objects, nodes where a text belongs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapers.readers.drafts import printed

_DEEPEST = 12


def types_of(node: dict[str, Any]) -> list[str]:
    """Names of a node's types without their vocabulary."""
    said = node.get("@type") or node.get("type") or []
    names = said if isinstance(said, list) else [said]
    return [str(n).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for n in names]


def first_of(value: Any) -> Any:
    """The first scalar or node of a value; None for nothing and `false`."""
    if isinstance(value, list):
        return next((v for v in (first_of(inner) for inner in value) if v not in (None, "")), None)
    if isinstance(value, dict) and "@value" in value:
        return value["@value"]
    return None if value is False else value


def as_list(value: Any) -> list[Any]:
    """A value as a list; nothing as an empty one."""
    return value if isinstance(value, list) else [] if value in (None, False, "") else [value]


def words_in(value: Any) -> list[str]:
    """Words of a list of names or of a text with commas."""
    words: list[str] = []
    for one in as_list(value):
        name = one.get("name") if isinstance(one, dict) else one
        words.extend(w.strip() for w in (printed(name) or "").split(",") if w.strip())
    return words


def address_of(value: Any) -> Any:
    """The address that a value is or holds."""
    found = first_of(value)
    if isinstance(found, dict):
        named = found.get("@id")
        reference = named if isinstance(named, str) and "#" not in named else None
        return first_of(found.get("url")) or first_of(found.get("contentUrl")) or reference
    return found


def last_word(value: object) -> str | None:
    """The last part of an address, e.g. of `https://schema.org/EventCancelled`."""
    text = printed(value.get("@id") if isinstance(value, dict) else value)
    return text.rstrip("/").rsplit("/", 1)[-1] if text else None


def listed(data: Any, depth: int = 0) -> Iterator[str]:
    """Addresses of an ItemList whose elements say nothing but where they are."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for inner in data:
            yield from listed(inner, depth + 1)
    elif isinstance(data, dict) and "ItemList" in types_of(data):
        for one in as_list(data.get("itemListElement")):
            address = (one.get("url") or address_of(one.get("item"))) if isinstance(one, dict) else one
            if isinstance(address, str):
                yield address
    elif isinstance(data, dict):
        for name in ("@graph", "mainEntity"):
            yield from listed(data.get(name), depth + 1)
