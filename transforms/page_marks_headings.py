"""Whether a heading is that of a thing whose title is known, and the marker beside the title in it. Pure.

Since the title is known, what is left of the heading must be a marker and nothing else: "Conditions d'annulation" or a
show named "L'annulation du monde" can never be read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.page_marks_words import Mark, read_mark
from transforms.text import FIELD_LIMIT, fold

_BORDER = re.compile(r"\s*(?:[|–—:•·\[\]()!*«»\"“”/]|\s-+\s|^-+\s|\s-+$|,\s)+\s*")
_WORD = re.compile(r"[^\W_]+")
ALIKE = 0.75
"""Share of the longer one's words that two titles have in common when one thing has both."""
MOST = 40
"""Segments of a heading that are looked at."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that is the thing's own: `exact` when it has the title and nothing else but a marker."""

    exact: bool
    mark: Mark | None = None


def read_heading(text: str, title: str) -> Heading | None:
    """What a heading says of the thing called `title`; None when it is another one's."""
    text, wanted = text[:FIELD_LIMIT], words(title)
    if not wanted:
        return None
    if words(text) == wanted:
        return Heading(True)
    segments = [s for s in _BORDER.split(text) if s and s.strip()][:MOST]
    return _around(segments, wanted) or _beside(segments, wanted) or _held(segments, words(text), wanted)


def words(text: str) -> tuple[str, ...]:
    """The words of a title, folded."""
    return tuple(_WORD.findall(fold(text)))


def alike(said: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether two titles are one thing's: equal, one whole inside the other, or nearly the same words."""
    if said == wanted:
        return True
    short, long = sorted((said, wanted), key=len)
    if len(short) >= 3 or len("".join(short)) >= 12:
        held = any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))
        if held and (short == wanted or len(short) >= 0.6 * len(long)):
            return True
    common = len(set(said) & set(wanted))
    return common >= 3 and common >= ALIKE * len(set(long))


def _around(segments: list[str], wanted: tuple[str, ...]) -> Heading | None:
    """Whole segments that are the title, and the marker in the segment right before or behind them."""
    for first in range(len(segments)):
        said: tuple[str, ...] = ()
        for last in range(first, len(segments)):
            said += words(segments[last])
            if said == wanted:
                before = read_mark(segments[first - 1], wanted) if first else None
                behind = read_mark(segments[last + 1], wanted) if last + 1 < len(segments) else None
                rest = len(segments) - (last - first + 1) - bool(before) - bool(behind)
                return Heading(rest == 0, before or behind)
    return None


def _beside(segments: list[str], wanted: tuple[str, ...]) -> Heading | None:
    """A segment that is the title with a marker and no sign between them: "ANNULÉ Nuit des pixels"."""
    for segment in segments:
        said = words(segment)
        extra = len(said) - len(wanted)
        if extra <= 0:
            continue
        for left, title in ((said[:extra], said[extra:]), (said[-extra:], said[:-extra])):
            mark = read_mark(" ".join(left), wanted) if title == wanted else None
            if mark:
                return Heading(len(segments) == 1, mark)
    return None


def _held(segments: list[str], said: tuple[str, ...], wanted: tuple[str, ...]) -> Heading | None:
    """A longer, shorter or slightly other title, with a marker at the border of it."""
    marks = [read_mark(s, wanted) for s in segments]
    kept = tuple(w for s, mark in zip(segments, marks, strict=True) if mark is None for w in words(s))
    if alike(kept, wanted) or alike(said, wanted):
        return Heading(False, marks[0] or marks[-1])
    for place, segment in enumerate(segments):
        if marks[place] is None and alike(words(segment), wanted):
            before = marks[place - 1] if place else None
            return Heading(False, before or (marks[place + 1] if place + 1 < len(marks) else None))
    return None
