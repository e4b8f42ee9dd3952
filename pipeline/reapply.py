"""Records read once more from the captures that they were first read from: present code, same bytes, same instant.

A record was read in one run, from a list page, from its own page, or from both. That run is played again over the
archive as `pipeline.rebuild` does it, list pages whole, pages of single things only where their record is asked for;
records of one run are read together, so that each of its bodies is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from pipeline import steps
from pipeline.house import House
from pipeline.outcomes import replayed
from scrapers.archive import Purged
from scrapers.client import Fetched
from scrapers.crawl import crawl
from scrapers.failure import FetchError
from scrapers.readers import reader_for
from vigie.codec import from_plain
from vigie.model import Capture, Cause, Record, Request, Source
from warehouse import journal, suggestions
from warehouse.announcements import DESK
from warehouse.captures import StoredCaptures
from warehouse.journal import Act

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record as the warehouse names it: the capture that first said its content, and the run that read it."""

    source: str
    key: str
    capture: str
    changed_at: datetime

    @property
    def id(self) -> Key:
        return self.source, self.key


@dataclass(frozen=True, slots=True)
class Reread:
    """The record as the bytes give it now; None with the reason when they give none. `taken_down`: they were purged."""

    record: Record | None
    reason: str = ""
    taken_down: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the journal: when, as which entry of the catalogue, what came of each request."""

    at: datetime
    source: Source
    outcomes: Sequence[Sequence[Any]]
    captures: frozenset[str]


@dataclass(slots=True)
class Reapplier:
    """Reads records of one house again; counts the runs that it played and the bodies that it read."""

    house: House
    memory: StoredCaptures = field(init=False)
    runs: int = 0
    bodies: int = 0
    _bodies_of_run: set[str] = field(default_factory=set)
    _runs: dict[str, list[Run]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.memory = StoredCaptures(self.house.engine, self.house.archive)

    def read(self, connection: Connection, wanted: Iterable[Wanted]) -> dict[Key, Reread]:
        """All of these records, whatever their sources."""
        by_source: dict[str, list[Wanted]] = {}
        for one in wanted:
            by_source.setdefault(one.source, []).append(one)
        found: dict[Key, Reread] = {}
        for slug in sorted(by_source):
            if slug == DESK:
                found |= {one.id: self._accepted(connection, one) for one in by_source[slug]}
            else:
                found |= self._of_source(connection, slug, by_source[slug])
        return found

    def runs_of(self, connection: Connection, slug: str) -> list[Run]:
        """Every run of a source that the journal tells, oldest first."""
        if slug not in self._runs:
            self._runs[slug] = _runs(connection, slug)
        return self._runs[slug]

    def _of_source(self, connection: Connection, slug: str, wanted: Sequence[Wanted]) -> dict[Key, Reread]:
        runs = self.runs_of(connection, slug)
        together: dict[int, list[Wanted]] = {}
        found: dict[Key, Reread] = {}
        for one in wanted:
            number = _run_of(runs, one)
            if number is None:
                found[one.id] = self._unread(one, "no run of the journal brought its capture")
            else:
                together.setdefault(number, []).append(one)
        for number, some in sorted(together.items()):
            read = self._play(runs[number], frozenset(one.key for one in some))
            for one in some:
                record = read.get(one.key)
                lost = "its run, read again, does not bring it"
                found[one.id] = Reread(record) if record else self._unread(one, lost)
        return found

    def _play(self, run: Run, keys: frozenset[str]) -> dict[str, Record]:
        answer = replayed(run.outcomes, self._find)
        self.runs += 1
        self._bodies_of_run = set()

        def fetch(source: Source, request: Request) -> Fetched:
            if request.item_key is not None and request.item_key not in keys:
                raise FetchError(Cause.NOT_FOUND, "not asked for", request.url, source=source.slug)
            return answer(source, request)

        reader = reader_for(run.source.platform)
        found = crawl(run.source, reader, fetch, steps.Afresh(self.memory), run.at)
        self.bodies += len(self._bodies_of_run)
        asked_for = [item for item in found.items if item.key in keys]
        records, _ = steps.understood(asked_for, run.source, self.memory, run.at)
        return {record.key: record for record in records}

    def _find(self, sha256: str, url: str) -> Capture:
        """A capture, or what stands in the archive for one that was taken down."""
        self._bodies_of_run.add(sha256)
        try:
            return self.memory.find(sha256, url)
        except Purged as gone:
            if gone.replaced_by is None:
                raise
            return self.memory.find(gone.replaced_by, url)

    def _accepted(self, connection: Connection, one: Wanted) -> Reread:
        """A record of the desk: what an editor accepted of the news that announced it."""
        query = text("SELECT DISTINCT source, key FROM suggestions WHERE identity = :key ORDER BY source, key")
        news = [(row.source, row.key) for row in connection.execute(query, {"key": one.key})]
        for source, key in news:
            told = self.read(connection, [Wanted(source, key, one.capture, one.changed_at)])[source, key].record
            for named in suggestions.named(told) if told else ():
                if told and named.identity == one.key:
                    content = replace(named.suggestion.content, url=told.url)
                    return Reread(Record(DESK, one.key, told.url, content, one.capture))
        return self._unread(one, "the news that announced it does not do so any more")

    def _unread(self, one: Wanted, reason: str) -> Reread:
        try:
            self.house.archive.body(one.capture)
        except Purged as gone:
            return Reread(None, f"its capture was taken down: {gone}", taken_down=True)
        except KeyError:
            return Reread(None, f"the archive no longer holds its capture {one.capture[:12]}")
        return Reread(None, reason)


def _runs(connection: Connection, slug: str) -> list[Run]:
    """Every run of a source that the journal tells, oldest first; redacted ones are left out."""
    held: dict[int, list[Any]] = {}
    found: list[Run] = []
    source: Source | None = None
    for entry in journal.read(connection, acts=(Act.RUN,), subject=slug):
        body: Mapping[str, Any] = entry.body or {}
        if "source" in body:
            source = from_plain(Source, body["source"])
        if "outcomes" in body:
            held[entry.seq] = body["outcomes"]
        outcomes = held.get(int(body.get("as", entry.seq)))
        if outcomes is not None and source is not None:
            captures = frozenset(one[1] for one in outcomes if one[1] is not None)
            found.append(Run(entry.at, source, outcomes, captures))
    return found


def _run_of(runs: Sequence[Run], one: Wanted) -> int | None:
    """The run that brought a record: the last one with its capture that is not later than its content."""
    able = [n for n, run in enumerate(runs) if run.at <= one.changed_at and one.capture in run.captures]
    if not able:
        return None
    last = runs[able[-1]].at
    return next(n for n in able if runs[n].at == last)
