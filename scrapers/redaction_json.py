"""One element out of a JSON document: the rows that evidence points into, then whatever else still names it."""

from __future__ import annotations

import copy
import json
from collections.abc import Collection, Iterator
from typing import Any

from scrapers.readers.decoding import json_of
from scrapers.readers.pointers import look_up, steps
from scrapers.redaction_needles import Needles
from vigie.model import Capture, Source

_GONE = object()
COUNTING = frozenset(("digital_wallonia", "opendatasoft"))
"""Platforms whose next page is asked for by the number of rows had so far: an empty row stays in the place of one."""


def drafts(capture: Capture, source: Source, pointers: Collection[str], wanted: Needles) -> Iterator[str]:
    """Documents without the rows pointed into: first without any other row that names it, then with those scrubbed."""
    try:
        data = json_of(capture)
    except ValueError:
        return
    base = _list_path(data, source)
    places = {place for pointer in pointers if (place := row_of(data, steps(pointer), base)) is not None}
    if pointers and not places:
        return
    for whole_rows in (True, False):
        made = copy.deepcopy(data)
        for path in {path for path, _ in places}:
            rows = look_up(made, path)
            gone = {number for held, number in places if held == path}
            goes = [
                number in gone or (whole_rows and wanted.found(json.dumps(row, ensure_ascii=False)))
                for number, row in enumerate(rows)
            ]
            if source.platform in COUNTING:
                rows[:] = [{} if out else row for row, out in zip(rows, goes, strict=True)]
            else:
                rows[:] = [row for row, out in zip(rows, goes, strict=True) if not out]
        yield json.dumps(scrubbed(made, wanted), ensure_ascii=False, separators=(",", ":"))


def row_of(data: Any, path: tuple[str, ...], base: tuple[str, ...]) -> tuple[tuple[str, ...], int] | None:
    """(path of the list, number) of the row that a pointer leads into: the first list from `base` on."""
    if path[: len(base)] != base:
        return None
    for length in range(len(base), len(path)):
        rows = look_up(data, path[:length])
        if isinstance(rows, list):
            number = path[length]
            return (path[:length], int(number)) if number.isdigit() and int(number) < len(rows) else None
    return None


def scrubbed(value: Any, wanted: Needles) -> Any:
    """The value without the names, elements and texts that say what is wanted; also in JSON within a string."""
    found = _scrub(value, wanted)
    return None if found is _GONE else found


def _scrub(value: Any, wanted: Needles) -> Any:
    if isinstance(value, dict):
        kept = {name: _scrub(inner, wanted) for name, inner in value.items() if not wanted.found(name)}
        return {name: inner for name, inner in kept.items() if inner is not _GONE}
    if isinstance(value, list):
        return [inner for inner in (_scrub(one, wanted) for one in value) if inner is not _GONE]
    if not isinstance(value, str) or not wanted.found(value):
        return value
    if value.lstrip()[:1] in ("{", "["):
        try:
            return json.dumps(scrubbed(json.loads(value), wanted), ensure_ascii=False)
        except (ValueError, RecursionError):
            return _GONE
    return _GONE


def _list_path(data: Any, source: Source) -> tuple[str, ...]:
    """Where the option `list` of a described interface says that the rows are."""
    if source.platform == "json":
        for path in source.option("list").split("|"):
            if isinstance(look_up(data, steps(path)), list):
                return steps(path)
    return ()
