"""One HTTP exchange, no more: no redirect followed, nothing retried, nothing remembered (that is the client's).

`transport_for` gives the live web, the simulated web on loopback or a recorded one; the limits are the same for all.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

import requests
from urllib3.exceptions import HTTPError, NameResolutionError

from scrapers.address import AddressError, check_url
from scrapers.connection import GuardedAdapter, Resolve, Watch, resolve_behind, resolve_live, resolve_simulated
from scrapers.decode import BODY_LIMIT, decode
from scrapers.failure import FetchError
from vigie.model import Cause, Request
from vigie.settings import Settings, Web

# Not of the body as we keep it (decoded, whole), or a cookie, which nobody here may use.
DROPPED_HEADERS = frozenset({"content-encoding", "transfer-encoding", "connection", "keep-alive", "set-cookie"})
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+\s*")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a decoded body; seconds to connect, between two reads, and for the whole exchange (SECURITY.md)."""

    body: int = BODY_LIMIT
    connect: float = 20.0
    read: float = 20.0
    total: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One response with its decoded body. `date` is set by a recorded web alone: when the answer was recorded (UTC)."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    date: datetime | None = None

    def header(self, name: str) -> str | None:
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


class Transport(Protocol):
    """The web as one function. `contacts_hosts` False: no machine is reached, so nobody needs to be spared."""

    contacts_hosts: bool

    def send(self, request: Request, headers: Mapping[str, str]) -> Answer:
        """The answer to one request, redirects included as they are. Raises FetchError when there is none."""

    def close(self) -> None:
        """Closes the connections."""


def clean_headers(pairs: Iterator[tuple[str, str]] | list[tuple[str, str]], size: int) -> tuple[tuple[str, str], ...]:
    """Headers as they are kept: each one line of ASCII, none of DROPPED_HEADERS, Content-Length that of the kept body.

    What is not ASCII is percent-encoded, as a WARC writer does: a capture read from the archive equals the one kept.
    """
    kept = [
        (k, quote(_CONTROLS.sub(" ", v).strip(), safe=_PRINTABLE)) for k, v in pairs if k.lower() not in DROPPED_HEADERS
    ]
    return tuple((k, str(size) if k.lower() == "content-length" else v) for k, v in kept)


class HttpTransport:
    """HTTP over guarded connections (see connection.py). No proxy of the environment, no cookie, certificates verified.

    `plain` sends https URLs as http, for the simulated web, which has no certificates. `context` None = certifi.
    """

    contacts_hosts = True

    def __init__(
        self,
        resolve: Resolve,
        plain: bool = False,
        limits: Limits = Limits(),
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._plain = plain
        self._limits = limits
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = GuardedAdapter(resolve, context)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def send(self, request: Request, headers: Mapping[str, str]) -> Answer:
        try:
            check_url(request.url)
        except AddressError as error:
            raise FetchError(Cause.BLOCKED, f"refused by our address rules: {error}", request.url) from error
        cause: Exception | None = None
        with Watch(self._limits.total) as watch:
            try:
                answer = self._exchange(request, headers)
                if not watch.expired:  # else the watch cut it: without a length it only looks whole
                    return answer
            except FetchError as error:
                if not watch.expired:
                    raise
                cause = error
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                if not watch.expired:
                    raise failure_of(error, request.url) from error
                cause = error
        raise FetchError(Cause.TIMEOUT, f"not finished after {self._limits.total:g} s", request.url) from cause

    def _exchange(self, request: Request, headers: Mapping[str, str]) -> Answer:
        sent_to = request.url
        if self._plain and urlsplit(sent_to).scheme.lower() == "https":
            sent_to = "http" + sent_to[len("https") :]
        prepared = requests.Request(request.method, sent_to, headers=dict(headers), data=request.body).prepare()
        timeout = (self._limits.connect, self._limits.read)
        response = self._session.send(prepared, stream=True, timeout=timeout, allow_redirects=False, proxies={})
        try:
            announced = response.headers.get("content-length", "")
            if announced.isdigit() and int(announced) > self._limits.body:
                raise FetchError(
                    Cause.TOO_LARGE, f"body of {announced} bytes announced", request.url, response.status_code
                )
            encoding = response.headers.get("content-encoding", "")
            body = decode(_chunks(response.raw), encoding, request.url, self._limits.body)
        except BaseException:
            response.raw.close()  # what is left of this body must not reach the next request
            raise
        finally:
            response.close()
        return Answer(
            request.url, response.status_code, clean_headers(list(response.raw.headers.items()), len(body)), body
        )

    def close(self) -> None:
        self._session.close()


def _chunks(raw: Any) -> Iterator[bytes]:
    """What the socket has, as it comes: `read` would wait for a full block, however slow."""
    while chunk := raw.read1(65536, decode_content=False):
        yield chunk


def failure_of(error: BaseException, url: str) -> FetchError:
    """The cause behind an exception of requests, urllib3 or the resolver, by its type and what it wraps."""
    chain: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting:
        found = waiting.pop()
        if found in chain:
            continue
        chain.append(found)
        inner = [*found.args, getattr(found, "reason", None), found.__cause__, found.__context__]
        waiting += [e for e in inner if isinstance(e, BaseException)]
    refused = next((e for e in chain if isinstance(e, AddressError)), None)
    if refused:
        return FetchError(Cause.BLOCKED, f"refused by our address rules: {refused}", url)
    if any(isinstance(e, NameResolutionError) for e in chain):
        return FetchError(Cause.DNS, "host name does not resolve", url)
    names = {type(e).__name__ for e in chain}
    if names & {"SSLError", "SSLCertVerificationError", "CertificateError", "SSLEOFError"}:
        return FetchError(Cause.TLS, f"no trusted connection: {error}", url)
    if names & {"Timeout", "ConnectTimeout", "ReadTimeout", "ReadTimeoutError", "ConnectTimeoutError", "TimeoutError"}:
        return FetchError(Cause.TIMEOUT, "no answer in time", url)
    if names & {"IncompleteRead", "ChunkedEncodingError"}:
        return FetchError(Cause.TRUNCATED, "the connection broke inside the body", url)
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, ValueError)):
        return FetchError(Cause.BLOCKED, f"not a request that can be sent: {error}", url)
    return FetchError(Cause.SERVER_ERROR, f"no answer: {error}", url)


def transport_for(settings: Settings) -> Transport:
    """The web that the settings name. Raises SettingError-like ValueError when a recording cannot be read."""
    if settings.web is Web.RECORDED:
        from scrapers.recorded import RecordedTransport

        if settings.recording is None:
            raise ValueError("the recorded web needs the path of its WARC file")
        return RecordedTransport(settings.recording)
    if settings.web is Web.SIMULATED:
        return HttpTransport(resolve_simulated(settings.simulator), plain=True)
    if settings.behind:
        return HttpTransport(resolve_behind(settings.behind), plain=True)
    return HttpTransport(resolve_live)
