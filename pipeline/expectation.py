"""What a run of a source should bring, learned from its certificates and from nothing that anyone typed in
(DESIGN.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from pipeline.expectation_fields import Share, learn_fields
from pipeline.expectation_lasting import cause_behind
from pipeline.expectation_leaving import Leaving, learn_leaving
from pipeline.expectation_pace import Pace, learn_pace
from pipeline.expectation_volume import Volume, average_foreign, learn_volume, short_claim, usual_volume
from pipeline.school_holidays import Community
from vigie.model import Cause, Certificate

YEAR = timedelta(days=370)
TURNED_OVER = 0.8
"""Share of new things in the first list after an empty one, from which the emptiness was true: the old ones were
over."""
NEARLY = 3
"""Things in a list on average, below which chance empties it at times (one day in twenty for things that come
singly)."""
MANY = 10
NOTHING = frozenset({Cause.EMPTY, Cause.LAYOUT_CHANGED})


@dataclass(frozen=True, slots=True)
class Expectation:
    """Of one source. `usual` items a run, 0 when none was ever seen; `failing` are the runs since the last complete
    one, newest first; `sparse`: its list was truly empty at times."""

    usual: float = 0.0
    last_read: int = 0
    leaving: Leaving = field(default_factory=Leaving)
    volume: Volume = field(default_factory=Volume)
    fields: tuple[Share, ...] = ()
    understood: Share = field(default_factory=lambda: Share("meaning", 0.0, 0.0))
    pace: Pace | None = None
    short_claim: float = 0.0
    claims: int = 0
    foreign: float | None = None
    sparse: bool = False
    mostly_due: bool = False
    failing: tuple[Certificate, ...] = ()


def learn(history: Sequence[Certificate], community: Community = Community.FR) -> Expectation:
    """From the certificates of one source, newest first, those of a year before the newest one."""
    recent = _of_a_year(history)
    complete = tuple(run for run in recent if run.complete)
    read = [run for run in complete if run.understood]
    return Expectation(
        usual=usual_volume(history),
        last_read=complete[0].read if complete else 0,
        leaving=learn_leaving(complete),
        volume=learn_volume(complete, community),
        fields=learn_fields(complete),
        understood=Share("meaning", *_understood(read)),
        pace=learn_pace(complete, community),
        short_claim=short_claim(complete),
        claims=sum(run.claimed is not None for run in complete),
        foreign=average_foreign(complete),
        sparse=_was_truly_empty(recent) or _is_nearly_empty(complete),
        mostly_due=2 * sum(run.due for run in complete[:30]) >= sum(run.read for run in complete[:30]) > 0,
        failing=tuple(takewhile(lambda run: not run.complete, recent)),
    )


def _of_a_year(history: Sequence[Certificate]) -> tuple[Certificate, ...]:
    if not history:
        return ()
    newest: datetime = history[0].started_at
    return tuple(run for run in history if newest - run.started_at <= YEAR)


def _understood(read: Sequence[Certificate]) -> tuple[float, float]:
    listed = sum(max(run.read, run.understood) for run in read[:30])
    scale = min(1.0, 60 / listed) if listed else 1.0
    return sum(run.understood for run in read[:30]) * scale, listed * scale


def _is_nearly_empty(complete: Sequence[Certificate]) -> bool:
    """Whether a list of one or two things comes and goes, or may yet turn out to, so that some days have none."""
    reads = [run.read for run in complete[:30] if run.read]
    return bool(reads) and sum(reads) < NEARLY * len(reads) and (len(set(reads)) > 1 or len(reads) < MANY)


def _was_truly_empty(recent: Sequence[Certificate]) -> bool:
    """Whether the list was ever empty between two full ones, and not by a fault.

    A complete run may have said so. Else an empty spell is believed afterwards, when what followed was new: after a
    fault the old things come back.
    """
    full_before = False
    spell = False
    for run in reversed(recent):
        if run.complete and run.read:
            if spell and full_before and run.new >= TURNED_OVER * run.read:
                return True
            full_before, spell = True, False
        elif run.complete:
            if full_before:
                return True
        elif not run.read and cause_behind(run) in NOTHING:
            spell = True
    return False
