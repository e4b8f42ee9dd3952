"""A house that has read the simulated web, its site in a process of its own, and one Chromium for all tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsing import FLAGS, PROGRAM, needs_browser
from tests.conftest import NOW, ROOT, Plot, free_port
from vigie.settings import Settings
from warehouse import server

NAME, PASSWORD = "ada", "une longue phrase de passe"


@dataclass(frozen=True)
class Home:
    """A furnished house: `url` of its site, and how to run its commands."""

    url: str
    plot: Plot

    @property
    def settings(self) -> Settings:
        return self.plot.settings


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    needs_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(PROGRAM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def home(database_server: Settings, simulated_web: str) -> Iterator[Home]:
    """Everything read, curated and published once; the site serves it at a loopback port."""
    needs_browser()
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="vigie-browsed-"))
    plot = Plot(
        {
            "VIGIE_HOME": str(folder / "var"),
            "VIGIE_WEB": "sim",
            "VIGIE_SIMULATOR": simulated_web,
            "VIGIE_DATABASE_URL": server.database_url(database_server, f"browsed_{port}"),
            "VIGIE_HOST_GAP": "0.001",
            "VIGIE_SITE_URL": f"http://127.0.0.1:{port}",
            "VIGIE_NOW": NOW,
        }
    )
    plot.run("db", "upgrade")
    plot.run("ingest", "--all", check=False)
    plot.run("curate")
    plot.run("publish")
    argv = [sys.executable, "-m", "pipeline.cli", "serve", "--port", str(port)]
    log = (folder / "serve.log").open("wb")
    process = subprocess.Popen(argv, env={**os.environ, **plot.environ}, cwd=ROOT, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while not _answers(f"http://127.0.0.1:{port}/health"):
            assert process.poll() is None, (folder / "serve.log").read_text()
            assert time.monotonic() < until, "the site does not answer"
            time.sleep(0.2)
        yield Home(f"http://127.0.0.1:{port}", plot)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
