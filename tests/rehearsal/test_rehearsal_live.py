"""`make run WEB=live ONCE=1` as somebody with a connection has it, with made-up sites behind the names of real hosts:
what answers is found, read and published without a file being edited; what does not is named with its cause."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.processes import end_all, members
from tests.conftest import NOW, ROOT, free_port
from tests.live.behind_world import SITES, Behind, serving, write_catalogue
from vigie.settings import Settings
from warehouse import server

pytestmark = [pytest.mark.airflow, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def behind() -> Iterator[Behind]:
    with serving(SITES) as standing:
        yield standing


@pytest.fixture
def environ(behind: Behind) -> Iterator[dict[str, str]]:
    ports = {f"VIGIE_{name}_PORT": str(free_port()) for name in ("SITE", "AIRFLOW", "SIMULATOR")}
    home = Path(tempfile.mkdtemp(prefix="vigie-live-"))
    home.chmod(0o755)
    given = {
        **ports,
        "VIGIE_HOME": str(home / "var"),
        "VIGIE_BEHIND": behind.address,
        "VIGIE_CATALOGUE": str(write_catalogue(home / "catalogue")),
        "VIGIE_HOST_GAP": "0.01",
        "VIGIE_NOW": NOW,
    }
    yield given
    end_all(Path(given["VIGIE_HOME"]))
    server.stop(Settings.from_environment({**given, "VIGIE_WEB": "live"}))
    shutil.rmtree(home, ignore_errors=True)


def run_live(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("VIGIE_", "AIRFLOW_"))}
    argv = [sys.executable, "-m", "pipeline.cli", "run", "--once", "--web", "live"]
    return subprocess.run(
        argv, env={**inherited, **environ}, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )


def test_one_command_fills_the_watch_and_says_what_became_of_each(environ: dict[str, str], behind: Behind) -> None:
    done = run_live(environ)
    said = done.stdout
    assert done.returncode == 0, said + done.stderr
    assert "VIGIE_CONTACT is not set" in said
    assert "12 sources that nobody has seen answer are looked at first." in said
    assert "5 of them answered." in said
    rows = {line.split("│")[1].strip(): line for line in said.splitlines() if line.count("│") > 5}
    for slug, words in {
        "answers": ("feed", "ok", "4"),
        "offers": ("feed, found", "ok", "4 items by feed"),
        "another": ("feed, found", "ok"),
        "moved": ("feed, found", "ok"),
        "gone": ("not-found",),
        "shut": ("blocked",),
        "forbids": ("robots",),
        "silent": ("server-error",),
        "bare": ("empty",),
        "nameless": ("not-found", "no address known"),
        "resting": ("dead",),
    }.items():
        assert all(word in rows[slug] for word in words), rows[slug]
    assert "waits" in rows["listed"]
    assert "13 sources: 5 read, 0 failed, 1 wait for `vigie sources probe --accept SLUG`" in said
    watch = (Path(environ["VIGIE_HOME"]) / "feeds" / "watch.atom").read_text()
    assert watch.count("</entry>") >= 4
    assert behind.overlaps() == []
    assert members(Path(environ["VIGIE_HOME"])) == []

    asked = len(behind.log)
    again = run_live(environ)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "are looked at first" not in again.stdout, "nothing is new, and nothing failed long ago"
    assert len(behind.log) - asked < 20, "the five that are read, and their robots.txt"
