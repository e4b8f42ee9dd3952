"""A passage cut into sentences and clauses, and which of the words of such a stretch decides what a date is for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from transforms.deadline_cues import Found, cues_of
from transforms.deadline_words import Cue

_SENTENCE = re.compile(
    r"[\n;•|]|[!?](?= |$|\n)|"
    r"(?<!\bmax)(?<!\bmin)(?<!\bart)(?<!\benv)(?<!\bp)(?<!\bex)(?<!\bincl)(?<!\bst)(?<!\bav)(?<!\blim)"
    r"(?<!\bapprox)\.(?= |$|\n)"
)
_CLAUSE = re.compile(r",(?=\s)|\s-\s|[()\[\]/]|\s>\s|\b(?:et|puis|and|mais)\b(?= (?:le |les |la |l'|the )?[a-z])")

_GIVEN = re.compile(r"aides?|bourses?|subsid|subvention|primes?|projets?\b|oeuvres|\bprix|residenc|participation")


@dataclass(frozen=True, slots=True)
class Region:
    cues: tuple[Found, ...]
    words: str
    start: int

    def strongest(self, limit: bool) -> tuple[Cue, bool] | None:
        """The deciding cue and whether it is sure of itself; None when no word says anything."""
        kinds = [f.cue for f in self.cues if f.cue is not Cue.AT_MOST] or [Cue.CLOSE for f in self.cues]
        if Cue.NEVER in kinds:
            return Cue.NEVER, True
        label = self.words.rfind(":")
        if label >= 0 and not any(f.end > self.start + label for f in self.cues):
            head = next((k for k in kinds if k in (Cue.CLOSE, Cue.OPEN, Cue.OTHER)), None)
            if head or kinds:
                return (head, True) if head else (Cue.ACT if kinds[0] is Cue.STEP else kinds[0], kinds[0] is Cue.ACT)
        if limit:
            telling = [k for k in kinds if k is not Cue.EVENT] or kinds
            if Cue.OTHER in telling and telling[-1] in (Cue.ACT, Cue.APPLY) and self._theirs():
                return Cue.OTHER, True
            return (telling[-1], True) if telling else None
        kinds = [k for k in kinds if k is not Cue.STEP]
        if not kinds:
            return None
        strong = [k for k in kinds if k is not Cue.APPLY]
        if strong and strong[-1] in (Cue.EVENT, Cue.OTHER) and Cue.CLOSE in strong and self._heads(Cue.CLOSE):
            return Cue.CLOSE, True
        if strong and strong[-1] is Cue.ACT and Cue.APPLY not in kinds and self._theirs(Cue.ACT):
            return Cue.OTHER, True
        if strong:
            return strong[-1], strong[-1] not in (Cue.EVENT, Cue.ACT)
        far = self.start + len(self.words) - self.cues[-1].end > 30
        return None if far else (Cue.APPLY, False)

    def names_applying(self) -> bool:
        """ "Candidatures : 13/04 > 29/05": the noun in front of a span is what is handed in, not what is given."""
        last = self.cues[-1]
        near = self.start + len(self.words) - last.end <= 14
        return near and not _GIVEN.match(self.words[last.start - self.start :])

    def _theirs(self, cue: Cue | None = None) -> bool:
        """ "Les réponses seront envoyées avant le": what the organiser does, in the words of an applicant."""
        last = next(f for f in reversed(self.cues) if cue is None or f.cue is cue)
        said = self.words[: last.start - self.start]
        return bool(re.search(r"\b(?:seront|sera|will be|worden|werden|(?:leur|vous) est)\W+$", said))

    def _heads(self, cue: Cue) -> bool:
        """ "La date limite de candidature pour le festival est le": what is said of the noun in front of the verb."""
        return self.cues[0].cue is cue and bool(
            re.search(r"\b(?:est|sont|is|fixee?s? (?:au|le)|ist)\W+(?:le |the |au |fixee?s? (?:au|le) )?$", self.words)
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A folded text with its cues and the offsets at which its sentences begin."""

    folded: str
    cues: tuple[Found, ...]
    starts: tuple[int, ...]
    breaks: tuple[int, ...]

    def within(self, start: int, end: int) -> Region:
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return Region(tuple(c for c in self.cues[low:high] if c.end <= end + 1), self.folded[start:end], start)

    def sentence(self, position: int) -> tuple[int, int]:
        """The offsets of the sentence that holds a position."""
        following = bisect_right(self.breaks, position)
        finish = self.breaks[following] if following < len(self.breaks) else len(self.folded)
        return self.breaks[following - 1], finish

    def clause(self, region: Region, dates_first: bool) -> Region:
        """The end of a stretch before a date: its own clause."""
        cuts = [m.end() for m in _CLAUSE.finditer(region.words) if dates_first or region.words[m.end() :].strip(" (")]
        return self.within(region.start + (cuts[-1] if cuts else 0), region.start + len(region.words))

    def clause_behind(self, region: Region, dates_first: bool) -> Region:
        """The beginning of a stretch behind a date: its own clause, or the bracket that opens there."""
        lead = re.match(r"[\s:,\-/.>]*", region.words) if dates_first else re.match(r"\s*", region.words)
        skipped = lead.end() if lead else 0
        words = region.words[skipped:]
        if words.startswith("("):
            end = words.find(")")  # a bracket that holds the next date speaks of that one
            return self.within(region.start + skipped + 1, region.start + skipped + (end if end > 0 else 1))
        if words.startswith(("-", "/", ">")):
            return self.within(region.start, region.start)
        cut = _CLAUSE.search(words)
        return self.within(region.start + skipped, region.start + skipped + (cut.start() if cut else len(words)))


def passage_of(folded: str, spans: list[tuple[int, int]]) -> Passage:
    """`spans`: those of its dates, in order; a full stop inside one ends no sentence."""
    cues = cues_of(folded)
    return Passage(folded, cues, tuple(c.start for c in cues), tuple(_breaks(folded, spans)))


def _breaks(folded: str, spans: list[tuple[int, int]]) -> list[int]:
    """Where sentences begin; a full stop inside a date ends none."""
    breaks = [0]
    for found in _SENTENCE.finditer(folded):
        at = bisect_right(spans, (found.start(), len(folded)))
        if at and spans[at - 1][0] <= found.start() < spans[at - 1][1] - 1:
            continue
        breaks.append(found.end())
    return breaks
