"""Answers of JSON interfaces: decoded, checked, and mapped by tables of names."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scrapers.readers.addresses import absolute
from scrapers.readers.decoding import WrongContent, json_of
from scrapers.readers.drafts import ItemDraft, PageDraft, has_tags, printed
from scrapers.readers.instants import iso
from scrapers.readers.pointers import field_options, find, localised, spread

INSTANTS = frozenset(
    ("start", "end", "end_exclusive", "previous_start", "published", "updated", "opens", "deadline", "exdate")
)
SESSION = frozenset(("start", "end", "end_exclusive"))
ADDRESSES = frozenset(("url", "image", "online_url"))


def answer(draft: PageDraft) -> Any:
    """The capture as JSON; None, with a problem, when it is not."""
    try:
        return json_of(draft.capture)
    except WrongContent as error:
        draft.problem("wrong-content", str(error), raw=draft.capture.body[:500])
    except ValueError as error:
        draft.problem("parse-error", f"JSON: {error}", raw=draft.capture.body[:500])
    return None


def refused(draft: PageDraft, data: Any) -> bool:
    """True, with a problem, when the answer is an interface's error instead of data."""
    if not isinstance(data, dict):
        return False
    code = data.get("error_code") or data.get("code") or data.get("error")
    message = data.get("message") or data.get("error_description")
    if code and message:
        draft.problem("wrong-content", f"the interface answers {printed(code)}: {printed(message)}", raw=data)
        return True
    return False


def objects(draft: PageDraft, rows: Any, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, row) of the objects of a list; what is no object, or no list, is a problem."""
    if not isinstance(rows, list):
        draft.problem("schema-drift", f"no list at {pointer or '/'}", raw=draft.capture.body[:500])
        return
    for number, row in enumerate(rows):
        if isinstance(row, dict):
            yield f"{pointer}/{number}", row
        else:
            draft.problem("schema-drift", f"no object at {pointer}/{number}", raw=row)


def say_text(item: ItemDraft, name: str, value: object, pointer: str) -> None:
    """A text of an interface that keeps HTML in its strings: entities undone when there are no tags, else markup."""
    text = printed(value)
    if text is None:
        return
    tagged = has_tags(text)
    item.say(name, text if tagged else html.unescape(text), pointer, html=tagged)


def say_mapped(
    item: ItemDraft,
    row: Mapping[str, Any],
    table: Mapping[str, str],
    language: str = "fr",
    said: Iterable[str] = (),
    inside: str = "",
) -> set[str]:
    """Says every field of `row` that the table names (its name → raw name); returns the names that it used.

    The first name of the table that says a raw field wins, except for repeated ones (categories, keywords).
    """
    used: set[str] = set()
    done = set(said)
    for name, raw in table.items():
        value = localised(row.get(name), language)
        if name in row:
            used.add(name)
        if value in (None, "", [], False) or raw in done or not raw:
            continue
        for pointer, one in spread(f"{inside}/{name}", value):
            if raw in INSTANTS:
                item.say(raw, iso(one), pointer, html=False)
            else:
                say_text(item, raw, one, pointer)
        if raw not in ("category", "keywords", "audience", "organizer") and item.has(raw):
            done.add(raw)
    return used


def say_options(draft: PageDraft, item: ItemDraft, row: Mapping[str, Any]) -> set[str]:
    """Says the fields that the source's `field.NAME: path` options name; returns the raw names that were said.

    Several starts are sessions: the n-th end belongs to the n-th start.
    """
    said: set[str] = set()
    for raw, paths in field_options(draft.source).items():
        found = list(find(row, paths))
        for number, (pointer, value) in enumerate(found, start=1):
            group = number if raw in SESSION and len(found) > 1 else 0
            for place, one in spread(pointer, localised(value, draft.source.language)):
                if raw in INSTANTS:
                    item.say(raw, iso(printed(one)), place, html=False, group=group)
                elif raw in ADDRESSES:
                    item.say(raw, absolute(draft.capture.url, one), place, html=False)
                else:
                    say_text(item, raw, one, place)
                said.add(raw)
    return said


def say_position(item: ItemDraft, value: object, pointer: str) -> None:
    """Coordinates as `{lon, lat}` (Opendatasoft 2.1), `{longitude, latitude}`, or `[lat, lon]` (Opendatasoft 1)."""
    if isinstance(value, dict):
        latitude = value.get("lat", value.get("latitude"))
        longitude = value.get("lon", value.get("lng", value.get("longitude")))
    elif isinstance(value, list) and len(value) == 2:
        latitude, longitude = value
    else:
        return
    if printed(latitude) and printed(longitude) and (printed(latitude), printed(longitude)) != ("0", "0"):
        item.say("latitude", latitude, pointer, html=False)
        item.say("longitude", longitude, pointer, html=False)
