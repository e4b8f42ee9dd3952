"""The cursor over tokens that all productions share: functions `(phrase, index) -> (value, next index) | None`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from transforms.grammar.token import Token
from transforms.grammar.vocabulary import K


class Hesitation(Exception):
    """A person would hesitate here: the words are consumed and nothing is read. The message is the reason."""

    def __init__(self, reason: str, next_index: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.next = next_index


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens, the day on which they were published (`now`: its clock too, when known), and how far back a year-less day
    may lie."""

    tokens: Sequence[Token]
    reference: date
    grace: timedelta = timedelta(days=7)
    now: datetime | None = None

    def at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def kind(self, index: int) -> K | None:
        token = self.at(index)
        return token.kind if token else None

    def said(self, index: int) -> str:
        token = self.at(index)
        return token.text if token else ""

    def gap(self, index: int) -> int:
        """Signs between token `index` and the one before it."""
        return self.tokens[index].start - self.tokens[index - 1].end if 0 < index < len(self.tokens) else 0

    def skip(self, index: int, *kinds: K, limit: int = 2) -> int:
        """Index after at most `limit` tokens of these kinds."""
        while limit and self.kind(index) in kinds:
            index, limit = index + 1, limit - 1
        return index

    def span(self, first: int, after: int) -> tuple[int, int]:
        return self.tokens[first].start, self.tokens[after - 1].end
