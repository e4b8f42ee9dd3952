"""One Chromium for all browser tests, and a house to visit for each module of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsing import FLAGS, PROGRAM, needs_browser
from tests.browser.house import Home, furnished
from vigie.settings import Settings


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with its module: while Playwright is there, nothing else in this process can run an event loop."""
    needs_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(PROGRAM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def home(database_server: Settings, simulated_web: str) -> Iterator[Home]:
    needs_browser()
    with furnished(database_server, simulated_web) as made:
        yield made
