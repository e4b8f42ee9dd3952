"""Whether an editor's value may stand in a field: of the type that the vocabulary says, storable, no trap as a link.
Pure. The codec builds what it is given; what a reader module makes is of the right type by its own tests."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from vigie.codec import CONTENT
from vigie.model import Kind
from warehouse.projection import corrected

LINKS = ("url", "online_url", "image")


def fit(kind: Kind, field: str, value: Any) -> Any:
    """The model value of an editor's JSON value. ValueError naming the field when it may not stand there."""
    found = corrected(kind, field, value)
    shape: type = CONTENT[kind]
    for where, why in _misfits(found, _hints(shape)[field], field):
        raise ValueError(f"{where}: {why}")
    if field in LINKS and found is not None:
        address = urlsplit(found)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError(f"{field}: {found!r} is no address of the web (https://…)")
    return found


def _misfits(value: Any, hint: Any, where: str) -> Iterator[tuple[str, str]]:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        options = [o for o in get_args(hint) if o is not type(None)]
        if value is not None and all(any(True for _ in _misfits(value, o, where)) for o in options):
            yield from _misfits(value, options[0], where)
    elif origin is tuple:
        of = get_args(hint)[0]
        for n, one in enumerate(value):
            yield from _misfits(one, of, f"{where}[{n}]")
    elif is_dataclass(hint) and isinstance(hint, type):
        for one in fields(hint):
            yield from _misfits(getattr(value, one.name), _hints(hint)[one.name], f"{where}.{one.name}")
    elif hint is str or (isinstance(value, str) and not isinstance(value, Enum)):
        yield from _text(value, hint, where)
    elif hint in (bool, int, float):
        fits = (int, float) if hint is float else hint
        if not isinstance(value, fits) or (isinstance(value, bool) and hint is not bool):
            yield where, f"{value!r} is no {hint.__name__}"


def _text(value: Any, hint: Any, where: str) -> Iterator[tuple[str, str]]:
    if hint is not str or not isinstance(value, str):
        yield where, f"{value!r} is no {'text' if hint is str else hint.__name__}"
    elif "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        yield where, "it holds a sign that is no text"


@lru_cache(maxsize=64)
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)
