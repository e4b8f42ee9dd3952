"""What tests of the conductor share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pipeline.lived_days import MovingWeb, moving_web


@pytest.fixture(scope="module")
def web() -> Iterator[MovingWeb]:
    """A made-up web of the module's own, whose clock can be moved."""
    with moving_web() as moving:
        yield moving
