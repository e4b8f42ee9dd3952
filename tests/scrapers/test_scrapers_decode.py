"""Content-Encoding, undone with a bound."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest

from scrapers.decode import decode
from scrapers.failure import FetchError
from vigie.model import Cause

BODY = b"<p>Une soir\xc3\xa9e au KIKK</p>" * 50


def bare(data: bytes) -> bytes:
    made = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return made.compress(data) + made.flush()


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[i : i + size] for i in range(0, len(data), size)]


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("GZip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY, mtime=0)),
        ("gzip, identity", gzip.compress(BODY, mtime=0)),
        ("gzip", gzip.compress(BODY[:40], mtime=0) + gzip.compress(BODY[40:], mtime=0)),
        ("gzip", gzip.compress(BODY, mtime=0) + b"\0\0padding"),
        ("deflate", zlib.compress(BODY)),
        ("deflate", bare(BODY)),
    ],
)
@pytest.mark.parametrize("size", [7, 100000])
def test_what_is_decoded(encoding: str, data: bytes, size: int) -> None:
    assert decode(pieces(data, size), encoding, "u") == BODY


@pytest.mark.parametrize(
    ("encoding", "data", "cause"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(BODY, mtime=0), mtime=0), Cause.WRONG_CONTENT),
        ("deflate,gzip", BODY, Cause.WRONG_CONTENT),
        ("br", BODY, Cause.WRONG_CONTENT),
        ("zstd", BODY, Cause.WRONG_CONTENT),
        ("gzip", b"not gzip at all", Cause.WRONG_CONTENT),
        ("gzip", gzip.compress(BODY, mtime=0)[:-9], Cause.TRUNCATED),
        ("deflate", zlib.compress(BODY)[:-9], Cause.TRUNCATED),
    ],
)
def test_what_is_refused(encoding: str, data: bytes, cause: Cause) -> None:
    with pytest.raises(FetchError) as raised:
        decode(pieces(data, 50), encoding, "u")
    assert raised.value.cause is cause


def test_an_empty_compressed_body_is_empty() -> None:
    assert decode([], "gzip", "u") == b""


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_the_limit_is_exact(encoding: str) -> None:
    data = random.Random(1).randbytes(1000)
    sent = {"": data, "gzip": gzip.compress(data, mtime=0), "deflate": zlib.compress(data)}[encoding]
    assert decode([sent], encoding, "u", limit=1100) == data
    with pytest.raises(FetchError) as raised:
        decode([sent], encoding, "u", limit=999)
    assert raised.value.cause is Cause.TOO_LARGE


def test_a_bomb_stops_at_the_limit_and_not_at_its_end() -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024), 9)
    taken = 0

    def chunks() -> object:
        nonlocal taken
        for piece in pieces(bomb, 1024):
            taken += len(piece)
            yield piece

    with pytest.raises(FetchError) as raised:
        decode(chunks(), "gzip", "u")  # type: ignore[arg-type]
    assert raised.value.cause is Cause.TOO_LARGE
    assert taken < len(bomb) / 4


def test_many_empty_members_cannot_hold_us() -> None:
    with pytest.raises(FetchError) as raised:
        decode(pieces(gzip.compress(b"", mtime=0) * 1000, 4096), "gzip", "u", limit=10000)
    assert raised.value.cause is Cause.TOO_LARGE
