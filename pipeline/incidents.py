"""What a source's last certificates say to an operator: the incident that goes on, and the alarms worth a line. Pure.

An incident is told once, however many runs it lasts: its first day, its runs, its cause with the numbers of the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from vigie.model import Cause, Certificate

PATIENCE = 3
"""Runs in a row for which a cause of the network's making needs nobody."""
PASSING = frozenset({Cause.SERVER_ERROR, Cause.TIMEOUT, Cause.DNS, Cause.RATE_LIMITED, Cause.TRUNCATED})
LONGEST = 160
"""Signs of a message that stand in one line with others."""


@dataclass(frozen=True, slots=True)
class Incident:
    """The `runs` in a row that failed or were silenced, up to the last one: since when, and what the last one said.

    `whole` is false when it may have begun before the runs that were looked at.
    """

    cause: Cause
    since: datetime
    runs: int
    whole: bool
    silenced: bool
    message: str

    @property
    def needs_a_person(self) -> bool:
        """At once, but for causes that pass, which get PATIENCE runs; not while it is silenced."""
        return not self.silenced and (self.cause not in PASSING or self.runs >= PATIENCE)

    def __str__(self) -> str:
        many = f"{self.runs} run{'s' if self.runs > 1 else ''}{'' if self.whole else ' or more'}"
        said = f": {_short(self.message)}" if self.message else ""
        return f"failing since {self.since:%Y-%m-%d}, {many}, {self.cause}{said}"


def incident_of(history: Sequence[Certificate], limit: int | None = None) -> Incident | None:
    """The incident that goes on in `history` (newest first); None when the last run was well.

    `limit` is how many certificates were asked for: an incident that fills them all may be longer.
    """
    count = next((place for place, c in enumerate(history) if not _failing(c)), len(history))
    if not count:
        return None
    last = history[0]
    return Incident(
        cause=last.silenced or last.cause,
        since=history[count - 1].started_at,
        runs=count,
        whole=limit is None or count < limit,
        silenced=last.cause is Cause.SILENCED,
        message=last.message.removeprefix(f"{last.source}: "),
    )


def alarms(certificate: Certificate) -> tuple[str, ...]:
    """The alarms of a run that its message does not say already."""
    said = certificate.message
    return tuple(a for a in certificate.alarms if not said or (a not in said and said not in a))


def recent_alarms(history: Iterable[Certificate], since: datetime) -> tuple[str, ...]:
    """What complete runs since an aware instant were alarmed by, each alarm once, the newest first."""
    said = (a for c in history if c.complete and c.started_at >= since for a in c.alarms)
    return tuple(dict.fromkeys(said))


def _failing(certificate: Certificate) -> bool:
    return certificate.failed or certificate.cause is Cause.SILENCED


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
