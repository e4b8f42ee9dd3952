"""An event or call as it is pieced together from sentences, before place, actors and score are added."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from transforms.mention_sentences import DateGroup, Sentence
from transforms.offsets import unaccented
from vigie.model import Deadline, Occurrence, WallTime


@dataclass(slots=True)
class Draft:
    """`at`: numbers of the sentences that it rests on. `words`: noun and dates as printed. `reasons`: for `because`.

    `beside`: held within or beside another event ("dans le cadre de …"), so no session of it."""

    title: str
    noun: str
    proper: bool
    weak: bool
    at: list[int]
    words: list[str]
    reasons: list[str]
    score: int
    occurrences: tuple[Occurrence, ...] = ()
    deadlines: list[Deadline] = field(default_factory=list)
    opens: WallTime | None = None
    replaces: WallTime | None = None
    recurring: bool = False
    beside: bool = False

    @property
    def first(self) -> date:
        return self.occurrences[0].start.day

    @property
    def last(self) -> date:
        return max(o.last_day for o in self.occurrences)

    def holds(self, other: Draft) -> bool:
        """Whether the days of the other lie within its own."""
        return self.first <= other.first and other.last <= self.last

    def length(self) -> int:
        """Days from the first to the last, both counted."""
        return (self.last - self.first).days + 1


@dataclass(slots=True)
class Left:
    """Dates that became no mention, with the reason, for `abstained`."""

    reasons: list[str] = field(default_factory=list)

    def note(self, sentence: Sentence, group: DateGroup, why: str) -> None:
        words = " ".join(sentence.text[group.span[0] : group.span[1]].split())
        row = f"{words[:40]!r}: {why}"
        if row not in self.reasons and len(self.reasons) < 30:
            self.reasons.append(row)


_EMPTY = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "de",
        "du",
        "des",
        "d",
        "et",
        "en",
        "un",
        "une",
        "a",
        "au",
        "aux",
        "sur",
        "pour",
        "dans",
        "par",
        "the",
        "of",
        "and",
        "for",
        "in",
        "on",
        "van",
        "het",
        "een",
        "der",
        "die",
        "das",
    ]
)


@lru_cache(maxsize=4096)
def title_words(title: str) -> frozenset[str]:
    """Words of a title that tell it from others: no articles, no plural, no accents."""
    words = "".join(c if c.isalnum() else " " for c in unaccented(title)).split()
    return frozenset(w.rstrip("s") or w for w in words if w not in _EMPTY)


def likeness(one: str, other: str) -> float:
    """Share of the shorter title's words that stand in the longer one, 0 to 1."""
    a, b = title_words(one), title_words(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
