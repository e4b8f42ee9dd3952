"""Entries of Contentful as its search index gives them: values by language, linked entries embedded, rich text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapers.readers.drafts import printed
from scrapers.readers.pointers import localised

_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_NAMES = ("name", "title", "label", "internalName")
_DEEPEST = 12


def value_of(fields: Mapping[str, Any], name: str, language: str) -> Any:
    """A field in the wanted language. What has no language lies under the default one (`.fr`) all the same; a value
    that stands bare is taken as it is."""
    return _plain(fields.get(name), language)


def names_in(value: Any, language: str) -> Iterator[str]:
    """The words of a list of texts or of linked entries, each entry by its name or title."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            inner = one.get("fields")
            holder: Mapping[str, Any] = inner if isinstance(inner, dict) else one
            one = next((v for n in _NAMES if printed(v := _plain(holder.get(n), language))), None)
        text = printed(one)
        if text:
            yield text


def address_in(value: Any, depth: int = 0) -> str | None:
    """The first address (`url`) within an asset, however deep its file lies; `//host/…` is https."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, str):
        return f"https:{value}" if value.startswith("//") else value if value.startswith("http") else None
    if isinstance(value, list):
        return next((found for one in value if (found := address_in(one, depth + 1))), None)
    if isinstance(value, dict):
        own = address_in(value.get("url"), depth + 1)
        inner = (address_in(v, depth + 1) for v in value.values() if isinstance(v, (dict, list)))
        return own or next((found for found in inner if found), None)
    return None


def prose_of(value: Any) -> str | None:
    """A text, or the words of a rich-text document, one line for each of its blocks."""
    if not isinstance(value, dict):
        return printed(value)
    lines = [line for block in value.get("content") or () if (line := "".join(_words(block, 0)).strip())]
    return "\n".join(lines) or None


def _words(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    if isinstance(node.get("value"), str):
        yield node["value"]
    content = node.get("content")
    for inner in content if isinstance(content, list) else []:
        yield from _words(inner, depth + 1)
        yield "" if isinstance(inner, dict) and inner.get("nodeType") in ("text", "hyperlink") else "\n"


def _plain(value: Any, language: str) -> Any:
    by_language = isinstance(value, dict) and value and all(_LANGUAGE.fullmatch(str(name)) for name in value)
    return localised(value, language) if by_language else value
