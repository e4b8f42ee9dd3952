"""Law 1: killed at any event of a life of four days, and run again, a house ends as if nothing had happened.

A sample of points; VIGIE_KILL_POINTS=200 draws more of them, VIGIE_KILL_SEED others.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.kill_events import What
from tests.pipeline.kill_life import Grounds, Lived
from tests.pipeline.kill_points import Trial, draw
from tests.pipeline.kill_world import served
from tests.pipeline.kill_zygote import Zygote
from vigie.settings import Settings

POINTS = int(os.environ.get("VIGIE_KILL_POINTS") or 16)
WHOLE = 8
"""Every so many trials are lived to the end of the life; the others are compared right after the step."""
SEED = int(os.environ.get("VIGIE_KILL_SEED") or 1)


@pytest.fixture(scope="module")
def grounds(database_server: Settings) -> Iterator[Grounds]:
    folder = Path(tempfile.mkdtemp(prefix="vigie-kill-"))
    zygote = Zygote(folder / "zygote")
    with served() as webs:
        yield Grounds(database_server, webs, folder, zygote)
    zygote.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def lived(grounds: Grounds) -> Lived:
    return grounds.live_calmly()


@pytest.fixture(scope="module")
def trials(lived: Lived) -> tuple[Trial, ...]:
    return draw(lived.tallies, POINTS, SEED)


def test_the_life_has_events_of_every_class(lived: Lived) -> None:
    seen = {what for tally in lived.tallies for what, _ in tally}
    assert seen == set(What)
    assert [held.wrong for held in lived.held if held.wrong] == []


@pytest.mark.parametrize("number", range(POINTS))
def test_killed_and_run_again(number: int, grounds: Grounds, lived: Lived, trials: tuple[Trial, ...]) -> None:
    trial = trials[number]
    told = grounds.trial(lived, trial, to_the_end=number % WHOLE == 0)
    assert not told, f"{lived.steps[trial.step]} killed: {trial}\n{told}"
