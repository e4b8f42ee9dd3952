"""Whether a change has lasted so long that it is no fault of a day, but how the source is now.

A source may lose half of its list for good: a section closes, a year is archived. Its runs would then fail for
ever, and what it still says would grow old. So a change that stays the same over some runs and some days, while all
else is whole, is accepted as the new normal, with an alarm. What it costs when it was a fault after all: things
that are still announced go missing, their own pages are asked (DESIGN.md §5), and nothing is cancelled that still
answers. An empty list is never accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from vigie.model import Cause, Certificate

OF_THE_ROAD = frozenset({Cause.TIMEOUT, Cause.DNS, Cause.TLS, Cause.SERVER_ERROR, Cause.RATE_LIMITED})
"""Failures that say nothing of the list: they neither prolong nor end what lasts."""
JITTER = 0.1
"""Days. A daily run does not start at the same minute every day."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """`runs` runs over `days` days."""

    runs: int
    days: float

    def reaches(self, runs: int, days: int) -> bool:
        return self.runs >= runs and self.days >= days - JITTER


def cause_behind(certificate: Certificate) -> Cause:
    """The cause of a run, under its silence if it was silenced."""
    return certificate.silenced or certificate.cause


def lasting(history: Sequence[Certificate], at: datetime | None, same: Callable[[Certificate], bool]) -> Lasting:
    """How long this run and those right before it (`history`, newest first) have been the `same`."""
    runs, since = 1, at
    for certificate in history if at else ():
        if certificate.complete:
            break
        if cause_behind(certificate) in OF_THE_ROAD:
            continue
        if not same(certificate):
            break
        runs, since = runs + 1, certificate.started_at
    return Lasting(runs, (at - since).total_seconds() / 86400 if at and since else 0.0)


def alike(a: int, b: int) -> bool:
    """Whether two volumes are the same but for a tenth, or for one thing."""
    return abs(a - b) <= max(1, 0.1 * max(a, b))
