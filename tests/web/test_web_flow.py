"""The true flow: simulated sites are read, curated and published; readers find what the made-up world knows.

Expected values come from the simulator's own truth (`http://clock.example/truth`), never from what Vigie wrote.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import icalendar
import pytest
import requests
import uvicorn
from paper_browser import read, titles, words

from tests.conftest import NOW, TODAY, Plot
from vigie.settings import Settings
from warehouse import server
from warehouse.engine import open_engine
from web.app import create_app

SOURCES = ("hub-namur-agenda", "agenda-communes", "bourses-arts", "pixel-wallon")
HOSTS = {"hub-namur.example", "agenda-communes.example", "bourses-arts.example", "pixel-wallon.example"}
NAMES = {"hub-namur.example": "Hub créatif de Namur – agenda", "agenda-communes.example": "Agenda des communes"}
DAY = date.fromisoformat(TODAY)  # a Saturday
LAST = DAY + timedelta(days=30)


@dataclass(frozen=True)
class Flow:
    """The site's address, the simulated web's, and what is true of the things that the read sites show."""

    address: str
    simulator: str
    truth: tuple[dict[str, Any], ...]

    def things(self, kind: str, site: str | None = None) -> list[dict[str, Any]]:
        sites = {site} if site else HOSTS
        return [t for t in self.truth if t["kind"] == kind and sites & {s["site"] for s in t["sightings"]}]


@pytest.fixture(scope="module")
def flow(database_server: Settings, simulated_web: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flow]:
    """A house that read four sources through the command line, and its site behind a real uvicorn."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = "http://{}:{}".format(*listener.getsockname())
    plot = Plot(
        {
            "VIGIE_HOME": str(tmp_path_factory.mktemp("flow")),
            "VIGIE_WEB": "sim",
            "VIGIE_SIMULATOR": simulated_web,
            "VIGIE_DATABASE_URL": server.database_url(database_server, "web_flow"),
            "VIGIE_HOST_GAP": "0.001",
            "VIGIE_NOW": NOW,
            "VIGIE_SITE_URL": address,
        }
    )
    plot.run("ingest", *SOURCES)
    plot.run("curate")
    plot.run("publish")
    engine = open_engine(server.database_url(plot.settings))
    site = uvicorn.Server(uvicorn.Config(create_app(engine, plot.settings), log_level="warning"))
    thread = threading.Thread(target=site.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not site.started and time.monotonic() < deadline:
        time.sleep(0.02)
    truth = requests.get(f"http://{simulated_web}/truth", headers={"Host": "clock.example"}, timeout=30).json()
    yield Flow(address, simulated_web, tuple(truth))
    site.should_exit = True
    thread.join(10)
    engine.dispose()


def names(thing: dict[str, Any]) -> set[str]:
    """Every title under which the read sites show a thing: the item has one of them, set in French type."""
    seen = {thing["title"], *(s["title"] for s in thing["sightings"] if s["site"] in HOSTS)}
    return {" ".join(title.replace("\u00a0", " ").replace("'", "’").split()) for title in seen}


def assert_same(found: list[str], expected: list[dict[str, Any]]) -> None:
    """Each expected thing is found once under one of its names, and nothing else is."""
    left = list(found)
    for thing in expected:
        named = [title for title in left if title in names(thing)]
        assert len(named) == 1, (thing["title"], named, found)
        left.remove(named[0])
    assert left == []


def test_each_evening_of_the_month_stands_under_its_day_with_its_source(flow: Flow) -> None:
    """One session with a clock, in the window: its line is under its day and its page leads to a page that shows it."""
    known = [t for t in flow.things("event") if len(t["sessions"]) == 1 and "T" in t["start"]]
    known = [t for t in known if DAY <= date.fromisoformat(t["start"][:10]) <= LAST]
    assert len(known) >= 8
    page = read(f"{flow.address}/agenda?du={TODAY}")
    for thing in known:
        day = page.tree.xpath(f"//section[contains(@class,'day')][h2/time/@datetime='{thing['start'][:10]}']")
        lines = [a for a in day[0].xpath(".//h3/a") if words(a) in names(thing)]
        assert len(lines) == 1, thing["title"]
        item = read(flow.address + lines[0].get("href"))
        shown = {s["url"] for s in thing["sightings"]}
        assert item.link("Voir la page d’origine") in shown
        sources = item.tree.xpath("//section[@class='sources']//a[contains(@class,'out')]")
        sites = {s["site"] for s in thing["sightings"]} & NAMES.keys()
        assert {words(a) for a in sources} == {NAMES[site] for site in sites}, thing["title"]
        assert {a.get("href") for a in sources} <= shown
        town = thing["municipality"]
        assert town is None or town in words(item.tree.xpath("//aside")[0])


def test_news_stand_under_the_day_of_their_publication(flow: Flow) -> None:
    newest = max(flow.things("news", "pixel-wallon.example"), key=lambda t: t["published"])
    page = read(f"{flow.address}/veille")
    day = page.tree.xpath(f"//div[@class='news-day'][h3/time/@datetime='{newest['published'][:10]}']")[0]
    piece = next(a for a in day.xpath(".//article") if words(a.xpath("./h4")[0]) in names(newest))
    assert piece.xpath(".//a[@class='out']/@href")[0] in {s["url"] for s in newest["sightings"]}


def test_task_what_is_on_this_weekend_in_namur(flow: Flow) -> None:
    sunday = DAY + timedelta(days=1)
    expected = [
        t
        for t in flow.things("event")
        if t["province"] == "namur"
        and any(start[:10] <= sunday.isoformat() and (end or start)[:10] >= TODAY for start, end in t["sessions"])
    ]
    assert len(expected) >= 2
    page = read(flow.address).follow("Ce week-end").submit("Afficher", Province="Namur")
    assert "les 21 et 22 novembre" in words(page.tree.xpath("//p[@class='lede']")[0])
    assert_same(titles(page.tree.xpath("//main")[0]), expected)


def test_task_calls_that_close_within_two_weeks(flow: Flow) -> None:
    expected = [t for t in flow.things("call") if t["status"] == "closing"]
    assert len(expected) >= 2
    page = read(flow.address).follow("Appels").follow("Se clôturent bientôt")
    (section,) = page.tree.xpath("//main//section[.//h2[starts-with(normalize-space(), 'Se clôturent bientôt')]]")
    assert "dans les deux semaines" in words(section)
    assert_same(titles(section), expected)
    days = {names(t).pop(): (date.fromisoformat(t["deadlines"][0][:10]) - DAY).days for t in expected}
    for line in section.xpath(".//li"):
        title = words(line.xpath(".//h3")[0])
        assert words(line.xpath("./p")[0]) == f"J-{days[title]}", title


def test_task_an_event_goes_into_a_calendar(flow: Flow) -> None:
    known = [t for t in flow.things("event", "hub-namur.example") if len(t["sessions"]) == 1 and "T" in t["start"]]
    thing = next(t for t in known if t["status"] == "scheduled" and t["municipality"] and t["start"][:10] > TODAY)
    page = read(flow.address).submit("Afficher", Chercher=thing["title"])
    if not [t for t in titles(page.tree) if t in names(thing)]:  # beyond this month: the page says what comes next
        page = page.follow("Voir la suite")
    title = next(t for t in titles(page.tree) if t in names(thing))
    item = page.follow(title)
    answer = requests.get(item.link("Ajouter à mon agenda"), timeout=10)
    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 1
    assert " ".join(str(events[0]["SUMMARY"]).split()).replace("'", "’") == title
    assert events[0]["DTSTART"].dt.replace(tzinfo=None).isoformat() == thing["start"]
    assert str(events[0]["DTSTART"].dt.tzinfo) == "Europe/Brussels"
    assert thing["municipality"] in str(events[0]["LOCATION"])
    assert str(events[0]["URL"]) == item.address


def test_task_subscribe_to_the_agenda(flow: Flow) -> None:
    page = read(flow.address).follow("S’abonner")
    (calendar,) = page.tree.xpath(
        "//section[.//h2[contains(., 'calendrier')]]//a[starts-with(@href, 'webcal://')]/@href"
    )
    assert calendar.endswith("/feeds/agenda.ics")
    answer = requests.get("http" + calendar.removeprefix("webcal"), timeout=10)
    subscribed = {str(e["URL"]) for e in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}
    listed = read(f"{flow.address}/agenda").tree.xpath("//section//h3/a/@href")
    assert len(listed) >= 10
    assert {f"{flow.address}{path}" for path in listed} <= subscribed


def test_task_go_to_the_original(flow: Flow) -> None:
    page = read(flow.address)
    item = page.follow(titles(page.tree)[0])
    origin = urlsplit(item.link("Voir la page d’origine"))
    assert origin.hostname in HOSTS
    # The host stands for itself on the made-up web; on ours its name leads nowhere.
    answer = requests.get(f"http://{flow.simulator}{origin.path}", headers={"Host": str(origin.hostname)}, timeout=10)
    assert answer.status_code == 200
    assert words(item.tree.xpath("//h1")[0]).partition(" ")[0] in answer.text
