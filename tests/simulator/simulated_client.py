"""A small client that names the made-up hosts by the Host header."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


class Web:
    """Asks a running simulator for URLs of its made-up hosts."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        parts = urlsplit(url)
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {"Host": parts.netloc} | {k.replace("_", "-"): v for k, v in headers.items()}
            line.request(method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, named)
            got = line.getresponse()
            return Got(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        finally:
            line.close()
