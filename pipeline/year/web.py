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


@dataclass(slots=True)
class Traffic:
    """Requests and bytes of bodies by host."""

    requests: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)


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
        self.traffic.requests[host] += 1
        try:
            reply = self.morning.answer(host, ask)
        except Broken as error:
            cause, message = CAUSES[error.kind]
            raise FetchError(cause, message, request.url) from error
        announced = next((v for k, v in reply.headers if k.lower() == "content-length"), "")
        if announced.isdigit() and int(announced) > BODY_LIMIT:
            raise FetchError(Cause.TOO_LARGE, f"body of {announced} bytes announced", request.url, reply.status)
        self.traffic.bytes[host] += len(reply.body)
        pairs = [*reply.headers, ("Content-Type", reply.media)] if reply.status != 304 else list(reply.headers)
        return Answer(request.url, reply.status, clean_headers(pairs, len(reply.body)), reply.body, self.at)

    def close(self) -> None:
        return None
