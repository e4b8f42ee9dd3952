"""An open house: settings, warehouse, archive and catalogue held together for one process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from pipeline.readiness import as_read, project, ready
from scrapers.archive import WarcArchive
from scrapers.catalogue import load
from vigie.model import Source
from vigie.settings import Settings
from warehouse import probes
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from warehouse.server import database_url


class UnknownSource(LookupError):
    """A slug that the catalogue does not hold."""


@dataclass(frozen=True, slots=True)
class House:
    """What every step needs. `sources` is the catalogue as it was when the house was opened, as operators wrote it."""

    settings: Settings
    engine: Engine
    archive: WarcArchive
    sources: tuple[Source, ...]

    def entry(self, slug: str) -> Source:
        """The catalogue's entry for `slug`. Raises UnknownSource, naming the folder that was read."""
        for source in self.sources:
            if source.slug == slug:
                return source
        raise UnknownSource(f"no source `{slug}` in {self.settings.catalogue}")

    def source(self, slug: str) -> Source:
        """The source as it is read now: its entry, or the way that a probe found since. Raises UnknownSource."""
        entry = self.entry(slug)
        with self.engine.connect() as connection:
            return as_read(entry, probes.of(connection, slug))

    def ready(self) -> tuple[Source, ...]:
        """The sources that are scheduled, as they are read now (pipeline.readiness)."""
        with self.engine.connect() as connection:
            return ready(self.sources, probes.in_force(connection))


def open_house(settings: Settings | None = None, catalogue: Path | None = None, migrate: bool = False) -> House:
    """Opens the warehouse (starting the embedded PostgreSQL when needed), the archive and the catalogue.

    `migrate` brings the schema up to date first; commands that only read leave it alone. Raises CatalogueError with
    every finding when an entry does not fit.
    """
    settings = settings or Settings.from_environment()
    if catalogue:
        settings = replace(settings, catalogue=catalogue.resolve())
    settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(database_url(settings))
    if migrate:
        upgrade(engine)
        project(engine, settings.home)  # after a restore or a rebuild the schedule follows the warehouse
    return House(settings, engine, WarcArchive(settings.archive), load(settings.catalogue))
