"""Small promises between rooms: what a lower floor needs from a higher one is handed in as one of these."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from vigie.model import Capture, Page, Request, Source


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional GET needs: the last answer's ETag, Last-Modified and the sha-256 of its body."""

    etag: str | None
    last_modified: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What reading an unchanged capture gave last time with the same parser: no need to read it again."""

    keys: tuple[str, ...]
    next: tuple[Request, ...]
    expected: int | None = None
    last: bool = True


class Politeness(Protocol):
    """State shared by all processes: one connection and one gap per host (SECURITY.md D17)."""

    def turn(self, host: str, gap: float) -> AbstractContextManager[None]:
        """Waits for this host's turn, holds it while a request is made, and starts the gap (seconds) on leaving."""

    def pause(self, host: str, until: datetime) -> None:
        """No request to this host before `until` (aware UTC): Retry-After or an open circuit."""

    def paused_until(self, host: str) -> datetime | None:
        """Until when (aware UTC) the host asked us to stay away, or None."""


class CaptureMemory(Protocol):
    """What is remembered of earlier captures of a source."""

    def validators(self, source: str, request: Request) -> Validators | None: ...

    def known_page(self, source: str, sha256: str, parser: str) -> KnownPage | None: ...

    def body(self, sha256: str) -> bytes: ...


class Archive(Protocol):
    """Keeps every response before anyone reads it."""

    def keep(self, source: str, capture: Capture) -> None: ...

    def body(self, sha256: str) -> bytes: ...


class Reader(Protocol):
    """Turns captures of one platform into raw items. Pure: no network, no clock but `now`, never raises on input."""

    platform: str
    version: str

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        """The first requests of a run (usually the source's URLs with the platform's paging and date parameters)."""

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        """Items, next requests, problems and unread fields of one capture."""


class DateTeller(Protocol):
    """What discovery needs from the grammar of dates, which stands on its own floor (transforms)."""

    def __call__(self, text: str) -> bool:
        """Whether a short text holds at least one day."""
