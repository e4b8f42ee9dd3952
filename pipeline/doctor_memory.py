"""What `vigie doctor` asks about memory: archive, journal, records that left, consumers, conflicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import func, select

from pipeline.doctor_words import Asked, Trouble, count, names
from scrapers.archive import WarcArchive
from vigie.model import RecordState
from warehouse import auditing, changes, conflicts, consumers, journal
from warehouse.absent import OPEN
from warehouse.tables import captures, records
from warehouse.tables import journal as journal_table

SHORT = 20_000
"""Rows of a journal that is checked whole by the way; a longer one by `vigie audit verify`."""
LATE = timedelta(hours=1)
"""A row of the journal that is no more than so old may still be on its way to the archive."""
WAITING = timedelta(days=2)
"""A takedown may wait for a file of the day, and no longer."""
FAR = timedelta(days=1)
"""Age of the oldest change that a consumer has not taken, from which it is far behind."""
GIVEN_UP = timedelta(days=30)
"""A consumer that took nothing for so long is not used any more."""


def _archive(asked: Asked) -> str:
    newest = select(captures.c.sha256, captures.c.source).order_by(captures.c.fetched_at.desc()).limit(1)
    with asked.engine.connect() as connection:
        total = connection.execute(select(func.count()).select_from(captures)).scalar_one()
        found = connection.execute(newest).first()
    if found is None:
        return "nothing kept yet"
    archive = WarcArchive(asked.settings.archive)
    try:
        if archive.index.tombstone(found.sha256) is None:  # one that was taken down is rightly gone
            archive.body(found.sha256)
        waiting = {entry.sha256 for entry in archive.index.buried_yet_there()}
        since = min((grave.at for grave in archive.index.tombstones() if grave.sha256 in waiting), default=None)
    except Exception as error:
        raise Trouble(
            f"capture {found.sha256[:12]} of {found.source} is not in {asked.settings.archive}: put the archive back, "
            "it is what `explain` and a replay rest on"
        ) from error
    finally:
        archive.close()
    told = f"{total} captures, the last one can be read"
    if since is None:
        return told
    left = f"{count(len(waiting), 'purged capture')} still in a file since {since:%Y-%m-%d}: `vigie archive compact`"
    if asked.settings.clock() - since > WAITING:
        raise Trouble(left)
    return f"{told}; {left}"


def _journal(asked: Asked) -> str:
    with asked.engine.connect() as connection:
        rows, copied = journal.newest(connection), journal.last_copied(asked.settings.archive)
        if rows <= SHORT:
            found = auditing.verify(connection, asked.settings.archive)
            if found.breach:
                raise Trouble(f"row {found.breach.seq}, in {found.where}: {found.breach.reason}: restore a backup")
        elif copied > rows:
            raise Trouble(f"the archive's copy has {copied} rows, the warehouse {rows}: `vigie db rebuild`")
        query = select(func.min(journal_table.c.at)).where(journal_table.c.seq > copied)
        oldest = connection.execute(query).scalar()
    if oldest and asked.settings.clock() - oldest > LATE:
        raise Trouble(
            f"{count(rows - copied, 'row')} since {oldest:%Y-%m-%d %H:%M} UTC not in the copy in "
            f"{asked.settings.archive}: the next `vigie ingest` writes them; can it be written?"
        )
    chain = "the chain holds" if rows <= SHORT else "`vigie audit verify` checks the chain"
    behind = f", {rows - copied} not in its copy yet" if rows > copied else ", all in its copy"
    return f"{count(rows, 'row')}, {chain}{behind}"


def _records(asked: Asked) -> str:
    """Records that lists no longer hold and of which nothing is settled."""
    query = select(records.c.state, records.c.source, func.count()).where(OPEN).group_by(records.c.state, "source")
    with asked.engine.connect() as connection:
        found = connection.execute(query.order_by(records.c.state, records.c.source)).all()
    told = []
    for state in (RecordState.SUSPECTED, RecordState.MISSING):
        of = [(source, number) for said, source, number in found if said == state.value]
        if of:
            told.append(f"{sum(n for _, n in of)} {state} ({names([f'{source} {n}' for source, n in of])})")
    return "; ".join(told) or "none missing, none suspected"


def _consumers(asked: Asked) -> str:
    now, far, told = asked.settings.clock(), [], []
    with asked.engine.connect() as connection:
        newest = changes.newest(connection)
        for one in consumers.every(connection):
            waiting = changes.since(connection, one.seq, 1)
            told.append(f"{one.name} {newest - one.seq} behind" if waiting else f"{one.name} at the end")
            if waiting and now - waiting[0].at > FAR and now - one.at < GIVEN_UP:
                since = f"the oldest of {waiting[0].at:%Y-%m-%d}"
                far.append(f"{one.name} is {count(newest - one.seq, 'change')} behind, {since}")
    if far:
        raise Trouble(f"{names(far, '; ')}: `vigie consumers run NAME`")
    return ", ".join(told) or "none ever ran"


def _conflicts(asked: Asked) -> str:
    with asked.engine.connect() as connection:
        found = conflicts.open_conflicts(connection)
    items = list(dict.fromkeys(one.shown_by for one in found))
    return f"{len(found)} open, of {names(items)}: editors answer by `vigie conflicts`" if found else "none open"


CHECKS: Mapping[str, Callable[[Asked], str]] = {
    "archive": _archive,
    "journal": _journal,
    "records": _records,
    "consumers": _consumers,
    "conflicts": _conflicts,
}
