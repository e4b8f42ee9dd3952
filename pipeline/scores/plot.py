"""A plot of ground for one run: a temporary state folder with an embedded PostgreSQL, all gone afterwards."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vigie.settings import Settings
from warehouse import server

DAY = "2026-11-21"
"""The frozen day of a run: a world that moved every day would give figures that nobody can compare."""


@contextmanager
def plot(port: int) -> Iterator[Settings]:
    """Settings of an empty house on the simulated web at 127.0.0.1:`port`; nothing of the caller's environment counts.

    No politeness gap to speak of: all hosts are on loopback.
    """
    home = Path(tempfile.mkdtemp(prefix="vigie-plot-"))
    settings = Settings.from_environment(
        {
            "VIGIE_HOME": str(home),
            "VIGIE_SIMULATOR": f"127.0.0.1:{port}",
            "VIGIE_NOW": f"{DAY}T08:00:00+01:00",
            "VIGIE_HOST_GAP": "0.000001",
        }
    )
    try:
        yield settings
    finally:
        server.stop(settings)
        shutil.rmtree(home, ignore_errors=True)


def any_port() -> int:
    """A port of 127.0.0.1 on which nothing listened a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
