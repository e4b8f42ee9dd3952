"""Ways: how a source can be read, as somebody or something found out; what discovery hands to the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class InForce:
    """That a probe has seen a source answer, and by which way it is read since.

    `entry` is the fingerprint of what the catalogue said then (pipeline.readiness): when an operator has changed the
    entry since, the entry wins. `way` None: the catalogue's own way answered. `author` accepted a way that was not
    certain by itself. `at` is aware.
    """

    source: str
    entry: str
    probe: str
    at: datetime
    way: Way | None = None
    author: str | None = None
