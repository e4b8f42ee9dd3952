"""The pieces of every live item, kept beside the published files: what makes the next edition cheap (FEEDS.md §1).

It is a memory of renderings, nothing more: deleted, or written by other code or for another site, it is made again from
the warehouse, and the feeds come out byte for byte the same. SQLite, one writer at a time (the publisher's lock).
"""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from feeds.channel import BEGINNING, Site
from feeds.pieces import Format
from feeds.rights import released
from feeds.selection import day_of, over_on, shown_on
from feeds.shelf import Shelf
from feeds.slices import slices_of
from vigie.model import Item, Kind

NAME = ".pieces.sqlite"
BATCH = 500
FETCHED = 32
"""Pieces that are read at once: with 100 kB in each it is still little."""

_VERSION = 2  # of the tables
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, fingerprint TEXT, rights TEXT, revised TEXT, day TEXT,
    over TEXT);
CREATE TABLE IF NOT EXISTS shown (item INTEGER, first TEXT, last TEXT, PRIMARY KEY (item, first)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slices (slice TEXT, item INTEGER, PRIMARY KEY (slice, item)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS slices_of_item ON slices (item);
CREATE TABLE IF NOT EXISTS sources (slug TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pieces (
    item INTEGER, format TEXT, number INTEGER, key TEXT, first TEXT, last TEXT, data INTEGER,
    PRIMARY KEY (item, format, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS data (n INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE IF NOT EXISTS moved (kind TEXT, slice TEXT, PRIMARY KEY (kind, slice)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS archived (id TEXT, kind TEXT, month TEXT, PRIMARY KEY (id, month)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reopened (kind TEXT, month TEXT, PRIMARY KEY (kind, month)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS told (id TEXT PRIMARY KEY, fingerprint TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pieces a file is made of. Empty fields ask nothing.

    `day` asks for the items that are in the feeds on that day, `since` and `until` for pieces that touch those days,
    `year` for items filed in it. `most` pieces from the `page`th page on.
    """

    kind: Kind
    slice: str = ""
    day: date | None = None
    since: date | None = None
    until: date | None = None
    year: int | None = None
    most: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class _Found:
    """The pieces of a file, all pages, by their rows in `data`; the newest revision among their items."""

    wanted: tuple[str, Wanted]
    rows: array[int]
    newest: str | None


class Store:
    """Pieces by item and format. What they hold lies apart from what is asked of them, so that asking reads little."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._last: _Found | None = None

    def fill(self, shelf: Shelf, site: Site, formats: Mapping[Kind, Sequence[Format]]) -> int:
        """Brings the pieces to what the shelf holds, and notes which slices have to be written again; returns how many
        items moved. Killed at any instant, the next one goes on: what is noted is forgotten only by `settle`."""
        self._last = None
        with self._db:
            return sum(self._fill(shelf, kind, site, formats[kind]) for kind in Kind)

    def pieces(self, format: Format, wanted: Wanted) -> Iterator[bytes]:
        """The pieces of a file in their order. Only their row numbers, and a few pieces, are held at once."""
        rows = self._found(format, wanted).rows
        if wanted.most:
            rows = rows[(wanted.page - 1) * wanted.most : wanted.page * wanted.most]
        for at in range(0, len(rows), FETCHED):
            few = rows[at : at + FETCHED]
            query = f"SELECT n, data FROM data WHERE n IN ({','.join('?' * len(few))})"
            found: dict[int, bytes] = dict(self._db.execute(query, few.tolist()))
            yield from map(found.__getitem__, few)

    def count(self, format: Format, wanted: Wanted) -> int:
        """How many pieces a file would hold, whatever its pages."""
        return len(self._found(format, wanted).rows)

    def newest(self, format: Format, wanted: Wanted) -> datetime:
        """The newest revision among the items of a file."""
        found = self._found(format, wanted).newest
        return datetime.fromisoformat(found) if found else BEGINNING

    def years(self, format: Format, kind: Kind) -> list[int]:
        """The years that the pieces of a format (with days), or else its items, lie in."""
        query = """SELECT DISTINCT substr(p.first, 1, 4), substr(p.last, 1, 4)
                     FROM items i CROSS JOIN pieces p ON p.item = i.n AND p.format = ?
                    WHERE i.kind = ? AND p.first IS NOT NULL"""
        spans = self._db.execute(query, (format.name, kind.value)).fetchall()
        found = {(year,) for span in spans for year in span}
        if not found:
            query = "SELECT DISTINCT substr(day, 1, 4) FROM items WHERE kind = ?"
            found = set(self._db.execute(query, (kind.value,)))
        return sorted(int(row[0]) for row in found)

    def live(self, kind: Kind) -> int:
        """How many live items of a kind there are."""
        return int(self._db.execute("SELECT count(*) FROM items WHERE kind = ?", (kind.value,)).fetchone()[0])

    def revised(self) -> datetime:
        """The newest revision of all live items."""
        found = self._db.execute("SELECT max(revised) FROM items").fetchone()[0]
        return datetime.fromisoformat(found) if found else BEGINNING

    def pages(self) -> Iterator[tuple[str, Kind, date | None, datetime]]:
        """(id, kind, day on which it is over, last revision) of every live item, by id."""
        for id, kind, over, revised in self._db.execute("SELECT id, kind, over, revised FROM items ORDER BY id"):
            yield id, Kind(kind), date.fromisoformat(over) if over else None, datetime.fromisoformat(revised)

    def sources(self, kind: Kind) -> dict[str, str]:
        """The slices of sources that live items of a kind are in, with the names of the sources."""
        query = """SELECT slice, coalesce(n.name, slice)
                     FROM (SELECT DISTINCT slice FROM slices WHERE slice >= 'source:' AND slice < 'source;') s
                     LEFT JOIN sources n ON n.slug = substr(s.slice, 8)
                    WHERE EXISTS (SELECT 1 FROM slices o CROSS JOIN items i ON i.n = o.item
                                   WHERE o.slice = s.slice AND i.kind = ?) ORDER BY 1"""
        return dict(self._db.execute(query, (kind.value,)).fetchall())

    def moved(self) -> frozenset[tuple[Kind, str]]:
        """Kinds and slices whose files have to be written again since the last edition."""
        return frozenset((Kind(k), s) for k, s in self._db.execute("SELECT kind, slice FROM moved"))

    def reopened(self) -> frozenset[tuple[Kind, str]]:
        """Kinds and months whose archives have to be written again: one of their items left, or its rights moved."""
        return frozenset((Kind(k), m) for k, m in self._db.execute("SELECT kind, month FROM reopened"))

    def archived(self, kind: Kind, month: str, ids: Iterable[str]) -> None:
        """Notes which items an archive holds, in the place of what it held."""
        with self._db:
            self._db.execute("DELETE FROM archived WHERE kind = ? AND month = ?", (kind.value, month))
            self._db.executemany("INSERT INTO archived VALUES (?, ?, ?)", [(id, kind.value, month) for id in ids])

    def meta(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def remember(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def write_all_again(self) -> None:
        """The files that lie there are not those of the last edition."""
        with self._db:
            self.remember("all", "1")

    def settle(self, day: date, refused: Iterable[tuple[Kind, str]]) -> None:
        """The edition of `day` is in place: nothing is left to be written but what was refused."""
        with self._db:
            self._db.execute("DELETE FROM moved")
            self._db.execute("DELETE FROM reopened")
            self._db.executemany("INSERT OR IGNORE INTO moved VALUES (?, ?)", [(k.value, s) for k, s in refused])
            self._db.execute("DELETE FROM meta WHERE name = 'all'")
            self.remember("day", day.isoformat())

    def _fill(self, shelf: Shelf, kind: Kind, site: Site, formats: Sequence[Format]) -> int:
        """Told and known are compared on disk: two lists of a hundred thousand hashes are more than all the rest."""
        self._db.execute("DELETE FROM told")
        self._db.executemany("INSERT OR REPLACE INTO told VALUES (?, ?)", shelf.fingerprints(kind))
        gone = "SELECT id FROM items WHERE kind = ? AND id NOT IN (SELECT id FROM told)"
        left = [row[0] for row in self._db.execute(gone, (kind.value,))]
        for id in left:
            self._forget(id)
        same = "SELECT 1 FROM items i WHERE i.id = told.id AND i.kind = ? AND i.fingerprint = told.fingerprint"
        self._db.execute(f"DELETE FROM told WHERE EXISTS ({same})", (kind.value,))
        moved, last = 0, ""
        while some := self._told_after(last):
            for item in shelf.load(list(some)):
                self._forget(item.id, _rights(item))
                self._keep(item, some[item.id], site, formats)
            moved, last = moved + len(some), max(some)
        return moved + len(left)

    def _told_after(self, id: str) -> dict[str, str]:
        query = "SELECT id, fingerprint FROM told WHERE id > ? ORDER BY id LIMIT ?"
        return dict(self._db.execute(query, (id, BATCH)).fetchall())

    def _forget(self, id: str, rights: str | None = None) -> None:
        """Takes an item out and notes where it was. An archive that held it is reopened when it may not say the same
        any more: the item is gone, or its sources grant something else."""
        row = self._db.execute("SELECT n, kind, rights FROM items WHERE id = ?", (id,)).fetchone()
        if row is None:
            return
        number, kind, granted = row
        self._note(kind, self._db.execute("SELECT slice FROM slices WHERE item = ?", (number,)).fetchall())
        if rights != granted:
            told = "INSERT OR IGNORE INTO reopened SELECT kind, month FROM archived WHERE id = ?"
            self._db.execute(told, (id,))
        self._db.execute("DELETE FROM data WHERE n IN (SELECT data FROM pieces WHERE item = ?)", (number,))
        for table in ("shown", "slices", "pieces"):
            self._db.execute(f"DELETE FROM {table} WHERE item = ?", (number,))
        self._db.execute("DELETE FROM items WHERE n = ?", (number,))

    def _keep(self, item: Item, fingerprint: str, site: Site, formats: Sequence[Format]) -> None:
        kind = item.kind.value
        made = self._db.execute(
            "INSERT INTO items (id, kind, fingerprint, rights, revised, day, over) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                item.id,
                kind,
                fingerprint,
                _rights(item),
                _utc(item.revised_at),
                day_of(item).isoformat(),
                _iso(over_on(item)),
            ),
        ).lastrowid
        slices = [(slice,) for slice in slices_of(item)]
        self._note(kind, slices)
        self._db.executemany("INSERT INTO slices VALUES (?, ?)", [(s, made) for (s,) in slices])
        days = [(made, first.isoformat(), last.isoformat()) for first, last in shown_on(item)]
        self._db.executemany("INSERT INTO shown VALUES (?, ?, ?)", days)
        safe = released(item)
        named = [(seen.source, seen.name) for seen in safe.sightings]
        self._db.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?)", named)
        at = self._db.execute("SELECT coalesce(max(n), 0) FROM data").fetchone()[0]
        for f in formats:
            for number, p in enumerate(f.cut(safe, site)):
                at += 1
                self._db.execute("INSERT INTO data VALUES (?, ?)", (at, p.data))
                row = (made, f.name, number, p.key, _iso(p.first), _iso(p.last or p.first), at)
                self._db.execute("INSERT INTO pieces VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _note(self, kind: str, slices: Iterable[tuple[str]]) -> None:
        noted = [(kind, ""), *((kind, slice) for (slice,) in slices)]
        self._db.executemany("INSERT OR IGNORE INTO moved VALUES (?, ?)", noted)

    def _found(self, format: Format, wanted: Wanted) -> _Found:
        """The answer is kept until another is asked for: a file is counted, dated and read, page after page."""
        asked = (format.name, replace(wanted, most=None, page=1))
        if self._last is None or self._last.wanted != asked:
            rows, newest = array("q"), None
            for row, revised in self._select(format, wanted):
                rows.append(row)
                newest = revised if newest is None or revised > newest else newest
            self._last = _Found(asked, rows, newest)
        return self._last

    def _select(self, format: Format, wanted: Wanted) -> sqlite3.Cursor:
        asked, values = ["i.kind = ?"], [format.name, wanted.kind.value]
        # CROSS: in this order. Left alone, SQLite goes through all pieces of a format for each small slice.
        joined = "items i CROSS JOIN pieces p ON p.item = i.n AND p.format = ?"
        if wanted.slice:
            joined = f"slices s CROSS JOIN items i ON i.n = s.item CROSS JOIN {joined.split(' CROSS JOIN ')[1]}"
            asked.append("s.slice = ?")
            values.append(wanted.slice)
        if wanted.day:
            asked.append("EXISTS (SELECT 1 FROM shown d WHERE d.item = i.n AND d.first <= ? AND d.last >= ?)")
            values += [wanted.day.isoformat()] * 2
        if wanted.since:
            asked.append("(p.last IS NULL OR p.last >= ?)")
            values.append(wanted.since.isoformat())
        if wanted.until:
            asked.append("(p.first IS NULL OR p.first <= ?)")
            values.append(wanted.until.isoformat())
        if wanted.year:
            asked.append("i.day LIKE ?")
            values.append(f"{wanted.year:04}-%")
        query = f"SELECT p.data, i.revised FROM {joined} WHERE {' AND '.join(asked)} ORDER BY p.key"
        return self._db.execute(query, values)


@contextmanager
def opened(folder: Path, shape: str | None = None) -> Iterator[Store]:
    """The store of a folder of feeds. One that cannot be read, or that is of another `shape` (what renders, for which
    site), is thrown away: it is made again."""
    path = folder / NAME
    try:
        connection = _connected(path)
        known = Store(connection).meta("shape")
        if shape and known and known != shape:
            connection.close()
            raise sqlite3.DatabaseError("its pieces are those of other code, or of another site")
    except sqlite3.DatabaseError:
        for left in (path, *folder.glob(f"{NAME}-*")):
            left.unlink(missing_ok=True)
        connection = _connected(path)
    with closing(connection):
        store = Store(connection)
        if shape and store.meta("shape") is None:
            with connection:
                store.remember("shape", shape)
                store.remember("all", "1")
        yield store


def kept(path: Path) -> Iterator[bytes]:
    """The bytes of every piece in the store at `path`: for who must know what is left of something."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        for (data,) in connection.execute("SELECT data FROM data"):
            yield data


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    made, version = (connection.execute(f"PRAGMA {of}_version").fetchone()[0] for of in ("schema", "user"))
    if made and version != _VERSION:
        connection.close()
        raise sqlite3.DatabaseError("its tables are those of other code")
    # A journal of what is overwritten: the pages of a first edition, which are all new, are written once.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = NORMAL")
    # What was taken down must not be found in the file's free pages.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA cache_size = -8000")
    connection.executescript(_SCHEMA)
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    return connection


def _rights(item: Item) -> str:
    told = sorted(f"{s.source} {s.republish} {s.image_rights} {s.licence}" for s in item.sightings)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
