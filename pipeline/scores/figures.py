"""What a measurement of one task is made of: figures with their counts, and the worst cases. Values without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution: two-sided intervals of 95 %."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One share of one reader on one set of data.

    `task`: dates, deadlines, money, places, topics, audience, relevance, language, actors, mentions, sameness.
    `data`: the file or world. `reader`: "Vigie", or a peer with its version. `measure`: exact, abstained, silent
    errors, precision, recall, macro-F1 … `hits` of `n`; a measure that is no share of counts (macro-F1) gives `value`
    itself, and `n` is what it was measured on.
    `target` is the goal of issue 3, `at_most` turns it into a ceiling; None: told for comparison only.
    """

    task: str
    data: str
    reader: str
    measure: str
    n: int
    hits: int | None = None
    value: float | None = None
    target: float | None = None
    at_most: bool = False

    @property
    def share(self) -> float:
        """The figure itself, 0 to 1 (0 when nothing was measured)."""
        if self.value is not None:
            return self.value
        return (self.hits or 0) / self.n if self.n else 0.0

    @property
    def name(self) -> tuple[str, str, str, str]:
        """What tells a figure from the others."""
        return self.task, self.data, self.reader, self.measure

    @property
    def less_is_better(self) -> bool:
        return self.at_most or self.measure.startswith(("silent errors", "wrong"))

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.target is None:
            return None
        return self.share <= self.target if self.at_most else self.share >= self.target


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one task. `worst` are lines for people: what went wrong, of files that everyone may read only."""

    task: str
    figures: tuple[Figure, ...]
    worst: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share (E. B. Wilson, JASA 22, 1927, p. 209): (0, 1) when nothing was counted."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def interval(hits: int, n: int) -> str:
    """A Wilson interval for people, in percent."""
    low, high = wilson(hits, n)
    return f"[{low:.1%} – {high:.1%}]" if n else "–"
