"""A real embedded PostgreSQL with a furnished warehouse, published feeds, and the site on top of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import web_samples
from sqlalchemy import Engine
from starlette.testclient import TestClient

from vigie.settings import Settings
from warehouse import server
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from web.app import create_app


@dataclass(frozen=True)
class Site:
    settings: Settings
    engine: Engine
    client: TestClient


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The site over the made-up warehouse of `web_samples`, on the frozen Thursday 12 March 2026."""
    home = Path(tempfile.mkdtemp(prefix="vigie-web-"))
    settings = Settings.from_environment({"VIGIE_HOME": str(home), "VIGIE_SITE_URL": "http://vigie.test"})
    settings = replace(settings, now=web_samples.NOW)
    engine = open_engine(server.database_url(settings))
    upgrade(engine)
    web_samples.furnish(engine, settings.feeds)
    client = TestClient(create_app(engine, settings), base_url="http://vigie.test", follow_redirects=False)
    yield Site(settings, engine, client)
    engine.dispose()
    server.stop(settings)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def client(site: Site) -> TestClient:
    return site.client
