"""robots.txt as RFC 9309 wants it: which answer allows what, for the token VigieBot. Decisions are pure.

4xx = no rules; 5xx or no answer in time = full disallow; at least 500 KiB are parsed; kept for 24 hours at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from scrapers.failure import FetchError
from vigie.model import Cause

TOKEN = "VigieBot"
PARSED_BYTES = 512 * 1024
KEPT = timedelta(hours=24)
KEPT_AFTER_FAILURE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin. `delay` is its Crawl-delay in seconds; `reason` says why nothing is allowed, `cause`
    names it: a host that did not answer forbids everything, and yet its trouble is not its robots.txt."""

    rules: Protego | None = None
    disallowed: bool = False
    delay: float = 0.0
    reason: str = ""
    until: datetime | None = None
    cause: Cause = Cause.ROBOTS

    def allows(self, url: str) -> bool:
        """Whether VigieBot may fetch this URL (longest match wins, allow wins a tie: RFC 9309 §2.2.2)."""
        if self.disallowed:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, TOKEN))

    def fresh(self, now: datetime) -> bool:
        return self.until is not None and now < self.until


def robots_of(status: int, body: bytes, now: datetime) -> Robots:
    """The rules that an answer to GET /robots.txt means (RFC 9309 §2.3.1). A redirect too many counts as 4xx."""
    if 500 <= status <= 599:
        return shut(f"robots.txt answers {status}", now)
    if not 200 <= status <= 299:
        return Robots(until=now + KEPT)
    text = body[:PARSED_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    rules = Protego.parse(text)
    return Robots(rules=rules, delay=float(rules.crawl_delay(TOKEN) or 0.0), until=now + KEPT)


def robots_without(failure: FetchError, now: datetime) -> Robots:
    """The rules when robots.txt gave no readable answer. Raises the failure when the host cannot be reached."""
    if failure.cause is Cause.TIMEOUT:
        return shut(f"robots.txt: {failure.message}", now, Cause.TIMEOUT)
    if failure.cause is Cause.SERVER_ERROR and failure.status is not None:
        return shut(f"robots.txt: {failure.message}", now)
    if failure.cause in (Cause.NOT_FOUND, Cause.MOVED, Cause.WRONG_CONTENT):
        return Robots(until=now + KEPT)
    raise failure


def shut(reason: str, now: datetime, cause: Cause = Cause.ROBOTS) -> Robots:
    """Full disallow, asked again soon."""
    return Robots(disallowed=True, reason=reason, until=now + KEPT_AFTER_FAILURE, cause=cause)
