"""feeds/index.json: what was published, for machines to check what they read and the next edition what it replaces."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from feeds.channel import Site
from feeds.instants import rfc3339
from feeds.json_text import dumped

SCHEMA_VERSION = "1.0.0"
PATH = "index.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One published file. `sha256` is of its bytes as they lie on disk, uncompressed; `slice` is `facet:slug`,
    `archive:2026-10`, or "" for the whole."""

    path: str
    media_type: str
    kind: str
    rows: int
    bytes: int
    sha256: str
    url: str
    format: str = ""
    slice: str = ""


_MEMBERS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Manifest:
    """One edition. `day` is where its windows stand; `generated_at` is its newest revision, not a clock reading."""

    entries: tuple[Entry, ...]
    day: date
    generated_at: datetime
    healthy: int = 0
    total: int = 0

    def entry(self, path: str) -> Entry | None:
        return next((e for e in self.entries if e.path == path), None)


def sha256(data: bytes) -> str:
    """Hexadecimal sha-256 of a file's bytes; also its ETag."""
    return hashlib.sha256(data).hexdigest()


def render(manifest: Manifest, site: Site) -> bytes:
    """index.json."""
    entries = manifest.entries
    files: Sequence[dict[str, object]] = [{name: getattr(entry, name) for name in _MEMBERS} for entry in entries]
    return dumped({
        "schema_version": SCHEMA_VERSION,
        "generated_at": rfc3339(manifest.generated_at),
        "day": manifest.day.isoformat(),
        "site": site.url,
        "licence": site.licence,
        "sources": {"healthy": manifest.healthy, "total": manifest.total},
        "files": files,
    })  # fmt: skip


def read(data: bytes) -> Manifest | None:
    """The manifest of an earlier edition; None when `data` is none that we can compare with."""
    try:
        plain = json.loads(data)
        return Manifest(
            entries=tuple(Entry(**f) for f in plain["files"]),
            day=date.fromisoformat(plain["day"]),
            generated_at=datetime.fromisoformat(plain["generated_at"]),
            healthy=int(plain["sources"]["healthy"]),
            total=int(plain["sources"]["total"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
