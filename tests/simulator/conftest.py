"""A real simulator on a free loopback port."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from simulated_client import TODAY, Web

from simulator.clock import Clock
from simulator.server import SimulatedWeb
from simulator.world import build
from simulator.year import Year, build_year
from simulator.year.census import ORIGIN, SEED


@pytest.fixture
def clock() -> Clock:
    return Clock(build(7, TODAY))


@pytest.fixture
def web(clock: Clock) -> Iterator[Web]:
    with SimulatedWeb(clock, 0) as server:
        loop = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        loop.start()
        yield Web(server.server_port)
        server.shutdown()
        loop.join()


@pytest.fixture(scope="session")
def year() -> Year:
    """The year that docs/simulated-year.md describes."""
    return build_year(SEED, ORIGIN)
