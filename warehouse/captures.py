"""What is remembered of earlier answers: validators for conditional requests, and what reading them gave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.dialects.postgresql import insert

from vigie.codec import from_plain, to_plain
from vigie.model import Capture, Request
from vigie.protocols import Archive, KnownPage, Validators
from warehouse.identity import request_id
from warehouse.tables import captures, pages

REFERRED = (
    "SELECT capture FROM records UNION SELECT capture FROM versions UNION SELECT capture FROM field_choices",
    "SELECT DISTINCT p #>> '{evidence,capture}' FROM records, jsonb_array_elements(provenance) p",
    "SELECT page ->> 'capture' FROM records WHERE page IS NOT NULL",
    "SELECT evidence ->> 'capture' FROM suggestions",
    "SELECT capture FROM quarantine WHERE closed_at IS NULL",
    "SELECT DISTINCT ON (source, request) sha256 FROM captures ORDER BY source, request, fetched_at DESC",
    "SELECT DISTINCT o ->> 1 FROM journal, jsonb_array_elements(body -> 'outcomes') o "
    "WHERE act = 'run' AND body ? 'outcomes'",
)

# Asked twice for each page of each run: as text, since building the query took longer than answering it.
VALIDATORS = text("""
    SELECT etag, last_modified, sha256 FROM captures
     WHERE source = :source AND request = :request AND status = 200
     ORDER BY fetched_at DESC, sha256 LIMIT 1
""")


class ReadPage(Protocol):
    """What a crawl says of a page that it has read (scrapers.crawl.PageRead)."""

    @property
    def sha256(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def next(self) -> tuple[Request, ...]: ...
    @property
    def expected(self) -> int | None: ...
    @property
    def last(self) -> bool: ...


@runtime_checkable
class FindsCaptures(Protocol):
    """An archive that gives back the headers of a kept body too."""

    def find(self, sha256: str, url: str) -> Capture: ...


class StoredCaptures:
    """Implements `vigie.protocols.CaptureMemory` on PostgreSQL, and `Archive` in front of the archive given."""

    def __init__(self, engine: Engine, archive: Archive) -> None:
        self._engine = engine
        self._archive = archive

    def validators(self, source: str, request: Request) -> Validators | None:
        """Validators of the last good answer (status 200) to this request of this source."""
        asked = {"source": source, "request": request_id(request)}
        with self._engine.connect() as connection:
            row = connection.execute(VALIDATORS, asked).one_or_none()
        return Validators(row.etag, row.last_modified, row.sha256) if row else None

    def known_page(self, source: str, sha256: str, parser: str) -> KnownPage | None:
        """What `parser` found in the body `sha256` of this source, if it has been loaded."""
        query = select(pages).where(pages.c.source == source, pages.c.parser == parser, pages.c.sha256 == sha256)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        following = tuple(from_plain(Request, plain) for plain in row.next)
        return KnownPage(tuple(row.keys), following, row.expected, row.last)

    def body(self, sha256: str) -> bytes:
        """The bytes of a capture, from the archive. KeyError when it is not there."""
        return self._archive.body(sha256)

    def find(self, sha256: str, url: str) -> Capture:
        """The capture of a kept body with the headers it came with: a 304 repeats neither type nor charset."""
        if not isinstance(self._archive, FindsCaptures):
            raise KeyError(sha256)
        return self._archive.find(sha256, url)

    def fetched_at(self, sha256: str) -> datetime | None:
        """When this body was first received (aware UTC), whoever served it; None when it never was."""
        query = select(func.min(captures.c.first_at)).where(captures.c.sha256 == sha256)
        with self._engine.connect() as connection:
            found: datetime | None = connection.execute(query).scalar()
        return found

    def keep(self, source: str, capture: Capture) -> None:
        """Archives an answer, then remembers it: in that order, so that what is remembered can always be read again.

        The same body with the same validators again writes no row (law 3).
        """
        self._archive.keep(source, capture)
        self._remember(source, capture)

    def _remember(self, source: str, capture: Capture) -> None:
        row: dict[str, Any] = {
            "source": source,
            "request": request_id(capture.request),
            "sha256": capture.sha256,
            "url": capture.request.url,
            "method": capture.request.method.upper(),
            "status": capture.status,
            "first_at": capture.fetched_at,
            "fetched_at": capture.fetched_at,
            "etag": capture.header("etag"),
            "last_modified": capture.header("last-modified"),
            "media_type": capture.media_type,
            "length": len(capture.body),
        }
        known = Validators(capture.header("etag"), capture.header("last-modified"), capture.sha256)
        if capture.status == 200 and self.validators(source, capture.request) == known:
            return
        newer = {name: value for name, value in row.items() if name != "first_at"}
        statement = insert(captures).values(row)
        with self._engine.begin() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["source", "request", "sha256"], set_=newer)
            )


def referred(connection: Connection) -> frozenset[str]:
    """sha-256 of every capture that something rests on: what records, versions and items say, what is in quarantine,
    the newest answer to each request, and what the runs of the journal were made of (pipeline.rebuild)."""
    found: set[str] = set()
    for query in REFERRED:
        found.update(sha256 for sha256 in connection.execute(text(query)).scalars() if sha256)
    return frozenset(found)


def remember_pages(connection: Connection, source: str, parser: str, read: Iterable[ReadPage]) -> None:
    """Remembers what reading gave, so that the next run need not read the same bodies again."""
    held: dict[str, dict[str, Any]] = {}
    for page in sorted(read, key=lambda p: p.sha256):
        row: dict[str, Any] = {
            "source": source,
            "parser": parser,
            "sha256": page.sha256,
            "keys": list(page.keys),
            "next": [to_plain(request) for request in page.next],
            "expected": page.expected,
            "last": page.last,
        }
        # One body under two addresses: what has no id of its own is named by its address, so the keys are both's.
        known = held.setdefault(page.sha256, row)
        known["keys"] = list(dict.fromkeys([*known["keys"], *row["keys"]]))
    rows = [held[sha256] for sha256 in sorted(held)]
    if rows:
        connection.execute(insert(pages).on_conflict_do_nothing(), rows)
