"""Readers in a real browser: every kind of page has no barrier, no stranger, no script, and is light."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browsing import WIDTHS, Sitting, sitting
from tests.browser.house import Home
from web.desk.public import PAGES

KINDS = ("event", "news", "call")
PICTURES = ".png"
FIRST_VIEW = 100_000
"""Bytes that a page may take with all it loads."""


@dataclass(frozen=True)
class Addresses:
    """Addresses of every kind of page, with the status of their answer."""

    pages: tuple[tuple[str, int], ...]
    event: str
    title: str


@pytest.fixture(scope="module")
def addresses(home: Home) -> Addresses:
    """One for each route that is a page, in both languages, and some that find nothing."""
    found = {k: httpx.get(f"{home.url}/api/v1/items?kind={k}&limit=1").json()["items"][0] for k in KINDS}
    event = found["event"]["id"]
    samples = {
        "/agenda/{month}": "/agenda/2026-12",
        "/e/{item}": f"/e/{event}",
        "/e/{item}/signaler": f"/e/{event}/signaler",
        "/acteurs/{slug}": "/acteurs/kikk",
        "/lieux/{slug}": _first(home, "/lieux"),
    }
    pages = [(samples.get(path, path), 200) for path in PAGES if not path.endswith(PICTURES)]
    pages += [(f"/e/{found[kind]['id']}", 200) for kind in ("news", "call")]
    pages += [("/rien-ici", 404), ("/agenda?province=namur&q=atelier", 200), ("/agenda?q=zzzzzz", 200)]
    pages += [("/veille?semaine=2026-W46", 200), ("/appels?etat=closed", 200), ("/acteurs?par=province", 200)]
    pages += [(f"/en{path}".rstrip("/"), status) for path, status in pages]
    assert not [path for path, _ in pages if "{" in path], "a page of a new kind has no sample here"
    return Addresses(tuple(pages), event, found["event"]["title"])


def _first(home: Home, listing: str) -> str:
    """The first page that a list leads to."""
    found = re.search(rf'href="({listing}/[a-z0-9-]+)"', httpx.get(home.url + listing).text)
    assert found
    return found[1]


@pytest.fixture(params=sorted(WIDTHS))
def seat(request: pytest.FixtureRequest, chromium: Browser, home: Home) -> Iterator[Sitting]:
    with sitting(chromium, home.url, request.param, dark=request.param == 820) as seated:
        yield seated


def test_no_page_has_a_barrier_a_stranger_or_a_complaint(seat: Sitting, addresses: Addresses) -> None:
    """axe on every kind of page, in both languages; dark at 820 pixels; nothing wider than the screen."""
    found: dict[str, object] = {}
    for path, status in addresses.pages:
        seat.said.clear()
        page = seat.go(path, status)
        if barriers := seat.barriers():
            found[path] = barriers
        if said := [s for s in seat.said if f"status of {status}" not in s]:
            found[f"{path} console"] = said
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found[f"{path} width"] = wide
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)
    assert seat.strangers == set()


def test_the_first_view_is_light(chromium: Browser, home: Home, addresses: Addresses) -> None:
    for path, status in addresses.pages:
        with sitting(chromium, home.url) as seated:
            seated.go(path, status).wait_for_load_state("networkidle")
            assert 0 < sum(seated.weights.values()) < FIRST_VIEW, (path, seated.weights)


def test_no_page_of_readers_has_a_script(chromium: Browser, home: Home, addresses: Addresses) -> None:
    for path, status in addresses.pages:
        answer = httpx.get(home.url + path)
        assert answer.status_code == status
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        with sitting(chromium, home.url) as seated:
            page = seated.go(path, status)
            kinds = page.eval_on_selector_all("script", "all => all.map(one => one.type)")
            assert set(kinds) <= {"application/ld+json"}, path
            assert page.locator("[style], [onclick], [onload]").count() == 0, path


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_reader_finds_an_evening_and_takes_it_home(
    chromium: Browser, home: Home, addresses: Addresses, javascript: bool
) -> None:
    with sitting(chromium, home.url, javascript=javascript) as seated:
        page = seated.go("/")
        page.get_by_role("searchbox", name="Chercher").fill(addresses.title)
        page.get_by_role("searchbox", name="Chercher").press("Enter")
        page.locator("main a[href^='/e/']", has_text=addresses.title).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(addresses.title.replace("'", "’"))
        assert addresses.event in page.url
        with page.expect_download() as taken:
            page.get_by_role("link", name="Ajouter à mon agenda").click()
        body = taken.value.path().read_text("utf-8")
        assert body.startswith("BEGIN:VCALENDAR")
        assert seated.strangers == set()


def test_a_keyboard_is_enough(chromium: Browser, home: Home) -> None:
    """The first key leads past the masthead; every stop can be seen; Enter follows a link of the list."""
    with sitting(chromium, home.url) as seated:
        page = seated.go("/agenda")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Aller au contenu")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "contenu"
        seen = set()
        for _ in range(120):
            page.keyboard.press("Tab")
            state = page.evaluate(
                """() => {
                    const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
                    return [e.tagName, e.getAttribute("href"), s.outlineStyle, s.outlineWidth, b.width * b.height > 0];
                }"""
            )
            tag, href, outline, width, visible = state
            if tag == "BODY":
                break
            assert (outline, width) != ("none", "0px"), state
            assert visible, state
            seen.add(href)
            if href and href.startswith("/e/"):
                page.keyboard.press("Enter")
                page.wait_for_url(f"**{href}")
                return
        raise AssertionError(f"no item was reached: {seen}")
