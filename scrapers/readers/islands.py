"""Data that a page carries for its own scripts: JSON in a script tag, and the stream of pieces that Next.js pushes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.readers.decoding import loose_json
from scrapers.readers.drafts import PageDraft
from scrapers.readers.html_nodes import selected

_PUSHED = re.compile(r"self\.__next_f\.push\(\s*(\[.*\])\s*\)\s*;?\s*$", re.S)
MOST_NODES = 200_000
"""Objects and lists that are looked at: a page's state has some thousands."""


def island(draft: PageDraft, tree: LexborHTMLParser, selector: str) -> Any:
    """The JSON of the first script that fits; None when there is none, and, with a problem, when it is broken."""
    for node in selected(tree, selector):
        text = node.text(deep=True) or ""
        if text.strip():
            try:
                return loose_json(text)
            except ValueError as error:
                draft.problem("parse-error", f"{selector}: {error}", raw=text)
                return None
    return None


def pushed(tree: LexborHTMLParser) -> str:
    """What the scripts of a Next.js page (app router) push piece by piece, as one text."""
    parts: list[str] = []
    for node in selected(tree, "script"):
        found = _PUSHED.search(node.text(deep=True) or "")
        if found:
            try:
                piece = json.loads(found.group(1))
            except (ValueError, RecursionError):
                continue
            parts += [part for part in piece if isinstance(part, str)] if isinstance(piece, list) else []
    return "".join(parts)


def values_under(text: str, name: str) -> Iterator[Any]:
    """The JSON values that follow `"name":` in a text that is no JSON as a whole."""
    decoder = json.JSONDecoder(strict=False)
    for place in re.finditer(rf'"{re.escape(name)}"\s*:\s*(?=[\[{{])', text):
        try:
            yield decoder.raw_decode(text, place.end())[0]
        except (ValueError, RecursionError):
            continue


def objects_in(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, object) of every object in a JSON value, in document order."""
    work: list[tuple[str, Any]] = [("", data)] if isinstance(data, (dict, list)) else []
    for _ in range(MOST_NODES):
        if not work:
            return
        pointer, here = work.pop()
        if isinstance(here, dict):
            yield pointer, here
            inner = [(f"{pointer}/{name}", value) for name, value in here.items()]
        else:
            inner = [(f"{pointer}/{number}", value) for number, value in enumerate(here)]
        work += reversed([(place, value) for place, value in inner if isinstance(value, (dict, list))])
