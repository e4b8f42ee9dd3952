"""The audit: who did what, and whether the journal and its copy in the archive still say what they said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text

from warehouse import journal
from warehouse.journal import Act, Breach, Entry

# A judgement is on records: it belongs to the items that these are of, and to those that a merge named.
OF_ITEM = text("""
    SELECT j.seq FROM journal j
     WHERE j.subject = CAST(:item AS text) OR j.body ->> 'item' = :item
        OR j.act = 'judge' AND (
            :item IN (j.body ->> 'keep', j.body ->> 'otherwise', j.body ->> 'split')
            OR EXISTS (SELECT FROM memberships m WHERE m.item::text = :item AND (
                   m.source = j.body #>> '{a,0}' AND m.key = j.body #>> '{a,1}'
                OR m.source = j.body #>> '{b,0}' AND m.key = j.body #>> '{b,1}'))
            OR EXISTS (SELECT FROM journal f WHERE f.seq = (j.body ->> 'group')::bigint
                AND :item IN (f.body ->> 'keep', f.body ->> 'otherwise', f.body ->> 'split')))
     ORDER BY j.seq
""")
PEOPLE = tuple(act for act in Act if act not in (Act.RUN, Act.CURATION, Act.REPLAY, Act.PROBE))


@dataclass(frozen=True, slots=True)
class Verified:
    """`rows` of the table and of the `copied` ones in the archive were checked; `breach` is the first that does not
    hold, and `where` it stands."""

    rows: int
    copied: int
    breach: Breach | None = None
    where: str | None = None


def decisions(
    connection: Connection, item: str | None = None, author: str | None = None, since: datetime | None = None
) -> Iterator[Entry]:
    """What people decided, oldest first: on an item, by an author, from an aware instant on."""
    wanted = None if item is None else set(connection.execute(OF_ITEM, {"item": item}).scalars())
    for entry in journal.read(connection, acts=PEOPLE):
        if wanted is not None and entry.seq not in wanted:
            continue
        if (author is None or entry.author == author) and (since is None or entry.at >= since):
            yield entry


def verify(connection: Connection, archive: Path) -> Verified:
    """Checks the numbers, bodies and chain of every row, in the table and in the copy of the archive folder, and that
    the two tell the same. The copy may lag behind; it may not know more."""
    copy = Told(journal.copied(archive))
    breach = journal.verify(copy)
    if copy.unreadable:
        breach = Breach(copy.count + 1, f"it cannot be read: {copy.unreadable}")
    if breach:
        return Verified(0, copy.count, breach, f"the copy {archive / journal.FILE}")
    table = Told(journal.read(connection))
    breach = journal.verify(table)
    if table.unreadable:
        breach = Breach(table.count + 1, f"it cannot be read: {table.unreadable}")
    if breach:
        return Verified(table.count, copy.count, breach, "the table")
    breach = _differing(connection, archive)
    return Verified(table.count, copy.count, breach, "the table, beside its copy" if breach else None)


class Told:
    """Entries that are counted while they are read; one that is no entry any more ends them and is kept."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = entries
        self.count = 0
        self.unreadable: str | None = None

    def __iter__(self) -> Iterator[Entry]:
        return self

    def __next__(self) -> Entry:
        try:
            entry = next(self._entries)
        except (ValueError, KeyError, TypeError) as error:
            self.unreadable = str(error)
            raise StopIteration from error
        self.count += 1
        return entry


def _differing(connection: Connection, archive: Path) -> Breach | None:
    """The first copied row that the table does not hold: both chains may hold, and one have been written anew."""
    table = journal.read(connection)
    for copied in journal.copied(archive):
        held = next(table, None)
        if held is None:
            return Breach(copied.seq, f"row {copied.seq} is missing: the copy in the archive still has it")
        if held.chain != copied.chain:
            return Breach(copied.seq, "it is not the row that the copy in the archive has")
    return None
