"""Which options a source may have: those of its platform, and those that every platform understands.

Each reader's module says its own as `OPTIONS`: names and what they do, in English, a default in brackets at the end.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module

Options = tuple[tuple[str, str], ...]

COMMON: Options = (
    ("index", "CSS selector of links on the source's pages; each link is then one document of the platform"),
    ("call_when", "regular expression on category words and title, case ignored: such an item is a call"),
    ("event_when", "the same for events"),
    ("news_when", "the same for news; what fits none is of the source's first kind"),
    ("pages", "`first`: the first page of each list alone is read, for lists that are mostly archive"),
    ("total", "`unreliable`: the number of items that the answers claim is not that of what is asked for"),
)

FIELD = (
    "field.NAME",
    "path of the raw field NAME in a row, as `field.start: acf.date`; `|` parts alternatives, `*` is each row",
)
"""For readers of JSON rows: any raw field may be taken from a path that the source names."""


@cache
def options_of(platform: str) -> Options:
    """The options of a platform, its own first; where it means something else by a common name, its own alone. Raises
    KeyError naming the platforms that there are."""
    from scrapers.readers import module_of, reader_for

    reader_for(platform)
    own: Options = getattr(import_module(module_of(platform)), "OPTIONS", ())
    return (*own, *(option for option in COMMON if option[0] not in dict(own)))


def is_option(platform: str, name: str) -> bool:
    """True when a source of that platform may have an option of that name; `field.title` is one of `field.NAME`."""
    known = {known for known, _ in options_of(platform)}
    field = re.fullmatch(r"field\.[a-z_]+", name) is not None
    return "field.NAME" in known if field else name in known - {"field.NAME"}
