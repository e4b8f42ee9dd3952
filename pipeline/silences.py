"""Silences: a known failure that shall not cry again until a day, because someone works on it under a ticket. Pure.

A silence hides nothing: the run is not complete, its message keeps the cause, and it ends by itself. A list of
known failures that never ends hides new ones (OPERATORS.md, openverse-catalog#643).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.evidence import Outcome
from vigie.model import Cause

LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Silence:
    """Until the aware instant `until`, failures of `source` with `cause` (any, when None) are silenced under `ticket`.

    `at` is when `author` asked for it; give it, so that the length is checked. Raises ValueError that says what to do.
    """

    source: str
    cause: Cause | None
    ticket: str
    until: datetime
    author: str
    at: datetime | None = None

    def __post_init__(self) -> None:
        address = urlsplit(self.ticket)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError(
                f"a silence of {self.source} needs the address of a ticket, not {self.ticket!r}: "
                "open an issue and give its URL (https://…)"
            )
        if self.cause in (Cause.OK, Cause.UNCHANGED, Cause.SILENCED):
            raise ValueError(f"{self.cause} is no failure: name the cause that the certificate of {self.source} gives")
        if self.until.tzinfo is None:
            raise ValueError(f"the end of a silence of {self.source} needs an offset from UTC: add it to {self.until}")
        if self.at is None:
            return
        if self.until <= self.at:
            raise ValueError(f"a silence of {self.source} until {self.until:%Y-%m-%d} is over: give a later day")
        if self.until - self.at > LONGEST:
            raise ValueError(
                f"a silence of {self.source} may last {LONGEST.days} days, not until {self.until:%Y-%m-%d}: "
                f"end it by {self.at + LONGEST:%Y-%m-%d} and renew it then, if the ticket is still open"
            )

    def covers(self, cause: Cause, at: datetime) -> bool:
        return self.cause in (None, cause) and at < self.until <= at + LONGEST


def silenced(outcome: Outcome, silences: Iterable[Silence], at: datetime) -> Outcome:
    """The outcome of a failed run under the `silences` of its source, at the aware instant `at`.

    A silence that is over, or ends more than 90 days ahead, does nothing; nor is there one for a complete run. The
    silence of the very cause goes before one of any cause, the one that ends first before the others.
    """
    if outcome.complete or outcome.cause is Cause.SILENCED:
        return outcome
    held = sorted((s for s in silences if s.covers(outcome.cause, at)), key=lambda s: (s.cause is None, s.until))
    if not held:
        return outcome
    silence = held[0]
    message = f"{outcome.cause}: {outcome.message} (silenced until {silence.until:%Y-%m-%d} under {silence.ticket})"
    return replace(outcome, cause=Cause.SILENCED, message=message, ticket=silence.ticket, silenced=outcome.cause)
