"""How a run ended: one cause from the closed list, decided from evidence alone (DESIGN.md §5). No I/O here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from vigie.model import Cause, Certificate

HISTORY = 5
"""Complete runs that are looked back on."""
DROP = 0.5
"""Share of the usual volume below which a run is not believed (PERFORMANCE and D6 of OPERATORS.md)."""
FEW = 6
"""Below this usual volume a drop says nothing: a small agenda may well halve from one day to the next."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known when the last page has been read: counts, and the failure of a page if there was one."""

    listed: int
    understood: int
    quarantined: int
    unchanged: bool
    pagination_end: bool
    failure: Cause | None = None
    message: str = ""
    wrong_content: int = 0
    barren: int = 0
    """Problems among `quarantined` that say that a page was read and holds nothing."""
    detail_failure: Cause | None = None
    """Why the first of the `withheld` items could not be had: its own page did not answer."""
    withheld: int = 0
    markup: bool = False
    """Whether items are found by the layout of a page: there, nothing found is more likely a new layout."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict: `complete` runs load their records, may mark others missing, and are published."""

    cause: Cause
    complete: bool
    message: str = ""


def usual_volume(history: Sequence[Certificate]) -> float:
    """Median number of items listed by the last complete runs that listed any; 0 when none ever did."""
    volumes = [c.read for c in history if c.complete and c.read][:HISTORY]
    return float(median(volumes)) if volumes else 0.0


def decide(evidence: Evidence, history: Sequence[Certificate]) -> Outcome:
    """The cause of a run, from its evidence and the certificates before it (latest first)."""
    usual = usual_volume(history)
    if evidence.failure:
        return Outcome(evidence.failure, False, evidence.message)
    if not evidence.pagination_end:
        return Outcome(Cause.TRUNCATED, False, f"the end of the list was not reached after {evidence.listed} items")
    if evidence.detail_failure and not evidence.understood and _nothing_had(evidence):
        return Outcome(evidence.detail_failure, False, evidence.message)
    if evidence.unchanged:
        return Outcome(Cause.UNCHANGED, True)
    if evidence.listed == 0:
        return _nothing(evidence, usual)
    if usual >= FEW and evidence.listed < DROP * usual:
        return Outcome(Cause.VOLUME_DROP, False, f"{evidence.listed} items listed where {usual:.0f} are usual")
    if evidence.understood == 0:
        return Outcome(Cause.SCHEMA_DRIFT, False, f"none of {evidence.listed} items could be understood")
    return Outcome(Cause.OK, True)


def _nothing_had(evidence: Evidence) -> bool:
    """Whether no item's own page was had: of an unchanged source every one must have failed."""
    return not evidence.unchanged or evidence.withheld >= evidence.listed


def _nothing(evidence: Evidence, usual: float) -> Outcome:
    if evidence.wrong_content:
        return Outcome(Cause.WRONG_CONTENT, False, "the answer is not what this platform sends")
    if evidence.quarantined > evidence.barren:
        return Outcome(Cause.PARSE_ERROR, False, f"{evidence.quarantined} passages could not be read")
    if usual:
        cause = Cause.LAYOUT_CHANGED if evidence.markup else Cause.EMPTY
        return Outcome(cause, False, f"no item where {usual:.0f} are usual")
    # A season may not be announced yet: a list that never had an item is no error (API_SHAPES §10, 15).
    return Outcome(Cause.EMPTY, True, "no item, and none was ever seen here")
