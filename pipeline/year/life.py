"""Living through the year: every source read each morning, the items made, and what a reader then sees.

The product is driven by its public functions alone; the simulator's truth is not looked at here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.year import catalogue
from pipeline.year.web import Traffic, YearWeb
from scrapers.client import Client
from scrapers.crawl import Crawl
from scrapers.solitary import SolitaryTurns
from simulator.year import Morning, Year
from vigie.model import Certificate, Item, Record, RecordState, Source
from vigie.settings import Settings
from warehouse import changes, items, runs, server
from warehouse.captures import StoredCaptures
from warehouse.curate import Curated
from warehouse.engine import open_engine

MEMORY = Path("/dev/shm")
"""A RAM disk of Linux: the rehearsal's state is thrown away."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a run read, before it was judged: every key that was listed and the records that were understood.

    `unchanged`: nothing was read because no page had moved. `answered`: the list was had without a failure.
    """

    keys: tuple[str, ...]
    records: tuple[Record, ...]
    unchanged: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one source on one morning."""

    source: Source
    host: str
    certificate: Certificate
    listing: Listing


@dataclass(frozen=True, slots=True)
class Member:
    """The item that a record speaks of, its page, and where it stands in the cancellation protocol."""

    item: str
    url: str | None
    state: RecordState


@dataclass(frozen=True, slots=True)
class Day:
    """A morning as it was lived. `shown` are the items that a reader sees, by id; `left` those that went since the day
    before: merged, hidden or withdrawn. `members` are all records that speak of an item, by (source, key)."""

    morning: Morning
    runs: tuple[Run, ...]
    curated: Curated
    shown: dict[str, Item]
    left: frozenset[str]
    members: dict[tuple[str, str], Member]

    @property
    def day(self) -> date:
        return self.morning.day


@dataclass(slots=True)
class Box:
    """A house of its own in which a year is lived, and what it asked of the web."""

    house: House
    hosts: dict[str, str]
    traffic: Traffic = field(default_factory=Traffic)
    shown: dict[str, Item] = field(default_factory=dict)
    seq: int = 0


@contextmanager
def box(year: Year) -> Iterator[Box]:
    """An empty house with the catalogue of a year; gone afterwards."""
    parent = MEMORY if MEMORY.is_dir() else None
    home = Path(tempfile.mkdtemp(prefix="vigie-year-", dir=parent))
    home.chmod(0o755)
    hosts = catalogue.write(year.sites, home / "catalogue")
    settings = Settings.from_environment({"VIGIE_HOME": str(home / "var"), "VIGIE_CATALOGUE": str(home / "catalogue")})
    try:
        house = open_house(replace(settings, now=year.on(year.origin).at), migrate=True)
        house.engine.dispose()
        house = replace(house, engine=open_engine(server.database_url(settings), check=False))
        with house.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # A power cut may cost this rehearsal its last moments: nothing of it is kept.
            connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        yield Box(house, hosts)
        house.engine.dispose()
    finally:
        server.stop(settings)
        shutil.rmtree(home, ignore_errors=True)


def live(year: Year, here: Box, days: int) -> Iterator[Day]:
    """The first `days` mornings of a year, one after the other."""
    for number in range(days):
        yield live_through(year.on(year.origin + timedelta(days=number)), here)


def live_through(morning: Morning, here: Box) -> Day:
    """One morning: all sources, then the items."""
    house = replace(here.house, settings=replace(here.house.settings, now=morning.at))
    done = tuple(_run(house, source, morning, here) for source in house.sources)
    curated = steps.curate(house)
    left = _look(house, here)
    return Day(morning, done, curated, dict(here.shown), left, _members(house))


def _run(house: House, source: Source, morning: Morning, here: Box) -> Run:
    memory = StoredCaptures(house.engine, house.archive)
    web = YearWeb(morning, morning.at, here.traffic)
    client = Client(web, SolitaryTurns(), memory, memory, house.settings, sleep=_no_wait)
    read: list[Listing] = []

    def observe(found: Crawl, records: tuple[Record, ...]) -> None:
        read.append(Listing(found.seen, records, found.unchanged, found.failure is None))

    run = runs.start(house.engine, source, morning.at)
    answers = steps.Answers(client.fetch, memory, observe)
    certificate = steps.run_source(house, source, answers, morning.at, run)
    return Run(source, here.hosts[source.slug], certificate, read[0])


def _look(house: House, here: Box) -> frozenset[str]:
    """Brings `here.shown` up to the change log; returns what is shown no more."""
    left: set[str] = set()
    with house.engine.connect() as connection:
        while moved := changes.since(connection, here.seq):
            here.seq = moved[-1].seq
            for id_ in {change.item for change in moved}:
                item = items.get(connection, id_)
                if item is None or item.hidden or item.merged_into or item.withdrawn_at:
                    left |= {id_} if here.shown.pop(id_, None) else set()
                else:
                    here.shown[id_] = item
                    left.discard(id_)
    return frozenset(left)


def _members(house: House) -> dict[tuple[str, str], Member]:
    query = "SELECT m.source, m.key, m.item, r.url, r.state FROM memberships m JOIN records r USING (source, key)"
    with house.engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    return {(r.source, r.key): Member(str(r.item), r.url, RecordState(r.state)) for r in rows}


def _no_wait(seconds: float) -> None:
    """The back-off of the client: nobody has to wait for a web that is not there."""
