"""Which addresses can be subscribed to by WebSub: the published feeds, each at the address that its rel=self says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from feeds import changes_atom
from feeds.channel import Site
from feeds.manifest import PATH as INDEX

MOST_BYTES = 4 * 1024 * 1024
"""What is larger is not pushed: who wants it polls, or follows the changes."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A published feed: where it lies under the folder of feeds, and its Content-Type."""

    url: str
    path: str
    media_type: str


class Topics:
    """The feeds of one folder as they are published now; its list is read again when it changed."""

    def __init__(self, folder: Path, site: Site) -> None:
        self._folder, self._site = folder, site
        self._stamp: tuple[int, int, int] | None = None
        self._types: dict[str, str] = {}

    def find(self, url: str) -> Topic | None:
        """The feed of an address; None when no feed is published there, or one that is too large to be pushed."""
        path = url.removeprefix(self._site.feed(""))
        media_type = self._listed().get(path) if path != url else None
        if media_type is None:
            return None
        try:
            size = (self._folder / path).stat().st_size
        except OSError:
            return None
        return Topic(url, path, media_type) if size <= MOST_BYTES else None

    def _listed(self) -> dict[str, str]:
        index = self._folder / INDEX
        try:
            found = index.stat()
            stamp = found.st_mtime_ns, found.st_size, found.st_ino
            if stamp != self._stamp:
                files = json.loads(index.read_bytes())["files"]
                self._types = {file["path"]: file["media_type"] for file in files}
                self._stamp = stamp
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return {changes_atom.PATH: changes_atom.MEDIA_TYPE} | self._types
