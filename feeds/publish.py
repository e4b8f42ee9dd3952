"""The publisher: the files of an edition into one folder, atomically, only those that changed, never an empty one after
a failure (FEEDS.md §1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from feeds import edition, manifest
from feeds.around import AROUND, Around, Present
from feeds.channel import Site
from feeds.code import code_hash
from feeds.formats import FORMATS
from feeds.manifest import Entry, Manifest
from feeds.pieces import newest_first
from feeds.plan import Archive, Part, archived_months, archives, parts, years
from feeds.rights import released
from feeds.shelf import Held, Shelf
from feeds.slices import standing
from feeds.store import Store, opened
from vigie.model import BRUSSELS, Item, Kind

COLLAPSE = 0.5
FEWEST = 10
"""Rows from which a slice is large enough for a collapse to mean anything."""


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
    """What an edition holds (`files`, by name), which of them were rewritten, which refused, which taken away.

    `held` says since when and why nothing is published: an operator went back to the edition before.
    """

    files: tuple[str, ...]
    changed: tuple[str, ...]
    refused: tuple[Refusal, ...] = ()
    removed: tuple[str, ...] = ()
    held: str | None = None


def publish(
    items: Shelf | Mapping[Kind, Sequence[Item]],
    site: Site,
    now: datetime,
    folder: Path,
    health: tuple[int, int] = (0, 0),
    *,
    confirm: bool = False,
    sources: Iterable[str] = (),
) -> Published:
    """Writes every file whose bytes changed, then `index.json`. Equal items on one day of Brussels give equal bytes.

    `health` is (healthy sources, all sources); `sources` are slugs that have slices though they bring nothing. A file
    that would keep less than half of its rows is refused unless an operator confirms; what the passing of days alone
    took out of its window does not count as lost. Only the files that an item moved in are made again. Killed at any
    instant, every file is whole, the old one or the new one, and the next edition goes on.
    """
    shelf = Held(items) if isinstance(items, Mapping) else items
    with edition.staging(folder) as stage, opened(folder, f"{code_hash()} {site!r}") as store:
        held = edition.held(folder)
        if held and not confirm:
            return Published((), (), held=held)
        before = manifest.read(edition.current(folder / manifest.PATH) or b"")
        day = now.astimezone(ZoneInfo(BRUSSELS)).date()
        store.fill(shelf, site, FORMATS)
        made = _Edition(shelf, store, site, day, folder, stage, before, health, confirm)
        slugs = tuple(sources)
        for kind in Kind:
            made.of_kind(kind, now, slugs)
        made.around(now)
        done = made.put()
        store.settle(day, made.to_repeat)
        edition.resume(folder)
    return done


def roll_back(folder: Path, reason: str) -> tuple[str, ...]:
    """Puts the edition before the present one back; returns the files that moved. Until an edition is confirmed nothing
    is published, and `reason` says why. Asked once more, it goes forward again. Raises NoPrevious without one."""
    with edition.staging(folder) as stage, opened(folder) as store:
        moved = edition.put_back(stage, folder, manifest.PATH, reason)
        store.write_all_again()
    return moved


def collapsed(rows: int, before: int) -> bool:
    """Whether a feed lost more than a day of life explains."""
    return rows < COLLAPSE * before


@dataclass
class _Edition:
    """One edition while it is made: what it holds so far, and what of it is new."""

    shelf: Shelf
    store: Store
    site: Site
    day: date
    folder: Path
    stage: Path
    before: Manifest | None
    health: tuple[int, int]
    confirm: bool
    entries: dict[str, Entry] = field(default_factory=dict)
    staged: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    to_repeat: list[tuple[Kind, str]] = field(default_factory=list)
    collapsed: set[Kind] = field(default_factory=set)
    """Kinds of which a whole file was refused: their small slices are not believed either."""

    def __post_init__(self) -> None:
        self._known = {e.path: e for e in self.before.entries} if self.before else {}
        self._anew = self.store.meta("all") is not None or not self._known
        self._dawned = self._anew or self.store.meta("day") != self.day.isoformat()
        self._moved = self.store.moved()
        self._by_slice: dict[tuple[str, str], list[Entry]] = {}
        for entry in self._known.values():
            self._by_slice.setdefault((entry.kind, entry.slice), []).append(entry)

    def of_kind(self, kind: Kind, now: datetime, sources: Iterable[str]) -> None:
        """All files of one kind."""
        live = self.store.live(kind)
        months = archived_months(self.shelf.months(kind), live, self.day)
        for slice, words in {"": "", **standing(kind), **self._sources(kind, sources)}.items():
            if self._dawned or (kind, slice) in self._moved or not self._stands(kind.value, slice):
                for part in parts(kind, slice, words, self.day, self.site, self.store, months):
                    self._part(part)
            else:
                self._carry(self._by_slice[kind.value, slice])
        for part in years(kind, self.store):
            if self._anew or (kind, "") in self._moved or not self._stands(kind.value, part.label):
                self._part(part)
            else:
                self._carry(self._by_slice[kind.value, part.label])
        reopened = self.store.reopened()
        for archive in archives(kind, self.site, months):
            linked = f"{kind.value} {archive.month} links"
            links = repr(archive.part.links)
            present = archive.month == f"{self.day:%Y-%m}" and (self._dawned or (kind, "") in self._moved)
            fresh = self.store.meta(linked) == links and (kind, archive.month) not in reopened and not present
            if fresh and not self._anew and self._stands(kind.value, archive.part.label):
                self._carry(self._by_slice[kind.value, archive.part.label])
            else:
                self._archive(archive, now)
                self.store.remember(linked, links)

    def around(self, now: datetime) -> None:
        """The files that tell of the others, and of what happened; `index.json` is the last one."""
        if not (self._dawned or self.staged or self._moved) and self._stands("", ""):
            self._carry(self._by_slice["", ""])
            files_around: Sequence[Around] = ()
        else:
            files_around = AROUND
        for files in files_around:
            for file in files(Present(self.shelf, self.store, self._manifest(), self.site, now)):
                entry = Entry(file.path, file.media_type, "", file.rows, 0, "", self.site.feed(file.path))

                def write(out: BinaryIO, data: bytes = file.data, rows: int = file.rows) -> int:
                    out.write(data)
                    return rows

                self._write(entry, write)
        index = manifest.render(self._manifest(), self.site)
        if index != edition.current(self.folder / manifest.PATH):
            out = edition.Draft(self.stage / manifest.PATH)
            out.write(index)
            out.end()
            out.keep()
            self.staged.append(manifest.PATH)

    def put(self) -> Published:
        """Everything is on disk before the first rename, and the index comes last: it names only what is there."""
        gone = tuple(sorted(path for path in self._known if path not in self.entries))
        if self.staged or gone:
            edition.keep(self.folder, [*self._known, manifest.PATH])
            edition.put(self.stage, self.folder, self.staged)
            edition.remove(self.folder, gone)
        return Published((*sorted(self.entries), manifest.PATH), tuple(self.staged), tuple(self.refused), gone)

    def _part(self, part: Part) -> None:
        channel = part.channel(self.site, self.store.newest(part.format, part.wanted))
        pieces = self.store.pieces(part.format, part.wanted)
        self._write(self._entry(part), lambda out: part.format.write(pieces, channel, out), part)

    def _archive(self, archive: Archive, now: datetime) -> None:
        part = archive.part
        since, until = archive.span
        found = self.shelf.revised(part.kind, since, min(until, now + timedelta(microseconds=1)))
        held = sorted(found, key=newest_first)
        self.store.archived(part.kind, archive.month, [item.id for item in held])
        channel = part.channel(self.site, max((item.revised_at for item in held), default=since))
        pieces = (piece.data for item in held for piece in part.format.cut(released(item), self.site))
        self._write(self._entry(part), lambda out: part.format.write(pieces, channel, out))

    def _entry(self, part: Part) -> Entry:
        """What the manifest says of a file before it is written."""
        url = self.site.feed(part.path)
        return Entry(part.path, part.format.media_type, part.kind.value, 0, 0, "", url, part.format.name, part.label)

    def _write(self, entry: Entry, write: Callable[[BinaryIO], int], part: Part | None = None) -> None:
        """Stages a file, unless it is the same as the last one, or would have lost too much."""
        path, last = entry.path, self._known.get(entry.path)
        draft = edition.Draft(self.stage / path)
        rows = write(draft)
        made = replace(entry, rows=rows, sha256=draft.end(), bytes=draft.bytes)
        if part and not self.confirm and self._refuses(part, rows, last):
            draft.drop()
            self.refused.append(Refusal(path, rows, last.rows if last else 0))
            self.to_repeat.append((part.kind, part.wanted.slice))
            if not part.wanted.slice:
                self.collapsed.add(part.kind)
            if last:
                self.entries[path] = last
            return
        self.entries[path] = made
        if edition.size(self.folder / path) == made.bytes and made.sha256 == (
            last.sha256 if last else edition.sha256(self.folder / path)
        ):
            draft.drop()
        else:
            draft.keep()
            self.staged.append(path)

    def _refuses(self, part: Part, rows: int, last: Entry | None) -> bool:
        if last is None:
            # A first edition of nothing, and no source in order: there is nothing true to publish yet.
            return rows == 0 and self.health[0] == 0 < self.health[1]
        small = part.wanted.slice and last.rows < FEWEST and part.kind not in self.collapsed
        if not collapsed(rows, last.rows) or small or not self.before:
            return False
        # What is missing beyond what the passing of days explains: today's items, as that day would have shown them.
        then = self.store.count(part.format, part.on(self.before.day))
        return collapsed(min(then, part.format.most or then), last.rows)

    def _sources(self, kind: Kind, slugs: Iterable[str]) -> dict[str, str]:
        """Slices of sources that have items, are known, or once had some: a file that someone reads does not vanish."""
        once = [label for of, label in self._by_slice if of == kind.value and label.startswith("source:")]
        named = self.store.sources(kind)
        every = {*once, *named, *(f"source:{slug}" for slug in slugs)}
        return {slice: named.get(slice, slice.removeprefix("source:")) for slice in sorted(every)}

    def _stands(self, kind: str, label: str) -> bool:
        """Whether the files of a slice lie there as the last edition left them."""
        known = self._by_slice.get((kind, label), [])
        return bool(known) and all(edition.size(f"{self.folder}/{e.path}") == e.bytes for e in known)

    def _carry(self, entries: Iterable[Entry]) -> None:
        self.entries.update({entry.path: entry for entry in entries})

    def _manifest(self) -> Manifest:
        files = tuple(self.entries[path] for path in sorted(self.entries))
        return Manifest(files, self.day, self.store.revised(), *self.health)
