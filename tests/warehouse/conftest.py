"""A real embedded PostgreSQL for the session, and a fresh, migrated database for each test."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from vigie.settings import Settings
from warehouse import server
from warehouse.engine import open_engine
from warehouse.migrate import upgrade

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Settings]:
    """Settings of a PostgreSQL of this session alone, with the migrated database `template`."""
    home = Path(tempfile.mkdtemp(prefix="vigie-warehouse-"))
    settings = Settings.from_environment({"VIGIE_HOME": str(home)})
    template = open_engine(server.database_url(settings, "template"))
    upgrade(template)
    template.dispose()
    yield settings
    server.stop(settings)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def engine(postgres: Settings) -> Iterator[Engine]:
    """An empty warehouse at the newest schema."""
    with _database(postgres) as made:
        yield made


@pytest.fixture
def other_engine(postgres: Settings) -> Iterator[Engine]:
    """A second one, to compare with."""
    with _database(postgres) as made:
        yield made


@contextmanager
def _database(postgres: Settings) -> Iterator[Engine]:
    admin = open_engine(server.database_url(postgres, "postgres")).execution_options(isolation_level="AUTOCOMMIT")
    name = f"test_{next(NUMBERS)}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template"))
    made = open_engine(server.database_url(postgres, name))
    yield made
    made.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
