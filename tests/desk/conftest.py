"""One PostgreSQL for the tests of the desk, with a desk over it; tests that must stand alone make their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk_site import DeskSite, desk_site


@pytest.fixture(scope="module")
def desk() -> Iterator[DeskSite]:
    """A desk over an empty warehouse, for the tests of one file."""
    with desk_site() as made:
        yield made
