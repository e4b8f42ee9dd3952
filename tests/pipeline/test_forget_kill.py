"""A takedown that is killed is finished by doing it again; a run killed before it cleared, by the next sweep."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.forget import proof
from pipeline.house import House
from tests.conftest import ROOT, Plot, feed_bytes
from tests.pipeline.forget_world import Lived, lived, of, opened
from tests.pipeline.lived_days import FIRST, MovingWeb, morning
from vigie.settings import Settings
from warehouse import fingerprint, suppression
from warehouse.traces import Needles

POINTS = [
    ("pipeline.forget:clear", "before", 1),
    ("scrapers.archive_purge:take_out", "before", 1),
    ("pipeline.forget:clear", "after", 1),
    ("warehouse.forgetting:forget", "after", 1),
    ("pipeline.steps:curate", "before", 1),
    ("pipeline.steps:curate", "after", 1),
    ("warehouse.blanking:blank", "after", 1),
    ("warehouse.journal:rewrite_copy", "before", 1),
]
State = tuple[dict[str, str], dict[str, bytes]]


@pytest.fixture(scope="module")
def before(database_server: Settings, web: MovingWeb, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return lived(database_server, web, tmp_path_factory.mktemp("lived") / "var")


@pytest.fixture(scope="module")
def calm() -> dict[str, State]:
    """What a takedown leaves that nobody killed: filled by the first test that needs it."""
    return {}


def on_day(plot: Plot, day: int) -> Plot:
    return plot.with_variables(VIGIE_NOW=morning(FIRST + timedelta(days=day)).isoformat())


def die(plot: Plot, target: str, moment: str, number: int, *command: str) -> None:
    argv = [sys.executable, "-m", "tests.pipeline.die_at", target, moment, str(number), "--", *command]
    done = subprocess.run(argv, env={**os.environ, **plot.environ}, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


def traces_of(house: House, needles: Needles) -> tuple[str, ...]:
    with house.engine.connect() as connection:
        return proof(house, needles, suppression.read(connection))


def state(house: House) -> State:
    with house.engine.connect() as connection:
        return fingerprint.parts(connection), feed_bytes(house.settings.feeds)


@pytest.mark.parametrize(("target", "moment", "number"), POINTS)
def test_killed_and_done_again(
    before: Lived, tmp_path: Path, calm: dict[str, State], target: str, moment: str, number: int
) -> None:
    plot = on_day(before.copy(tmp_path / "var"), 1)
    house = opened(plot)
    lost = of(house, "grenier-huy")
    house.engine.dispose()
    (sighting,) = lost.sightings
    words = (lost.content.title, sighting.url or lost.content.title)
    command = ("forget", f"{sighting.source}/{sighting.key}", "--as", "record", "--because", "x", "--by", "anne")
    if not calm:
        other = on_day(before.copy(tmp_path / "calm"), 1)
        other.run(*command)
        there = opened(other)
        calm["state"] = state(there)
        there.engine.dispose()
    die(plot, target, moment, number, *command)
    assert "nothing is left" in plot.run(*command).stdout
    house = opened(plot)
    assert traces_of(house, Needles(words, words)) == ()
    assert state(house) == calm["state"]
    house.engine.dispose()


def test_a_run_killed_before_it_cleared_its_pages(before: Lived, web: MovingWeb, tmp_path: Path) -> None:
    plot = before.copy(tmp_path / "var")
    house = opened(plot)
    lost = of(house, "halle-charleroi-agenda")  # asks for another window each day, so its answers are new
    (sighting,) = lost.sightings
    words = (lost.content.title, sighting.url or lost.content.title)
    named = f"{sighting.source}/{sighting.key}"
    on_day(plot, 1).run("forget", named, "--as", "record", "--because", "x", "--by", "anne")
    web.move(FIRST + timedelta(days=2))
    die(on_day(plot, 2), "pipeline.steps:clear_run", "before", 1, "ingest", "halle-charleroi-agenda")
    assert any("capture" in hit for hit in traces_of(house, Needles(words, words))), "the site still publishes it"
    assert "nothing is left" in on_day(plot, 2).run("forget", "--again").stdout
    assert traces_of(house, Needles(words, words)) == ()
    house.engine.dispose()
