"""Made-up sources and records for the tests of the desk's items, and a house that brings and curates them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from desk_site import NOW, DeskSite
from sqlalchemy import text

from vigie.codec import content_hash
from vigie.model import (
    Article,
    Call,
    Content,
    Deadline,
    Event,
    Evidence,
    FieldEvidence,
    Kind,
    Occurrence,
    Place,
    Record,
    Rights,
    Source,
    WallTime,
)
from warehouse import server
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.load import load
from warehouse.migrate import upgrade


def source(slug: str, name: str, trust: int = 60) -> Source:
    kinds = (Kind.EVENT, Kind.NEWS, Kind.CALL)
    site = f"https://{slug}.example"
    return Source(slug, name, site, kinds, "feed", (f"{site}/feed",), trust=trust, rights=Rights(republish=True))


HALLE = source("halle", "La Halle", 80)
PROVINCE = source("province", "L’Agenda provincial", 40)


def at(month: int, day: int, hour: int | None = 20) -> WallTime:
    if hour is None:
        return WallTime.of_day(date(2026, month, day))
    return WallTime(datetime(2026, month, day, hour))


def event(title: str, month: int = 3, day: int = 20, hour: int | None = 20, **more: Any) -> Event:
    given = {"occurrences": (Occurrence(at(month, day, hour)),), "language": "fr", **more}
    return Event(title=title, **given)


def call(title: str, month: int, day: int, **more: Any) -> Call:
    return Call(title=title, deadlines=(Deadline(at(month, day, None)),), language="fr", **more)


def article(title: str, **more: Any) -> Article:
    return Article(title=title, published=at(3, 11, 9), language="fr", **more)


def place(name: str, town: str = "Namur", nis: str = "92094", province: str = "namur") -> Place:
    return Place(name=name, municipality=town, nis=nis, province=province, country="BE")


def record(of: Source, key: str, content: Content) -> Record:
    page = f"https://{of.slug}.example/{key}"
    capture = content_hash([of.slug, key, content])
    proof = FieldEvidence("title", "title", content.title, Evidence(capture, f"{of.site}/feed", f"/{key}"))
    return Record(of.slug, key, page, content, capture, (proof,), (), "feed/1")


@dataclass
class House:
    """A desk's warehouse. `hours` grows with every run, so that each comes after the one before."""

    site: DeskSite
    hours: int = 0
    brought: dict[str, dict[str, Content]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """A little before the desk's present, later with every run."""
        return NOW - timedelta(hours=8) + timedelta(minutes=self.hours)

    def bring(self, of: Source, **contents: Content) -> None:
        """A complete run of a source that lists these, and what it listed before; then a curation."""
        self.hours += 1
        listed = self.brought.setdefault(of.slug, {})
        listed |= contents
        records = [record(of, key, content) for key, content in listed.items()]
        load(self.site.engine, of, records, (), [r.key for r in records], True, self.now, "run")
        self.curate()

    def curate(self) -> None:
        self.hours += 1
        curate(self.site.engine, self.now)

    def item(self, title: str) -> str:
        """The id of the only live item of a title."""
        query = text("""SELECT id FROM items WHERE title = :title AND merged_into IS NULL AND withdrawn_at IS NULL""")
        with self.site.engine.connect() as connection:
            return str(connection.execute(query, {"title": title}).scalar_one())

    def shown(self, item: str, name: str) -> Any:
        """What an item says in a field, as plain JSON."""
        with self.site.engine.connect() as connection:
            query = text("SELECT content -> :name FROM items WHERE id = :id")
            return connection.execute(query, {"name": name, "id": item}).scalar_one()

    def acts(self) -> list[tuple[str, str | None]]:
        """What people did, oldest first: act and author."""
        query = "SELECT act, author FROM journal WHERE author IS NOT NULL AND author <> 'test' ORDER BY seq"
        with self.site.engine.connect() as connection:
            return [(row.act, row.author) for row in connection.execute(text(query))]


NUMBERS = itertools.count(1)


@contextmanager
def house(site: DeskSite) -> Iterator[House]:
    """A house of its own, empty, on the PostgreSQL of `site`."""
    settings, name = site.settings, f"house_{next(NUMBERS)}"
    admin = open_engine(server.database_url(settings, "postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        if not connection.execute(text("SELECT FROM pg_database WHERE datname = 'house'")).first():
            template = open_engine(server.database_url(settings, "house"))
            upgrade(template)
            template.dispose()
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE house"))
    engine = open_engine(server.database_url(settings, name))
    yield House(DeskSite(settings, engine))
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def without_hours(content: Event) -> Event:
    """The same event by its day alone."""
    return replace(content, occurrences=tuple(Occurrence(WallTime.of_day(o.start.day)) for o in content.occurrences))
