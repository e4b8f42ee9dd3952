"""The journal: everything that was done, in the order in which it counted, each row chained to the one before.

A row is written in the very transaction of what it tells, so that the one is never there without the other. Runs and
curations stand beside what people decided: played again from the first row, over the archive, they make the same
warehouse (law 2). The archive keeps a copy (`copy_to`), so that the archive alone is enough.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, insert, select

from warehouse.locks import Lock, hold
from warehouse.tables import journal as table

BEGINNING = "0" * 64
"""What the first row is chained to."""
FILE = "journal.jsonl"
BATCH = 1_000


class Act(StrEnum):
    """What a row tells. All but the first four were decided by a person, and can be undone."""

    RUN = "run"
    CURATION = "curation"
    REPLAY = "replay"
    PROBE = "probe"
    EDIT = "edit"
    RELEASE = "release"
    HIDE = "hide"
    PIN = "pin"
    TAG = "tag"
    JUDGE = "judge"
    SUGGESTION = "suggestion"
    SUPPRESS = "suppress"
    SILENCE = "silence"
    DROP = "drop"
    DESK = "desk"
    WAY = "way"
    REKEY = "rekey"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `body` is plain JSON; None when a takedown emptied it. `at` is aware UTC."""

    seq: int
    at: datetime
    act: Act
    author: str | None
    subject: str | None
    body: Mapping[str, Any] | None
    body_hash: str
    chain: str
    redacted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """The first row that does not hold what it held when it was written, or that is missing."""

    seq: int
    reason: str


def append(
    connection: Connection,
    act: Act,
    at: datetime,
    body: Mapping[str, Any],
    author: str | None = None,
    subject: str | None = None,
) -> int:
    """Adds a row at the end, in the transaction of `connection`; returns its number.

    Call it last: all writers wait for each other from here to the end of their transactions.
    """
    hold(connection, Lock.JOURNAL)
    last = connection.execute(select(table.c.seq, table.c.chain).order_by(table.c.seq.desc()).limit(1)).one_or_none()
    seq, before = (last.seq + 1, last.chain) if last else (1, BEGINNING)
    plain = orjson.loads(orjson.dumps(body))
    hashed = body_hash(plain)
    row = {"seq": seq, "at": at, "act": act.value, "author": author, "subject": subject, "body": plain}
    chained = chain(before, seq, at, act, author, subject, hashed)
    connection.execute(insert(table).values(**row, body_hash=hashed, chain=chained))
    return seq


def read(
    connection: Connection, after: int = 0, acts: Collection[Act] = (), subject: str | None = None
) -> Iterator[Entry]:
    """Rows after `after` in their order; of some acts or of one subject only, when given."""
    query = select(table).order_by(table.c.seq)
    if acts:
        query = query.where(table.c.act.in_([act.value for act in acts]))
    if subject is not None:
        query = query.where(table.c.subject == subject)
    while rows := connection.execute(query.where(table.c.seq > after).limit(BATCH)).all():
        yield from (_entry(row) for row in rows)
        after = rows[-1].seq


def get(connection: Connection, seq: int) -> Entry | None:
    """One row; None when there is none of that number."""
    row = connection.execute(select(table).where(table.c.seq == seq)).one_or_none()
    return _entry(row) if row else None


def last(connection: Connection, act: Act, subject: str) -> Entry | None:
    """The newest row of an act on a subject."""
    query = select(table).where(table.c.act == act.value, table.c.subject == subject)
    row = connection.execute(query.order_by(table.c.seq.desc()).limit(1)).one_or_none()
    return _entry(row) if row else None


def about(connection: Connection, acts: Collection[Act] | Act, body: Mapping[str, Any], after: int = 0) -> Entry | None:
    """The newest row after `after` of these acts whose body holds these values."""
    named = [acts] if isinstance(acts, Act) else acts
    query = select(table).where(table.c.act.in_([act.value for act in named]), table.c.seq > after)
    # PostgreSQL finds lists that hold the same in another order too: what it finds is looked at again.
    rows = connection.execute(query.where(table.c.body.contains(dict(body))).order_by(table.c.seq.desc()))
    return next((_entry(row) for row in rows if all(row.body[name] == value for name, value in body.items())), None)


def newest(connection: Connection) -> int:
    """The last number, 0 when nothing was ever done."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one())


def retell(connection: Connection, after: int, entry: Entry) -> None:
    """Puts the words of `entry` in the place of the rows that this transaction wrote after number `after`: what is
    done again in a rebuild is told as it was told the first time, with what it undid and belonged to."""
    hold(connection, Lock.JOURNAL)
    connection.execute(delete(table).where(table.c.seq > after))
    append(connection, entry.act, entry.at, entry.body or {}, entry.author, entry.subject)


def amend(connection: Connection, after: int, more: Mapping[str, Any]) -> tuple[int, ...]:
    """Adds `more` to the bodies of the rows that this transaction wrote after number `after`; returns their numbers.

    The caller holds Lock.JOURNAL since before it read `after`: no row of anybody else is among them.
    """
    rows = tuple(read(connection, after))
    connection.execute(delete(table).where(table.c.seq > after))
    return tuple(append(connection, r.act, r.at, {**(r.body or {}), **more}, r.author, r.subject) for r in rows)


def grouped(body: Mapping[str, Any], group: int | None) -> dict[str, Any]:
    """A body that says of which act of several rows it is part: `group` is the number of the first one."""
    return dict(body) if group is None else {**body, "group": group}


def verify(entries: Iterator[Entry] | Sequence[Entry]) -> Breach | None:
    """Checks numbers, bodies and chain of all rows from the first one; None when nothing was touched. Pure."""
    expected, before = 1, BEGINNING
    for entry in entries:
        if entry.seq != expected:
            return Breach(expected, f"row {expected} is missing: row {entry.seq} follows row {expected - 1}")
        if entry.body is not None and body_hash(entry.body) != entry.body_hash:
            return Breach(entry.seq, "its body is not the one that was written")
        if entry.body is None and entry.redacted_at is None:
            return Breach(entry.seq, "its body is empty and no takedown says why")
        chained = chain(before, entry.seq, entry.at, entry.act, entry.author, entry.subject, entry.body_hash)
        if chained != entry.chain:
            return Breach(entry.seq, "it is not chained to the row before")
        expected, before = entry.seq + 1, entry.chain
    return None


def body_hash(body: Mapping[str, Any]) -> str:
    """sha-256 of a body as sorted JSON."""
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def chain(
    before: str, seq: int, at: datetime, act: Act, author: str | None, subject: str | None, body_hash: str
) -> str:
    """sha-256 that ties a row to the one before. The body counts by its hash, so that a takedown can empty it."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    said = orjson.dumps([before, seq, moment, act.value, author, subject, body_hash])
    return hashlib.sha256(said).hexdigest()


def copy_to(connection: Connection, folder: Path) -> int:
    """Appends to `folder`/journal.jsonl the rows that it does not hold yet; returns how many. Safe to call at any
    time, by any number of processes; half a line that a kill left is written again."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        last = _last_copied(stream.fileno())
        count = 0
        for entry in read(connection, last):
            stream.write(line(entry))
            count += 1
        if count:
            stream.flush()
            os.fsync(stream.fileno())
    return count


def copied(folder: Path) -> Iterator[Entry]:
    """The rows of a copy, in order. Half a last line is left out."""
    path = folder / FILE
    if not path.exists():
        return
    with path.open("rb") as stream:
        for line in stream:
            if line.endswith(b"\n"):
                yield entry_of(orjson.loads(line))


def rewrite_copy(connection: Connection, folder: Path) -> None:
    """Makes the copy anew from the table: what a takedown emptied must not live on in it."""
    path = folder / FILE
    if not path.exists():
        return
    with path.open("a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        beside = path.with_suffix(".new")
        with beside.open("wb") as stream:
            for entry in read(connection):
                stream.write(line(entry))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)


def entry_of(plain: Mapping[str, Any]) -> Entry:
    """A row from its JSON form."""
    return Entry(
        seq=plain["seq"],
        at=datetime.fromisoformat(plain["at"]),
        act=Act(plain["act"]),
        author=plain.get("author"),
        subject=plain.get("subject"),
        body=plain.get("body"),
        body_hash=plain["body_hash"],
        chain=plain["chain"],
        redacted_at=datetime.fromisoformat(plain["redacted_at"]) if plain.get("redacted_at") else None,
    )


def line(entry: Entry) -> bytes:
    """A row as one line of the copy."""
    return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def last_copied(folder: Path) -> int:
    """Number of the last whole row of the copy; 0 when there is none. Reads its end alone, and changes nothing."""
    path = folder / FILE
    if not path.exists():
        return 0
    with path.open("rb") as stream:
        return _end(stream.fileno())[0]


def _last_copied(file: int) -> int:
    """Number of the last whole line; what follows it is cut off."""
    seq, whole = _end(file)
    if whole != os.fstat(file).st_size:
        os.ftruncate(file, whole)
    return seq


def _end(file: int) -> tuple[int, int]:
    """Number of the last whole line, and the bytes up to its end."""
    size = os.fstat(file).st_size
    held = b""
    start = size
    while start > 0 and held.count(b"\n") < 2:
        step = min(65_536, start)
        start -= step
        held = os.pread(file, step, start) + held
    whole = held[: held.rfind(b"\n") + 1]
    lines = whole.splitlines()
    return (int(orjson.loads(lines[-1])["seq"]) if lines else 0), size - (len(held) - len(whole))


def _entry(row: Any) -> Entry:
    body: Mapping[str, Any] | None = row.body
    return Entry(
        row.seq, row.at, Act(row.act), row.author, row.subject, body, row.body_hash, row.chain, row.redacted_at
    )
