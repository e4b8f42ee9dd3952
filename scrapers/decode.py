"""Undoing Content-Encoding with a bound: a bomb stops at the limit, not at the end of memory (SECURITY.md)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from scrapers.failure import FetchError
from vigie.model import Cause

BODY_LIMIT = 10 * 1024 * 1024
ACCEPT_ENCODING = "gzip, deflate"


def decode(chunks: Iterable[bytes], encoding: str, url: str, limit: int = BODY_LIMIT) -> bytes:
    """The decoded body of at most `limit` bytes.

    Raises FetchError: too-large over the limit, wrong-content for a nested or unknown encoding or broken data,
    truncated when the compressed stream has no end.
    """
    names = [n for n in (part.strip().lower() for part in encoding.split(",")) if n not in ("", "identity")]
    if len(names) > 1:
        raise FetchError(Cause.WRONG_CONTENT, f"nested content encodings refused: {encoding}", url)
    if not names:
        return _plain(chunks, url, limit)
    if names[0] not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(Cause.WRONG_CONTENT, f"content encoding that we did not ask for: {encoding}", url)
    try:
        return _inflate(chunks, names[0] == "deflate", url, limit)
    except zlib.error as error:
        raise FetchError(Cause.WRONG_CONTENT, f"broken {names[0]} data: {error}", url) from error


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(Cause.TOO_LARGE, f"body larger than {limit} bytes", url)


def _plain(chunks: Iterable[bytes], url: str, limit: int) -> bytes:
    parts = bytearray()
    for chunk in chunks:
        parts += chunk
        if len(parts) > limit:
            raise _too_large(url, limit)
    return bytes(parts)


def _inflate(chunks: Iterable[bytes], deflate: bool, url: str, limit: int) -> bytes:
    decoder = None if deflate else zlib.decompressobj(zlib.MAX_WBITS | 16)
    decoded = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        if received > limit:
            raise _too_large(url, limit)
        if decoder is None and chunk:
            # "deflate" means zlib (RFC 9110 §8.4.1.2), yet some servers send it bare: the header's low four bits tell.
            decoder = zlib.decompressobj(zlib.MAX_WBITS if chunk[0] & 0x0F == 8 else -zlib.MAX_WBITS)
        while chunk and decoder is not None:
            decoded += decoder.decompress(chunk, limit + 1 - len(decoded))
            if len(decoded) > limit:
                raise _too_large(url, limit)
            chunk = decoder.unconsumed_tail
            if decoder.eof:
                chunk = decoder.unused_data
                if deflate or not chunk.startswith(b"\x1f\x8b"):
                    break  # padding after the stream says nothing
                decoder = zlib.decompressobj(
                    zlib.MAX_WBITS | 16
                )  # a gzip file may have several members (RFC 1952 §2.2)
    if received and (decoder is None or not decoder.eof):
        raise FetchError(Cause.TRUNCATED, "compressed body without its end", url)
    return bytes(decoded)
