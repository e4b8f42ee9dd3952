"""A text as the readers of places see it: words in segments, with the names that stand in them."""

from __future__ import annotations

from transforms.place_tokens import Sighting, Word

# How many words back a street, a venue or a name is looked for.
REACH = 12


class Line:
    """A text with its words, their segments and the names in them. `shouted`: all capitals; `murmured`: none."""

    def __init__(self, text: str, words: list[Word], numbers: list[int], names: list[Sighting]) -> None:
        self.text, self.words, self.segments, self.names = text, words, numbers, names
        letters = [w.text for w in words if w.text.isalpha()]
        self.shouted = all(t.isupper() for t in letters)
        self.murmured = text.islower()
        self.firsts = {s.first for s in names}
        self.lasts = {s.last: s for s in names}
        self._bounds: dict[int, tuple[int, int]] = {}
        for i, number in enumerate(numbers):
            self._bounds[number] = (self._bounds.get(number, (i, i))[0], i + 1)
        self._named: dict[int, list[Sighting]] = {}
        for seen in names:
            self._named.setdefault(numbers[seen.first], []).append(seen)

    def segment(self, sighting: Sighting) -> tuple[int, int]:
        """First word and end of the segment in which a name stands."""
        first, last = self._bounds[self.segments[sighting.first]]
        # A totem place may reach over signs.
        return first, max(last, sighting.last)

    def segment_words(self, number: int) -> list[Word]:
        """The words of one segment, the last ones of a long one; none outside the text."""
        first, last = self._bounds.get(number, (0, 0))
        return self.words[max(first, last - REACH) : last]

    def neighbours(self, sighting: Sighting) -> list[Sighting]:
        """The names of the segments before and behind."""
        here = self.segments[sighting.first]
        beside = (*self._named.get(here - 1, ())[-3:], *self._named.get(here + 1, ())[:3])
        return list(beside)

    def bracketed(self, sighting: Sighting) -> bool:
        """Whether a bracket opens right before the name."""
        start = self.words[sighting.first].start
        return self.text[max(0, start - 2) : start].rstrip()[-1:] in {"(", "["}
