"""Keys of things that have neither an id nor an address of their own: from what an edit rarely moves.

Not from the date, so that a moved evening stays itself; nor from the text, the price or the status. What stays is the
title without the words that a site puts before it ("ANNULÉ – "), and the place. Where two of one page have both in
common, their starts as printed tell them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from scrapers.readers.addresses import key_of_values
from vigie.model import RawItem
from vigie.status_words import BECAUSE, LATER, MOVED_TO, SOMETIME, WORDS

_BORDER = re.compile(r"\s*(?:[:–—|/\\!*•\[\]()]|(?<=\s)-(?=\s))+\s*")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Nameless:
    """An item without id and address, and its first start as printed."""

    item: RawItem
    start: str | None


def keys(found: Sequence[Nameless]) -> tuple[str, ...]:
    """The key of each of the nameless items of one page, in their order. Pure."""
    stable = [_stable(one.item) for one in found]
    starts: defaultdict[tuple[tuple[str, str], ...], set[str]] = defaultdict(set)
    for said, one in zip(stable, found, strict=True):
        starts[said].add(one.start or "")
    return tuple(
        key_of_values((*said, ("start", one.start or "")) if len(starts[said]) > 1 else said)
        for said, one in zip(stable, found, strict=True)
    )


def _stable(item: RawItem) -> tuple[tuple[str, str], ...]:
    place = next((v for name in ("place_name", "place_text", "city", "online_url") if (v := item.text(name))), "")
    return (("kind", item.kind.value), ("title", unmarked(item.text("title") or "")), ("place", _plain(place)))


def unmarked(title: str) -> str:
    """The words of a title, folded, without markers at its borders; all of its words when it is nothing else."""
    parts = [part for part in _BORDER.split(_folded(title)) if part.strip()]
    loud = _BORDER.split(title.strip())[0] if title.strip() else ""
    while len(parts) > 1 and _marker().fullmatch(parts[0]):
        parts = parts[1:]
    while len(parts) > 1 and _marker().fullmatch(parts[-1]):
        parts = parts[:-1]
    first = _marker().match(parts[0]) if parts else None
    # "ANNULÉ Nuit des pixels": capitals alone set the word apart.
    if first and first.end() < len(parts[0]) and loud[: first.end()].isupper() and not loud.isupper():
        parts[0] = parts[0][first.end() :]
    return " ".join(word for part in parts for word in _WORD.findall(part)) or _plain(title)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(_folded(text)))


def _folded(text: str) -> str:
    """Lower case without accents. It stands still for ever: keys rest on it."""
    spread = unicodedata.normalize("NFKD", text.strip())
    return "".join(c for c in spread if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=1)
def _marker() -> re.Pattern[str]:
    words = "|".join(w for said in WORDS.values() for some in said.values() for w in some)
    moved = "|".join(MOVED_TO.values())
    return re.compile(rf"(?:(?:{moved}) [^:–—|!\])]{{1,40}}|(?:{words})(?:{LATER}| (?:{BECAUSE}|{SOMETIME}).*))(?!\w)")
