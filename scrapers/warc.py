"""One capture as one gzip member of a WARC 1.1 file, and back (ISO 28500:2017).

Beside what the standard asks, a record says which source asked for it (`WARC-Vigie-Source`) and with which request
(`WARC-Vigie-Request`, JSON: method, URL, label, item key, body), so that the archive alone can be replayed (law 2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from vigie.codec import from_plain, to_plain
from vigie.model import Capture, Request

SOURCE, REQUEST = "WARC-Vigie-Source", "WARC-Vigie-Request"
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def member(source: str, capture: Capture, revisit: bool) -> bytes:
    """The gzip member of a capture; a revisit holds the headers alone, its body is that of the earlier same sha-256."""
    headers = {
        "WARC-Date": capture.fetched_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "WARC-Payload-Digest": f"sha256:{capture.sha256}",
        SOURCE: source,
        REQUEST: json.dumps(to_plain(capture.request), ensure_ascii=True, sort_keys=True),
    }
    if revisit:
        headers["WARC-Profile"] = _PROFILE
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    body = b"" if revisit else capture.body
    record = writer.create_warc_record(
        capture.url,
        "revisit" if revisit else "response",
        payload=BytesIO(body),
        length=len(body),
        warc_headers_dict=headers,
        http_headers=StatusAndHeaders(_status_line(capture.status), list(capture.headers), protocol="HTTP/1.1"),
    )
    writer.write_record(record)
    return out.getvalue()


def capture_of(data: bytes, body: bytes | None = None) -> tuple[str, Capture]:
    """Source and capture of one gzip member; `body` is given for a revisit. Raises ValueError on anything else."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(data))))
        held = record.raw_stream.read()
    except (ArchiveLoadFailed, EOFError, StopIteration) as error:
        raise ValueError(f"not a WARC record: {error}") from error
    return _capture(record, held if body is None else body)


def described(record: Any) -> dict[str, Any] | None:
    """What the index keeps of one record that warcio has read; None when it is not one of ours."""
    request = request_of(record.rec_headers)
    if request is None or record.http_headers is None:
        return None
    return {
        "revisit": record.rec_type == "revisit",
        "source": record.rec_headers.get_header(SOURCE),
        "sha256": _digest(record),
        "url": record.rec_headers.get_header("WARC-Target-URI"),
        "request": to_plain(request),
        "fetched_at": record.rec_headers.get_header("WARC-Date"),
    }


def request_of(rec_headers: Any) -> Request | None:
    """The request that a record answers, when it is a record of ours."""
    text = rec_headers.get_header(REQUEST)
    if not text:
        return None
    plain = json.loads(text)
    return from_plain(Request, plain) if isinstance(plain, Mapping) else None


def _digest(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Payload-Digest") or "").removeprefix("sha256:")


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
        sha256=_digest(record),
    )


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unnamed"
