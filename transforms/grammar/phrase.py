"""The cursor over tokens that all productions share: functions `(phrase, index) -> (value, next index) | None`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from transforms.grammar.token import Token
from transforms.grammar.vocabulary import K


class Hesitation(Exception):
    """A person would hesitate here: the words are consumed and nothing is read. The message is the reason."""

    def __init__(self, reason: str, next_index: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.next = next_index


BETWEEN = ("entre", "between", "tussen", "zwischen")
"""Words after which "et" joins two ends."""

_BEYOND = 64
"""Empty places behind the last token, so that a look ahead needs no check of bounds (and none before the first)."""


class Phrase:
    """Tokens, the day on which they were published (`now`: its clock too, when known), and how far back a year-less day
    may lie. `kinds`: what kinds of token there are at all, so that a production without its words costs nothing."""

    __slots__ = ("_kinds", "_tokens", "grace", "kinds", "now", "reference", "tokens")

    def __init__(
        self,
        tokens: Sequence[Token],
        reference: date,
        grace: timedelta = timedelta(days=7),
        now: datetime | None = None,
    ) -> None:
        self.tokens = tokens
        self.reference = reference
        self.grace = grace
        self.now = now
        self._tokens: list[Token | None] = [*tokens, *[None] * _BEYOND]
        self._kinds: list[K | None] = [*(token.kind for token in tokens), *[None] * _BEYOND]
        self.kinds = frozenset(self._kinds)

    def at(self, index: int) -> Token | None:
        return self._tokens[index]

    def kind(self, index: int) -> K | None:
        return self._kinds[index]

    def said(self, index: int) -> str:
        token = self._tokens[index]
        return token.text if token else ""

    def gap(self, index: int) -> int:
        """Signs between token `index` and the one before it."""
        return self.tokens[index].start - self.tokens[index - 1].end if 0 < index < len(self.tokens) else 0

    def skip(self, index: int, *kinds: K, limit: int = 2) -> int:
        """Index after at most `limit` tokens of these kinds."""
        while limit and self._kinds[index] in kinds:
            index, limit = index + 1, limit - 1
        return index

    def span(self, first: int, after: int) -> tuple[int, int]:
        return self.tokens[first].start, self.tokens[after - 1].end
