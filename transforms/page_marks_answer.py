"""What the own page of a record answers when its source no longer lists it (DESIGN.md §5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vigie.model import Status


class PageAnswer(StrEnum):
    """The closed list of answers. The first three are markers on the page, the last two are no evidence at all."""

    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESCHEDULED = "rescheduled"
    LIVES = "lives"
    MOVED = "moved"
    GONE = "gone"
    OTHER = "other"
    SILENT = "silent"
    UNASKED = "unasked"


MARKED = {
    Status.CANCELLED: PageAnswer.CANCELLED,
    Status.POSTPONED: PageAnswer.POSTPONED,
    Status.RESCHEDULED: PageAnswer.RESCHEDULED,
}


@dataclass(frozen=True, slots=True)
class PageReading:
    """A marker, LIVES or OTHER; the words it rests on, where they stand, and the language of a marker's words."""

    answer: PageAnswer
    words: str = ""
    pointer: str = ""
    language: str | None = None
