"""A house that has read the simulated web, with its site in a process of its own, for browsers to visit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page

from tests.conftest import NOW, ROOT, Plot, free_port
from vigie.settings import Settings
from warehouse import server

PASSWORD = "une longue phrase de passe"
PEOPLE = {"ada": "editor", "vera": "viewer", "abel": "admin"}


@dataclass(frozen=True)
class Home:
    """A furnished house: `url` of its site, and how to run its commands."""

    url: str
    plot: Plot

    @property
    def settings(self) -> Settings:
        return self.plot.settings


@contextmanager
def furnished(database_server: Settings, web: str, read_at: str = NOW, now: str = NOW) -> Iterator[Home]:
    """Everything read, curated and published once at `read_at`, PEOPLE at its desk; the site answers at a loopback
    port, its clock stands at `now`."""
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="vigie-browsed-"))
    plot = Plot(
        {
            "VIGIE_HOME": str(folder / "var"),
            "VIGIE_WEB": "sim",
            "VIGIE_SIMULATOR": web,
            "VIGIE_DATABASE_URL": server.database_url(database_server, f"browsed_{port}"),
            "VIGIE_HOST_GAP": "0.001",
            "VIGIE_SITE_URL": f"http://127.0.0.1:{port}",
            "VIGIE_NOW": now,
        }
    )
    before = plot.with_variables(VIGIE_NOW=read_at)
    before.run("db", "upgrade")
    before.run("ingest", "--all", check=False)  # some sources of the simulated web fail on purpose
    before.run("curate")
    before.run("publish")
    with served(plot, folder, port) as home:
        yield home
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(plot: Plot, folder: Path, port: int) -> Iterator[Home]:
    """The site of a house that has its warehouse, with PEOPLE at its desk; its log goes to `folder`."""
    for name, role in PEOPLE.items():
        _person(plot, name, role)
    argv = [sys.executable, "-m", "pipeline.cli", "serve", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(argv, env={**os.environ, **plot.environ}, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/health", process, folder / "serve.log")
            yield Home(f"http://127.0.0.1:{port}", plot)
        finally:
            process.terminate()
            process.wait(20)


def sign_in(page: Page, site: str, name: str) -> None:
    """By keyboard alone, from the sign-in page to the desk's first."""
    page.goto(f"{site}/desk/sign-in")
    page.locator("input[name=name]").focus()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/?$"))


def _person(plot: Plot, name: str, role: str) -> None:
    argv = [sys.executable, "-m", "pipeline.cli", "desk", "add", name, "--role", role, "--password-stdin"]
    env = {**os.environ, **plot.environ}
    subprocess.run(argv, env=env, cwd=ROOT, input=PASSWORD + "\n", text=True, check=True, capture_output=True)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, "the site does not answer"
        time.sleep(0.2)
