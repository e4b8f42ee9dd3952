"""Reading captures again with the present code: `vigie replay` and `vigie quarantine retry`. No request is made.

What a mended reader or a new rule of meaning finds is loaded now, as a new version; no record goes missing by it, and
none comes back: that is for a run that asks the site.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from pipeline import steps
from pipeline.house import House
from pipeline.outcomes import Fetch, NotRecorded, find_in, replayed
from scrapers.client import Fetched
from scrapers.crawl import Crawl, crawl
from scrapers.failure import FetchError
from scrapers.readers import reader_for
from vigie.model import Cause, Problem, Record, Request, Source
from warehouse import journal
from warehouse.captures import StoredCaptures, remember_pages
from warehouse.journal import Act, Entry
from warehouse.load import Loaded, load


@dataclass(frozen=True, slots=True)
class Replay:
    """What reading a source again brought: `runs` read, `new` and `changed` records, `problems` still open, `gone`
    captures that the archive does not hold any more."""

    source: str
    runs: int
    new: int
    changed: int
    unchanged: int
    problems: int
    gone: int = 0


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page that was not kept says nothing. As `not-found` it would settle that its item has no page of its own, and
    a mended recipe, which asks for more than the failed run did, would load items without what their pages say."""

    fetch: Fetch

    def __call__(self, source: Source, request: Request) -> Fetched:
        try:
            return self.fetch(source, request)
        except NotRecorded as error:
            raise FetchError(Cause.TRUNCATED, error.message, error.url, source=error.source) from error


def replay(house: House, slugs: Iterable[str], since: datetime | None = None) -> tuple[Replay, ...]:
    """Reads again what the runs of these sources brought since an aware instant; None = their last run alone.

    Of a thing that several runs brought, the last one counts.
    """
    done = tuple(_replay(house, house.source(slug), since) for slug in slugs)
    steps.keep_journal(house)
    return done


def _replay(house: House, source: Source, since: datetime | None) -> Replay:
    now = house.settings.clock()
    memory = StoredCaptures(house.engine, house.archive)
    with house.engine.connect() as connection:
        told = _runs(connection, source.slug, since)
    records: dict[str, Record] = {}
    problems: Sequence[Problem] = ()
    found: Crawl | None = None
    gone = 0
    reader = reader_for(source.platform)
    reading = steps.reading_of(source, reader)
    for entry, outcomes in told:
        fetch = _Kept(replayed(outcomes, find_in(house.archive)))
        found = crawl(source, reader, fetch, steps.Afresh(memory), entry.at, reading)
        read, misread = steps.understood(found.items, source, memory, entry.at)
        records.update((record.key, record) for record in read)
        problems = (*found.problems, *misread)
        gone += sum(1 for p in found.problems if "archive any more" in p.detail)
    if found is None:
        return Replay(source.slug, 0, 0, 0, 0, 0)

    def close(connection: Connection, loaded: Loaded) -> None:
        if found.pagination_end and not found.failure:
            remember_pages(connection, source.slug, reading, found.pages)
        body = {"since": since.isoformat() if since else None, "runs": len(told), "changed": loaded.changed}
        journal.append(connection, Act.REPLAY, now, {**body, "new": loaded.new}, subject=source.slug)

    run = f"replay-{uuid.uuid4().hex[:12]}"
    listed = tuple(records)
    loaded = load(house.engine, source, records.values(), problems, listed, False, now, run, close, sighted=False)
    return Replay(source.slug, len(told), loaded.new, loaded.changed, loaded.unchanged, loaded.quarantined, gone)


def _runs(connection: Connection, slug: str, since: datetime | None) -> list[tuple[Entry, list[Any]]]:
    """Runs of a source with the outcomes of their requests, oldest first; those that brought the same once."""
    held: dict[int, list[Any]] = {}
    told: list[tuple[Entry, list[Any]]] = []
    last = ""
    for entry in journal.read(connection, acts=(Act.RUN,), subject=slug):
        body = entry.body or {}
        if "outcomes" in body:
            held[entry.seq] = body["outcomes"]
        outcomes = held.get(int(body.get("as", entry.seq)))
        if outcomes is None or (since and entry.at < since):
            continue
        if body["digest"] != last:
            told.append((entry, outcomes))
        last = body["digest"]
    return told if since else told[-1:]
