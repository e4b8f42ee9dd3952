"""Lets the tests of the readers import their bench by name, and serves the sites of further platforms."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from platform_bench import TODAY, PlatformWeb

from simulator.clock import Clock
from simulator.server import SimulatedWeb
from simulator.sites.platforms import PLATFORM_SITES
from simulator.world import build


@pytest.fixture(scope="session")
def platform_web() -> Iterator[PlatformWeb]:
    """The sites of `simulator.sites.platforms` on a free loopback port, as they are on TODAY."""
    clock = Clock(build(7, TODAY))
    with SimulatedWeb(clock, 0, PLATFORM_SITES) as server:
        loop = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        loop.start()
        yield PlatformWeb(server.server_port, clock)
        server.shutdown()
        loop.join()
