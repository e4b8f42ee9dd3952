"""Files of the feeds' folder as they may be served: a name that stays under the folder, a media type, whole bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from feeds.formats import MEDIA_TYPES

# Types of the files that are not in the publisher's own list (archives, parts), by the end of their name.
ENDINGS = {
    ".csv-metadata.json": "application/csvm+json",
    ".ics": "text/calendar; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".jsonld": "application/ld+json; charset=utf-8",
    ".geojson": "application/geo+json",
    ".ndjson": "application/x-ndjson; charset=utf-8",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".ttl": "text/turtle; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json",
}
SEGMENT = re.compile(r"[a-z0-9][a-z0-9._=-]{0,79}")
PAGE = re.compile(r"\.\d+(?=\.)")
DEEPEST = 6
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class FeedFile:
    """One version of one file, held open: a rename meanwhile leads elsewhere, never into the middle of these bytes.

    `identity` tells this version from every other (file, size, instant). Close it when it is not read to its end.
    """

    name: str
    file: BinaryIO
    size: int
    modified: datetime
    identity: tuple[int, int, int, int]

    @property
    def media_type(self) -> str:
        return media_type(self.name) or "application/octet-stream"

    @property
    def body(self) -> bytes:
        """All bytes; closes the file."""
        return b"".join(self.chunks())

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the first one on, some at a time; closes the file at the end."""
        with self.file:
            self.file.seek(0)
            while chunk := self.file.read(CHUNK):
                yield chunk

    def close(self) -> None:
        self.file.close()


def media_type(name: str) -> str | None:
    """Content-Type of a feed by its name; None for a kind of file that is not served.

    A slice (`province/namur/agenda.json`) and a further page (`agenda.2.json`) are of the type of the whole.
    """
    last = PAGE.sub("", PurePosixPath(name).name)
    known = MEDIA_TYPES.get(name) or MEDIA_TYPES.get(last)
    return known or next((type for ending, type in ENDINGS.items() if last.endswith(ending)), None)


def is_safe(name: str) -> bool:
    """Whether `name` is a plain relative path: lower-case segments that begin with a letter or digit, no `..`."""
    segments = name.split("/")
    return len(segments) <= DEEPEST and all(SEGMENT.fullmatch(s) and ".." not in s for s in segments)


def open_feed(folder: Path, name: str) -> FeedFile | None:
    """A file under `folder`, or None: not there, not a feed, a symbolic link, or a name that would leave the folder."""
    if not is_safe(name) or media_type(name) is None:
        return None
    root = folder.resolve()
    path = root / name
    if path.resolve() != path:  # a link somewhere below the root
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    try:
        file = os.fdopen(descriptor, "rb")
    except OSError:  # a folder that is called like a file
        return None
    status = os.fstat(file.fileno())
    identity = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    return FeedFile(name, file, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC), identity)


def published_at(folder: Path, name: str) -> datetime | None:
    """When a feed was last published with other bytes than before, aware UTC; None when there is no such file."""
    found = open_feed(folder, name)
    if found is None:
        return None
    found.close()
    return found.modified
