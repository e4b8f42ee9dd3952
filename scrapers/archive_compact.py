"""Merging the many small files of past days (one per process) into one file a day, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from scrapers.archive import FILE_LIMIT, WarcArchive
from scrapers.archive_files import caring, day_of, sizes, utc_day
from scrapers.archive_purge import take_out
from scrapers.archive_rewrite import Rewritten, locked, remove_dead, rewrite


@dataclass(frozen=True, slots=True)
class Compacted:
    """What merging did: files merged, files made of them, files left to the processes that write them, bytes of half
    records (a power cut, a full disk: nobody was promised them) that were dropped."""

    merged: int
    made: int
    live: int
    torn: int


def compact(archive: WarcArchive, now: datetime, limit: int = FILE_LIMIT) -> Compacted:
    """Merges the closed files of each day before that of `now` (aware), up to `limit` bytes each. Raises Busy.

    Unfinished takedowns are finished first. A day whose files already are as they should be is left alone.
    """
    folder, index = archive.folder, archive.index
    done: list[Rewritten] = []
    live = 0
    with caring(folder):
        remove_dead(folder, index)
        take_out(archive, now)
        today = utc_day(now)
        dated = sorted((day, name) for name in sizes(folder) if (day := day_of(name)) is not None and day < today)
        for day, files in groupby(dated, key=lambda pair: pair[0]):
            with locked(folder, [name for _, name in files]) as (idle, busy):
                live += len(busy)
                size = {name: (folder / name).stat().st_size for name in idle}
                whole = index.files()
                for group in grouped(size, limit):
                    if len(group) > 1 or whole.get(group[0]) != size[group[0]]:
                        made = rewrite(folder, index, day, group, now)
                        done += [made] if made else []
    return Compacted(
        sum(len(made.replaced) for made in done),
        sum(made.name is not None for made in done),
        live,
        sum(made.torn for made in done),
    )


def grouped(size: dict[str, int], limit: int) -> list[list[str]]:
    """Names in their order, as many as fit below the limit together; a file above it stays alone."""
    groups: list[list[str]] = []
    held = limit + 1
    for name in sorted(size):
        if held + size[name] > limit:
            groups.append([])
            held = 0
        groups[-1].append(name)
        held += size[name]
    return groups
