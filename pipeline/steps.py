"""The steps of the way of an item (DESIGN.md §3). Airflow's tasks, the command line and the tests call these alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from feeds.channel import site_of
from feeds.publish import Published
from feeds.publish import publish as publish_feeds
from feeds.publish import roll_back as put_edition_back
from feeds.shelf import Stored
from pipeline.certify import decide
from pipeline.clearing import clear_run
from pipeline.consume import run
from pipeline.consumers import consumer_for
from pipeline.house import House
from pipeline.outcomes import Fetch, Guarded, Recorder, digest
from pipeline.page_checks import ask_absent
from pipeline.silences import Silence, silenced
from pipeline.weighing import BARREN, community_of, evidence_of
from scrapers.client import Client
from scrapers.crawl import Crawl, crawl
from scrapers.readers import reader_for
from scrapers.transport import transport_for
from transforms.understand import PARSER, understand
from vigie.codec import content_hash, to_plain
from vigie.model import Certificate, Problem, RawItem, Record, Request, Source
from vigie.protocols import KnownPage, Reader, Validators
from warehouse import absent, due, journal, runs, silences, suppression
from warehouse.captures import StoredCaptures, remember_pages
from warehouse.curate import Curated
from warehouse.curate import curate as curate_warehouse
from warehouse.hosts import HostTurns
from warehouse.load import Loaded, load
from warehouse.suppression import NOTHING, Suppressed

HISTORY = 400
"""Certificates that a run looks back on."""


@dataclass(frozen=True, slots=True)
class Afresh:
    """A memory that recalls no page: after a run that failed, all is read again, so that its problems can close."""

    memory: StoredCaptures

    def validators(self, source: str, request: Request) -> Validators | None:
        return self.memory.validators(source, request)

    def known_page(self, source: str, sha256: str, parser: str) -> KnownPage | None:
        return None

    def body(self, sha256: str) -> bytes:
        return self.memory.body(sha256)


@dataclass(frozen=True, slots=True)
class Answers:
    """Where the answers of a run come from: the client and the web, or the archive (pipeline.rebuild)."""

    fetch: Fetch
    memory: StoredCaptures
    observe: Callable[[Crawl, tuple[Record, ...]], None] | None = None
    """Told what was read, before it is judged: for those who measure other ways of judging it (pipeline.year)."""
    hushed: Suppressed = NOTHING
    """Takedowns: what a source says of a thing may be covered where its record is not; neither is loaded."""


def ingest(house: House, slug: str) -> Certificate:
    """Fetches, reads, understands and loads one source; returns the certificate, which is also kept.

    Network and parsing trouble ends in the certificate's cause, never in an exception. Only a complete run loads its
    records; what could not be understood goes to quarantine either way. Records, certificate and journal are written in
    one transaction: a run happened, or it did not (law 1).
    """
    source = house.source(slug)
    started = house.settings.clock()
    run = runs.start(house.engine, source, started)
    memory = StoredCaptures(house.engine, house.archive)
    with house.engine.connect() as connection:
        hushed = suppression.read(connection)
    with closing(transport_for(house.settings)) as transport:
        client = Client(transport, HostTurns(house.engine), memory, memory, house.settings)
        certificate = run_hushed(house, source, Answers(client.fetch, memory), hushed, started, run)
    keep_journal(house)
    return certificate


def run_hushed(
    house: House, source: Source, answers: Answers, hushed: Suppressed, started: datetime, run: str
) -> Certificate:
    """`run_source` under takedowns: what is forbidden is not asked for, and leaves the pages that have been kept. Where
    no rule stands any more, what was purged stays purged all the same."""
    if not hushed and not house.archive.has_purged():
        return run_source(house, source, answers, started, run)
    read: list[tuple[tuple[RawItem, ...], tuple[Record, ...]]] = []

    def observe(found: Crawl, records: tuple[Record, ...]) -> None:
        read.append((found.items, records))
        if answers.observe:
            answers.observe(found, records)

    guard = Guarded(answers.fetch, hushed, house.archive)
    certificate = run_source(house, source, replace(answers, fetch=guard, observe=observe, hushed=hushed), started, run)
    for items_read, records in read:
        clear_run(house, source, items_read, records, guard.caught, hushed, started)
    return certificate


def run_source(house: House, source: Source, answers: Answers, started: datetime, run: str) -> Certificate:
    """One run of a source that began at the aware instant `started`, whatever answers its requests."""
    clock = time.monotonic()
    memory, reader = answers.memory, reader_for(source.platform)
    reading = reading_of(source, reader)
    before = runs.history(house.engine, source.slug, HISTORY)
    recalled = memory if not before or before[0].complete else Afresh(memory)
    recorder = Recorder(answers.fetch)
    found = crawl(source, reader, recorder, recalled, started, reading)
    records, problems = understood(found.items, source, memory, started)
    problems = (*found.problems, *problems)
    if answers.observe:
        answers.observe(found, records)
    with house.engine.connect() as connection:
        known = due.known(connection, source.slug, started)
        hushed = [_silence(s) for s in silences.standing(connection, started, source.slug)]
    bodies = () if found.seen or found.failure else _bodies(recorder, memory)
    evidence = evidence_of(source, found, records, problems, known, recorder, started, bodies)
    outcome = silenced(decide(evidence, before, community_of(source)), hushed, started)
    proven = outcome.complete and _proves_absence(house, source, found)
    pages = ask_absent(house.engine, source, found.seen, recorder, started).pages if proven else None
    certificates: list[Certificate] = []

    def close(connection: Connection, loaded: Loaded) -> None:
        certificate = Certificate(
            source=source.slug,
            platform=source.platform,
            cause=outcome.cause,
            complete=outcome.complete,
            started_at=started,
            seconds=round(time.monotonic() - clock, 3),
            run=run,
            pages_expected=found.pages_expected,
            pages_fetched=found.pages_fetched,
            pagination_end=found.pagination_end,
            read=len(found.seen),
            new=loaded.new,
            changed=loaded.changed,
            unchanged=loaded.unchanged,
            missing=loaded.missing,
            quarantined=loaded.quarantined,
            bytes=found.bytes,
            not_modified=found.not_modified,
            robots_denied=found.robots_denied,
            parser=f"{reader.version} {PARSER}",
            message=outcome.message,
            unread=found.unread,
            due=evidence.due,
            absent=evidence.due_absent,
            fill=evidence.fill,
            understood=evidence.understood,
            alarms=outcome.alarms,
            ticket=outcome.ticket,
            claimed=evidence.claimed,
            foreign=evidence.foreign,
            accepted=outcome.accepted,
            silenced=outcome.silenced,
        )
        certificates.append(certificate)
        if outcome.complete:
            remember_pages(connection, source.slug, reading, found.pages)
        runs.close(connection, certificate)
        journal_run(connection, source, run, started, recorder.plain())

    covered = {i.key for i in found.items if answers.hushed.tells(i.source, i.key, i.url, (f.value for f in i.fields))}
    kept = [record for record in records if record.key not in covered] if outcome.complete else []
    read_again = proven and not found.unchanged
    load(house.engine, source, kept, problems, found.seen, read_again, started, run, close, pages)
    return certificates[0]


def _bodies(recorder: Recorder, memory: StoredCaptures) -> tuple[bytes, ...]:
    """The pages of a run whose list held nothing, as far as the archive still has them."""
    found: list[bytes] = []
    for outcome in recorder.outcomes.values():
        with suppress(KeyError):
            found += [memory.body(outcome.sha256)] if outcome.sha256 else []
    return tuple(found)


def _silence(standing: silences.Standing) -> Silence:
    return Silence(standing.source, standing.cause, standing.ticket, standing.until, standing.author, standing.at)


def journal_run(connection: Connection, source: Source, run: str, at: datetime, outcomes: list[list[Any]]) -> None:
    """Tells the journal of a run. Answers that are those of the run before are told once: most pages never change."""
    told = digest(outcomes)
    last = journal.last(connection, journal.Act.RUN, source.slug)
    if last and last.body and last.body.get("digest") == told:
        body: dict[str, Any] = {"run": run, "digest": told, "as": last.body.get("as", last.seq)}
    else:
        body = {"run": run, "digest": told, "outcomes": outcomes}
    body["entry"] = content_hash(replace(source, file=""))
    if not (last and last.body and last.body.get("entry") == body["entry"]):
        body["source"] = to_plain(replace(source, file=""))  # it may leave the catalogue; its captures stay readable
    journal.append(connection, journal.Act.RUN, at, body, subject=source.slug)


def keep_journal(house: House) -> None:
    """Copies to the archive what the journal tells since the last copy: the archive alone rebuilds the warehouse."""
    with house.engine.connect() as connection:
        journal.copy_to(connection, house.settings.archive)


def reading_of(source: Source, reader: Reader) -> str:
    """How captures of a source are read: the versions of reader and meaning, and what the catalogue says of both.

    When an operator mends a recipe, or a rule of meaning moves, unchanged pages are read again all the same.
    """
    said = (source.name, source.site, source.kinds, source.language, source.place, source.rights, source.options)
    return f"{reader.version} {PARSER} {content_hash((*said, source.recipe, *source.earlier))[:16]}"


def understood(
    raw: Iterable[RawItem], source: Source, memory: StoredCaptures, started: datetime
) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """Meaning of every raw item, each against the day on which its capture was first fetched (so a replay agrees)."""
    records: list[Record] = []
    problems: list[Problem] = []
    first: dict[str, datetime] = {"": started}
    for item in raw:
        capture = item.fields[0].evidence.capture if item.fields else ""
        if capture not in first:
            first[capture] = memory.fetched_at(capture) or started
        understood = understand(item, source, first[capture])
        problems.extend(understood.problems)
        if understood.record:
            records.append(understood.record)
    return tuple(records), tuple(problems)


def _proves_absence(house: House, source: Source, found: Crawl) -> bool:
    """Whether a complete run has read everything that it fetched, now or when it was new.

    A passage that could not be read may be the very item that seems to be missing: absence then proves nothing (law 4).
    Pages that are unchanged are not read again: what was not understood of them waits in the quarantine.
    """
    if found.unchanged:
        with house.engine.connect() as connection:
            return not absent.is_blocked(connection, source.slug, BARREN)
    return all(p.key is not None or p.reason in BARREN for p in found.problems)


def curate(house: House) -> Curated:
    """Joins records that speak of one thing, projects items, appends to the change log."""
    done = curate_warehouse(house.engine, house.settings.clock())
    if done.records:
        keep_journal(house)
    return done


def publish(house: House, confirm: bool = False) -> Published:
    """Writes every feed of `var/feeds` that changed. `confirm` lets a feed shrink below half of its last edition, and
    ends what a rollback began."""
    now = house.settings.clock()
    latest = [runs.history(house.engine, source.slug, 1) for source in house.sources]
    healthy = sum(1 for certificates in latest if certificates and not certificates[0].failed)
    # One snapshot: a curation that ends while the shelves are read must not be half in this edition (law 9).
    with house.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        return publish_feeds(
            Stored(connection, now),
            site_of(house.settings),
            now,
            house.settings.feeds,
            (healthy, len(house.sources)),
            confirm=confirm,
            sources=[source.slug for source in house.sources],
        )


def tell_changes(house: House) -> int:
    """Appends to `changes.ndjson`, among the feeds, what the log holds beyond it; returns how many changes."""
    return run(house, consumer_for(house, "file"))


def roll_back(house: House) -> tuple[str, ...]:
    """Puts the edition before the present one back, and holds it until `publish(confirm=True)`; the files that moved.
    Raises feeds.edition.NoPrevious when none was kept."""
    said = f"rolled back at {house.settings.clock().isoformat(timespec='seconds')}"
    return put_edition_back(house.settings.feeds, said)
