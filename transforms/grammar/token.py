"""The token: what the grammar reads instead of text."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.grammar.vocabulary import K


@dataclass(frozen=True, slots=True)
class Token:
    """`start`, `end` are offsets in the text (end exclusive); `numbers` depend on the kind (see `K`)."""

    kind: K
    start: int
    end: int
    text: str
    numbers: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        return self.numbers[0]
