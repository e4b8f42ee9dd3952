"""Values of vigie.model to JSON and back, and the content hash of a value.

The form is canonical: sorted keys, no blanks, UTF-8, `null` and empty tuples left out. Equal values give equal bytes.
"""

from __future__ import annotations

import hashlib
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from vigie.model import Article, Call, Content, Event, Kind

T = TypeVar("T")
CONTENT: dict[Kind, type[Event] | type[Article] | type[Call]] = {
    Kind.EVENT: Event,
    Kind.NEWS: Article,
    Kind.CALL: Call,
}


def to_plain(value: Any) -> Any:
    """A model value as JSON types: dataclasses as objects, instants and decimals as strings, bytes as Latin-1 text."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value.value if isinstance(value, Enum) else value
    names = _names(value.__class__)
    if names:
        plain = {name: to_plain(getattr(value, name)) for name in names}
        return {k: v for k, v in plain.items() if v is not None and v != []}
    if isinstance(value, (tuple, list)):
        return [to_plain(v) for v in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no JSON form for {type(value).__name__}")


def to_json(value: Any) -> bytes:
    """Canonical JSON bytes of a model value."""
    return orjson.dumps(to_plain(value), option=orjson.OPT_SORT_KEYS)


def content_hash(value: Any) -> str:
    """sha-256, in hexadecimal, of the canonical JSON of a value."""
    return hashlib.sha256(to_json(value)).hexdigest()


def from_plain(cls: type[T], plain: Any) -> T:
    """A model value of class `cls` from its JSON form. Raises ValueError naming the field that does not fit."""
    built: T = _build(cls, plain, cls.__name__)
    return built


def content_from_plain(kind: Kind, plain: Mapping[str, Any]) -> Content:
    """The Event, Article or Call of an item or record, by its kind."""
    return from_plain(CONTENT[kind], plain)


@lru_cache(maxsize=256)
def _names(cls: type) -> tuple[str, ...]:
    """Names of the fields of a dataclass, () of any other class: asked for each value, so remembered for each class."""
    return tuple(f.name for f in fields(cls)) if is_dataclass(cls) else ()


@lru_cache(maxsize=256)
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _build(hint: Any, plain: Any, path: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _build_union(get_args(hint), plain, path)
    if origin is tuple:
        inner = get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_build(inner[0], v, f"{path}[{i}]") for i, v in enumerate(plain or ()))
        return tuple(_build(h, v, f"{path}[{i}]") for i, (h, v) in enumerate(zip(inner, plain, strict=True)))
    if is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(plain, Mapping):
            raise ValueError(f"{path}: an object was expected, not {type(plain).__name__}")
        hints = _hints(hint)
        known = {f.name for f in fields(hint)}
        given = {k: _build(hints[k], v, f"{path}.{k}") for k, v in plain.items() if k in known}
        for f in fields(hint):
            if f.name not in given and get_origin(hints[f.name]) is tuple:
                given[f.name] = ()
        try:
            return hint(**given)
        except TypeError as error:
            raise ValueError(f"{path}: {error}") from error
    try:
        if isinstance(hint, type) and issubclass(hint, Enum):
            return hint(plain)
        if hint is datetime:
            return datetime.fromisoformat(plain)
        if hint is date:
            return date.fromisoformat(plain)
        if hint is Decimal:
            return Decimal(plain)
        if hint is bytes:
            return plain.encode("latin-1")
        if hint is float and isinstance(plain, int):
            return float(plain)
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"{path}: {error}") from error
    return plain


def _build_union(options: tuple[Any, ...], plain: Any, path: str) -> Any:
    if plain is None:
        return None
    real = [o for o in options if o is not type(None)]
    if len(real) == 1:
        return _build(real[0], plain, path)
    kinds = {Event: "occurrences", Call: "deadlines", Article: "published"}
    if set(real) == set(kinds):
        raise ValueError(f"{path}: content needs its kind; use content_from_plain")
    return plain
