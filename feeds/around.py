"""The files around the feeds: what tells of them to harvesters and machines, and of what happened to items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feeds.channel import Site
from feeds.manifest import Manifest
from feeds.shelf import Shelf
from feeds.store import Store


@dataclass(frozen=True, slots=True)
class Present:
    """What these files are made of: the items, their pieces, the files so far, and the instant of the edition."""

    shelf: Shelf
    store: Store
    manifest: Manifest
    site: Site
    now: datetime


@dataclass(frozen=True, slots=True)
class File:
    """One of them. `render` gives its bytes and how many rows they hold."""

    path: str
    media_type: str
    render: Callable[[Present], tuple[bytes, int]]


AROUND: tuple[File, ...] = ()
