"""The pieces of every live item, kept beside the published files: what makes the next edition cheap (FEEDS.md §1).

It is a memory of renderings, nothing more: deleted, or written by other code or for another site, it is made again from
the warehouse, and the feeds come out byte for byte the same. What is asked lies in SQLite, the pieces themselves in a
file beside it (`piece_file`); one writer at a time (the publisher's lock).
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from feeds.channel import BEGINNING, Site
from feeds.order import ALWAYS
from feeds.piece_file import PieceFile
from feeds.pieces import Format, Piece
from feeds.rights import released
from feeds.selection import day_of, over_on, shown_on
from feeds.shelf import Shelf
from feeds.slices import slices_of
from feeds.wanted import Answers, Wanted
from vigie.model import Item, Kind

NAME = ".pieces.sqlite"
DATA = ".pieces-*.data"
BATCH = 250
WASTE = 1 << 26
"""Bytes of pieces that left up to which a file of pieces is not written anew."""

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_VERSION = 3  # of the tables
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, fingerprint TEXT, rights TEXT, revised INTEGER, day TEXT,
    over TEXT);
CREATE TABLE IF NOT EXISTS shown (item INTEGER, first TEXT, last TEXT, PRIMARY KEY (item, first)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slices (slice TEXT, item INTEGER, PRIMARY KEY (slice, item)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS slices_of_item ON slices (item);
CREATE TABLE IF NOT EXISTS sources (slug TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pieces (
    kind TEXT, format TEXT, item INTEGER, number INTEGER, key TEXT, first INTEGER, last INTEGER, at INTEGER,
    length INTEGER, PRIMARY KEY (kind, format, item, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wiped (at INTEGER PRIMARY KEY, length INTEGER);
CREATE TABLE IF NOT EXISTS moved (kind TEXT, slice TEXT, PRIMARY KEY (kind, slice)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS archived (id TEXT, kind TEXT, month TEXT, PRIMARY KEY (id, month)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reopened (kind TEXT, month TEXT, PRIMARY KEY (kind, month)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS told (id TEXT PRIMARY KEY, fingerprint TEXT) WITHOUT ROWID;
"""


class Store:
    """Pieces by item and format. What they hold lies apart from what is asked of them, so that asking reads little."""

    def __init__(self, connection: sqlite3.Connection, data: PieceFile) -> None:
        self._db, self._data = connection, data
        self._answers = Answers(connection)
        self._names: dict[str, list[str]] = {}

    def fill(self, shelf: Shelf, site: Site, formats: Mapping[Kind, Sequence[Format]]) -> int:
        """Brings the pieces to what the shelf holds, and notes which slices have to be written again; returns how many
        items moved. Killed at any instant, the next one goes on: what is noted is forgotten only by `settle`."""
        self._names = {kind.value: [format.name for format in formats[kind]] for kind in Kind}
        self._data.begin()
        with self._db:
            moved = sum(self._fill(shelf, kind, site, formats[kind]) for kind in Kind)
            if moved:
                self._data.flush()
                self.remember("end", str(self._data.end))
        self._wipe()
        self._tidy()
        self._answers = Answers(self._db)
        return moved

    def pieces(self, format: Format, wanted: Wanted) -> Iterator[bytes]:
        """The pieces of a file in their order. Only their places, and a few pieces, are held at once."""
        found = self._answers.found(format, wanted)
        places, at, length = found.places, found.order.at, found.order.length
        if wanted.most:
            places = places[(wanted.page - 1) * wanted.most : wanted.page * wanted.most]
        return self._data.read((at[place], length[place]) for place in places)

    def count(self, format: Format, wanted: Wanted) -> int:
        """How many pieces a file would hold, whatever its pages."""
        return len(self._answers.found(format, wanted).places)

    def newest(self, format: Format, wanted: Wanted) -> datetime:
        """The newest revision among the items of a file."""
        found = self._answers.found(format, wanted).newest
        return BEGINNING if found is None else _instant(found)

    def years(self, format: Format, kind: Kind) -> list[int]:
        """The years that the pieces of a format (with days), or else its items, lie in."""
        order = self._answers.order(kind, format)
        found = {date.fromordinal(day).year for day in {*order.first, *order.last} if day != ALWAYS}
        if not found:
            query = "SELECT DISTINCT substr(day, 1, 4) FROM items WHERE kind = ?"
            found = {int(row[0]) for row in self._db.execute(query, (kind.value,))}
        return sorted(found)

    def live(self, kind: Kind) -> int:
        """How many live items of a kind there are."""
        return int(self._db.execute("SELECT count(*) FROM items WHERE kind = ?", (kind.value,)).fetchone()[0])

    def revised(self) -> datetime:
        """The newest revision of all live items."""
        found = self._db.execute("SELECT max(revised) FROM items").fetchone()[0]
        return BEGINNING if found is None else _instant(found)

    def pages(self) -> Iterator[tuple[str, Kind, date | None, datetime]]:
        """(id, kind, day on which it is over, last revision) of every live item, by id."""
        for id, kind, over, revised in self._db.execute("SELECT id, kind, over, revised FROM items ORDER BY id"):
            yield id, Kind(kind), date.fromisoformat(over) if over else None, _instant(revised)

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
            cuttings: dict[str, list[tuple[int, int, Piece]]] = {format.name: [] for format in formats}
            for item in shelf.load(list(some)):
                self._forget(item.id, _rights(item))
                number, safe = self._keep(item, some[item.id])
                for f in formats:
                    cuttings[f.name] += ((number, n, piece) for n, piece in enumerate(f.cut(safe, site)))
            for name, cut in cuttings.items():
                self._db.executemany(
                    "INSERT INTO pieces VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self._put(kind, name, cut)
                )
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
        its = "FROM pieces WHERE kind = ? AND format = ? AND item = ?"
        for name in self._names[kind]:
            self._db.execute(f"INSERT OR REPLACE INTO wiped SELECT at, length {its}", (kind, name, number))
            self._db.execute(f"DELETE {its}", (kind, name, number))
        for table in ("shown", "slices"):
            self._db.execute(f"DELETE FROM {table} WHERE item = ?", (number,))
        self._db.execute("DELETE FROM items WHERE n = ?", (number,))

    def _keep(self, item: Item, fingerprint: str) -> tuple[int, Item]:
        """Notes an item; returns its number, and the item as it may leave."""
        kind = item.kind.value
        cursor = self._db.execute(
            "INSERT INTO items (id, kind, fingerprint, rights, revised, day, over) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                item.id,
                kind,
                fingerprint,
                _rights(item),
                _micros(item.revised_at),
                day_of(item).isoformat(),
                _iso(over_on(item)),
            ),
        )
        made = cursor.lastrowid
        assert made is not None
        slices = [(slice,) for slice in slices_of(item)]
        self._note(kind, slices)
        self._db.executemany("INSERT INTO slices VALUES (?, ?)", [(s, made) for (s,) in slices])
        days = [(made, first.isoformat(), last.isoformat()) for first, last in shown_on(item)]
        self._db.executemany("INSERT INTO shown VALUES (?, ?, ?)", days)
        safe = released(item)
        named = [(seen.source, seen.name) for seen in safe.sightings]
        self._db.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?)", named)
        return made, safe

    def _put(self, kind: Kind, format: str, cut: Iterable[tuple[int, int, Piece]]) -> Iterator[tuple[str | int, ...]]:
        """The pieces of a format lie one after another, so that they are read together; the rows that say where."""
        for item, number, p in cut:
            days = (ALWAYS, ALWAYS) if p.first is None else (p.first.toordinal(), (p.last or p.first).toordinal())
            yield (kind.value, format, item, number, p.key, *days, self._data.add(p.data), len(p.data))

    def _note(self, kind: str, slices: Iterable[tuple[str]]) -> None:
        noted = [(kind, ""), *((kind, slice) for (slice,) in slices)]
        self._db.executemany("INSERT OR IGNORE INTO moved VALUES (?, ?)", noted)

    def _wipe(self) -> None:
        """Overwrites what left. Killed before, it is done by the next one."""
        some = "SELECT at, length FROM wiped ORDER BY at LIMIT 5000"
        while left := self._db.execute(some).fetchall():
            self._data.wipe(left)
            with self._db:
                waste = int(self.meta("waste") or 0) + sum(length for _, length in left)
                self.remember("waste", str(waste))
                self._db.execute("DELETE FROM wiped WHERE at <= ?", (left[-1][0],))

    def _tidy(self) -> None:
        """Writes the file of pieces anew when most of it is zeros."""
        waste = int(self.meta("waste") or 0)
        if waste < WASTE or waste < self._data.end // 2:
            return
        old = self._data
        token = secrets.token_hex(8)
        new = PieceFile(_data_file(old.path.parent, token), 0)
        with self._db:
            for kind, format in self._db.execute("SELECT DISTINCT kind, format FROM pieces").fetchall():
                self._copy(kind, format, old, new)
            new.flush()
            self.remember("data", token)
            self.remember("end", str(new.end))
            self.remember("waste", "0")
        self._data = new
        old.close()
        old.path.unlink()

    def _copy(self, kind: str, format: str, old: PieceFile, new: PieceFile) -> None:
        query = """SELECT at, length, item, number FROM pieces
                    WHERE kind = ? AND format = ? AND (item, number) > (?, ?) ORDER BY item, number LIMIT ?"""
        last = (-1, -1)
        while rows := self._db.execute(query, (kind, format, *last, BATCH)).fetchall():
            data = old.read((at, length) for at, length, _, _ in rows)
            moved = [(new.add(piece), kind, format, *row[2:]) for piece, row in zip(data, rows, strict=True)]
            changed = "UPDATE pieces SET at = ? WHERE kind = ? AND format = ? AND item = ? AND number = ?"
            self._db.executemany(changed, moved)
            last = rows[-1][2:]

    def begin(self, shape: str) -> None:
        """A new store: nothing that lies there was made of it."""
        with self._db:
            self.remember("shape", shape)
            self.remember("all", "1")

    def close(self) -> None:
        self._data.close()
        self._db.close()


@contextmanager
def opened(folder: Path, shape: str | None = None) -> Iterator[Store]:
    """The store of a folder of feeds. One that cannot be read, or that is of another `shape` (what renders, for which
    site), is thrown away: it is made again."""
    path = folder / NAME
    store: Store | None = None
    try:
        store = _opened(path)
        known = store.meta("shape")
        if shape and known and known != shape:
            raise sqlite3.DatabaseError("its pieces are those of other code, or of another site")
    except (sqlite3.DatabaseError, OSError):
        if store:
            store.close()
        for left in (path, *folder.glob(f"{NAME}-*"), *folder.glob(DATA)):
            left.unlink(missing_ok=True)
        store = _opened(path)
    with closing(store):
        if shape and store.meta("shape") is None:
            store.begin(shape)
        yield store


def kept(path: Path) -> Iterator[bytes]:
    """The bytes of every piece in the store at `path`: for who must know what is left of something."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        token = connection.execute("SELECT value FROM meta WHERE name = 'data'").fetchone()
        if token is None:
            return
        with _data_file(path.parent, token[0]).open("rb") as data:
            for at, length in connection.execute("SELECT at, length FROM pieces UNION SELECT at, length FROM wiped"):
                data.seek(at)
                yield data.read(length)


def _data_file(folder: Path, token: str) -> Path:
    """The file that belongs to an index: one that was made with another one has another name."""
    return folder / DATA.replace("*", token)


def _opened(path: Path) -> Store:
    connection = _connected(path)
    try:
        known = dict(connection.execute("SELECT name, value FROM meta WHERE name IN ('data', 'end')").fetchall())
        token = known.get("data") or secrets.token_hex(8)
        with connection:
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('data', ?)", (token,))
        mine = _data_file(path.parent, token)
        for other in path.parent.glob(DATA):
            if other != mine:
                other.unlink()
        return Store(connection, PieceFile(mine, int(known.get("end", 0))))
    except BaseException:
        connection.close()
        raise


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


def _micros(instant: datetime) -> int:
    return (instant - _BEGINNING) // _MICROSECOND


def _instant(micros: int) -> datetime:
    return _BEGINNING + timedelta(microseconds=micros)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
