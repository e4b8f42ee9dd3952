"""An editor's whole morning in a real browser, by keyboard: the queue, a correction, a source that moves, a merge, a
digest, a view that a calendar program reads."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import Sitting, needs_browser, sitting
from tests.browser.house import Home, furnished, sign_in
from tests.conftest import ROOT, TODAY, web_of
from vigie.settings import Settings
from warehouse import proposals
from warehouse.engine import open_engine

KHAL = ROOT / ".clients" / "venv" / "bin" / "khal"
FIRST_NIGHT, MORNING, NEXT_DAY = "2026-11-21T08:00:00+01:00", "2026-11-22T08:00:00+01:00", "2026-11-22"
FESTIVAL = "Festival Mémoires récursives"
"""The made-up web moves it from 25 January to 15 February during the first night (`simulator truth --clock`)."""
QUESTIONS = 50
KEYS = "aaasaaaraa"
"""What the editor presses, over and over: mostly yes, sometimes no, sometimes later."""


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """A web of our own: its clock will be moved."""
    with web_of(TODAY) as address:
        yield address


@pytest.fixture(scope="module")
def home(database_server: Settings, web: str) -> Iterator[Home]:
    needs_browser()
    with furnished(database_server, web, FIRST_NIGHT, MORNING) as made:
        engine = open_engine(str(made.settings.database_url))
        with engine.begin() as connection:
            for n in range(20):
                said = {"name": f"Collectif {n}", "url": f"https://collectif-{n}.example/agenda", "why": "Un agenda."}
                proposals.propose(connection, proposals.About.SOURCE, said, None, made.settings.clock())
        engine.dispose()
        yield made


@pytest.fixture(scope="module")
def seat(chromium: Browser, home: Home) -> Iterator[Sitting]:
    with sitting(chromium, home.url) as seated:
        sign_in(seated.page, home.url, "ada")
        yield seated


def item_of(home: Home, title: str) -> str:
    found = httpx.get(f"{home.url}/api/v1/items", params={"kind": "event", "q": title}).json()["items"]
    (id,) = (str(one["id"]) for one in found if one["title"] == title)
    return id


def waiting(page: Page) -> int:
    return int(page.locator(".queue-kinds .facet-count").first.inner_text())


def press_enter_on(page: Page, name: str | re.Pattern[str]) -> None:
    """What a keyboard does to a button or a link: it takes the focus and Enter."""
    button = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first
    button.focus()
    page.keyboard.press("Enter")


def test_fifty_questions_are_answered_by_one_key_each(seat: Sitting) -> None:
    page = seat.go("/desk/queue")
    there = waiting(page)
    assert there >= QUESTIONS, f"only {there} questions wait"
    for n in range(QUESTIONS):
        asked = page.locator("[name=subject]").get_attribute("value")
        page.keyboard.press(KEYS[n % len(KEYS)])
        expect(page.locator("[name=subject]")).not_to_have_value(asked or "")
        expect(page.locator("#question")).to_be_focused()  # else the keyboard is lost
    expect(page.get_by_role("status")).not_to_be_empty()
    # What is skipped waits behind the others.
    assert waiting(page) == there - QUESTIONS
    page.keyboard.press("u")
    expect(page.locator(".queue-kinds .facet-count").first).to_have_text(str(there - QUESTIONS + 1))
    assert seat.strangers == set()
    assert seat.said == []


def test_a_correction_stands_when_the_source_moves_and_is_settled(seat: Sitting, home: Home, web: str) -> None:
    id = item_of(home, FESTIVAL)
    page = seat.go(f"/desk/e/{id}/fields/occurrences")
    day = page.get_by_label("Jour", exact=True).first
    assert day.input_value() == "2027-01-25"
    day.fill("2027-01-24")
    press_enter_on(page, "Enregistrer")
    expect(page.get_by_role("status").first).to_contain_text("corrigé")
    expect(seat.go(f"/e/{id}").locator(".lede")).to_contain_text("du 24 au 27")

    requests.post(f"http://{web}/", json={"today": NEXT_DAY}, headers={"Host": "clock.example"}, timeout=10)
    home.plot.run("ingest", "--all", check=False)
    home.plot.run("curate")
    expect(seat.go(f"/e/{id}").locator(".lede")).to_contain_text("du 24 au 27")  # else the source won

    page = seat.go("/desk/conflicts")
    expect(page.locator("main")).to_contain_text(FESTIVAL)
    box = seat.go(f"/desk/e/{id}").locator(".conflict-box")
    for said in ("du 25 au 27", "du 24 au 27", "du 15 au 17"):
        expect(box).to_contain_text(said)
    box.get_by_role("button", name="Retour à la source").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".conflict-box")).to_have_count(0)
    expect(seat.go(f"/e/{id}").locator(".lede")).to_contain_text("du 15 au 17")
    expect(seat.go("/desk/conflicts").locator("main")).not_to_contain_text(FESTIVAL)


def test_a_merge_is_undone(seat: Sitting, home: Home) -> None:
    events = httpx.get(f"{home.url}/api/v1/items?kind=event&limit=40").json()["items"]
    kept, other = (e for e in events if e["title"] in (events[0]["title"], events[7]["title"]))
    page = seat.go(f"/desk/e/{kept['id']}/merge?q={other['id']}")
    page.locator(f"a[href$='other={other['id']}']").focus()
    page.keyboard.press("Enter")
    press_enter_on(page, "Réunir ces deux fiches")
    expect(page.get_by_role("status").first).to_contain_text("n’en font plus qu’une")
    assert httpx.get(f"{home.url}/e/{other['id']}").headers["location"] == f"/e/{kept['id']}"
    seat.go(f"/desk/e/{kept['id']}")
    press_enter_on(page, re.compile("^Défaire"))
    expect(page.get_by_role("status").first).to_contain_text("défait")
    assert httpx.get(f"{home.url}/e/{other['id']}").status_code == 200
    assert httpx.get(f"{home.url}/e/{kept['id']}").status_code == 200


def test_a_digest_is_made(seat: Sitting) -> None:
    page = seat.go("/desk/digest/2026-W48")
    press_enter_on(page, re.compile("Essentiel"))
    page.get_by_label("Objet", exact=True).first.fill("La semaine de la créativité numérique")
    press_enter_on(page, "Enregistrer")
    with page.expect_download() as taken:
        press_enter_on(page, re.compile("^HTML$"))
    mail = taken.value.path().read_text("utf-8")
    assert "La semaine de la créativité numérique" in mail
    assert "<script" not in mail
    links = re.findall(r'href="([^"]*)"', mail)
    assert links
    assert all(link.startswith(("http://", "https://", "mailto:", "{{", "*|")) for link in links), links


def test_a_view_is_shared_as_a_calendar_that_khal_reads(seat: Sitting, home: Home, tmp_path: Path) -> None:
    page = seat.go("/desk/items?kind=event&province=namur")
    press_enter_on(page, re.compile("en faire une vue"))
    page.get_by_label("Titre", exact=True).fill("Namur cet hiver")
    page.get_by_label(re.compile("partag", re.I)).first.check()
    press_enter_on(page, "Enregistrer")
    page.wait_for_url(re.compile(r"/desk/views/namur-cet-hiver"))
    expect(page.locator("main")).to_contain_text("/vues/namur-cet-hiver.ics")
    calendar = httpx.get(f"{home.url}/vues/namur-cet-hiver.ics")
    assert calendar.status_code == 200
    events = calendar.text.count("BEGIN:VEVENT")
    assert events > 10
    if not KHAL.exists():
        pytest.skip(f"{KHAL} is not here: the view was NOT read by khal (make test-clients brings it)")
    (tmp_path / "calendar").mkdir()
    (tmp_path / "view.ics").write_bytes(calendar.content)
    (tmp_path / "config").write_text(
        f"[calendars]\n[[view]]\npath = {tmp_path}/calendar\n[locale]\nlocal_timezone = Europe/Brussels\n"
        "default_timezone = Europe/Brussels\ntimeformat = %H:%M\ndateformat = %d/%m/\nlongdateformat = %d/%m/%Y\n"
        f"datetimeformat = %d/%m/ %H:%M\nlongdatetimeformat = %d/%m/%Y %H:%M\n[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    around = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    khal = [str(KHAL), "-c", f"{tmp_path}/config"]
    subprocess.run([*khal, "import", "--batch", f"{tmp_path}/view.ics"], env=around, check=True, capture_output=True)
    told = subprocess.run(
        [*khal, "list", "--once", "--format", "{uid}", "01/01/2025", "1500d"],
        env=around, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    uids = set(re.findall(r"^UID:(.+?)\r?$", re.sub(r"\r?\n[ \t]", "", calendar.text), re.M))
    assert uids <= set(told.split()), "khal lost an event"
