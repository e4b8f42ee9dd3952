"""Law 1: kill the process at any instant and run again; the warehouse and the feeds end as if nothing had happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import steps
from pipeline.house import open_house
from tests.conftest import ROOT, Plot
from tests.pipeline.whole_state import WholeState, difference, whole_state

SOURCES = ("agenda-hainaut", "halle-charleroi-agenda", "fonds-image-appels")
# Any event of a small life is killed in test_kill_points; here a few at the volume of the simulated web.
POINTS = [
    ("scrapers.archive:WarcArchive.keep", "after", 20),
    ("warehouse.load:_add", "after", 2),
    ("warehouse.curate:_project", "after", 1),
]
COMMANDS = (("ingest", *SOURCES), ("curate",), ("publish",))


def run_whole(plot: Plot) -> WholeState:
    """The three commands in this process, and what they leave. No run may fail: a web that did not answer would look
    like something lost."""
    house = open_house(plot.settings, migrate=True)
    try:
        certificates = [steps.ingest(house, slug) for slug in SOURCES]
        assert [f"{c.source}: {c.cause} {c.message}" for c in certificates if not c.complete] == []
        steps.curate(house)
        steps.publish(house)
        return whole_state(house)
    finally:
        house.engine.dispose()


@pytest.fixture(scope="module")
def calm() -> dict[str, WholeState]:
    """The state without a kill: filled by the first test that needs it."""
    return {}


@pytest.mark.parametrize(("target", "moment", "number"), POINTS)
def test_kill_and_run_again(
    target: str, moment: str, number: int, new_plot: Callable[[], Plot], calm: dict[str, WholeState]
) -> None:
    if not calm:
        calm["state"] = run_whole(new_plot())
        assert len(calm["state"].feeds) > 12
    plot = new_plot()
    words = [word for command in COMMANDS for word in ("--", *command)]
    argv = [sys.executable, str(Path(__file__).with_name("die_at.py")), target, moment, str(number), *words]
    env = {**os.environ, **plot.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run(argv, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, f"the point was not reached:\n{killed.stdout}\n{killed.stderr}"
    told = difference(calm["state"], run_whole(plot))
    assert not told, f"killed {moment} call {number} of {target}, it ended otherwise than the calm run (-):\n{told}"
