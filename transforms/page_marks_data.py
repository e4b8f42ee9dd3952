"""What structured data of a page says of a thing whose title is known: schema.org's eventStatus, or JSON of an API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from transforms.page_marks_answer import MARKED, PageAnswer, PageReading
from transforms.page_marks_headings import Heading, read_heading
from transforms.status import field_status
from transforms.text import line
from vigie.model import Status

_NAMES = ("name", "title", "headline", "summary", "label")
_STATUS = ("eventStatus", "event_status", "status")
_DATED = ("startDate", "start_date", "startdate", "start", "begin", "firstdate_begin", "timings")
DEEPEST = 12
MOST_NODES = 5000


def read_blocks(blocks: Sequence[tuple[str, str]], title: str) -> PageReading | None:
    """`read_nodes` of all JSON-LD scripts of a page, given as (pointer, text). What is no JSON says nothing."""
    told: list[tuple[str, Mapping[str, Any]]] = []
    for pointer, text in blocks:
        try:
            told += [(pointer + at, node) for at, node in walk(json.loads(text, strict=False))]
        except (ValueError, RecursionError):
            continue
    return read_nodes([(p, n) for p, n in told if _is_event(n)], title)


def read_nodes(nodes: Sequence[tuple[str, Mapping[str, Any]]], title: str) -> PageReading | None:
    """The answer of the nodes that are the thing's own, None when there is none.

    Of a thing with several sessions each may be a node of its own: it is cancelled when all of them are.
    """
    own = [(p, n, h) for p, n in nodes if (h := _named(n, title))]
    exact = [one for one in own if one[2].exact]
    if own and not exact and len({_title(n) for _, n in nodes if _is_event(n)}) > 1:
        return None  # among several things one that is nearly named so may be another
    own = exact or own
    readings = [_read(pointer, node, heading) for pointer, node, heading in own]
    if not readings:
        return None
    answers = {reading.answer for reading in readings}
    alive = next((r for r in readings if r.answer is PageAnswer.LIVES), None)
    return readings[0] if len(answers) == 1 or alive is None else alive


def walk(value: Any, at: str = "", depth: int = 0) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object of a JSON value with its JSON pointer, outer ones first."""
    for count, found in enumerate(_walk(value, at, depth)):
        if count >= MOST_NODES:
            return
        yield found


def _walk(value: Any, at: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        yield at, value
        for name, inner in value.items():
            yield from _walk(inner, f"{at}/{name}", depth + 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _walk(inner, f"{at}/{place}", depth + 1)


def _read(pointer: str, node: Mapping[str, Any], heading: Heading) -> PageReading:
    for name in _STATUS:
        said = node.get(name)
        for word in said if isinstance(said, list) else [said]:
            if not isinstance(word, str) or word.isdigit():
                continue  # OpenAgenda's numbers mean a status in its own answers alone
            status = field_status(word)
            if status in MARKED and _is_spelled(name, word):
                return PageReading(MARKED[status], word, f"{pointer}/{name}")
    if heading.mark:
        return PageReading(MARKED[heading.mark.status], _title(node), pointer, heading.mark.language)
    return PageReading(PageAnswer.LIVES, _title(node), pointer)


def _is_spelled(name: str, word: str) -> bool:
    """A bare `status` is often that of the publication, or of the booking ("unavailable")."""
    return name != "status" or field_status(word) is not Status.CANCELLED or "cancel" in word.lower()


def _is_event(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type", "")
    named = [str(k).rsplit("/", 1)[-1] for k in (kinds if isinstance(kinds, list) else [kinds])]
    return any(k.endswith("Event") or k == "Festival" for k in named) or "eventStatus" in node


def _named(node: Mapping[str, Any], title: str) -> Heading | None:
    if not (_is_event(node) or any(name in node for name in (*_DATED, *_STATUS))):
        return None
    return next((found for said in _titles(node) if (found := read_heading(said, title))), None)


def _title(node: Mapping[str, Any]) -> str:
    return next(_titles(node), "")[:200]


def _titles(node: Mapping[str, Any]) -> Iterator[str]:
    """Texts of its name, also `{"rendered": …}` of WordPress, `{"fr": …, "nl": …}` and `{"@value": …}`."""
    for name in _NAMES:
        said = node.get(name)
        for one in said if isinstance(said, list) else [said]:
            for text in one.values() if isinstance(one, dict) else [one]:
                if isinstance(text, str) and text.strip():
                    yield line(text)
