"""Values of vigie.model to JSON and back, and the content hash of a value.

The form is canonical: sorted keys, no blanks, UTF-8, `null` and empty tuples left out. Equal values give equal bytes.
"""

from __future__ import annotations

import hashlib
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

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
    return _writer(value.__class__)(value)


def to_json(value: Any) -> bytes:
    """Canonical JSON bytes of a model value."""
    return orjson.dumps(to_plain(value), option=orjson.OPT_SORT_KEYS)


def content_hash(value: Any) -> str:
    """sha-256, in hexadecimal, of the canonical JSON of a value."""
    return hashlib.sha256(to_json(value)).hexdigest()


def from_plain(cls: type[T], plain: Any) -> T:
    """A model value of class `cls` from its JSON form. Raises ValueError naming the field that does not fit."""
    built: T = _builder(cast(Any, cls))(plain, cls.__name__)
    return built


def content_from_plain(kind: Kind, plain: Mapping[str, Any]) -> Content:
    """The Event, Article or Call of an item or record, by its kind."""
    return from_plain(CONTENT[kind], plain)


_WRITERS: dict[type, Callable[[Any], Any]] = {}


def _writer(cls: type) -> Callable[[Any], Any]:
    """How values of a class become JSON types; worked out once for each class."""
    found = _WRITERS.get(cls)
    if found is None:
        found = _WRITERS[cls] = _new_writer(cls)
    return found


def _new_writer(cls: type) -> Callable[[Any], Any]:
    if issubclass(cls, Enum):
        return lambda value: value.value
    if cls is type(None) or issubclass(cls, (str, bool, int, float)):
        return lambda value: value
    if is_dataclass(cls):
        return _object_writer(tuple(f.name for f in fields(cls)))
    if issubclass(cls, (tuple, list)):
        return lambda value: [_writer(v.__class__)(v) for v in value]
    if issubclass(cls, dict):  # what is plain already, such as a place that an editor gave
        return lambda value: {name: _writer(v.__class__)(v) for name, v in value.items()}
    if issubclass(cls, (datetime, date)):
        return lambda value: value.isoformat()
    if issubclass(cls, Decimal):
        return lambda value: format(value.normalize(), "f")
    if issubclass(cls, bytes):
        return lambda value: value.decode("latin-1")
    raise TypeError(f"no JSON form for {cls.__name__}")


def _object_writer(names: tuple[str, ...]) -> Callable[[Any], Any]:
    """Fields of a dataclass that say something: None and empty tuples are left out."""

    def write(value: Any) -> dict[str, Any]:
        plain = {}
        for name in names:
            said = getattr(value, name)
            cls = said.__class__
            if cls is str:
                plain[name] = said
            elif said is not None and said != () and said != []:
                plain[name] = _writer(cls)(said)
        return plain

    return write


@lru_cache(maxsize=256)
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


Build = Callable[[Any, str], Any]
"""Makes a value from its JSON form; the text is where it stands, for errors."""


@lru_cache(maxsize=1024)
def _builder(hint: Any) -> Build:
    """How a value of one annotation is made: worked out once, since a warehouse reads millions of them."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _union(tuple(o for o in get_args(hint) if o is not type(None)))
    if origin is tuple:
        return _tuple(get_args(hint))
    if is_dataclass(hint) and isinstance(hint, type):
        return _object(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _scalar(hint)
    if hint in (datetime, date):
        return _scalar(hint.fromisoformat)
    if hint is Decimal:
        return _scalar(Decimal)
    if hint is bytes:
        return _scalar(lambda plain: plain.encode("latin-1"))
    if hint is float:
        return lambda plain, path: float(plain) if isinstance(plain, int) else plain
    return _as_it_is


def _as_it_is(plain: Any, path: str) -> Any:
    return plain


def _scalar(make: Callable[[Any], Any]) -> Build:
    def build(plain: Any, path: str) -> Any:
        try:
            return make(plain)
        except (ValueError, ArithmeticError) as error:
            raise ValueError(f"{path}: {error}") from error

    return build


def _tuple(inner: tuple[Any, ...]) -> Build:
    if len(inner) == 2 and inner[1] is Ellipsis:
        each = _builder(inner[0])
        return lambda plain, path: tuple(each(v, f"{path}[{i}]") for i, v in enumerate(plain or ()))
    places = tuple(_builder(h) for h in inner)
    return lambda plain, path: tuple(
        build(v, f"{path}[{i}]") for i, (build, v) in enumerate(zip(places, plain, strict=True))
    )


def _union(real: tuple[Any, ...]) -> Build:
    if len(real) == 1:
        # Asked for when it is needed: a class may hold itself.
        def build(plain: Any, path: str) -> Any:
            return None if plain is None else _builder(real[0])(plain, path)

        return build
    content = set(real) == {Event, Call, Article}

    def choose(plain: Any, path: str) -> Any:
        if plain is not None and content:
            raise ValueError(f"{path}: content needs its kind; use content_from_plain")
        return plain

    return choose


def _object(cls: type) -> Build:
    hints = _hints(cls)
    known = {f.name: _builder(hints[f.name]) for f in fields(cls)}
    empty = {f.name: () for f in fields(cls) if get_origin(hints[f.name]) is tuple}

    def build(plain: Any, path: str) -> Any:
        if not isinstance(plain, Mapping):
            raise ValueError(f"{path}: an object was expected, not {type(plain).__name__}")
        given: dict[str, Any] = dict(empty)
        for name, value in plain.items():
            make = known.get(name)
            if make is not None:
                given[name] = value if make is _as_it_is else make(value, f"{path}.{name}")
        try:
            return cls(**given)
        except TypeError as error:
            raise ValueError(f"{path}: {error}") from error

    return build
