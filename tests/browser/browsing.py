"""A reader with the Chromium of this machine, driven by Playwright, who notes what a page asks for and complains of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

PROGRAM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
PATIENCE = 30_000
"""Milliseconds that an answer may take on a busy machine."""
WIDTHS = {390: 844, 820: 1180, 1440: 900}
"""Widths of screens and their heights, in pixels: a phone, a tablet, a desk."""
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def needs_browser() -> None:
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} is not here: pages were NOT opened in a browser")


@dataclass
class Sitting:
    """One page that stays open. `asked` are the addresses that it asked for, `said` errors of its console."""

    page: Page
    site: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)

    def go(self, path: str, status: int = 200) -> Page:
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status == status, (path, answer.status)
        return self.page

    @property
    def strangers(self) -> set[str]:
        """Hosts beside our own that were asked for anything."""
        own = urlsplit(self.site).netloc
        return {host for url in self.asked if (host := urlsplit(url).netloc) not in ("", own)}

    def barriers(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA and good practice: `rule: selector`, empty when there is nothing."""
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": list(WCAG)}}).response
        return [
            f"{v['id']}: {n['target']} {n.get('failureSummary', '')}" for v in found["violations"] for n in v["nodes"]
        ]


@contextmanager
def sitting(
    browser: Browser, site: str, width: int = 1440, javascript: bool = True, dark: bool = False
) -> Iterator[Sitting]:
    """A fresh profile with one page."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        java_script_enabled=javascript,
        color_scheme="dark" if dark else "light",
        locale="fr-BE",
        timezone_id="Europe/Brussels",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    seated = Sitting(page, site)

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seated.said.append(f"{message.type}: {message.text}")

    def requested(request: Request) -> None:
        seated.asked.append(request.url)

    def answered(response: Response) -> None:
        length = "0" if 300 <= response.status < 400 else response.headers.get("content-length")
        seated.weights[response.url] = int(length) if length else len(response.body())

    page.on("console", heard)
    page.on("pageerror", lambda error: seated.said.append(f"pageerror: {error}"))
    page.on("request", requested)
    page.on("response", answered)
    try:
        yield seated
    finally:
        context.close()
