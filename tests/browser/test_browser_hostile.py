"""The worst that sources may send, through a warehouse and the real site into a real browser: all of it stays text."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.browser.browsing import Sitting, needs_browser, sitting
from tests.browser.house import Home, served, sign_in
from tests.conftest import NOW, Plot, free_port
from tests.hostile_items import EVIL, MARKUP
from vigie.model import (
    Article,
    Call,
    Content,
    Deadline,
    Event,
    Evidence,
    FieldEvidence,
    Kind,
    Money,
    MoneyRole,
    Occurrence,
    Place,
    Record,
    Rights,
    Source,
    WallTime,
)
from warehouse import server
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.load import load
from warehouse.migrate import upgrade

MARK = "window.broken"
BEGIN = datetime.fromisoformat(NOW)
LISTS = ("/agenda", "/agenda/carte", "/veille", "/appels", "/lieux", "/en/agenda", "/embed", "/embed?kind=call")
DESK_LISTS = ("/desk", "/desk/items", "/desk/queue", "/desk/deadlines", "/desk/digest", "/desk/audit")


def storable(text: str) -> str:
    """As PostgreSQL can hold it; what runs leaves a mark."""
    plain = text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return plain.replace("alert(1)", f"alert({MARK}=1)")


WORST = tuple(dict.fromkeys(t for one in (*MARKUP, *EVIL) if (t := storable(one)).strip()))
ALL = "".join(WORST)
SOURCES = [
    Source(f"s{n}", f"Source {n} {evil}", "https://x.example/", tuple(Kind), "feed", ("https://x.example/f",),
           trust=50 + n, rights=Rights(republish=n == 0))
    for n, evil in enumerate((storable(MARKUP[4]), "\"'>" + storable(MARKUP[0])))
]  # fmt: skip


def content_of(kind: Kind, number: int, evil: str) -> Content:
    """A content that says one hostile thing everywhere; its number and its day keep it apart from the others."""
    title = f"{evil} spectacle {number} mot{number * 7919} numérique"
    at = WallTime((BEGIN + timedelta(days=number % 25 + 1, minutes=number)).replace(tzinfo=None))
    description = f"{title}\n{evil}\n\n{ALL if number % 5 == 0 else evil}"
    place = Place(name=f"{evil} salle {number}", street=evil, municipality="Namur", nis="92094", province="namur")
    topics = ("discipline:son", f"discipline:{evil}", evil)
    if kind is Kind.EVENT:
        return Event(
            title, (Occurrence(at),), url=evil, description=description, place=place, organizers=(evil, "KIKK"),
            price_text=evil, prices=(Money(MoneyRole.PRICE, label=evil, text=evil),), online_url=evil, image=evil,
            topics=topics,
        )  # fmt: skip
    if kind is Kind.NEWS:
        published = WallTime((BEGIN - timedelta(days=number % 6, minutes=number)).replace(tzinfo=None))
        return Article(title, url=evil, description=description, published=published, image=evil, topics=topics)
    return Call(
        title, deadlines=(Deadline(at, evil),), url=evil, description=description, funders=(evil,), identifier=evil,
        amounts=(Money(MoneyRole.GRANT, label=evil, text=evil),), topics=topics,
    )  # fmt: skip


def records(source: Source) -> list[Record]:
    """Each of WORST as an event, a piece of news or a call; what both sources tell is told otherwise by the second."""
    found = []
    for number, evil in enumerate(WORST):
        content = content_of(tuple(Kind)[number % 3], number, evil)
        capture = f"{source.slug}{number:060d}"
        proof = FieldEvidence(
            "title", evil[:40], content.title, Evidence(capture, "https://x.example/f", f"/{evil[:40]}")
        )
        found.append(Record(source.slug, f"{number}{evil[:30]}", evil, content, capture, (proof,), (), "feed/1"))
    return found


@dataclass(frozen=True)
class Besieged:
    """The house, and the title of each item by its id."""

    home: Home
    items: dict[str, str]


@pytest.fixture(scope="module")
def besieged(database_server: object) -> Iterator[Besieged]:
    needs_browser()
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="vigie-besieged-"))
    plot = Plot(
        {
            "VIGIE_HOME": str(folder / "var"),
            "VIGIE_DATABASE_URL": server.database_url(database_server, f"besieged_{port}"),  # type: ignore[arg-type]
            "VIGIE_SITE_URL": f"http://127.0.0.1:{port}",
            "VIGIE_NOW": NOW,
        }
    )
    engine = open_engine(str(plot.settings.database_url))
    upgrade(engine)
    for source in SOURCES:
        made = records(source)
        load(engine, source, made, (), {r.key for r in made}, True, BEGIN - timedelta(hours=2), "run")
    curate(engine, BEGIN - timedelta(hours=1))
    engine.dispose()
    with served(plot, folder, port) as home:
        items: dict[str, str] = {}
        for kind in Kind:
            found = httpx.get(f"{home.url}/api/v1/items?kind={kind.value}&limit=100").json()["items"]
            items |= {one["id"]: one["title"] for one in found}
        yield Besieged(home, items)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def seat(chromium: Browser, besieged: Besieged) -> Iterator[Sitting]:
    with sitting(chromium, besieged.home.url) as seated:

        def opened(dialog: Dialog) -> None:
            seated.said.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        seated.page.on("dialog", opened)
        yield seated


def unharmed(seat: Sitting, path: str) -> None:
    page = seat.go(path)
    assert page.evaluate(MARK) is None, path
    assert page.locator("[onerror], [onload], [onmouseover], [onclick], [srcdoc], base, img").count() == 0, path
    assert page.locator("a[href^='javascript:' i], a[href^='data:' i], meta[http-equiv]").count() == 0, path
    assert seat.said == [], path
    assert seat.strangers == set(), path


@pytest.mark.slow
def test_readers_are_safe(seat: Sitting, besieged: Besieged) -> None:
    assert len(besieged.items) >= 40
    assert sum("<script>" in title for title in besieged.items.values()) >= 4
    for path in LISTS:
        unharmed(seat, path)
    for number, item in enumerate(besieged.items):
        unharmed(seat, f"{'/en' if number % 2 else ''}/e/{item}")
        expect(seat.page.locator("h1")).to_contain_text("spectacle")


@pytest.mark.slow
def test_editors_are_safe(seat: Sitting, besieged: Besieged) -> None:

    sign_in(seat.page, besieged.home.url, "ada")
    for path in DESK_LISTS:
        unharmed(seat, path)
    for number, item in enumerate(besieged.items):
        unharmed(seat, f"/desk/e/{item}")
        expect(seat.page.locator("h1")).to_contain_text("spectacle")
        unharmed(seat, f"/desk/e/{item}/fields/{('title', 'description', 'url', 'topics')[number % 4]}")


def test_what_runs_would_be_seen(seat: Sitting, besieged: Besieged) -> None:
    """The guards of this module see a script that runs and an element that should not be there."""
    page = seat.go("/agenda")
    page.evaluate(f"alert({MARK} = 1)")
    assert page.evaluate(MARK) == 1
    assert seat.said == ["dialog: 1"]
    seat.said.clear()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=//stranger.example/x>')")
    page.wait_for_timeout(500)
    assert seat.strangers == {"stranger.example"}
    assert seat.said
