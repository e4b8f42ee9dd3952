"""The simulated year as a transport: one exchange with a host of the made-up web on one morning, in process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from scrapers.decode import BODY_LIMIT
from scrapers.failure import FetchError
from scrapers.transport import Answer, clean_headers
from simulator.sites.site import Ask
from simulator.year import Broken, Morning
from vigie.model import Cause, Request

# What a socket would say of the same trouble: see scrapers.transport.failure_of.
CAUSES = {
    "timeout": (Cause.TIMEOUT, "no answer in time"),
    "tls": (Cause.TLS, "no trusted connection"),
    "dns": (Cause.DNS, "host name does not resolve"),
    "refused": (Cause.SERVER_ERROR, "no answer: connection refused"),
    "cut": (Cause.TRUNCATED, "the connection broke inside the body"),
}


OURS = frozenset({"robots", "check"})
"""Labels of requests that whoever asks every page every day would not make."""


@dataclass(slots=True)
class Traffic:
    """Requests and bytes of bodies by host; `naive_*` are those of a fetcher that asks the same lists and pages
    without robots.txt, own pages of what is missing, or conditions: each page comes whole each day."""

    requests: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)
    naive_requests: Counter[str] = field(default_factory=Counter)
    naive_bytes: Counter[str] = field(default_factory=Counter)
    _whole: dict[str, int] = field(default_factory=dict)

    def asked(self, host: str, request: Request) -> None:
        self.requests[host] += 1
        self.naive_requests[host] += request.label not in OURS

    def answered(self, host: str, request: Request, status: int, size: int) -> None:
        """Told of each answer: what has not changed is as long as when it last came whole."""
        self.bytes[host] += size
        if status == 200:
            self._whole[request.url] = size
        if request.label not in OURS:
            self.naive_bytes[host] += self._whole.get(request.url, 0) if status == 304 else size


@dataclass(slots=True)
class YearWeb:
    """Implements scrapers.transport.Transport on a morning of the year, at the aware instant `at`."""

    morning: Morning
    at: datetime
    traffic: Traffic
    contacts_hosts: bool = False

    def send(self, request: Request, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        ask = Ask(request.method, unquote(parts.path) or "/", parts.query, dict(headers), request.body or b"")
        self.traffic.asked(host, request)
        try:
            reply = self.morning.answer(host, ask)
        except Broken as error:
            cause, message = CAUSES[error.kind]
            raise FetchError(cause, message, request.url) from error
        announced = next((v for k, v in reply.headers if k.lower() == "content-length"), "")
        if announced.isdigit() and int(announced) > BODY_LIMIT:
            raise FetchError(Cause.TOO_LARGE, f"body of {announced} bytes announced", request.url, reply.status)
        self.traffic.answered(host, request, reply.status, len(reply.body))
        pairs = [*reply.headers, ("Content-Type", reply.media)] if reply.status != 304 else list(reply.headers)
        return Answer(request.url, reply.status, clean_headers(pairs, len(reply.body)), reply.body, self.at)

    def close(self) -> None:
        return None
