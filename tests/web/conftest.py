"""A real embedded PostgreSQL with a furnished warehouse, published feeds, and the site on top of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import town_items
import varied_items
import web_samples
from site_under_test import Site
from starlette.testclient import TestClient

from feeds.channel import site_of
from feeds.publish import publish
from vigie.model import Kind
from vigie.settings import Settings
from warehouse import items, server
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from web.app import create_app


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


@pytest.fixture(scope="session")
def varied(site: Site) -> Iterator[Site]:
    """The site over the few hundred items of `varied_items`, on the same server, on the same frozen day."""
    settings = replace(site.settings, home=site.settings.home / "varied", now=varied_items.NOW)
    engine = open_engine(server.database_url(site.settings, "varied"))
    upgrade(engine)
    varied_items.furnish(engine)
    with engine.connect() as connection:
        shelves = {kind: tuple(items.stream(connection, kind)) for kind in Kind}
    publish(shelves, site_of(settings), varied_items.NOW, settings.feeds, (4, 4))
    client = TestClient(create_app(engine, settings), base_url="http://vigie.test", follow_redirects=False)
    yield Site(settings, engine, client)
    engine.dispose()


@pytest.fixture(scope="session")
def towns(site: Site) -> Iterator[Site]:
    """The site over `town_items`, on the same server, on the same frozen day; nothing is published."""
    settings = replace(site.settings, home=site.settings.home / "towns", now=varied_items.NOW)
    engine = open_engine(server.database_url(site.settings, "towns"))
    upgrade(engine)
    town_items.furnish(engine)
    client = TestClient(create_app(engine, settings), base_url="http://vigie.test", follow_redirects=False)
    yield Site(settings, engine, client)
    engine.dispose()


@pytest.fixture
def client(site: Site) -> TestClient:
    return site.client
