"""What tests of the whole house share: a simulated web of a fixed day, and houses with an empty warehouse each.

Everything is real: the web is a process on loopback, the warehouse an embedded PostgreSQL of this session alone.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from vigie.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TODAY = "2026-11-21"
NOW = f"{TODAY}T08:00:00+01:00"
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need ../shared are skipped where it is absent, with a reason that the summary shows."""
    if not SHARED.is_dir():
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(pytest.mark.skip(reason=f"{SHARED} is not here: the real data were NOT read"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def web_of(today: str) -> Iterator[str]:
    """`127.0.0.1:PORT` of a made-up web as it is on a day, in a process of its own."""
    port = free_port()
    argv = [sys.executable, "-m", "simulator", "serve", "--port", str(port), "--today", today]
    process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while True:
        try:
            requests.get(f"http://127.0.0.1:{port}/", headers={"Host": "clock.example"}, timeout=1)
            break
        except requests.RequestException:
            assert process.poll() is None, "the simulator ended"
            assert time.monotonic() < until, "the simulator does not answer"
            time.sleep(0.1)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def simulated_web() -> Iterator[str]:
    """`127.0.0.1:PORT` of the made-up web as it is on TODAY."""
    with web_of(TODAY) as address:
        yield address


@dataclass(frozen=True)
class Plot:
    """Where a house may be built: its environment. `run` calls the command line in a process of its own."""

    environ: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        return Settings.from_environment(self.environ)

    def with_variables(self, **variables: str) -> Plot:
        return Plot({**self.environ, **variables})

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *arguments],
            env={**os.environ, **self.environ},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, f"vigie {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
        return done


@pytest.fixture(scope="session")
def database_server() -> Iterator[Settings]:
    """The PostgreSQL that carries a database for each plot."""
    from warehouse import server

    home = Path(tempfile.mkdtemp(prefix="vigie-tests-"))
    settings = Settings.from_environment({"VIGIE_HOME": str(home)})
    yield settings
    server.stop(settings)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def new_plot(database_server: Settings, simulated_web: str, tmp_path: Path) -> Callable[[], Plot]:
    """Makes plots on the simulated web, each with an empty database and a folder of its own."""
    from warehouse import server

    def make() -> Plot:
        number = next(_numbers)
        home = tmp_path / f"var{number}"
        return Plot(
            {
                "VIGIE_HOME": str(home),
                "VIGIE_WEB": "sim",
                "VIGIE_SIMULATOR": simulated_web,
                "VIGIE_DATABASE_URL": server.database_url(database_server, f"plot_{number}"),
                "VIGIE_HOST_GAP": "0.001",
                "VIGIE_NOW": NOW,
            }
        )

    return make


@pytest.fixture
def plot(new_plot: Callable[[], Plot]) -> Plot:
    return new_plot()


def feed_bytes(folder: Path) -> dict[str, bytes]:
    """Every published file by name; what the publisher keeps for itself begins with a dot."""
    files = {str(f.relative_to(folder)): f for f in sorted(folder.rglob("*")) if f.is_file()}
    return {name: file.read_bytes() for name, file in files.items() if not name.startswith(".")}
