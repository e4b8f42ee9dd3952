"""Which kind an item of a mixed source is: by the source's own words, never by ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from vigie.model import Kind, Source


def kind_of(source: Source, words: Iterable[str | None]) -> Kind:
    """The first kind whose option (`call_when`, `event_when`, `news_when`: a regular expression, case ignored) is found
    in the source's category words or title; else the first kind of the source."""
    text = " | ".join(w for w in words if w)
    for kind in (Kind.CALL, Kind.EVENT, Kind.NEWS):
        wanted = source.option(f"{kind.value}_when")
        if wanted and _pattern(wanted).search(text):
            return kind
    return source.kinds[0] if source.kinds else Kind.NEWS


def kind_of_post(source: Source, words: Iterable[str | None]) -> Kind:
    """As `kind_of`, for what a platform knows to be no event: of a source of events and news it is news."""
    kind = kind_of(source, words)
    others = [other for other in source.kinds if other is not Kind.EVENT]
    said = source.option("event_when") and kind is Kind.EVENT
    return others[0] if kind is Kind.EVENT and others and not said else kind


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.I)
    except re.error:
        return re.compile(re.escape(text), re.I)
