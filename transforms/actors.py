"""Organisations, places and programmes of the register that an item names, each with its role. The door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vigie.model import Place


@dataclass(frozen=True, slots=True)
class ActorLink:
    """One actor of the register. `role`: organizer, funder, place or mentioned. `score` 0–100, `because` in words.

    `words` as printed; `span`: offsets in the text, None when a field or the title names it.
    """

    slug: str
    role: str
    score: int
    words: str
    span: tuple[int, int] | None
    because: str

    @property
    def key(self) -> str:
        """`role:slug`, as `actors` of a content spells it."""
        return f"{self.role}:{self.slug}"


def link_actors(
    names: Sequence[tuple[str, str]],
    title: str,
    text: str,
    place: Place | None = None,
    language: str | None = None,
) -> tuple[ActorLink, ...]:
    """Actors that an item names. `names`: (role, name as printed) of its fields, role organizer, funder or place."""
    return ()
