"""Ways: how a source can be read, as somebody or something found out; what discovery hands to the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from vigie.model import Kind, Recipe

CERTAIN = 80
"""From this confidence a way is used without asking an operator: a feed, an interface, structured data."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a site: what its entry in the catalogue would say beside name and slug.

    `because` are the reasons in plain English, the weightiest first. `confidence` is 0 to 100. `urls` are absolute.
    """

    platform: str
    urls: tuple[str, ...]
    kinds: tuple[Kind, ...]
    because: tuple[str, ...]
    confidence: int
    options: tuple[tuple[str, str], ...] = ()
    recipe: Recipe | None = None
    language: str | None = None

    @property
    def certain(self) -> bool:
        """Whether it is used from now on, without an operator's word."""
        return self.confidence >= CERTAIN
