"""HTTP for machines, the same for files, filtered feeds and the JSON API (FEEDS.md §1; RFC 9110).

Strong tags of the uncompressed bytes, 304, HEAD, gzip when it is asked for, any origin, and a refusal in words.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from web.answers import http_date
from web.feed_parameters import BadParameter
from web.negotiation import compressible, wants_gzip
from web.remembered import Remembered

CACHE = "public, max-age=900, stale-while-revalidate=86400"
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
READ = "GET, HEAD, OPTIONS"
EXPOSED = "ETag, Link, Last-Modified, Location, X-Vigie-Truncated"
OPEN = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": EXPOSED,
    "vary": "Accept-Encoding",
    "x-content-type-options": "nosniff",
}
LEVEL = 6
HELD = 1 << 20
"""Bytes up to which a body is answered in one piece, and kept compressed."""

_compressed: Remembered[bytes] = Remembered(32 << 20, len)


@dataclass(frozen=True, slots=True)
class Body:
    """What an address stands for. `chunks` gives its bytes once; `close` is called instead when they are not wanted.

    `modified` goes into Last-Modified; `dated`: it moves with every change of the bytes, so that it may answer
    If-Modified-Since. `links` are (rel, address); `more` are further headers.
    """

    sha256: str
    size: int
    media_type: str
    chunks: Callable[[], Iterable[bytes]]
    modified: datetime | None = None
    dated: bool = False
    links: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    cache: str = CACHE
    close: Callable[[], None] = lambda: None


def body_of(data: bytes, media_type: str, modified: datetime | None = None, **more: object) -> Body:
    """A body in memory."""
    return Body(hashlib.sha256(data).hexdigest(), len(data), media_type, lambda: (data,), modified, **more)  # type: ignore[arg-type]


def answer(request: Request, body: Body) -> Response:
    """200 with the bytes, or 304 for a client that has them; HEAD is 200 without them."""
    zipped = compressible(body.media_type) and wants_gzip(request.headers.get("accept-encoding"))
    tag = _tag(request.headers, body.sha256, zipped)
    headers = {**OPEN, "etag": tag, "cache-control": body.cache}
    if body.modified:
        headers["last-modified"] = http_date(body.modified)
    if body.links:
        headers["link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in body.links)
    headers.update(body.more)
    if _has_it(request.headers, body, tag):
        body.close()
        return Response(status_code=304, headers=headers)
    headers["content-type"] = body.media_type
    if zipped:
        headers["content-encoding"] = "gzip"
    small = body.size <= HELD
    if request.method == "HEAD":
        if not zipped:
            headers["content-length"] = str(body.size)
        body.close()
        return Response(headers=headers)
    if small:
        return Response(_small(body, zipped), headers=headers)
    if not zipped:
        headers["content-length"] = str(body.size)
    return StreamingResponse(gzipped(body.chunks()) if zipped else body.chunks(), headers=headers)


def gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The gzip form (RFC 1952) of bytes as they pass; without an instant, so equal bytes give equal bytes (D7)."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()


def readable(refuse: Callable[[int, str, str], Response]) -> Callable[[Callable[[Request], Response]], Endpoint]:
    """Around an endpoint that reads: the preflight of CORS, 405 with Allow, 400 for a parameter, 503 for a warehouse
    that does not answer. `refuse` makes the answer of a status from a title and a text (French, then English)."""

    def around(endpoint: Callable[[Request], Response]) -> Endpoint:
        @wraps(endpoint)
        def answered(request: Request) -> Response:
            if request.method == "OPTIONS":
                return _preflight()
            if request.method not in ("GET", "HEAD"):
                told = refuse(405, "Méthode refusée", "Cette adresse se lit.\nThis address can only be read.\n")
                told.headers["allow"] = READ
                return told
            try:
                return endpoint(request)
            except BadParameter as error:
                return refuse(400, "Paramètre refusé", error.message)
            except SQLAlchemyError:
                told = refuse(503, "Indisponible", "Réessayez dans une minute.\nTry again in a minute.\n")
                told.headers["retry-after"] = "60"
                return told

        return answered

    return around


Endpoint = Callable[[Request], Response]


def in_words(status: int, title: str, text: str) -> Response:
    """A refusal as plain text."""
    headers = {**OPEN, "cache-control": "no-store"}
    return Response(text, status, headers, media_type="text/plain; charset=utf-8")


def _preflight() -> Response:
    asked = {
        "allow": READ,
        "access-control-allow-methods": READ,
        "access-control-allow-headers": "If-None-Match, If-Modified-Since, Accept, Cache-Control",
        "access-control-max-age": "86400",
        "cache-control": "public, max-age=86400",
    }
    return Response(status_code=204, headers={**OPEN, **asked})


def _tag(headers: Mapping[str, str], sha256: str, zipped: bool) -> str:
    """The tag of the form that is sent; of the form that the client holds when it has the same bytes in the other."""
    tags = (f'"{sha256}-gzip"', f'"{sha256}"')
    sent, other = tags if zipped else tags[::-1]
    held = [t.strip().removeprefix("W/") for t in headers.get("if-none-match", "").split(",")]
    return other if other in held and sent not in held else sent


def _has_it(headers: Mapping[str, str], body: Body, tag: str) -> bool:
    if "if-none-match" in headers:
        held = [t.strip().removeprefix("W/") for t in headers["if-none-match"].split(",")]
        return "*" in held or tag in held
    # That very instant, not any later one: after a rollback the older file is the one that counts.
    return body.dated and body.modified is not None and headers.get("if-modified-since") == http_date(body.modified)


def _small(body: Body, zipped: bool) -> bytes:
    if not zipped:
        return b"".join(body.chunks())
    packed = _compressed.get(body.sha256, lambda: b"".join(gzipped(body.chunks())))
    body.close()
    return packed
