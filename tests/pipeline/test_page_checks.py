"""The cancellation protocol lived: a real web on loopback, a real warehouse, one run and curation for each day."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.page_checks import MOST, choose, is_own_page
from pipeline.rebuild import onto, rebuild
from scrapers.catalogue import load as load_catalogue
from tests.conftest import Plot
from vigie.model import Cause, Certificate, Event, Item, Kind, Status
from warehouse import changes, items, journal
from warehouse.absent import absent
from warehouse.fingerprint import content_hash

SITE = "https://quai.example"
SOURCE = f"""slug: quai
name: Le Quai
site: {SITE}
kinds: [event]
platform: ical
urls: [{SITE}/agenda.ics]
"""
START = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


@dataclass
class Web:
    """One made-up site: its calendar, its pages by path (status, body, or where it moved), what it was asked."""

    listed: dict[str, str] = field(default_factory=dict)
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    day: str = "20261224"
    hours: dict[str, str] = field(default_factory=dict)

    def calendar(self) -> str:
        events = (
            f"BEGIN:VEVENT\r\nUID:{key}@quai.example\r\nDTSTAMP:20260101T000000Z\r\nURL:{SITE}/e/{key}\r\n"
            f"DTSTART;TZID=Europe/Brussels:{self.hours.get(key, self.day)}T200000\r\nLOCATION:Le Quai\\, 5000 Namur\r\n"
            f"SUMMARY:{title}\r\nEND:VEVENT\r\n"
            for key, title in self.listed.items()
        )
        return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//FR\r\n{''.join(events)}END:VCALENDAR\r\n"

    def show(self, key: str, title: str, status: int = 200) -> None:
        self.pages[f"/e/{key}"] = (status, f"<html><body><h1>{title}</h1><p>Annulé l’an dernier.</p></body></html>")

    def lists(self, **titles: str) -> None:
        """The calendar names these events; each has its page unless it had one before."""
        self.listed = titles
        for key, title in titles.items():
            if f"/e/{key}" not in self.pages:
                self.show(key, title)

    def checks(self) -> list[str]:
        """Paths of pages of events asked since the last call."""
        found = [path for path in self.asked if path.startswith("/e/")]
        self.asked.clear()
        return found


@dataclass
class Town:
    """A house on such a web; a day is a run and a curation."""

    web: Web
    plot: Plot

    def house(self, day: float) -> House:
        now = (START + timedelta(days=day)).isoformat()
        return open_house(self.plot.with_variables(VIGIE_NOW=now).settings, migrate=True)

    def live(self, day: float) -> Certificate:
        house = self.house(day)
        certificate = steps.ingest(house, "quai")
        steps.curate(house)
        return certificate

    def rows(self, what: str = "key, state, absences") -> dict[str, Any]:
        with self.house(0).engine.connect() as connection:
            found = connection.execute(text(f"SELECT {what} FROM records ORDER BY key"))
            return {row[0].removesuffix("@quai.example"): tuple(row[1:]) for row in found}

    def states(self) -> dict[str, str]:
        return {key: state for key, (state, _) in self.rows().items()}

    def items(self) -> dict[str, Item]:
        with self.house(0).engine.connect() as connection:
            return {item.content.title: item for item in items.stream(connection, Kind.EVENT)}

    def status(self, title: str) -> Status:
        content = self.items()[title].content
        assert isinstance(content, Event)
        return content.status

    def changes(self) -> list[str]:
        """Types of all changes but the first sight of things."""
        with self.house(0).engine.connect() as connection:
            return [change.type.value for change in changes.since(connection, 0) if change.type.value != "created"]


@pytest.fixture
def town(new_plot: Callable[[], Plot], tmp_path: Path) -> Iterator[Town]:
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path
            web.asked.append(path)
            status, body = web.pages.get(path, (404, "<h1>Page introuvable</h1>"))
            if path == "/agenda.ics":
                status, body = 200, web.calendar()
            data = body.encode()
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", body)
            self.send_header("Content-Type", "text/calendar" if path.endswith(".ics") else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    catalogue = tmp_path / "sources"
    catalogue.mkdir()
    (catalogue / "quai.yaml").write_text(SOURCE)
    address = f"127.0.0.1:{server.server_address[1]}"
    yield Town(web, new_plot().with_variables(VIGIE_SIMULATOR=address, VIGIE_CATALOGUE=str(catalogue)))
    server.shutdown()
    server.server_close()


PAIR = {"a": "Nuit des pixels", "b": "Bal des ombres"}


def test_a_page_that_says_so_cancels_and_the_list_brings_it_back(town: Town) -> None:
    town.web.lists(**PAIR)
    town.live(1)
    assert town.web.checks() == [], "what is listed is not asked about"
    before = town.items()["Nuit des pixels"]

    town.web.lists(b=PAIR["b"])
    town.web.show("a", "ANNULÉ – Nuit des pixels")
    assert (town.live(2).missing, town.web.checks()) == (1, ["/e/a"])
    after = town.items()["Nuit des pixels"]
    assert town.states() == {"a": "cancelled", "b": "listed"}
    assert (town.status("Nuit des pixels"), after.id, after.sequence) == (
        Status.CANCELLED,
        before.id,
        before.sequence + 1,
    )
    assert town.changes() == ["cancelled"]

    town.web.lists(**PAIR)
    town.live(3)
    assert town.rows("key, state, absences, page, missing_since")["a"] == ("listed", 0, None, None)
    assert town.status("Nuit des pixels") is Status.SCHEDULED
    assert town.items()["Nuit des pixels"].sequence == before.sequence + 2
    assert town.changes() == ["cancelled", "reinstated"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_twice_cancels(town: Town, status: int) -> None:
    town.web.lists(**PAIR)
    town.live(1)
    town.web.lists(b=PAIR["b"])
    town.web.show("a", "Disparu", status)
    town.live(2)
    assert town.web.checks() == ["/e/a", "/e/b"], "before a 404 is believed, a listed page is asked too"
    assert town.states()["a"] == "suspected"
    assert town.status("Nuit des pixels") is Status.SCHEDULED
    certificate = town.live(3)
    assert certificate.cause is Cause.UNCHANGED, "an unchanged list is a complete one"
    assert town.rows()["a"] == ("gone", 2)
    assert town.status("Nuit des pixels") is Status.CANCELLED
    assert town.changes() == ["cancelled"]
    town.web.lists(**PAIR)
    town.live(4)
    assert town.changes() == ["cancelled", "reinstated"]


def test_a_page_that_lives_never_cancels_and_is_asked_ever_more_rarely(town: Town) -> None:
    town.web.lists(**PAIR)
    town.live(1)
    town.web.lists(b=PAIR["b"])
    asked = []
    for absences in range(1, 10):
        town.live(1 + absences)
        asked += [absences] * len(town.web.checks())
    assert asked == [1, 2, 4, 8]
    assert town.rows()["a"] == ("suspected", 9)
    assert (town.status("Nuit des pixels"), town.changes()) == (Status.SCHEDULED, [])


@pytest.mark.parametrize(
    "answer",
    [
        (500, "panne"),
        (403, "non"),
        (200, "<h1>Accueil</h1>"),
        (302, SITE),
        (302, "https://quai.example/e/nulle-boucle"),
    ],
)
def test_what_is_no_evidence_never_cancels(town: Town, answer: tuple[int, str]) -> None:
    town.web.pages["/"] = (200, "<h1>Le Quai</h1><ul><li>ANNULÉ – Nuit des pixels</li></ul>")
    town.web.pages["/e/nulle-boucle"] = (302, "https://quai.example/e/nulle-boucle")
    town.web.lists(**PAIR)
    town.live(1)
    town.web.lists(b=PAIR["b"])
    town.web.pages["/e/a"] = answer
    for day in range(2, 6):
        town.live(day)
    assert town.rows()["a"] == ("missing", 4)
    assert (town.status("Nuit des pixels"), town.changes()) == (Status.SCHEDULED, [])


def test_a_page_that_moved_keeps_the_item_and_may_still_cancel(town: Town) -> None:
    town.web.lists(**PAIR)
    town.live(1)
    town.web.lists(b=PAIR["b"])
    town.web.pages["/e/a"] = (301, f"{SITE}/e/a-nouvelle-adresse")
    town.web.show("a-nouvelle-adresse", "Nuit des pixels")
    town.live(2)
    assert town.states()["a"] == "moved"
    assert town.rows("key, page")["a"][0]["url"] == f"{SITE}/e/a-nouvelle-adresse"
    assert (town.status("Nuit des pixels"), town.changes()) == (Status.SCHEDULED, [])
    town.web.show("a-nouvelle-adresse", "Nuit des pixels (annulée)")
    town.live(3)
    assert (town.states()["a"], town.changes()) == ("cancelled", ["cancelled"])


def test_a_postponed_page_says_so(town: Town) -> None:
    town.web.lists(**PAIR)
    town.live(1)
    town.web.lists(b=PAIR["b"])
    town.web.show("a", "Nuit des pixels – REPORTÉ")
    town.live(2)
    assert (town.states()["a"], town.status("Nuit des pixels")) == ("suspected", Status.POSTPONED)
    town.web.show("a", "Nuit des pixels")
    town.live(3)
    assert town.status("Nuit des pixels") is Status.SCHEDULED
    assert town.changes() == ["updated", "updated"]


def test_a_site_whose_every_page_answers_404_proves_nothing(town: Town) -> None:
    town.web.lists(**PAIR)
    town.web.pages.clear()
    town.live(1)
    town.web.listed = {"b": PAIR["b"]}
    for day in range(2, 6):
        town.live(day)
    assert town.rows()["a"] == ("missing", 4)
    assert town.changes() == []


def test_many_that_vanish_at_once_are_suspected_for_days(town: Town) -> None:
    titles = ["Nuit", "Bal", "Atelier", "Concert", "Lecture", "Visite"]
    town.web.lists(**{f"k{n}": f"{title} du quai {n}" for n, title in enumerate(titles)}, z="Fête finale")
    for n in range(6):
        town.web.hours[f"k{n}"] = f"202612{10 + n}"
    # A source that already lost many and whose operator accepted it: the run is complete all the same.
    town.live(1)
    kept = {"z": "Fête finale", **{f"n{n}": f"Tout autre chose {n} {'abcdef'[n] * 4}" for n in range(6)}}
    town.web.lists(**kept)
    for n in range(6):
        town.web.pages.pop(f"/e/k{n}")
    certificate = town.live(2)
    assert certificate.complete, certificate.message
    lost = {key: state for key, state in town.states().items() if key.startswith("k")}
    assert set(lost.values()) == {"suspected"}
    seen = [set(lost.values())]
    for day in (3, 4):
        town.live(day)
        seen.append({state for key, state in town.states().items() if key.startswith("k")})
    assert seen == [{"suspected"}] * 3, "two 404 are not enough when a whole site changed"
    assert town.changes() == []
    town.live(5)
    assert {state for key, state in town.states().items() if key.startswith("k")} == {"gone"}


def test_new_ids_for_the_same_things_keep_the_items(town: Town) -> None:
    titles = {f"k{n}": f"Soirée {word}" for n, word in enumerate(["pixels", "ombres", "encre", "neige", "lampions"])}
    town.web.hours = {f"{prefix}{n}": f"202612{10 + n}" for n in range(5) for prefix in "kn"}
    town.web.lists(**titles)
    town.live(1)
    before = {title: item.id for title, item in town.items().items()}
    town.web.pages.clear()
    town.web.lists(**{f"n{n}": title for n, title in enumerate(titles.values())})
    # The run is not believed at first: ids may have changed. When it lasts it is; the protocol still knows them.
    accepted = [town.live(day).complete for day in range(2, 10)]
    assert accepted.index(True) < len(accepted) - 3
    assert {state for key, state in town.states().items() if key.startswith("k")} == {"moved"}
    assert {title: item.id for title, item in town.items().items() if not item.merged_into} == before
    assert {town.status(title) for title in before} == {Status.SCHEDULED}
    assert "cancelled" not in town.changes()


def test_what_is_over_is_not_asked(town: Town) -> None:
    town.web.lists(**PAIR)
    town.web.hours["a"] = "20261102"
    town.live(1)
    town.web.lists(b=PAIR["b"])
    town.web.pages.pop("/e/a")
    for day in (3, 4, 5):
        town.live(day)
        assert town.web.checks() == []
    assert town.rows()["a"] == ("missing", 1), "nor is it counted any more"
    assert town.changes() == []


def test_a_run_that_is_not_complete_asks_and_counts_nothing(town: Town) -> None:
    town.web.lists(**PAIR)
    town.live(1)
    town.web.lists(b=PAIR["b"])
    town.live(2)
    town.web.checks()
    calendar = town.web.calendar
    town.web.calendar = lambda: "<html>panne</html>"  # type: ignore[method-assign]
    certificate = town.live(3)
    assert not certificate.complete
    assert (town.web.checks(), town.rows()["a"]) == ([], ("suspected", 1))
    town.web.calendar = calendar  # type: ignore[method-assign]


def test_a_run_of_what_is_listed_writes_no_record(town: Town) -> None:
    town.web.lists(**PAIR)
    town.live(1)
    before = town.rows("key, xmin::text, records::text")
    town.live(2)
    assert town.rows("key, xmin::text, records::text") == before


def test_which_pages_are_asked(town: Town) -> None:
    """At most MOST in a run, the soonest first, second looks before all; never a page of another house or a list."""
    many = {f"k{n:02}": f"Soirée {n}" for n in range(MOST + 5)}
    town.web.hours = {key: f"202612{28 - place:02}" for place, key in enumerate(many)}
    town.web.lists(**many)
    town.live(1)
    house = town.house(2)
    (source,) = load_catalogue(house.settings.catalogue)
    with house.engine.connect() as connection:
        found = absent(connection, "quai", ())
    at = START + timedelta(days=2)
    chosen = [one.key.removesuffix("@quai.example") for one in choose(source, found, at)]
    assert chosen == sorted(many, reverse=True)[:MOST]
    assert choose(source, found, START + timedelta(days=60)) == ()
    assert is_own_page(source, f"{SITE}/e/a")
    assert is_own_page(source, "http://www.quai.example/e/a")
    for other in (
        None,
        "",
        "mailto:quai@example.org",
        SITE,
        f"{SITE}/",
        f"{SITE}/agenda.ics#a",
        "https://[",
        "https://x.example/a",
    ):
        assert not is_own_page(source, other), other


def test_a_takedown_is_not_asked_about(town: Town) -> None:
    town.web.lists(**PAIR)
    town.live(1)
    with town.house(1).engine.begin() as connection:
        said = {"scope": "url", "value": f"{SITE}/e/a", "at": START}
        connection.execute(
            text("INSERT INTO suppressions (scope, value, reason, at) VALUES (:scope, :value, 'test', :at)"), said
        )
    town.web.lists(b=PAIR["b"])
    town.live(2)
    assert town.web.checks() == []


def test_the_archive_answers_the_same_in_a_rebuild(town: Town, new_plot: Callable[[], Plot]) -> None:
    """Law 2: checks are archived and journaled, so that a rebuild decides as the first life did, without a web."""
    others = {f"k{n}": f"Soirée {n}" for n in range(8)}
    town.web.lists(**PAIR, **others, c="Atelier de nuit")
    town.live(1)
    town.web.lists(b=PAIR["b"], **others)
    town.web.show("a", "ANNULÉ – Nuit des pixels")
    town.web.show("c", "Disparu", 404)
    for day in (2, 3, 4):
        town.live(day)
    assert {key: state for key, state in town.states().items() if state != "listed"} == {"a": "cancelled", "c": "gone"}
    house = town.house(5)
    with house.engine.connect() as connection:
        entries = tuple(journal.read(connection))
    again = onto(house, new_plot().environ["VIGIE_DATABASE_URL"])
    town.web.asked.clear()
    rebuild(again, entries)
    assert town.web.asked == []
    assert content_hash(again.engine) == content_hash(house.engine)
    again.engine.dispose()
