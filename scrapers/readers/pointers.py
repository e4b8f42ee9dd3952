"""Paths into JSON: RFC 6901 pointers (`/a/0/b`), dotted names (`a.0.b`), all rows of a list (`a.*.b`), and alternatives
(`titre | title`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vigie.model import Source

MISSING = object()


def steps(path: str) -> tuple[str, ...]:
    """The steps of one path. "" and "/" are the whole document; `~1` and `~0` are undone in pointers."""
    path = path.strip()
    if path in ("", "/"):
        return ()
    if path.startswith("/"):
        return tuple(s.replace("~1", "/").replace("~0", "~") for s in path[1:].split("/"))
    return tuple(path.split("."))


def pointer_of(taken: tuple[str, ...]) -> str:
    return "".join("/" + s.replace("~", "~0").replace("/", "~1") for s in taken)


def look_up(document: Any, taken: tuple[str, ...]) -> Any:
    """The value under a path, or MISSING. A step on a list is an index."""
    for step in taken:
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif isinstance(document, list) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        else:
            return MISSING
    return document


def find(document: Any, paths: str) -> Iterator[tuple[str, Any]]:
    """(pointer, value) of the first alternative that is there and says something; of `dates.*.start` each that does."""
    for path in paths.split("|"):
        said = [
            (pointer_of(taken), value)
            for taken in _spelt_out(document, steps(path))
            if (value := look_up(document, taken)) is not MISSING and value not in (None, "", [], {})
        ]
        yield from said
        if said:
            return


def _spelt_out(document: Any, taken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A path with `*` once for each row of the list that it stands for; a key that is `*` is meant itself."""
    if "*" not in taken:
        yield taken
        return
    place = taken.index("*")
    rows = look_up(document, taken[:place])
    if isinstance(rows, list):
        for number in range(len(rows)):
            yield from _spelt_out(document, (*taken[:place], str(number), *taken[place + 1 :]))
    elif isinstance(rows, dict) and "*" in rows:
        yield taken


def spread(pointer: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Scalars of a value: a list gives each of its scalars, an object nothing but its `name`, `title` or `label`."""
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield from spread(f"{pointer}/{n}", inner)
    elif isinstance(value, dict):
        for name in ("name", "title", "label", "libelle"):
            if isinstance(value.get(name), (str, int, float)):
                yield f"{pointer}/{name}", value[name]
                return
    elif value is not None:
        yield pointer, value


def field_options(source: Source) -> dict[str, str]:
    """Raw field name → path, from the source's options `field.NAME: path`."""
    return {name.removeprefix("field."): path for name, path in source.options if name.startswith("field.")}


def localised(value: Any, language: str) -> Any:
    """The text of a `{language: text}` object in the wanted language, else in French, English or whatever is there."""
    if not isinstance(value, dict):
        return value
    for name in (language, "fr", "en"):
        if value.get(name):
            return value[name]
    return next((v for v in value.values() if v), None)


def named_by_options(source: Source) -> frozenset[str]:
    """The names of a row into which the source's `field.NAME` options lead: what they hold is read."""
    paths = (path for alternatives in field_options(source).values() for path in alternatives.split("|"))
    return frozenset(taken[0] for path in paths if (taken := steps(path)))
