"""Retention: what an old archive may forget. Sightings that say nothing new, and bodies that nothing rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from scrapers.archive import Entry, WarcArchive
from scrapers.archive_files import caring, day_of, utc_day
from scrapers.archive_rewrite import Rewritten, locked, remove_dead, rewrite
from scrapers.warc import Described, Sighting
from vigie.model import Request

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What may go: places (file, offset) of revisits, and bodies by sha-256 with all that is seen of them."""

    revisits: frozenset[Place]
    bodies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pruned:
    """Revisits and bodies dropped (or that would be), bytes freed, files left to the processes that write them."""

    revisits: int
    bodies: int
    bytes: int
    live: int


def plan(entries: Iterable[Entry], before: datetime, keep: Callable[[Entry], bool]) -> Plan:
    """What may be forgotten of entries in the order of their fetching.

    Of one request's sightings of one unchanged body in a row, those before `before` go except the first and the last:
    when each state began and ended stays known. A body goes when it was last seen before `before` and `keep` keeps
    none of its records.
    """
    held: dict[tuple[str, Request], tuple[str, Place | None]] = {}
    revisits: set[Place] = set()
    last: dict[str, datetime] = {}
    wanted: set[str] = set()
    for entry in entries:
        asked = (entry.source, entry.request)
        sha256, between = held.get(asked, ("", None))
        same = sha256 == entry.sha256
        if same and between is not None:
            revisits.add(between)
        old = entry.revisit and entry.fetched_at < before
        held[asked] = (entry.sha256, (entry.file, entry.offset) if same and old else None)
        last[entry.sha256] = entry.fetched_at
        if keep(entry):
            wanted.add(entry.sha256)
    gone = frozenset(sha for sha, seen in last.items() if seen < before and sha not in wanted)
    return Plan(frozenset(revisits), gone)


def prune(
    archive: WarcArchive, before: datetime, keep: Callable[[Entry], bool], now: datetime, dry_run: bool = False
) -> Pruned:
    """Carries the plan out. Revisits go first, so that a kill leaves none without its body. Raises Busy."""
    archive.close()
    with caring(archive.folder):
        remove_dead(archive.folder, archive.index)
        wanted = plan(archive.listed(), before, keep)
        if dry_run:
            return _foreseen(archive, wanted)
        first = _drop(
            archive, now, lambda e: e.revisit and ((e.file, e.offset) in wanted.revisits or e.sha256 in wanted.bodies)
        )
        left = {e.sha256 for e in archive.listed() if e.revisit}
        bodies = wanted.bodies - left
        then = _drop(archive, now, lambda e: e.sha256 in bodies)
    return Pruned(
        sum(done.dropped for done in first[0]),
        len(bodies - {e.sha256 for e in archive.listed()}),
        first[1] + then[1],
        len(first[2] | then[2]),
    )


def _foreseen(archive: WarcArchive, wanted: Plan) -> Pruned:
    going = [e for e in archive.listed() if (e.file, e.offset) in wanted.revisits or e.sha256 in wanted.bodies]
    return Pruned(sum(e.revisit for e in going), len(wanted.bodies), sum(e.length for e in going), 0)


def _drop(
    archive: WarcArchive, now: datetime, chosen: Callable[[Entry], bool]
) -> tuple[list[Rewritten], int, set[str]]:
    """(what was rewritten, bytes freed, live files)"""
    folder, index = archive.folder, archive.index
    going: dict[str, dict[int, Entry]] = {}
    for entry in archive.listed():
        if chosen(entry):
            going.setdefault(entry.file, {})[entry.offset] = entry
    done: list[Rewritten] = []
    freed, busy = 0, set()
    for name, places in sorted(going.items()):

        def stays(file: str, offset: int, said: Described | None, places: dict[int, Entry] = places) -> bool:
            found = places.get(offset)
            return found is None or not isinstance(said, Sighting) or said.sha256 != found.sha256

        def unseen(places: dict[int, Entry] = places) -> bool:
            """No process has met one of these bodies again while the file was being written."""
            index.refresh()
            bodies = {e.sha256 for e in places.values() if not e.revisit}
            return not any(e.revisit for sha in bodies for e in index.sightings(sha))

        with locked(folder, [name]) as (idle, live):
            busy |= {*live}
            for file in idle:
                size = (folder / file).stat().st_size
                made = rewrite(folder, index, day_of(file) or utc_day(now), [file], now, stays, agreed=unseen)
                if made is not None:
                    done.append(made)
                    freed += size - ((folder / made.name).stat().st_size if made.name else 0)
    return done, freed, busy
