"""What a date of a call can be for, and a date with its role and its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from transforms.deadline_words import Cue
from transforms.grammar.result import DateResult

LETTER = re.compile("[a-z]")
SEVERAL = re.compile(
    r"dates (?:limites|butoirs|de cloture|ultimes)|deadlines|echeances|clotures|cut-?offs?|fristen|"
    r"dates de (?:depot|remise)"
)


class Role(StrEnum):
    WINDOW = "window"
    OPENS = "opens"
    UNTIL = "until"
    CUED = "cued"
    LISTED = "listed"
    BARE = "bare"
    OTHER = "other"


CLOSING = (Role.WINDOW, Role.UNTIL, Role.CUED, Role.LISTED, Role.BARE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A date with its role and its own words: `before` it, from the start of its sentence or the date in front, and
    `behind` it, to the end of its sentence or the next date. Offsets are those of the text."""

    result: DateResult
    role: Role | None
    before: str
    behind: str
    begin: int
    sentence: int


def is_long(result: DateResult) -> bool:
    return bool(result.start and result.end and result.end.day > result.start.day)


def settled(result: DateResult, cue: Cue | None, limit: bool) -> Role | None:
    if cue is None:
        return None
    if cue in (Cue.NEVER, Cue.OTHER, Cue.EVENT):
        return Role.OTHER
    if result.open == "end":
        return Role.OPENS
    if is_long(result):
        return Role.WINDOW
    if result.open == "start":
        return Role.UNTIL
    if cue is Cue.OPEN:
        return Role.CUED if limit else Role.OPENS
    return Role.CUED
