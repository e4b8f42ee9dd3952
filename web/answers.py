"""HTTP answers as values of their bytes: validators, conditional requests, security headers (FEEDS.md §1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# No page has a script; the JSON-LD of an item page is a data block, which no policy runs.
SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'none'; style-src 'self'; img-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
EMBEDDED = "/embed"
"""The one address that other sites may put into a frame (FEEDS.md §8)."""
DESK = "/desk"
"""Where editors work; everything below it too."""
# Its script tells its height to the page around it; it loads two files of ours, sends no form, asks nobody.
EMBEDDED_HEADERS = {name: value for name, value in SECURITY_HEADERS.items() if name != "x-frame-options"} | {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors *"
    ),
    "cross-origin-resource-policy": "cross-origin",
}
DESK_COOKIE = "vigie_desk"
"""The cookie of somebody who works at the desk, who must see what they changed a moment ago (web.desk.gate)."""
# Pages of people who signed in: two scripts of ours (htmx, desk.js), kept nowhere, found by no search engine.
DESK_HEADERS = SECURITY_HEADERS | {
    "content-security-policy": SECURITY_HEADERS["content-security-policy"].replace(
        "script-src 'none'", "script-src 'self'; connect-src 'self'"
    ),
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}


class SecurityHeaders:
    """ASGI layer around the whole application, so that errors and redirects carry the headers too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                add_security(headers, scope["path"])
                if f"{DESK_COOKIE}=" in Headers(scope=scope).get("cookie", "") and _is_page(headers):
                    headers["cache-control"] = "private, no-cache"
            await send(message)

        await self._app(scope, receive, send_with_headers)


def add_security(headers: MutableHeaders, path: str) -> None:
    desk = path == DESK or path.startswith(f"{DESK}/")
    for name, value in (DESK_HEADERS if desk else EMBEDDED_HEADERS if path == EMBEDDED else SECURITY_HEADERS).items():
        headers.setdefault(name, value)
    if desk:
        headers["cache-control"] = "no-store"
        headers.add_vary_header("Cookie")


def _is_page(headers: MutableHeaders) -> bool:
    """Whether an answer is a page that may be kept: what is not kept at all stays so."""
    return headers.get("content-type", "").startswith("text/html") and headers.get("cache-control") != "no-store"


def etag(body: bytes) -> str:
    """Strong entity tag: sha-256 of the uncompressed bytes."""
    return f'"{hashlib.sha256(body).hexdigest()}"'


def http_date(instant: datetime) -> str:
    return format_datetime(instant.astimezone(UTC).replace(microsecond=0), usegmt=True)


def not_modified(headers: Mapping[str, str], tag: str, modified: datetime) -> bool:
    """Whether the client's copy is current (RFC 9110 §13.2.2): If-None-Match decides alone when it is present."""
    wanted = headers.get("if-none-match")
    if wanted is not None:
        tags = {t.strip().removeprefix("W/") for t in wanted.split(",")}
        return "*" in tags or tag in tags
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return modified.replace(microsecond=0) <= moment
