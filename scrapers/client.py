"""The polite client: robots.txt, one turn per host, conditional GET, redirects by hand, retries, then the archive.

What an answer means is decided in `answers.py` and `robots.py`; here is only the order of the steps. Retries live here
and nowhere else.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable
from urllib.parse import urldefrag

from scrapers.address import AddressError, Target, check_url
from scrapers.answers import REDIRECT_LIMIT, RETRIED, RETRIES, failure_in, next_hop
from scrapers.decode import ACCEPT_ENCODING
from scrapers.failure import FetchError
from scrapers.robots import Robots, robots_of, robots_without
from scrapers.transport import Answer, Transport
from vigie.model import Capture, Cause, Request, Source
from vigie.protocols import Archive, CaptureMemory, Politeness, Validators
from vigie.settings import Settings

VERSION = "0.1"
RESERVED_HEADERS = frozenset(
    {"host", "cookie", "user-agent", "accept-encoding", "connection", "content-length", "from"}
)
FOR_GOOD = (301, 308)
CIRCUIT = 3
CIRCUIT_PAUSE = timedelta(hours=1)
SECONDS_PER_FETCH = 60.0
LONGEST_DELAY = 600.0
"""Seconds. A robots.txt that asks for more between two requests does not want to be read by a daily visitor."""

__all__ = ["Client", "FetchError", "Fetched", "user_agent"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A capture to read. `not_modified`: its body is the one remembered from last time (304, or same sha-256).
    `moved`: redirects that hold for good (301, 308), and no others, led to `capture.url`."""

    capture: Capture
    not_modified: bool
    moved: bool = False


@runtime_checkable
class FindsCaptures(Protocol):
    """An archive that can also give back the headers of a kept body: a 304 repeats neither type nor charset."""

    def find(self, sha256: str, url: str) -> Capture: ...


def user_agent(settings: Settings) -> str:
    """Who we are, with a contact (SECURITY.md D17); a browser is never imitated."""
    return settings.user_agent or f"VigieBot/{VERSION} (+{settings.contact})"


class Client:
    """Fetches for any number of sources. `sleep` is a door for tests of the back-off alone."""

    def __init__(
        self,
        transport: Transport,
        politeness: Politeness,
        memory: CaptureMemory,
        archive: Archive,
        settings: Settings,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = transport
        self._politeness = politeness
        self._memory = memory
        self._archive = archive
        self._settings = settings
        self._agent = user_agent(settings)
        self._sleep = sleep
        self._robots: dict[str, Robots] = {}
        self._refusals: dict[str, int] = {}

    def fetch(self, source: Source, request: Request) -> Fetched:
        """The page of a request, kept in the archive before it is returned. A version of a page that is named by the
        request and was had before comes from the archive: no host is asked.

        Raises FetchError with one cause of the closed list, naming source and URL. `capture.request` is the request
        as asked, `capture.url` where redirects led.
        """
        asked = replace(request, url=urldefrag(request.url).url)
        try:
            known = self._memory.validators(source.slug, request)
            held = self._held(request, asked.url, known)
            if held is not None:
                return held
            final, answer, moved = self._follow(source, asked, self._headers(request, known))
            if answer.status == 304:
                fetched = self._unchanged(request, final, answer, known)
                if fetched is None:  # the body is gone from the archive: ask for it without condition
                    known = None
                    final, answer, moved = self._follow(source, asked, self._headers(request, None))
            if answer.status != 304:
                fetched = self._fresh(request, final, answer, known)
            elif fetched is None:
                raise FetchError(Cause.WRONG_CONTENT, "304 to a request without condition", final, 304)
        except FetchError as error:
            raise error.of(source.slug) from error
        assert fetched is not None
        self._archive.keep(source.slug, fetched.capture)
        return replace(fetched, moved=moved)

    def _held(self, request: Request, url: str, known: Validators | None) -> Fetched | None:
        return self._unchanged(request, url, Answer(url, 304, (), b""), known) if request.version is not None else None

    def _fresh(self, request: Request, final: str, answer: Answer, known: Validators | None) -> Fetched:
        sha256 = hashlib.sha256(answer.body).hexdigest()
        at = answer.date or self._settings.clock()
        capture = Capture(request, final, answer.status, answer.headers, answer.body, at, sha256)
        return Fetched(capture, known is not None and known.sha256 == sha256)

    def _unchanged(self, request: Request, final: str, answer: Answer, known: Validators | None) -> Fetched | None:
        """The kept page as a 304 confirms it: its own status and headers, those of the 304 laid over them."""
        if known is None:
            return None
        headers, status = answer.headers, 200
        try:
            body = self._memory.body(known.sha256)
            if isinstance(self._archive, FindsCaptures):
                kept = self._archive.find(known.sha256, request.url)
                headers, status = _freshened(kept.headers, answer.headers), kept.status
        except (KeyError, FileNotFoundError):
            return None
        at = answer.date or self._settings.clock()
        return Fetched(Capture(request, final, status, headers, body, at, known.sha256), True)

    def _headers(self, request: Request, known: Validators | None) -> dict[str, str]:
        headers = {k: v for k, v in request.headers if k.lower() not in RESERVED_HEADERS}
        headers |= {"User-Agent": self._agent, "Accept-Encoding": ACCEPT_ENCODING}
        headers.setdefault("Accept", "*/*")
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return headers

    def _follow(self, source: Source, request: Request, headers: Mapping[str, str]) -> tuple[str, Answer, bool]:
        """Each hop is a request of its own: its address checked, its robots.txt asked, its host's turn waited for.
        Returns where it led, the answer there, and whether it was sent there for good."""
        hop, spent, moved = request, 0.0, True
        for _ in range(REDIRECT_LIMIT + 1):
            target = _target(hop.url)
            robots = self._robots_of(source, target)
            if not robots.allows(hop.url):
                reason = robots.reason or "robots.txt forbids this page"
                raise FetchError(robots.cause, reason, hop.url)
            if robots.delay > LONGEST_DELAY:
                raise FetchError(Cause.ROBOTS, f"robots.txt asks for {robots.delay:.0f} s between requests", hop.url)
            answer, seconds = self._patiently(source, hop, headers, target.host, robots.delay)
            following = next_hop(hop, answer)
            if following is None:
                failure = failure_in(answer, datetime.now(UTC), hop.url)
                if failure:
                    raise failure
                return hop.url, answer, moved and hop is not request
            moved = moved and answer.status in FOR_GOOD
            spent += seconds
            if spent > SECONDS_PER_FETCH:
                raise FetchError(Cause.TIMEOUT, f"redirects took more than {SECONDS_PER_FETCH:g} s", hop.url)
            if following.headers != hop.headers:
                headers = {k: v for k, v in headers.items() if k not in dict(hop.headers)}
            hop = following
        raise FetchError(Cause.MOVED, f"more than {REDIRECT_LIMIT} redirects", request.url)

    def _robots_of(self, source: Source, target: Target) -> Robots:
        now = datetime.now(UTC)
        held = self._robots.get(target.origin)
        if held is None or not held.fresh(now):
            held = self._robots[target.origin] = self._ask_robots(source, target, now)
        return held

    def _ask_robots(self, source: Source, target: Target, now: datetime) -> Robots:
        hop = Request(f"{target.origin}/robots.txt", label="robots")
        headers = self._headers(hop, None)
        try:
            for _ in range(REDIRECT_LIMIT + 1):
                answer, _seconds = self._patiently(source, hop, headers, _target(hop.url).host, 0.0)
                following = next_hop(hop, answer)
                if following is None:
                    return robots_of(answer.status, answer.body, now)
                hop = following
        except FetchError as failure:
            return robots_without(failure, now)
        return robots_of(404, b"", now)

    def _patiently(
        self, source: Source, hop: Request, headers: Mapping[str, str], host: str, delay: float
    ) -> tuple[Answer, float]:
        """One hop with at most RETRIES more tries when the server failed; the pause grows with each."""
        # A rehearsal stands on our own machine: what entries ask for the real hosts' sake is not waited for there.
        asked = 0.0 if self._settings.behind else source.crawl_delay or 0.0
        gap = max(delay, asked, self._settings.host_gap)
        for attempt in range(RETRIES + 1):
            failure: FetchError | None
            try:
                answer, seconds = self._in_turn(hop, headers, host, gap)
                failure = failure_in(answer, datetime.now(UTC), hop.url)
            except FetchError as error:
                answer, seconds, failure = Answer(hop.url, 0, (), b""), 0.0, error
            self._mind(host, failure)
            if failure is None or failure.cause not in RETRIED or attempt == RETRIES:
                if failure and not answer.status:
                    raise failure
                return answer, seconds
            self._sleep(max(gap, self._settings.host_gap) * 2**attempt)
        raise AssertionError("unreachable")

    def _in_turn(self, hop: Request, headers: Mapping[str, str], host: str, gap: float) -> tuple[Answer, float]:
        if not self._transport.contacts_hosts:
            return self._transport.send(hop, headers), 0.0
        self._refuse_paused(host, hop.url)
        with self._politeness.turn(host, gap * random.uniform(1.0, 1.1)):
            self._refuse_paused(host, hop.url)  # another process may have been told off while we waited
            started = time.monotonic()
            return self._transport.send(hop, headers), time.monotonic() - started

    def _refuse_paused(self, host: str, url: str) -> None:
        until = self._politeness.paused_until(host)
        if until and until > datetime.now(UTC):
            raise FetchError(
                Cause.RATE_LIMITED, f"no request to {host} before {until:%H:%M:%S} UTC", url, retry_at=until
            )

    def _mind(self, host: str, failure: FetchError | None) -> None:
        """Remembers what a host thinks of us: Retry-After, and a circuit that opens after three refusals in a row."""
        if not self._transport.contacts_hosts:
            return
        if failure is None or failure.status is None:
            if failure is None:
                self._refusals.pop(host, None)
            return
        if failure.cause is Cause.RATE_LIMITED and failure.retry_at:
            self._politeness.pause(host, failure.retry_at)
        if failure.cause is Cause.RATE_LIMITED or failure.status == 403:
            self._refusals[host] = self._refusals.get(host, 0) + 1
            if self._refusals[host] >= CIRCUIT:
                self._refusals.pop(host)
                self._politeness.pause(host, datetime.now(UTC) + CIRCUIT_PAUSE)


def _target(url: str) -> Target:
    try:
        return check_url(url)
    except AddressError as error:
        raise FetchError(Cause.BLOCKED, f"refused by our address rules: {error}", url) from error


def _freshened(kept: tuple[tuple[str, str], ...], said: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Stored headers with those of a 304 in their place (RFC 9111 §3.2), but for what describes the body."""
    body = {"content-length", "content-type", "content-language"}
    new = {k.lower() for k, _ in said} - body
    return tuple((k, v) for k, v in kept if k.lower() not in new) + tuple((k, v) for k, v in said if k.lower() in new)
