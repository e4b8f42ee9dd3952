"""The token: what the grammar reads instead of text."""

from __future__ import annotations

from typing import NamedTuple

from transforms.grammar.vocabulary import K


class Token(NamedTuple):
    """`start`, `end` are offsets in the text (end exclusive); `numbers` depend on the kind (see `K`).

    A tuple, because a dozen are made for every line and a frozen dataclass costs four times as much.
    """

    kind: K
    start: int
    end: int
    text: str
    numbers: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        return self.numbers[0]
