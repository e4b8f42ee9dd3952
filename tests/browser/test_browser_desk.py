"""Every page of the desk in a real browser: no barrier, no stranger, no complaint, usable without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browsing import WIDTHS, Sitting, sitting
from tests.browser.house import PASSWORD, Home, sign_in
from web.desk.access import OPEN, TABLE

FILES = re.compile(r"\.(csv|xlsx|ics|json)$")
FIELDS = ("title", "occurrences", "place", "status", "topics", "prices", "is_free", "attendance", "description", "url")


@pytest.fixture(scope="module")
def addresses(home: Home) -> tuple[str, ...]:
    """One for each route of the desk that is a page."""
    event = httpx.get(f"{home.url}/api/v1/items?kind=event&limit=1").json()["items"][0]["id"]
    call = httpx.get(f"{home.url}/api/v1/items?kind=call&limit=1").json()["items"][0]["id"]
    client, csrf = signed_in(home)
    view = {"csrf": csrf, "title": "Ateliers", "kind": "event", "type": "workshop", "shared": "1"}
    made = client.post("/desk/views", data=view)
    client.close()
    assert made.status_code == 303, made.text
    slug = made.headers["location"].removeprefix("/desk/views/")
    samples = {
        "/desk/e/{item}": [f"/desk/e/{event}", f"/desk/e/{call}"],
        "/desk/e/{item}/fields/{name}": [f"/desk/e/{event}/fields/{f}" for f in FIELDS]
        + [f"/desk/e/{call}/fields/{f}" for f in ("deadlines", "amounts")],
        "/desk/e/{item}/merge": [f"/desk/e/{event}/merge?q=atelier"],
        "/desk/e/{item}/preview": [f"/desk/e/{event}/preview"],
        "/desk/e/{item}/preview/{view}": [f"/desk/e/{event}/preview/{view}" for view in ("page", "embed")],
        "/desk/queue": ["/desk/queue", *(f"/desk/queue?kind={k}" for k in ("suggestion", "unsure", "new-source"))],
        "/desk/items": ["/desk/items", "/desk/items?kind=event&q=atelier", "/desk/items?q=zzzzzz"],
        "/desk/views/{slug}": [f"/desk/views/{slug}"],
        "/desk/views/{slug}/edit": [f"/desk/views/{slug}/edit"],
        "/desk/digest/{week}": ["/desk/digest/2026-W48", "/desk/digest/2031-W02"],
        "/desk/digest/{week}/{name}": [],  # a mail, in a sandbox: tests/desk/test_desk_digest.py
        "/desk/audit/{seq}": ["/desk/audit/24"],
    }
    pages: list[str] = []
    for method, path in sorted(TABLE.keys() | OPEN):
        if method == "GET" and not FILES.search(path):
            pages += samples.get(path, [path])
    assert not [path for path in pages if "{" in path], "a page of a new kind has no sample here"
    return tuple(pages)


def signed_in(home: Home) -> tuple[httpx.Client, str]:
    """Abel, administrator, over HTTP, with the token of his forms."""
    client = httpx.Client(base_url=home.url, headers={"origin": home.url})
    said = {"csrf": token(client.get("/desk/sign-in").text), "name": "abel", "password": PASSWORD}
    assert client.post("/desk/sign-in", data=said).status_code == 303
    return client, token(client.get("/desk/views/new").text)


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page[:2000]
    return found[1]


@pytest.fixture(params=sorted(WIDTHS))
def seat(request: pytest.FixtureRequest, chromium: Browser, home: Home) -> Iterator[Sitting]:
    with sitting(chromium, home.url, request.param, dark=request.param == 820) as seated:
        sign_in(seated.page, home.url, "abel")
        yield seated


def test_no_page_of_the_desk_has_a_barrier_a_stranger_or_a_complaint(seat: Sitting, addresses: tuple[str, ...]) -> None:
    """axe on every page; dark at 820 pixels; nothing wider than the screen but what scrolls in its own frame."""
    found: dict[str, object] = {}
    for path in addresses:
        seat.said.clear()
        page = seat.go(path)
        if barriers := seat.barriers():
            found[path] = barriers
        if seat.said and "/preview" not in path:  # its frames are sandboxed, their script may not run
            found[f"{path} console"] = list(seat.said)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found[f"{path} width"] = wide
        if page.locator("[style], [onclick], [onload], script:not([src], [type='application/ld+json'])").count():
            found[f"{path} inline"] = True
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)
    assert seat.strangers == set()


def test_without_scripts_an_editor_answers_corrects_and_undoes(chromium: Browser, home: Home) -> None:
    with sitting(chromium, home.url, javascript=False) as seated:
        sign_in(seated.page, home.url, "ada")
        page = seated.go("/desk/queue")
        asked = page.locator("[name=subject]").get_attribute("value") or ""
        page.locator("button[value=skipped]").click()
        expect(page.locator("[name=subject]")).not_to_have_value(asked)
        id = httpx.get(f"{home.url}/api/v1/items?kind=event&limit=1").json()["items"][0]["id"]
        page = seated.go(f"/desk/e/{id}/fields/title")
        before = page.get_by_label("Titre", exact=True).input_value()
        page.get_by_label("Titre", exact=True).fill(f"{before}, bis")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(", bis")
        assert ", bis</h1>" in httpx.get(f"{home.url}/e/{id}").text
        page.get_by_role("button", name=re.compile("^Défaire")).first.click()
        expect(page.get_by_role("heading", level=1)).not_to_contain_text(", bis")
        assert ", bis</h1>" not in httpx.get(f"{home.url}/e/{id}").text


def test_a_viewer_is_shown_no_button_that_would_refuse(chromium: Browser, home: Home) -> None:
    with sitting(chromium, home.url) as seated:
        sign_in(seated.page, home.url, "vera")
        id = httpx.get(f"{home.url}/api/v1/items?kind=event&limit=1").json()["items"][0]["id"]
        for path in ("/desk", "/desk/queue", "/desk/items", f"/desk/e/{id}", "/desk/views", "/desk/digest/2026-W48"):
            page = seated.go(path)
            posts = page.eval_on_selector_all("main form[method=post]", "all => all.map(f => f.getAttribute('action'))")
            assert posts == [], path
        assert seated.page.goto(f"{home.url}/desk/people").status == 403  # type: ignore[union-attr]
