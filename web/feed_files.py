"""Files of the feeds' folder as they may be served: a name that stays under the folder, a media type, whole bytes."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from feeds.formats import MEDIA_TYPES

# Types of the files that are not in the publisher's own list (slices, archives), by their ending.
ENDINGS = {
    ".ics": "text/calendar; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".jsonld": "application/ld+json; charset=utf-8",
    ".geojson": "application/geo+json",
    ".ndjson": "application/x-ndjson; charset=utf-8",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".json": "application/json",
}
SEGMENT = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class FeedFile:
    """Bytes and modification instant of one file, read through one open descriptor so that both are of one version."""

    name: str
    body: bytes
    modified: datetime

    @property
    def media_type(self) -> str:
        return media_type(self.name) or "application/octet-stream"


def media_type(name: str) -> str | None:
    """Content-Type of a feed by its name; None for a kind of file that is not served."""
    return MEDIA_TYPES.get(name) or ENDINGS.get(PurePosixPath(name).suffix)


def is_safe(name: str) -> bool:
    """Whether `name` is a plain relative path: lower-case segments that begin with a letter or digit, no `..`."""
    segments = name.split("/")
    return len(segments) <= DEEPEST and all(SEGMENT.fullmatch(s) and ".." not in s for s in segments)


def read_feed(folder: Path, name: str) -> FeedFile | None:
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
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        return FeedFile(name, file.read(), datetime.fromtimestamp(status.st_mtime, UTC))
