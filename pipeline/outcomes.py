"""What came of each request of a run: enough to run it again from the archive, without a web (law 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from scrapers.archive import WarcArchive
from scrapers.client import Fetched
from scrapers.failure import FetchError
from vigie.model import Capture, Cause, Request, Source
from warehouse.identity import request_id
from warehouse.suppression import Suppressed

Fetch = Callable[[Source, Request], Fetched]
FindCapture = Callable[[str, str], Capture]
FORBIDDEN = "a takedown forbids this address"
SHORT = 24
"""Hexadecimal signs that name a request inside one run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request of a run and its answer: the capture's `sha256` and when it was fetched (aware), or a failure."""

    request: str
    sha256: str | None = None
    at: datetime | None = None
    not_modified: bool = False
    url: str = ""
    cause: Cause | None = None
    message: str = ""
    status: int | None = None
    moved: bool = False

    def plain(self) -> list[Any]:
        """JSON form, as short as can be: there is one for each page of each run."""
        if self.cause is None:
            at = self.at.isoformat() if self.at else None
            led = [self.url, self.moved] if self.url else []
            return [self.request, self.sha256, at, self.not_modified, *led]
        return [self.request, None, self.cause.value, self.message, self.status, self.url]

    @classmethod
    def of(cls, plain: Sequence[Any]) -> Outcome:
        if plain[1] is not None:
            name, sha256, at, not_modified, *led = plain
            url, moved = led or ("", False)
            when = datetime.fromisoformat(at) if at else None
            return cls(name, sha256, when, not_modified, url, moved=moved)
        name, _, cause, message, status, url = plain
        return cls(name, url=url, cause=Cause(cause), message=message, status=status)


@dataclass(slots=True)
class Recorder:
    """A fetch that notes what came of each request."""

    fetch: Fetch
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    led: dict[str, str] = field(default_factory=dict)

    def __call__(self, source: Source, request: Request) -> Fetched:
        name = request_id(request)[:SHORT]
        try:
            fetched = self.fetch(source, request)
        except FetchError as error:
            self.outcomes[name] = Outcome(
                name, url=error.url, cause=error.cause, message=error.message, status=error.status
            )
            raise
        capture = fetched.capture
        if request.item_key is None and fetched.moved:
            self.led[request.url] = capture.url
        led = capture.url if capture.url != request.url else ""  # mostly the page is where it was asked for
        at, still = capture.fetched_at, fetched.not_modified
        self.outcomes[name] = Outcome(name, capture.sha256, at, still, led, moved=fetched.moved)
        return fetched

    def moved_to(self, owner_of: Callable[[str], str]) -> str | None:
        """Where a list page was sent for good, when that is another owner's host; None when all stayed at home."""
        for asked, came in self.led.items():
            here, there = urlsplit(asked).hostname or "", urlsplit(came).hostname or ""
            if owner_of(here) != owner_of(there):
                return came
        return None

    def plain(self) -> list[list[Any]]:
        """All outcomes by name of their request: in any order of asking, the same bytes."""
        return [self.outcomes[name].plain() for name in sorted(self.outcomes)]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A fetch under takedowns: what is forbidden is not asked for, purged pages come as what stands for them. `caught`
    names the answers that came from a forbidden address, behind a redirect: they must leave the archive again."""

    fetch: Fetch
    hushed: Suppressed
    archive: WarcArchive
    caught: list[str] = field(default_factory=list)

    def __call__(self, source: Source, request: Request) -> Fetched:
        own = f"{source.slug}/{request.item_key}" if request.item_key else ""
        if self.hushed.forbids(request.url) or own in self.hushed.records:
            raise FetchError(Cause.ROBOTS, FORBIDDEN, "", source=source.slug)  # its address is not told to the journal
        fetched = self.fetch(source, request)
        if self.hushed.forbids(fetched.capture.url):
            self.caught.append(fetched.capture.sha256)
            raise FetchError(Cause.ROBOTS, FORBIDDEN, "", source=source.slug)
        instead = self.archive.replaced_by(fetched.capture.sha256)
        if instead is None:
            return fetched
        kept = self.archive.find(instead, request.url)
        capture = replace(fetched.capture, body=kept.body, headers=kept.headers, sha256=instead)
        return replace(fetched, capture=capture)


def find_in(archive: WarcArchive) -> FindCapture:
    """Captures of an archive; one that was purged is found as what stands for it. KeyError when nothing does."""

    def find(sha256: str, url: str) -> Capture:
        try:
            return archive.find(sha256, url)
        except KeyError:
            instead = archive.replaced_by(sha256)
            if instead is None:
                raise
            return archive.find(instead, url)

    return find


class NotRecorded(FetchError):
    """A request that this run did not make: the present code asks for other pages than the code of that day."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A fetch that answers from the outcomes of a run and the archive; no web is asked."""

    outcomes: Mapping[str, Outcome]
    find: FindCapture

    def __call__(self, source: Source, request: Request) -> Fetched:
        name = request_id(request)[:SHORT]
        known = self.outcomes.get(name)
        if known is None:
            raise NotRecorded(Cause.NOT_FOUND, "this run did not ask for this page", request.url, source=source.slug)
        if known.sha256 is None:
            cause = known.cause or Cause.SERVER_ERROR
            raise FetchError(cause, known.message, known.url, known.status, source=source.slug)
        try:
            kept = self.find(known.sha256, request.url)
        except KeyError as error:
            message = f"the capture {known.sha256[:12]} is not in the archive any more"
            raise NotRecorded(Cause.NOT_FOUND, message, request.url, source=source.slug) from error
        led = known.url or request.url
        capture = replace(kept, request=request, url=led, fetched_at=known.at or kept.fetched_at)
        return Fetched(capture, known.not_modified, known.moved)


def replayed(plain: Iterable[Sequence[Any]], find: FindCapture, again: bool = False) -> Replayed:
    """A fetch from the JSON form of outcomes. `again`: they are those of an earlier run; nothing has moved since."""
    outcomes = (Outcome.of(one) for one in plain)
    if again:
        outcomes = (replace(one, not_modified=one.sha256 is not None) for one in outcomes)
    return Replayed({one.request: one for one in outcomes}, find)


def digest(plain: list[list[Any]]) -> str:
    """sha-256 of what the answers were, whenever they came."""
    said = [[one[0], one[1], *one[4:]] if one[1] is not None else one for one in plain]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()
