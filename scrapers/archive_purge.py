"""Taking bodies out of the archive: a takedown, the right to be forgotten.

First one new file makes it true: it holds a tombstone for each purged body, and the captures of what takes its place.
From then on no reader is given the old body. Then the old records are taken out of every file that holds them; what a
kill interrupts, or a live process delays, is gone on with by the next `purge` or `compact`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.archive import WarcArchive, undescribed
from scrapers.archive_files import caring, day_of, utc_day
from scrapers.archive_rewrite import locked, remove_dead, rewrite
from scrapers.warc import Described, Sighting, Tombstone, member, tombstone_member

INDEX_IN_USE = "index.sqlite"


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """`buried` tombstones written, `removed` records taken out, `rewritten` files. `waiting` names what still holds
    bytes of what was purged: files that a live process writes, the index while it is read. Repeat until it is empty."""

    buried: int
    removed: int
    rewritten: tuple[str, ...]
    waiting: tuple[str, ...]


def purge(archive: WarcArchive, shas: Mapping[str, bytes | None], because: str, at: datetime) -> PurgeReport:
    """Removes the bodies named by sha-256 with all their records; bytes given take their place under the old requests.

    `because` is kept in clear: it must not repeat what is taken down. A body that is purged already is only finished;
    one that the archive never had gets its tombstone too, so that it is not kept when it comes. Raises Busy,
    ValueError for a replacement that is itself purged.
    """
    fresh = {new: hashlib.sha256(body).hexdigest() for new, body in shas.items() if body is not None}
    archive.close()
    with caring(archive.folder):
        remove_dead(archive.folder, archive.index)
        for new in fresh.values():
            if new in shas or archive.index.tombstone(new) is not None:
                raise ValueError(f"the replacement {new} is itself purged")
        todo = [sha for sha in sorted(shas) if archive.index.tombstone(sha) is None]
        written: set[str] = set()
        lead: list[bytes] = []
        for sha in todo:
            body = shas[sha]
            if body is not None:
                lead += _instead(archive, sha, fresh[sha], body, written)
            lead.append(tombstone_member(Tombstone(sha, at, because, fresh.get(sha))))
        if lead:
            rewrite(archive.folder, archive.index, utc_day(at), (), at, lead=lead)
        report = take_out(archive, at)
    return replace(report, buried=len(todo))


def take_out(archive: WarcArchive, at: datetime) -> PurgeReport:
    """Takes every record of a purged body out of every file that no live process writes. Under `caring`."""
    folder, index = archive.folder, archive.index
    archive.close()
    index.refresh()
    cut = frozenset((entry.file, entry.offset, entry.length) for entry in index.buried_yet_there())
    graves = {tombstone.sha256 for tombstone in index.tombstones()}
    held = index.buried_yet_there()
    removed, rewritten, waiting = 0, [], []

    def stands(file: str, offset: int, said: Described | None) -> bool:
        return not (isinstance(said, Sighting) and said.sha256 in graves)

    for name in sorted({entry.file for entry in held}):
        with locked(folder, [name]) as (idle, live):
            waiting += live
            for file in idle:
                done = rewrite(folder, index, day_of(file) or utc_day(at), [file], at, stands, cut=cut)
                removed += done.dropped if done else 0
                rewritten.append(file)
    if held and not index.shrink():
        waiting.append(INDEX_IN_USE)
    return PurgeReport(0, removed, tuple(rewritten), tuple(waiting))


def _instead(archive: WarcArchive, sha: str, new: str, body: bytes, written: set[str]) -> list[bytes]:
    """The redacted capture for each record of the old one: the body once, its other sightings as revisits."""
    members = []
    for entry in archive.index.sightings(sha):
        try:
            source, old = archive.record(entry, b"")
        except (KeyError, ValueError):
            continue  # damaged: nothing to carry over, and no reason to stop a takedown
        capture = undescribed(replace(old, body=body, sha256=new))
        known = new in written or archive.index.has(new)
        members.append(member(source, capture, revisit=known))
        written.add(new)
    return members
