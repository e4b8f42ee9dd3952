"""One node out of the JSON-LD of a page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any

from scrapers.readers.decoding import loose_json
from scrapers.readers.pointers import look_up, steps

_THING = re.compile(r"(Event|Festival|Hackathon|EventSeries|CourseInstance|Article|Posting|Report|PressRelease)$")
_GONE: dict[str, Any] = {}


def without_nodes(script: str, pointers: Iterable[str]) -> str | None:
    """The script without the events or articles that the pointers (`/0/itemListElement/2/item/name`) lead into; ""
    when nothing is left of it, None when one of them is not found."""
    try:
        data = loose_json(script)
    except ValueError:
        try:
            data = loose_json(html.unescape(script))
        except ValueError:
            return None
    places = {_place(data, steps(pointer)) for pointer in pointers}
    if None in places:
        return None
    taken = sorted((place for place in places if place is not None), key=lambda p: (len(p), p), reverse=True)
    for place in taken:
        if not place:
            return ""
        holder = look_up(data, place[:-1])
        if isinstance(holder, list):
            holder[int(place[-1])] = _GONE
        elif isinstance(holder, dict):
            holder.pop(place[-1], None)
    return json.dumps(_cleared(data), ensure_ascii=False).replace("</", "<\\/")


def _place(data: Any, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """The deepest event or article on the way of a pointer, with the list item that wraps it."""
    places = [path[:n] for n in range(len(path) + 1) if _is_thing(look_up(data, path[:n]))]
    if not places:
        return None
    place = places[-1]
    wrapper = look_up(data, place[:-1]) if place else None
    if isinstance(wrapper, dict) and "ListItem" in str(wrapper.get("@type")) and len(place) > 1:
        return place[:-1]
    return place


def _is_thing(value: Any) -> bool:
    said = (value.get("@type") or value.get("type")) if isinstance(value, dict) else None
    return any(_THING.search(str(name).rstrip("/")) for name in (said if isinstance(said, list) else [said]) if name)


def _cleared(value: Any) -> Any:
    if isinstance(value, list):
        return [_cleared(inner) for inner in value if inner is not _GONE]
    if isinstance(value, dict):
        return {name: _cleared(inner) for name, inner in value.items()}
    return value
