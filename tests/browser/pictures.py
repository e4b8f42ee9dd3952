"""`python -m tests.browser.pictures FOLDER [PATH…]`: pictures of pages of the simulated web, at three widths.

For eyes and for the README: without paths, one page of every kind, readers' and desk.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

from tests.browser.browsing import FLAGS, PROGRAM, WIDTHS, sitting
from tests.browser.house import furnished, sign_in
from tests.conftest import TODAY, web_of
from vigie.settings import Settings
from warehouse import server

READERS = (
    "/agenda", "/agenda/2026-11", "/agenda/carte", "/veille", "/appels", "/acteurs", "/lieux", "/proposer",
    "/abonnements", "/en/agenda",
)  # fmt: skip
DESK = (
    "/desk", "/desk/queue", "/desk/items", "/desk/conflicts", "/desk/deadlines", "/desk/coverage", "/desk/views",
    "/desk/digest", "/desk/proposals", "/desk/audit", "/desk/sql", "/desk/import",
)  # fmt: skip


def main(folder: Path, paths: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="vigie-pictures-"))
    settings = Settings.from_environment({"VIGIE_HOME": str(home)})
    try:
        with web_of(TODAY) as web, furnished(settings, web) as house, sync_playwright() as playwright:
            if not paths:
                items = [_first(house.url, kind) for kind in ("event", "news", "call")]
                paths = [*READERS, *(f"/e/{i}" for i in items), f"/e/{items[0]}/signaler", *DESK]
                paths += [f"/desk/e/{items[0]}", f"/desk/e/{items[0]}/preview", "/acteurs/kikk", "/desk/people"]
            browser = playwright.chromium.launch(executable_path=str(PROGRAM), args=FLAGS)
            for width in WIDTHS:
                with sitting(browser, house.url, width, dark=width == 820) as seated:
                    sign_in(seated.page, house.url, "abel")
                    for path in paths:
                        seated.page.goto(house.url + path)
                        name = re.sub(r"[^a-z0-9]+", "-", path).strip("-") or "home"
                        seated.page.screenshot(path=folder / f"{name[:60]}-{width}.png")
            browser.close()
    finally:
        server.stop(settings)


def _first(site: str, kind: str) -> str:
    return str(httpx.get(f"{site}/api/v1/items?kind={kind}&limit=1").json()["items"][0]["id"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
