"""What betrays a platform: words of its markup, names of its headers, and the addresses where it then answers.

Each reader's module says its own (`CLUES`), so that a platform is one module and no list of all of them is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from scrapers.readers import _MODULES, PLATFORMS
from vigie.model import Capture, Kind

SHOWN = 400_000
"""Bytes of a page that are searched for clues."""


@dataclass(frozen=True, slots=True)
class Clue:
    """If one of `marks` stands in the page, or a header fits, one of `asks` is worth a request.

    `marks` are regular expressions on the markup; `headers` are (name in lower case, regular expression on the value).
    `asks` are addresses with `{root}` (scheme and host, no slash at the end) and `{page}` (the page's own address, no
    slash at the end), and with the named groups of the marks (`(?P<dataset>…)` gives `{dataset}`); none means that the
    page itself is read. `confidence` (0 to 100) is what a fitting answer there
    is worth. `options` go into the entry. `because` is said to the operator, in English.
    """

    platform: str
    because: str
    marks: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    asks: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = (Kind.EVENT,)
    confidence: int = 85
    options: tuple[tuple[str, str], ...] = field(default=())


@cache
def every_clue() -> tuple[Clue, ...]:
    """The clues of every platform, in the order of their names."""
    return tuple(
        clue
        for platform in PLATFORMS
        for clue in getattr(import_module(f"scrapers.readers.{_MODULES.get(platform, platform)}"), "CLUES", ())
    )


def clues_in(capture: Capture) -> Iterator[Clue]:
    """The clues that a page gives, in the order of `every_clue`."""
    text = capture.body[:SHOWN].decode("utf-8", "replace")
    headers = {name.lower(): value for name, value in capture.headers}
    for clue in every_clue():
        if any(re.search(mark, text, re.IGNORECASE) for mark in clue.marks) or any(
            re.search(pattern, headers.get(name, ""), re.IGNORECASE)
            for name, pattern in clue.headers
            if name in headers
        ):
            yield clue
