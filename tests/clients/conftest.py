"""One furnished site for all clients that only read, empty ones for those that watch it change, and the table."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.clients import client_table, made_world
from tests.clients.served_site import ServedSite, served
from vigie.model import Content, Source
from vigie.settings import Settings
from warehouse import server

_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-table", action="store_true", help="write docs/clients.md from this run")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "client(name, format, compared): one row of docs/clients.md")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Clients run when they are asked for (`make test-clients`); what needs none of them runs with all tests."""
    asked = any("clients" in argument for argument in config.args)
    alone = collection_path.name in client_table.WITHOUT_CLIENTS
    return True if collection_path.name.startswith("test_") and not (asked or alone) else None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call" or report.outcome != "passed":
        for mark in item.iter_markers("client"):
            client_table.note(item.config, client_table.Row(*mark.args), report.outcome)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("write_table", default=False):
        client_table.write(session.config)


@pytest.fixture(scope="session")
def new_site(database_server: Settings) -> Iterator[Callable[[], ServedSite]]:
    """Makes sites over empty warehouses; they are served until the session ends."""
    home = Path(tempfile.mkdtemp(prefix="vigie-clients-"))
    with ExitStack() as open_sites:

        def make() -> ServedSite:
            number = next(_numbers)
            url = server.database_url(database_server, f"clients_{number}")
            environ = {"VIGIE_HOME": str(home / f"var{number}"), "VIGIE_DATABASE_URL": url}
            return open_sites.enter_context(served(Settings.from_environment(environ)))

        yield make
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def site(new_site: Callable[[], ServedSite]) -> ServedSite:
    """The whole made world, published. Tests only read it."""
    made = new_site()
    shelves: dict[str, tuple[Source, list[tuple[str, Content]]]] = {}
    for source, key, content in (*made_world.events(), *made_world.articles(), *made_world.calls()):
        shelves.setdefault(source.slug, (source, []))[1].append((key, content))
    for source, pairs in shelves.values():
        made.bring(source, pairs)
    made.publish()
    for kind, count in made_world.COUNTS.items():
        assert len(made.items(kind)) == count, f"{kind} items of the made world were joined or lost"
    return made


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: some clients keep sockets and locks beside their data."""
    home = Path(tempfile.mkdtemp(prefix="vc-"))
    yield home
    shutil.rmtree(home, ignore_errors=True)
