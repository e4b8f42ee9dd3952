"""What a run knows of itself when its last page has been read, and the verdict on it. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vigie.model import Cause


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts of one run, before anything is loaded, and the failure of a page if there was one.

    `due`: records that the last complete run of this source listed and whose thing is not over at this run's
    instant; `due_absent`: those of them that this run does not list. `fill`: how many of the `understood` records
    have each field.
    """

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
    due: int = 0
    due_absent: int = 0
    fill: tuple[tuple[str, int], ...] = ()
    claimed: int | None = None
    """The total that the source itself says."""
    repeated_pages: int = 0
    """List pages that brought the very body of a page before them."""
    at: datetime | None = None
    """The aware instant of the run; without it nothing that takes time is judged."""
    new: int | None = None
    """Keys that were never listed before; None when not known."""
    status: int | None = None
    """HTTP status of the failure."""
    foreign: int = 0
    """Items whose address is on another registrable host than the source's."""
    moved_to: str | None = None
    """Where the list was sent for good (301, 308), when that is another registrable host."""
    drifted: int = 0
    """Problems in which a reader says itself that the form has changed (`schema-drift`, `layout-changed`) on a list."""
    illegible: int = 0
    """Problems of no known item, `barren` ones apart: passages that may hold what seems to be missing."""
    resembling: int | None = None
    """Among the `new` ones, those with the title of a record that the source listed before; None when not known."""
    named: int | None = None
    """Of an empty list: titles that the source once listed and that its pages still name; None when not known. A page
    in a new form still names them, an empty one does not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict: `complete` runs load their records, may mark others missing, and are published.

    `alarms` are what an operator should know, with numbers, of a complete run too. `accepted` is the cause that a
    complete run would have had, had its change not lasted. `silenced` and `ticket` come from a silence.
    """

    cause: Cause
    complete: bool
    message: str = ""
    alarms: tuple[str, ...] = ()
    accepted: Cause | None = None
    ticket: str = ""
    silenced: Cause | None = None
