"""What the hub makes of answers, of failures and of time. Pure: no clock, no network, no dice of its own."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlencode, urlsplit, urlunsplit

from vigie.model import Cause
from warehouse.websub import Subscription
from warehouse.websub_requests import Mode

FIRST, LONGEST = timedelta(seconds=10), timedelta(hours=6)
"""How long after a failure the same is tried again: twice as long each time, never longer than the second."""
CONFIRMATIONS, DELIVERIES = 5, 20
"""Failures in a row after which a request, or a subscription, is given up (two minutes; two and a half days)."""


class Duty(Enum):
    """What is to be done with a row that is due."""

    CONFIRM = "confirm"
    DELIVER = "deliver"
    END = "end"


class Verdict(Enum):
    """What an answer means."""

    YES = "yes"
    NO = "no"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one exchange: an HTTP status with its body, or why there was none (`cause`)."""

    status: int | None = None
    body: bytes = b""
    cause: Cause | None = None
    words: str = ""

    def __str__(self) -> str:
        return self.words if self.status is None else f"HTTP {self.status}"


def duty(row: Subscription, at: datetime) -> Duty:
    """A request comes first; a lease that ended ends everything else."""
    if row.wanted is not None:
        return Duty.CONFIRM
    return Duty.END if row.lease_until is None or row.lease_until <= at else Duty.DELIVER


def confirmation(heard: Heard, challenge: str) -> Verdict:
    """Only a 2xx that repeats the challenge is a yes (§5.3.1). Anything else that the subscriber says is a no; what its
    server says in its stead (5xx, 429, silence) is asked again. An address that may not be called is a no."""
    if heard.cause is Cause.BLOCKED:
        return Verdict.NO
    if heard.status is None or heard.status >= 500 or heard.status in (408, 429):
        return Verdict.AGAIN
    repeated = 200 <= heard.status < 300 and hmac.compare_digest(heard.body, challenge.encode())
    return Verdict.YES if repeated else Verdict.NO


def delivery(heard: Heard) -> Verdict:
    """2xx is a yes, 410 the end of the subscription (§7); whatever else happened, it is told again later."""
    if heard.status is not None and 200 <= heard.status < 300:
        return Verdict.YES
    return Verdict.NO if heard.status == 410 else Verdict.AGAIN


def given_up(row: Subscription) -> bool:
    """Whether one more failure is the last."""
    return row.attempts + 1 >= (DELIVERIES if row.wanted is None else CONFIRMATIONS)


def pause(attempts: int, chance: float) -> timedelta:
    """How long to wait after the failure number `attempts` + 1; `chance` (0 to 1) keeps those who failed together from
    coming back together: between half of the time and all of it."""
    whole = min(FIRST * (1 << min(attempts, 20)), LONGEST)
    return whole * (0.5 + chance / 2)


def question(row: Subscription, challenge: str) -> str:
    """The address at which a callback is asked whether it wants what was asked for in its name (§5.3). What it holds
    already is kept."""
    assert row.wanted is not None
    asked = {"hub.mode": row.wanted.value, "hub.topic": row.topic, "hub.challenge": challenge}
    if row.wanted is Mode.SUBSCRIBE:
        asked["hub.lease_seconds"] = str(row.wanted_seconds)
    return _with(row.callback, asked)


def denial(row: Subscription, reason: str) -> str:
    """The address at which a callback is told that there is no such feed (any more) (§5.2)."""
    return _with(row.callback, {"hub.mode": "denied", "hub.topic": row.topic, "hub.reason": reason})


def signature(secret: str, body: bytes) -> str:
    """Value of `X-Hub-Signature` (§7.1)."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _with(address: str, parameters: dict[str, str]) -> str:
    parts = urlsplit(address)
    query = "&".join(part for part in (parts.query, urlencode(parameters)) if part)
    return urlunsplit(parts._replace(query=query))
