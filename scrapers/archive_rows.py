"""The tables of the archive's index, and its rows as values."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from scrapers.warc import Sighting, Tombstone
from vigie.codec import from_plain, to_json
from vigie.model import Request

VERSION = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_TABLES = """
CREATE TABLE files (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
    seen INTEGER NOT NULL);
CREATE TABLE records (
    file INTEGER NOT NULL, place INTEGER NOT NULL, length INTEGER NOT NULL, revisit INTEGER NOT NULL,
    source TEXT NOT NULL, sha256 BLOB NOT NULL, url TEXT NOT NULL, request BLOB NOT NULL, fetched_at INTEGER NOT NULL,
    url_key INTEGER NOT NULL, request_key INTEGER NOT NULL, PRIMARY KEY (file, place)) WITHOUT ROWID;
CREATE INDEX records_sha256 ON records (sha256);
CREATE INDEX records_fetched_at ON records (fetched_at);
CREATE INDEX records_url ON records (url_key);
CREATE INDEX records_request ON records (request_key);
CREATE TABLE tombstones (file INTEGER NOT NULL, sha256 BLOB NOT NULL, at INTEGER NOT NULL, because TEXT NOT NULL,
    replaced_by BLOB, PRIMARY KEY (sha256, file)) WITHOUT ROWID;
CREATE TABLE replaced (file INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (name, file)) WITHOUT ROWID;
"""

FILES = "SELECT name, size, seen FROM files"
FILE = "SELECT number, size, seen FROM files WHERE name = ?"
SEEN = "UPDATE files SET size = ?1, seen = ?2 WHERE number = ?3"
_COLUMNS = "f.name, r.place, r.length, r.revisit, r.source, r.sha256, r.url, r.request, r.fetched_at"
_ROWS = f"SELECT {_COLUMNS} FROM records r JOIN files f ON f.number = r.file"
_ORDER = "ORDER BY r.fetched_at, f.name, r.place"
_STANDS = "NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.sha256 = r.sha256)"
HAS = f"SELECT 1 FROM records r WHERE r.sha256 = ? AND r.revisit = 0 AND {_STANDS} LIMIT 1"
BODIES = f"{_ROWS} WHERE r.sha256 = ? AND r.revisit = 0 AND {_STANDS} {_ORDER}"
SIGHTINGS = f"{_ROWS} WHERE r.sha256 = ? {_ORDER}"
OF_URL = f"{_ROWS} WHERE (r.url_key = ?1 OR r.request_key = ?1) AND {_STANDS} {_ORDER}"
AGAIN = f"{_ROWS} WHERE r.sha256 = ? AND r.fetched_at = ? AND r.revisit = ? AND {_STANDS} {_ORDER}"
EVERY = f"{_ROWS} WHERE {_STANDS} {_ORDER}"
PLACES = (
    "SELECT r.place, r.length, r.sha256, r.revisit FROM records r JOIN files f ON f.number = r.file WHERE f.name = ?"
)
GRAVES = "SELECT count(*) FROM tombstones"
BURIED_YET_THERE = f"{_ROWS} WHERE NOT {_STANDS} {_ORDER}"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one record lies: `file` name, `offset` and `length` of its gzip member. `fetched_at` is aware UTC."""

    file: str
    offset: int
    length: int
    revisit: bool
    source: str
    sha256: str
    url: str
    request: Request
    fetched_at: datetime

    @classmethod
    def of(cls, file: str, offset: int, length: int, said: Sighting) -> Entry:
        return cls(
            file, offset, length, said.revisit, said.source, said.sha256, said.url, said.request, said.fetched_at
        )


@dataclass(frozen=True, slots=True)
class Tallies:
    """What an archive holds. Lengths in bytes, compressed; instants aware UTC, None when it is empty."""

    files: int
    bodies: int
    revisits: int
    body_bytes: int
    revisit_bytes: int
    sources: int
    tombstones: int
    first: datetime | None
    last: datetime | None


def create(connection: sqlite3.Connection) -> None:
    """Empty tables, whatever stood there before. Within a transaction of the caller."""
    for name in ("files", "records", "tombstones", "replaced"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in _TABLES.strip().split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def file_number(connection: sqlite3.Connection, name: str) -> int:
    connection.execute("INSERT INTO files (name, size, seen) VALUES (?, 0, 0) ON CONFLICT DO NOTHING", (name,))
    return int(connection.execute(FILE, (name,)).fetchone()[0])


def insert(connection: sqlite3.Connection, file: int, entry: Entry) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (file, entry.offset, entry.length, entry.revisit, entry.source, digest(entry.sha256), entry.url,
         to_json(entry.request), _ticks(entry.fetched_at), key_of(entry.url), key_of(entry.request.url)),
    )  # fmt: skip


def append(connection: sqlite3.Connection, entry: Entry) -> None:
    """A record at the end of what is known of its file; one behind a gap waits for the file to be read."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        file = file_number(connection, entry.file)
        if connection.execute(FILE, (entry.file,)).fetchone()[1] == entry.offset:
            insert(connection, file, entry)
            end = entry.offset + entry.length
            connection.execute(SEEN, (end, end, file))
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def bury(connection: sqlite3.Connection, file: int, tombstone: Tombstone) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?, ?, ?)",
        (file, digest(tombstone.sha256), _ticks(tombstone.at), tombstone.because,
         digest(tombstone.replaced_by) if tombstone.replaced_by else None),
    )  # fmt: skip


def replace(connection: sqlite3.Connection, file: int, name: str) -> None:
    connection.execute("INSERT OR REPLACE INTO replaced VALUES (?, ?)", (file, name))


def replaced(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM replaced")}


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Everything that is known of a file. Within a transaction of the caller."""
    row = connection.execute(FILE, (name,)).fetchone()
    if row is not None:
        for table in ("records", "tombstones", "replaced"):
            connection.execute(f"DELETE FROM {table} WHERE file = ?", (row[0],))
        connection.execute("DELETE FROM files WHERE number = ?", (row[0],))


def entries(connection: sqlite3.Connection, query: str, arguments: Iterable[Any]) -> list[Entry]:
    return [entry_of(row) for row in connection.execute(query, tuple(arguments))]


def entry_of(row: tuple[Any, ...]) -> Entry:
    file, place, length, revisit, source, sha256, url, request, fetched_at = row
    asked = from_plain(Request, orjson.loads(request))
    return Entry(file, place, length, bool(revisit), source, sha256.hex(), url, asked, _instant(fetched_at))


def identity(entry: Entry) -> tuple[bytes, int, bool]:
    return digest(entry.sha256), _ticks(entry.fetched_at), entry.revisit


def tombstone(connection: sqlite3.Connection, sha256: str) -> Tombstone | None:
    """The latest tombstone of a body."""
    query = "SELECT sha256, at, because, replaced_by FROM tombstones WHERE sha256 = ? ORDER BY at DESC LIMIT 1"
    row = connection.execute(query, (digest(sha256),)).fetchone()
    return _tombstone(row) if row else None


def tombstones(connection: sqlite3.Connection) -> list[Tombstone]:
    query = "SELECT DISTINCT sha256, at, because, replaced_by FROM tombstones ORDER BY at, sha256"
    return [_tombstone(row) for row in connection.execute(query)]


def tallies(connection: sqlite3.Connection) -> Tallies:
    def one(query: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = connection.execute(query).fetchone()
        return found

    whole = one(
        "SELECT coalesce(sum(revisit = 0), 0), coalesce(sum(revisit), 0),"
        " coalesce(sum(CASE WHEN revisit THEN 0 ELSE length END), 0),"
        " coalesce(sum(CASE WHEN revisit THEN length ELSE 0 END), 0),"
        " count(DISTINCT source), min(fetched_at), max(fetched_at) FROM records"
    )
    (files,), (graves,) = one("SELECT count(*) FROM files"), one("SELECT count(DISTINCT sha256) FROM tombstones")
    first, last = (None if ticks is None else _instant(ticks) for ticks in whole[5:])
    bodies, revisits, body_bytes, revisit_bytes, sources = whole[:5]
    return Tallies(files, bodies, revisits, body_bytes, revisit_bytes, sources, graves, first, last)


def digest(sha256: str) -> bytes:
    """The bytes of a sha-256 in hexadecimal; of anything else those of its text, which no body has."""
    try:
        return bytes.fromhex(sha256)
    except ValueError:
        return sha256.encode()


def key_of(url: str) -> int:
    """63 bits of an address: what is looked up by address is compared in full afterwards, or is many anyway."""
    return int.from_bytes(hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _instant(ticks: int) -> datetime:
    return _EPOCH + ticks * _MICROSECOND


def _tombstone(row: tuple[Any, ...]) -> Tombstone:
    sha256, at, because, replaced_by = row
    return Tombstone(sha256.hex(), _instant(at), because, replaced_by.hex() if replaced_by else None)
