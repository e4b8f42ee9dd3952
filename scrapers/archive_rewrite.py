"""Putting one new WARC file in the place of others, so that a kill at any instant loses and doubles nothing.

The new file is written aside and fsynced; its heading names the files that it stands for. One rename makes it count:
from then on readers leave those files out, whether they still lie there or not; then they are removed.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from scrapers.archive_files import PARTIAL, committing, lock_idle, new_name, sizes, sync_folder
from scrapers.archive_index import ArchiveIndex
from scrapers.tail import Broken, Whole, walk
from scrapers.warc import Described, Heading, described, heading_member

Keep = Callable[[str, int, Described | None], bool]
"""(file, offset, what the record says): may it go on living?"""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What one rewriting did. `name` is None when nothing was left to write; `torn` = bytes of half records dropped."""

    name: str | None
    replaced: tuple[str, ...]
    kept: int
    dropped: int
    torn: int


@contextmanager
def locked(folder: Path, names: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """(idle, live): those of the files that no live process writes, locked as long as the context, and the others."""
    with ExitStack() as held:
        idle: list[str] = []
        for name in names:
            stream = lock_idle(folder / name)
            if stream is not None:
                held.enter_context(stream)
                idle.append(name)
        yield idle, [n for n in names if n not in idle and (folder / n).exists()]


def rewrite(
    folder: Path,
    index: ArchiveIndex,
    day: date,
    names: Sequence[str],
    at: datetime,
    keep: Keep = lambda file, offset, said: True,
    lead: Sequence[bytes] = (),
    agreed: Callable[[], bool] = lambda: True,
    cut: Collection[tuple[str, int, int]] = (),
) -> Rewritten | None:
    """Writes `lead` and the records of `names` (locked by the caller) that `keep` keeps, byte for byte, into one file.

    Damaged stretches are carried along but for `cut` (file, offset, length), half records at the end of a file are not.
    `agreed` is asked when no writer can add anything any more: False leaves all as it was, and gives None.
    """
    name = new_name(day, 0)
    partial = folder / (name + PARTIAL)
    with partial.open("xb") as out:
        copy = _Copy(out)
        if names:
            copy.put(heading_member(names, at))
        for member in lead:
            copy.put(member)
        for source in names:
            copy.file(folder / source, keep, [(at, at + length) for name, at, length in cut if name == source])
        out.flush()
        os.fsync(out.fileno())
        size = out.tell()
    empty = copy.kept == 0 and not copy.carried and not lead
    with committing(folder):
        if not agreed():
            partial.unlink()
            return None
        if empty:
            partial.unlink()
        else:
            partial.rename(folder / name)
            sync_folder(folder)
            index.adopt(name, size, copy.rows)
        index.forget(names)
        for source in names:
            (folder / source).unlink()
        sync_folder(folder)
    return Rewritten(None if empty else name, tuple(names), copy.kept, copy.dropped, copy.torn)


def remove_dead(folder: Path, index: ArchiveIndex) -> None:
    """Removes files that a rewritten one stands for and that a kill left lying. Under `caring`."""
    index.refresh()
    dead = index.replaced() & sizes(folder).keys()
    for name in dead:
        (folder / name).unlink()
    if dead:
        sync_folder(folder)


class _Copy:
    """The new file while it grows, and what the index will say of it."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.rows: list[tuple[int, int, Described]] = []
        self.kept = self.dropped = self.torn = self.carried = 0

    def put(self, member: bytes) -> None:
        self._add(member, described(gzip.decompress(member)))

    def file(self, path: Path, keep: Keep, cut: Sequence[tuple[int, int]]) -> None:
        with path.open("rb") as stream:
            for found in walk(path):
                if isinstance(found, Broken):
                    if found.torn:
                        self.torn += found.length
                        continue
                    stretch = bytearray(os.pread(stream.fileno(), found.length, found.offset))
                    for start, end in cut:
                        inner = slice(max(0, start - found.offset), max(0, min(end, found.end) - found.offset))
                        stretch[inner] = bytes(len(stretch[inner]))
                    self.carried += self._out.write(stretch)
                    continue
                said = _said(found)
                if isinstance(said, Heading):
                    continue
                if keep(path.name, found.offset, said):
                    self.kept += 1
                    self._add(os.pread(stream.fileno(), found.length, found.offset), said)
                else:
                    self.dropped += 1

    def _add(self, member: bytes, said: Described | None) -> None:
        if said is not None:
            self.rows.append((self._out.tell(), len(member), said))
        self._out.write(member)


def _said(found: Whole) -> Described | None:
    try:
        return described(found.record)
    except ValueError:
        return None
