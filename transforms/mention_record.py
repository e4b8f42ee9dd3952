"""What a mention is: an event or a call that prose announces or reports, with the words it rests on. Values alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from vigie.model import Deadline, Kind, Occurrence, Place, Verdict, WallTime


@dataclass(frozen=True, slots=True)
class Mention:
    """One event or call named in prose: a suggestion for an editor, never published by itself.

    `kind` is EVENT or CALL. `title`: the proper name as printed, else the noun phrase ("journée de réflexion").
    Events have `occurrences` (sorted, at day or minute precision), calls `deadlines` and `opens`. `actors` are
    "role:slug" of the register. `span`: offsets in the text of the sentence or sentences that it rests on, `words`: the
    noun and the date as printed. `score` 0–100: how surely an editor will take it; `because`: why. `past`: over when
    the text was published. `replaces`: the day that was given up, when the text says that it was moved.
    """

    kind: Kind
    title: str
    occurrences: tuple[Occurrence, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    opens: WallTime | None = None
    place: Place | None = None
    actors: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)
    words: str = ""
    score: int = 0
    because: str = ""
    past: bool = False
    replaces: WallTime | None = None

    @property
    def first_day(self) -> date | None:
        """The first day of an event, the first deadline of a call; None for a call that only says when it opens."""
        if self.occurrences:
            return self.occurrences[0].start.day
        return closing_day(self.deadlines[0]) if self.deadlines else None

    @property
    def last_day(self) -> date | None:
        """The last day of an event, the last deadline of a call."""
        if self.occurrences:
            return max(o.last_day for o in self.occurrences)
        return closing_day(self.deadlines[-1]) if self.deadlines else None


def closing_day(deadline: Deadline) -> date:
    """The last day on which one can apply: midnight ends the day before."""
    at = deadline.at
    return at.day - timedelta(days=1) if at.has_clock and at.local.time() == time() else at.day


@dataclass(frozen=True, slots=True)
class MentionReading:
    """`mentions` in the order of the text. `abstained`: why there is none, or which dates were left, in words."""

    mentions: tuple[Mention, ...] = ()
    abstained: str | None = None


@dataclass(frozen=True, slots=True)
class MentionLink:
    """A known event or call that a mention may speak of: `id` of the candidate, `score` 0–100, SAME or ASK."""

    id: str
    score: int
    because: str
    verdict: Verdict
