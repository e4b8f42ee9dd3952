"""What the checks of `vigie doctor` are given, and how they say what they found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Engine

from pipeline.readiness import ready
from scrapers.catalogue import load
from vigie.model import Certificate
from vigie.settings import Settings
from warehouse import probes, runs

LATELY, LONG = 30, 400
"""Certificates of a source that are looked at; and when it failed in all of the former."""
NAMED = 5
"""Names that a message lists before it counts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    message: str


@dataclass(frozen=True)
class Asked:
    """The house that is examined. Certificates are read once for all checks."""

    settings: Settings
    engine: Engine

    @cached_property
    def histories(self) -> dict[str, Sequence[Certificate]]:
        """The last certificates of every source that should be read, newest first, by slug."""
        with self.engine.connect() as connection:
            standing = probes.in_force(connection)
        return {s.slug: self._history(s.slug) for s in ready(load(self.settings.catalogue), standing)}

    def _history(self, slug: str) -> Sequence[Certificate]:
        found = runs.history(self.engine, slug, LATELY)
        if len(found) == LATELY and not any(c.complete for c in found):
            return runs.history(self.engine, slug, LONG)
        return found


class Trouble(Exception):
    """Why a check failed, and what to do."""


def names(found: Sequence[str], between: str = ", ") -> str:
    """The first few of many."""
    shown = between.join(found[:NAMED])
    return shown if len(found) <= NAMED else f"{shown} and {len(found) - NAMED} more"


def count(number: int, thing: str) -> str:
    """`1 row`, `3 rows`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
