"""A recorded web: answers come from a WARC file, and nothing opens a socket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from requests.utils import requote_uri
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from scrapers.decode import BODY_LIMIT, decode
from scrapers.transport import Answer, clean_headers
from scrapers.warc import request_of
from vigie.model import Request
from vigie.settings import SettingError


class RecordedTransport:
    """Looks requests up in one WARC; a URL that it lacks is a 404. The index is built once, when first needed.

    A record of our own archive answers its own request (method and body count); any other answers its URL.
    When a URL was recorded more than once, its latest record answers. `send` raises SettingError for another file.
    """

    contacts_hosts = False

    def __init__(self, path: Path, limit: int = BODY_LIMIT) -> None:
        self._path = path
        self._limit = limit
        self._offsets: dict[tuple[str, str, bytes], tuple[str, int]] | None = None

    def send(self, request: Request, headers: Mapping[str, str]) -> Answer:
        if self._offsets is None:
            try:
                self._offsets = self._index()
            except ArchiveLoadFailed as error:
                raise SettingError(f"VIGIE_WEB={self._path}: not a WARC file ({error})") from error
        found = self._offsets.get(_key(request)) or self._offsets.get(_url_key(request.url))
        if found is None:
            return Answer(request.url, 404, (), b"")
        with self._path.open("rb") as stream:
            stream.seek(found[1])
            record = next(iter(ArchiveIterator(stream)))
            return self._answer(request.url, record)

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, url: str, record: Any) -> Answer:
        pairs: list[tuple[str, str]] = list(record.http_headers.headers)
        named = {k.lower(): v for k, v in pairs}
        raw = record.raw_stream
        if "chunked" in named.get("transfer-encoding", "").lower():
            raw = ChunkedDataReader(BytesIO(raw.read()), decomp_type=None)
        body = decode(_blocks(raw), named.get("content-encoding", ""), url, self._limit)
        date = _instant(record.rec_headers.get_header("WARC-Date"))
        return Answer(url, int(record.http_headers.get_statuscode()), clean_headers(pairs, len(body)), body, date)

    def _index(self) -> dict[tuple[str, str, bytes], tuple[str, int]]:
        index: dict[tuple[str, str, bytes], tuple[str, int]] = {}
        with self._path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                uri = record.rec_headers.get_header("WARC-Target-URI")
                date = record.rec_headers.get_header("WARC-Date") or ""
                ours = request_of(record.rec_headers)
                keys = [_key(ours)] if ours else [_url_key(uri)]
                if ours and ours.body is None:
                    keys.append(_url_key(uri))
                place = (date, records.get_record_offset())
                for key in keys:
                    index[key] = max(index.get(key, place), place)
        return index


def _key(request: Request) -> tuple[str, str, bytes]:
    return request.method.upper(), _same(request.url), request.body or b""


def _url_key(url: str) -> tuple[str, str, bytes]:
    return "", _same(url), b""


def _same(url: str) -> str:
    """One spelling per URL: as requests would send it, host in lower case, no fragment, `/` for an empty path."""
    parts = urlsplit(requote_uri(url))
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))


def _blocks(raw: Any) -> Iterator[bytes]:
    while block := raw.read(65536):
        yield block


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
