"""A way that was found, written into the YAML file of its source: comments, notes and order of the rest stay.

The state becomes `confirmed`: the way has been seen to answer, on the day that a comment names.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scrapers.catalogue import read_source
from scrapers.discovery.entry import entry_of
from vigie.model import Source
from vigie.ways import Way

REPLACED = ("find", "kinds", "platform", "url", "urls", "options", "recipe", "known", "state")
_KEY = re.compile(r"^([a-z_]+):")
WIDTH = 118


class Unpatchable(ValueError):
    """The file would not be a valid entry with the way in it; it stays as it was."""


def patch(entry: Source, read: Source, way: Way | None, day: date) -> bool:
    """Writes what a source is read by into its own file; False when it said so already.

    `read` is the source as it is read by the way (pipeline.readiness); without a way only the state is written.
    """
    file = Path(entry.file)
    before = file.read_text("utf-8")
    after = patched(before, read, way, day)
    if after == before:
        return False
    part = file.with_name(f".{file.name}")
    part.write_text(after, "utf-8")
    part.replace(file)
    try:
        read_source(file)
    except ValueError as error:
        file.write_text(before, "utf-8")
        raise Unpatchable(f"{file} stays as it was: {error}") from error
    return True


def patched(text: str, read: Source, way: Way | None, day: date) -> str:
    """The text of an entry with the way in force in it. Pure."""
    if way is None:
        now: dict[str, Any] = {"state": "confirmed", "known": f"seen to answer by vigie sources probe, {day}"}
        return _set(text, now, tuple(now))
    said = entry_of(way, read.site or way.urls[0], read.slug, read.name)
    now = {"kinds": [kind.value for kind in read.kinds], "platform": way.platform, "state": "confirmed"}
    now |= {name: said[name] for name in ("url", "urls") if name in said}
    now["known"] = f"found by vigie sources probe, {day}: {'; '.join(way.because)}"
    if read.options:
        now["options"] = dict(read.options)
    if "recipe" in said:
        now["recipe"] = said["recipe"]
    return _set(text, now, REPLACED)


def _set(text: str, values: dict[str, Any], replaced: tuple[str, ...]) -> str:
    """Top-level keys replaced: new ones stand where the first old one stood; comments between keys stay."""
    kept: list[str] = []
    place: int | None = None
    inside = False
    for line in text.splitlines(keepends=True):
        key = _KEY.match(line)
        if key:
            inside = key[1] in replaced
        elif inside and line[:1] not in (" ", "-", "\t", "\n"):
            inside = False
        if inside:
            place = len(kept) if place is None else place
        else:
            kept.append(line if line.endswith("\n") else line + "\n")
    place = len(kept) if place is None else place
    new = "".join(
        # None: lists and mappings of plain values stand on one line, as people write them.
        yaml.safe_dump(
            {name: value},
            allow_unicode=True,
            sort_keys=False,
            width=WIDTH,
            default_flow_style=None if isinstance(value, (list, dict)) else False,
        )
        for name, value in values.items()
    )
    return "".join((*kept[:place], new, *kept[place:]))
