"""docs/clients.md has a row for each test that bears the mark, and no other. Needs no client: runs with all tests."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import tests.clients
from tests.clients.client_table import PAGE, RESULTS, Row, rows_of, version


def marked() -> Iterator[Row]:
    """The rows that the tests of this folder promise."""
    for module in pkgutil.iter_modules(tests.clients.__path__):
        if module.name.startswith("test_clients"):
            loaded = importlib.import_module(f"tests.clients.{module.name}")
            for name, test in vars(loaded).items():
                if name.startswith("test_"):
                    yield from (Row(*m.args) for m in _marks(test) if m.name == "client")


def _marks(test: object) -> Iterator[pytest.Mark]:
    for mark in getattr(test, "pytestmark", []):
        yield mark
        if mark.name == "parametrize":
            for case in mark.args[1]:
                yield from (m.mark if hasattr(m, "mark") else m for m in getattr(case, "marks", ()))


def test_the_page_has_every_row(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("write_table", default=False):
        pytest.skip("docs/clients.md is written by this very run")
    told = {row: (seen, result) for row, seen, result in rows_of(PAGE.read_text(encoding="utf-8"))}
    promised = set(marked())
    assert promised - set(told) == set(), "make test-clients ARGS=--write-table"
    assert set(told) - promised == set(), "rows whose test is gone: make test-clients ARGS=--write-table"
    assert len({row.client for row in promised}) >= 25


def test_no_row_differs() -> None:
    """A page that was written from a run with differences is not committed; one that says so of its own cannot be."""
    results = [result for _, _, result in rows_of(PAGE.read_text(encoding="utf-8"))]
    assert set(results) <= set(RESULTS.values())
    assert RESULTS["failed"] not in results


def test_versions_are_those_of_the_locks() -> None:
    for row, seen, _ in rows_of(PAGE.read_text(encoding="utf-8")):
        locked = version(row.client)
        if row.client.lower() not in (
            "calcurse",
            "newsboat",
            "libreoffice",
        ):  # those of the machine that wrote the page
            assert seen == locked, row.client
