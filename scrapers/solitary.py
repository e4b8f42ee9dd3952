"""Politeness and memory of one process on its own: for `vigie read`, for tests, for a try without a database."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from vigie.model import Capture, Request
from vigie.protocols import KnownPage, Validators


class SolitaryTurns:
    """Implements vigie.protocols.Politeness between the threads of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}
        self._free_at: dict[str, float] = {}
        self._paused: dict[str, datetime] = {}

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[None]:
        with self._lock:
            host_lock = self._hosts.setdefault(host, threading.Lock())
        with host_lock:
            time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
            try:
                yield
            finally:
                self._free_at[host] = time.monotonic() + gap

    def pause(self, host: str, until: datetime) -> None:
        with self._lock:
            self._paused[host] = max(until, self._paused.get(host, until))

    def paused_until(self, host: str) -> datetime | None:
        with self._lock:
            return self._paused.get(host)


class SolitaryMemory:
    """Implements vigie.protocols.CaptureMemory, and keeps bodies too, so that it also serves as an Archive."""

    def __init__(self) -> None:
        self._validators: dict[tuple[str, Request], Validators] = {}
        self._pages: dict[tuple[str, str, str], KnownPage] = {}
        self._bodies: dict[str, bytes] = {}
        self.kept: list[tuple[str, Capture]] = []

    def keep(self, source: str, capture: Capture) -> None:
        """As an archive: holds the body; as the warehouse would: remembers what the next conditional GET needs."""
        self.kept.append((source, capture))
        self._bodies[capture.sha256] = capture.body
        self._validators[source, capture.request] = Validators(
            capture.header("etag"), capture.header("last-modified"), capture.sha256
        )

    def remember_page(self, source: str, parser: str, sha256: str, page: KnownPage) -> None:
        self._pages[source, sha256, parser] = page

    def validators(self, source: str, request: Request) -> Validators | None:
        return self._validators.get((source, request))

    def known_page(self, source: str, sha256: str, parser: str) -> KnownPage | None:
        return self._pages.get((source, sha256, parser))

    def body(self, sha256: str) -> bytes:
        return self._bodies[sha256]

    def find(self, sha256: str, url: str) -> Capture:
        """The latest kept response with that body, of `url` when there is one. Raises KeyError without."""
        held = [c for _, c in self.kept if c.sha256 == sha256]
        if not held:
            raise KeyError(sha256)
        return next((c for c in reversed(held) if c.request.url == url), held[-1])
