"""The publisher: all feeds of a day into one folder, atomically, never an empty one after a failure (FEEDS.md §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from feeds import edition, manifest
from feeds.channel import BEGINNING, Site
from feeds.formats import FEEDS, Feed, channel_for
from feeds.manifest import Entry, Manifest
from feeds.selection import select
from vigie.model import BRUSSELS, Item, Kind

COLLAPSE = 0.5


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that would have lost too much; its last good edition stays."""

    path: str
    rows: int
    before: int

    def __str__(self) -> str:
        return f"{self.path} ({self.rows} rows after {self.before})"


@dataclass(frozen=True, slots=True)
class Published:
    """What an edition holds (`files`, by name), which of them were rewritten, which refused."""

    files: tuple[str, ...]
    changed: tuple[str, ...]
    refused: tuple[Refusal, ...] = ()


def publish(
    items: Mapping[Kind, Sequence[Item]],
    site: Site,
    now: datetime,
    folder: Path,
    health: tuple[int, int] = (0, 0),
    *,
    confirm: bool = False,
) -> Published:
    """Writes every feed whose bytes changed, then `index.json`. Equal items on one day of Brussels give equal bytes.

    `health` is (healthy sources, all sources). A file that would keep less than half of its rows is refused unless an
    operator confirms; what the passing of days alone took out of its window does not count as lost. Files that did not
    change are not touched. Killed at any instant, every file is whole: the old one or the new one.
    """
    day = now.astimezone(ZoneInfo(BRUSSELS)).date()
    with edition.staging(folder) as stage:
        before = manifest.read(edition.current(folder / manifest.PATH) or b"")
        selected = {kind: select(items.get(kind, ()), kind, day) for kind in Kind}
        entries: list[Entry] = []
        staged: list[str] = []
        refused: list[Refusal] = []
        for feed in FEEDS:
            chosen, last = selected[feed.kind], before.entry(feed.path) if before else None
            data = _rendered(feed, chosen, site, day)
            rows = feed.format.rows(chosen, data)
            old = edition.current(folder / feed.path)
            if not confirm and old is None and rows == 0 and health[0] == 0 < health[1]:
                # A first edition of nothing, and no source in order: there is nothing true to publish yet.
                refused.append(Refusal(feed.path, 0, 0))
                continue
            if (
                not confirm
                and old is not None
                and before
                and last
                and _lost(feed, items, site, rows, last.rows, before)
            ):
                refused.append(Refusal(feed.path, rows, last.rows))
                entries.append(_entry(feed, site, last.rows, old))
                continue
            entries.append(_entry(feed, site, rows, data))
            if data != old:
                edition.write(stage / feed.path, data)
                staged.append(feed.path)
        index = manifest.render(
            Manifest(tuple(sorted(entries, key=lambda e: e.path)), day, _newest(items), *health), site
        )
        if index != edition.current(folder / manifest.PATH):
            edition.write(stage / manifest.PATH, index)
            staged.append(manifest.PATH)
        # Everything is on disk before the first rename, and the index comes last: it names only what is there.
        for path in staged:
            edition.put(stage / path, folder / path)
        edition.settle(folder)
    names = (*sorted(e.path for e in entries), manifest.PATH)
    return Published(names, tuple(staged), tuple(refused))


def collapsed(rows: int, before: int) -> bool:
    """Whether a feed lost more than a day of life explains."""
    return rows < COLLAPSE * before


def _rendered(feed: Feed, chosen: Sequence[Item], site: Site, day: date) -> bytes:
    return feed.format.render(chosen, channel_for(feed.path, feed.kind, chosen, site, day))


def _lost(
    feed: Feed, items: Mapping[Kind, Sequence[Item]], site: Site, rows: int, expected: int, before: Manifest
) -> bool:
    """Whether rows are missing that the passing of days does not explain: today's items are counted once more as the
    last edition's day would have shown them."""
    if not collapsed(rows, expected):
        return False
    chosen = select(items.get(feed.kind, ()), feed.kind, before.day)
    return collapsed(feed.format.rows(chosen, _rendered(feed, chosen, site, before.day)), expected)


def _entry(feed: Feed, site: Site, rows: int, data: bytes) -> Entry:
    return Entry(
        path=feed.path,
        media_type=feed.format.media_type,
        kind=feed.kind.value,
        rows=rows,
        bytes=len(data),
        sha256=manifest.sha256(data),
        url=site.feed(feed.path),
    )


def _newest(items: Mapping[Kind, Sequence[Item]]) -> datetime:
    return max((i.revised_at for shelf in items.values() for i in shelf), default=BEGINNING)
