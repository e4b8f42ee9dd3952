"""One capture as one gzip member of a WARC 1.1 file, and back (ISO 28500:2017).

Beside what the standard asks, a record says which source asked for it (`WARC-Vigie-Source`) and with which request
(`WARC-Vigie-Request`, JSON: method, URL, label, item key, body), so that the archive alone can be replayed (law 2).
Two more records are ours: a `metadata` record that stands for a purged body (`WARC-Vigie-Purged`), and a `warcinfo`
record at the head of a rewritten file, which names the files that it stands for (`WARC-Vigie-Replaces`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from vigie.codec import from_plain, to_plain
from vigie.model import Capture, Request

SOURCE, REQUEST = "WARC-Vigie-Source", "WARC-Vigie-Request"
PURGED, REPLACES = "WARC-Vigie-Purged", "WARC-Vigie-Replaces"
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a record of ours says without its body: who asked for what, what answered, when (aware UTC)."""

    revisit: bool
    source: str
    sha256: str
    url: str
    request: Request
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a purged body: its sha-256, when and why it went, and the sha-256 of what took its place."""

    sha256: str
    at: datetime
    because: str
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a rewritten file: names of the files that it stands for. Those are dead, wherever they lie."""

    replaces: tuple[str, ...]


Described = Sighting | Tombstone | Heading


def member(source: str, capture: Capture, revisit: bool) -> bytes:
    """The gzip member of a capture; a revisit holds the headers alone, its body is that of the earlier same sha-256."""
    headers = {
        "WARC-Date": _instant(capture.fetched_at),
        "WARC-Payload-Digest": f"sha256:{capture.sha256}",
        SOURCE: source,
        REQUEST: json.dumps(to_plain(capture.request), ensure_ascii=True, sort_keys=True),
    }
    if revisit:
        headers["WARC-Profile"] = _PROFILE
    body = b"" if revisit else capture.body
    http = StatusAndHeaders(_status_line(capture.status), list(capture.headers), protocol="HTTP/1.1")
    return _written(capture.url, "revisit" if revisit else "response", body, headers, http)


def tombstone_member(tombstone: Tombstone) -> bytes:
    """The gzip member that stands for a purged body. It holds no URL and nothing of what was purged."""
    headers = {"WARC-Date": _instant(tombstone.at), PURGED: f"sha256:{tombstone.sha256}"}
    payload = json.dumps(to_plain(tombstone), sort_keys=True).encode()
    return _written("", "metadata", payload, {**headers, "Content-Type": "application/json"})


def heading_member(replaces: Sequence[str], at: datetime) -> bytes:
    """The first gzip member of a file that takes the place of others."""
    headers = {"WARC-Date": _instant(at), REPLACES: json.dumps(list(replaces))}
    return _written("", "warcinfo", b"software: vigie\r\n", {**headers, "Content-Type": "application/warc-fields"})


def capture_of(data: bytes, body: bytes | None = None) -> tuple[str, Capture]:
    """Source and capture of one gzip member; `body` is given for a revisit. Raises ValueError on anything else."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(data))))
        held = record.raw_stream.read()
    except (ArchiveLoadFailed, EOFError, StopIteration) as error:
        raise ValueError(f"not a WARC record: {error}") from error
    return _capture(record, held if body is None else body)


def captures_in(file: BinaryIO) -> Iterator[tuple[str, Capture]]:
    """(source, capture) of each response in a WARC file of ours, in its order. Raises ValueError on any other file."""
    try:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                yield _capture(record, record.raw_stream.read())
    except (ArchiveLoadFailed, EOFError) as error:
        raise ValueError(f"not a WARC file: {error}") from error


def headers_of(record: bytes) -> dict[str, str]:
    """The WARC headers, names in lower case, of an uncompressed record. Raises ValueError when it is none."""
    head, parting, _ = record.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "replace").split("\r\n")
    if not parting or not lines[0].startswith("WARC/"):
        raise ValueError("not a WARC record")
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}


def block_of(record: bytes) -> bytes:
    """The block of an uncompressed record: what stands between its headers and the blank lines at its end."""
    return record.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")


def described(record: bytes) -> Described | None:
    """What the index keeps of one uncompressed record; None when it is not one of ours. Raises ValueError on damage."""
    headers = headers_of(record)
    if PURGED.lower() in headers:
        return from_plain(Tombstone, json.loads(block_of(record)))
    if REPLACES.lower() in headers:
        return Heading(tuple(json.loads(headers[REPLACES.lower()])))
    kind, request = headers.get("warc-type"), _request(headers.get(REQUEST.lower()))
    if request is None or kind not in ("response", "revisit"):
        return None
    return Sighting(
        kind == "revisit",
        headers.get(SOURCE.lower(), ""),
        headers.get("warc-payload-digest", "").removeprefix("sha256:"),
        headers.get("warc-target-uri", ""),
        request,
        datetime.fromisoformat(headers.get("warc-date", "")).astimezone(UTC),
    )


def request_of(rec_headers: Any) -> Request | None:
    """The request that a record answers, when it is a record of ours."""
    return _request(rec_headers.get_header(REQUEST))


def _request(text: str | None) -> Request | None:
    plain = json.loads(text) if text else None
    return from_plain(Request, plain) if isinstance(plain, Mapping) else None


def _written(url: str, kind: str, body: bytes, headers: dict[str, str], http: StatusAndHeaders | None = None) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        url, kind, payload=BytesIO(body), length=len(body), warc_headers_dict=headers, http_headers=http
    )
    writer.write_record(record)
    return out.getvalue()


def _capture(record: Any, body: bytes) -> tuple[str, Capture]:
    request = request_of(record.rec_headers)
    if request is None or record.http_headers is None:
        raise ValueError("not a record of ours")
    return str(record.rec_headers.get_header(SOURCE)), Capture(
        request=request,
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        headers=tuple((k, v) for k, v in record.http_headers.headers),
        body=body,
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        sha256=str(record.rec_headers.get_header("WARC-Payload-Digest") or "").removeprefix("sha256:"),
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unnamed"
