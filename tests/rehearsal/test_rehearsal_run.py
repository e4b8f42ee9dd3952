"""`make run ONCE=1` as a newcomer has it: its table, its listeners, a kill in the middle, and a second run.

The house has an embedded PostgreSQL and ports of its own. With VIGIE_KILL_MATRIX=1 (`make test-kill`) every process of
the house is killed in turn; otherwise the one that hurts most, PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import requests

from pipeline import steps
from pipeline.house import open_house
from pipeline.processes import end_all, members, only_one
from tests.conftest import NOW, ROOT, Plot, feed_bytes, free_port
from vigie.settings import Settings
from warehouse import server
from warehouse.engine import open_engine
from warehouse.fingerprint import content_hash

pytestmark = [pytest.mark.airflow, pytest.mark.slow, pytest.mark.timeout(900)]

VICTIMS = ["postgres"]
if os.environ.get("VIGIE_KILL_MATRIX"):
    VICTIMS += [
        "conductor",
        "simulator",
        "vigie serve",
        "consumers run websub",
        "airflow api_server",
        "airflow scheduler",
        "airflow dag-processor",
        "airflow triggerer",
        "airflow worker",
    ]


@dataclass
class Running:
    """One `vigie run --once` in the background."""

    process: subprocess.Popen[str]
    home: Path
    log: Path

    def wait_for(self, text: str, patience: float = 200) -> None:
        until = time.monotonic() + patience
        while text not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    """A folder of its own: another pytest resets the mode of pytest's, which PostgreSQL's user must cross."""
    ports = {f"VIGIE_{name}_PORT": str(free_port()) for name in ("SITE", "AIRFLOW", "SIMULATOR")}
    home = Path(tempfile.mkdtemp(prefix="vigie-rehearsal-"))
    yield {**ports, "VIGIE_HOME": str(home / "var"), "VIGIE_WEB": "sim", "VIGIE_NOW": NOW}
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def start(environ: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def begin() -> Running:
        log = tmp_path / f"run{len(started)}.log"
        argv = [sys.executable, "-m", "pipeline.cli", "run", "--once"]
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("VIGIE_", "AIRFLOW_"))}
        with log.open("w") as output:
            process = subprocess.Popen(
                argv, env={**inherited, **environ}, cwd=ROOT, stdout=output, stderr=output, text=True
            )
        started.append(Running(process, Path(environ["VIGIE_HOME"]), log))
        return started[-1]

    yield begin
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
    end_all(Path(environ["VIGIE_HOME"]))
    server.stop(Settings.from_environment(environ))


def certificates(settings: Settings) -> int:
    from sqlalchemy import text

    with closing(open_engine(server.database_url(settings)).raw_connection()) as raw:
        cursor = raw.cursor()
        cursor.execute(str(text("select count(*) from runs where certificate is not null")))
        counted: int = cursor.fetchone()[0]
        return counted


def victim(name: str, running: Running, settings: Settings) -> int:
    """Process id of the part of the house with that name."""
    if name == "conductor":
        return running.process.pid
    if name == "postgres":
        return int((settings.postgres / "postmaster.pid").read_text().splitlines()[0])
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for process in members(running.home):
            try:
                title = " ".join(process.cmdline())
            except psutil.NoSuchProcess:
                continue
            if name in title:
                return process.pid
    raise AssertionError(f"no process {name}: {[p.cmdline() for p in members(running.home)]}")


def calm_state(plot: Plot) -> tuple[str, dict[str, bytes]]:
    """What the same day leaves without Airflow and without a kill."""
    house = open_house(plot.settings, migrate=True)
    for source in house.sources:
        steps.ingest(house, source.slug)
    steps.curate(house)
    steps.publish(house)
    steps.tell_changes(house)
    return content_hash(house.engine), feed_bytes(plot.settings.feeds)


def listening(home: Path) -> set[tuple[str, int]]:
    found = set()
    for process in members(home):
        try:
            found |= {(c.laddr.ip, c.laddr.port) for c in process.net_connections("tcp") if c.status == "LISTEN"}
        except psutil.NoSuchProcess:
            continue
    return found


@pytest.mark.parametrize("name", VICTIMS)
def test_kill_one_process_and_run_again(
    name: str, start: Callable[[], Running], environ: dict[str, str], new_plot: Callable[[], Plot]
) -> None:
    settings = Settings.from_environment(environ)
    killed = start()
    killed.wait_for("The house is up")
    listeners = listening(killed.home)
    assert {port for _, port in listeners} >= {int(v) for k, v in environ.items() if k.endswith("_PORT")}
    assert {address for address, _ in listeners} == {"127.0.0.1"}, listeners
    until = time.monotonic() + 120
    while certificates(settings) < 3:
        assert time.monotonic() < until, killed.log.read_text()
        time.sleep(0.2)
    os.kill(victim(name, killed, settings), signal.SIGKILL)
    code = killed.process.wait(300)
    if name == "postgres":
        assert code == 1, killed.log.read_text()
        assert "Traceback" not in killed.log.read_text()

    again = start()
    assert again.process.wait(400) == 0, again.log.read_text()
    said = again.log.read_text()
    assert "What each source brought" in said
    assert f"http://127.0.0.1:{environ['VIGIE_SITE_PORT']}/agenda" in said
    assert members(again.home) == [], "a process was left behind"
    expected_hash, expected_feeds = calm_state(new_plot().with_variables(VIGIE_SITE_URL=site_of(environ)))
    engine = open_engine(server.database_url(settings))
    assert content_hash(engine) == expected_hash
    assert feed_bytes(settings.feeds) == expected_feeds

    if name == "postgres":
        third = start()
        assert third.process.wait(400) == 0, third.log.read_text()
        assert third.log.read_text().count("unchanged") >= 16, third.log.read_text()
        assert content_hash(open_engine(server.database_url(settings))) == expected_hash
        assert feed_bytes(settings.feeds) == expected_feeds


def site_of(environ: dict[str, str]) -> str:
    return f"http://127.0.0.1:{environ['VIGIE_SITE_PORT']}"


def test_up_in_the_background_looked_at_and_ended_by_ctrl_c(environ: dict[str, str]) -> None:
    """What a newcomer does: the pages answer on loopback while the house is up; SIGINT ends every process."""
    home = Path(environ["VIGIE_HOME"])
    plot = Plot(environ)
    try:
        said = plot.run("start").stdout
        conductor = int(said.split("process ")[1].split(";")[0])
        log = home / "log" / "run.log"
        until = time.monotonic() + 300
        while "Ctrl-C stops everything." not in log.read_text():
            assert psutil.pid_exists(conductor), log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.3)
        assert len(plot.run("status").stdout.splitlines()) > 8
        twice = plot.run("start", check=False)
        assert twice.returncode == 1
        assert "vigie stop" in twice.stderr

        site = site_of(environ)
        for page, word in (
            ("agenda", "Namur"),
            ("veille", "Pixel wallon"),
            ("appels", "J-"),
            ("abonnements", "agenda.ics"),
        ):
            answer = requests.get(f"{site}/{page}", timeout=30)
            assert answer.status_code == 200, page
            assert word in answer.text, page
        feed = requests.get(f"{site}/feeds/agenda.ics", timeout=30)
        assert feed.content == (home / "feeds" / "agenda.ics").read_bytes()
        again = requests.get(f"{site}/feeds/agenda.ics", headers={"If-None-Match": feed.headers["ETag"]}, timeout=30)
        assert again.status_code == 304
        dags = requests.get(f"http://127.0.0.1:{environ['VIGIE_AIRFLOW_PORT']}/", timeout=30)
        assert dags.status_code == 200, "Airflow's pages ask for no login on loopback"

        os.kill(conductor, signal.SIGINT)
        psutil.Process(conductor).wait(60)
        assert members(home) == []
        assert not server.running(plot.settings)
        assert "0 processes ended" in plot.run("stop").stdout
    finally:
        end_all(home)
        server.stop(plot.settings)


def test_a_second_conductor_is_refused(environ: dict[str, str]) -> None:
    with only_one(Path(environ["VIGIE_HOME"])):
        done = Plot(environ).run("run", "--once", check=False)
    assert done.returncode == 1
    assert "vigie stop" in done.stdout
    assert not (Path(environ["VIGIE_HOME"]) / "postgres").exists(), "nothing was started beside the other one"


def test_ctrl_c_while_the_house_comes_up_leaves_nothing(start: Callable[[], Running], environ: dict[str, str]) -> None:
    settings = Settings.from_environment(environ)
    running = start()
    until = time.monotonic() + 60
    while not server.running(settings):
        assert time.monotonic() < until, running.log.read_text()
        time.sleep(0.05)
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) == 130, running.log.read_text()
    assert not server.running(settings)
    assert members(running.home) == []


def test_a_busy_port_names_the_variable(environ: dict[str, str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environ["VIGIE_AIRFLOW_PORT"])))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", "run", "--once"],
            env={**os.environ, **environ},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "VIGIE_AIRFLOW_PORT" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
