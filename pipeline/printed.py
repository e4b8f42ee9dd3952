"""Values as the JSON that commands print, where they hold plain JSON themselves: an editor’s value, a moved field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import orjson

from vigie.codec import to_plain


def plain(value: Any) -> Any:
    """As `vigie.codec.to_plain` (None and empty tuples left out of objects), mappings as they are."""
    if isinstance(value, Mapping):
        return {str(name): plain(said) for name, said in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        members = ((f.name, getattr(value, f.name)) for f in fields(value))
        return {name: plain(said) for name, said in members if said is not None and said != ()}
    return to_plain(value)


def document(value: Any) -> str:
    """One JSON document, indented, keys sorted."""
    return orjson.dumps(plain(value), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode()
