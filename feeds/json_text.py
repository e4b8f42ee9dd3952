"""JSON bytes that hold no forbidden character, whatever the values hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson

from feeds.characters import paragraphs

Plain = dict[str, Any]


def present(**members: Any) -> Plain:
    """An object of the members that say something: None, "" and empty lists are left out. `at_x` becomes `@x`."""
    return {
        ("@" + k[3:] if k.startswith("at_") else k): v
        for k, v in members.items()
        if v is not None and v != "" and v != [] and v != {}
    }


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole amounts as integers."""
    if value is None or not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def dumped(value: Any, indent: bool = True) -> bytes:
    """`value` as UTF-8 JSON, members in their order, with a last line end when indented."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE if indent else 0
    return orjson.dumps(_clean(value), option=option)


def escaped_for_html(data: bytes) -> bytes:
    """JSON that may stand inside a <script> element: `<`, `>` and `&` only occur in strings, so they can be escaped."""
    return data.replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return paragraphs(value)
    if isinstance(value, dict):
        return {k: _clean(v) for k, v in value.items()}
    return [_clean(v) for v in value] if isinstance(value, list) else value
