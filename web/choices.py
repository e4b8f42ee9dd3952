"""One value of a filter, as a list of choices shows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter. `count` None when the value is chosen but nothing has it."""

    slug: str
    label: str
    count: int | None
    chosen: bool
