"""Entities that a Drupal node links to, as JSON:API includes them: terms and places by name, pictures by address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapers.readers.drafts import ItemDraft, printed
from scrapers.readers.rows import say_text

_DEEPEST = 3


class Entities:
    """The `included` entities of one answer, by type and id."""

    def __init__(self, included: Any) -> None:
        rows = included if isinstance(included, list) else []
        self._held = {(str(row.get("type")), str(row.get("id"))): row for row in rows if isinstance(row, dict)}

    def of(self, row: Mapping[str, Any]) -> list[tuple[str, str | None, str | None]]:
        """(field, name, address of a picture) of everything that a row links to; None for what did not come along."""
        relationships = row.get("relationships")
        found: list[tuple[str, str | None, str | None]] = []
        for field, holder in relationships.items() if isinstance(relationships, dict) else ():
            data = holder.get("data") if isinstance(holder, dict) else None
            for reference in data if isinstance(data, list) else [data]:
                if isinstance(reference, dict):
                    held = self._find(reference)
                    found.append((str(field), _name(held), self._picture(held, 0)))
        return found

    def _find(self, reference: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._held.get((str(reference.get("type")), str(reference.get("id"))), {})

    def _picture(self, held: Mapping[str, Any], depth: int) -> str | None:
        """The file of an image, directly or through a media entity."""
        uri = _attributes(held).get("uri")
        if isinstance(uri, dict) and printed(uri.get("url")):
            return printed(uri.get("url"))
        relationships = held.get("relationships")
        for name, holder in relationships.items() if isinstance(relationships, dict) and depth < _DEEPEST else ():
            data = holder.get("data") if isinstance(holder, dict) else None
            if isinstance(data, dict) and ("image" in str(name) or "file" in str(data.get("type"))):
                found = self._picture(self._find(data), depth + 1)
                if found:
                    return found
        return None


def say_text_of(item: ItemDraft, name: str, value: Any, pointer: str) -> None:
    """A text, formatted (`processed` is what the site shows of `value`) or plain."""
    if isinstance(value, dict):
        value = value.get("processed") or value.get("value") or value.get("title")
    say_text(item, name, value, pointer)


def say_address(item: ItemDraft, value: Mapping[str, Any], pointer: str) -> None:
    """An address of Drupal's address module."""
    for name, raw in (("organization", "place_name"), ("address_line1", "street"), ("postal_code", "postcode"),
                      ("locality", "city"), ("country_code", "country")):  # fmt: skip
        say_text(item, raw, value.get(name), f"{pointer}/{name}")


def _name(held: Mapping[str, Any]) -> str | None:
    attributes = _attributes(held)
    kind = str(held.get("type"))
    if kind.startswith(("user", "file")):
        return None
    return printed(attributes.get("name")) or printed(attributes.get("title")) or printed(attributes.get("label"))


def _attributes(held: Mapping[str, Any]) -> Mapping[str, Any]:
    found = held.get("attributes")
    return found if isinstance(found, dict) else {}
