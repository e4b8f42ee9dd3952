"""The forms of readers: what is sound waits for an editor, what is wrong is said beside it, machines stay out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import web_samples as made
from lxml import html
from site_under_test import Site
from sqlalchemy import Engine, delete
from starlette.testclient import TestClient

from vigie.model import Kind
from warehouse import proposals, server, tables
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from web import form_guard
from web.app import create_app
from web.form_guard import TRAP

SOURCE = {"quoi": "source", "url": "exemple.example.org/agenda", "name": "La Fabrique d’exemple", "why": "des ateliers"}
HOSTILE = made.HOSTILE


@dataclass(frozen=True)
class Readers:
    """A site of its own whose clock can be moved, and what was proposed there."""

    engine: Engine
    clock: Callable[[datetime], None]
    client: TestClient

    def at(self, after: timedelta = timedelta()) -> TestClient:
        """A client that asks so long after the beginning."""
        self.clock(made.NOW + after)
        return self.client

    def shown(self, path: str, after: timedelta = timedelta()) -> dict[str, str]:
        """The hidden fields of a form as it is shown."""
        page = html.fromstring(self.at(after).get(path).text)
        return {i.get("name"): i.get("value") for i in page.xpath("//form[@method='post']//input[@type='hidden']")}

    @property
    def proposed(self) -> list[tuple[str, str | None, dict[str, str]]]:
        with self.engine.connect() as connection:
            return [(p.kind.value, p.item, dict(p.said)) for p in proposals.open_proposals(connection)]


@pytest.fixture(scope="module")
def furnished(site: Site) -> Iterator[Engine]:
    engine = open_engine(server.database_url(site.settings, "proposals"))
    upgrade(engine)
    made.bring(engine, made.HALLE, [made.record(made.HALLE, *next(made.events()))], made.NOW)
    curate(engine, made.NOW)
    yield engine
    engine.dispose()


@pytest.fixture
def readers(furnished: Engine, site: Site, monkeypatch: pytest.MonkeyPatch) -> Readers:
    with furnished.begin() as connection:
        connection.execute(delete(tables.proposals))

    def clock(present: datetime) -> None:
        monkeypatch.setattr(form_guard, "present", lambda: present)

    client = TestClient(create_app(furnished, site.settings), base_url="http://vigie.test", follow_redirects=False)
    return Readers(furnished, clock, client)


LATER = timedelta(seconds=20)


def test_a_source_is_kept_for_an_editor_and_shown_to_nobody(readers: Readers) -> None:
    form = readers.shown("/proposer")
    client = readers.at(LATER)
    answer = client.post("/proposer", data=SOURCE | form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/proposer/merci")
    assert client.get("/proposer/merci").status_code == 200
    said = {"url": "https://exemple.example.org/agenda", "name": "La Fabrique d’exemple", "why": "des ateliers"}
    assert readers.proposed == [("source", None, said)]
    for path in ("/", "/agenda", "/veille", "/appels", "/lieux", "/acteurs", "/proposer"):
        assert "Fabrique d’exemple" not in client.get(path).text, path
    assert "set-cookie" not in answer.headers


def test_an_event_is_said_in_words(readers: Readers) -> None:
    form = readers.shown("/proposer?quoi=evenement")
    event = {"title": "Bal des robots", "when": "jeudi à 20 h", "url": "https://bal.example.org", "where": "Mons"}
    assert readers.at(LATER).post("/proposer", data=form | event).status_code == 303
    assert readers.proposed == [("event", None, {**event, "url": "https://bal.example.org/"})]


def test_an_error_is_kept_with_its_item(readers: Readers) -> None:
    item = made.item_named(readers.engine, Kind.EVENT, "Nuit modulaire")
    form = readers.shown(f"/e/{item}/signaler")
    report = {"wrong": "date", "details": "C’est le 13.\r\nEcrivez-moi: jean@example.org", "url": ""}
    answer = readers.at(LATER).post(f"/e/{item}/signaler", data=form | report)
    assert answer.status_code == 303
    ((kind, on, said),) = readers.proposed
    assert (kind, on, said["wrong"]) == ("error", item, "date")
    assert said["details"].startswith("C’est le 13.\n")
    assert "jean@example.org" not in said["details"], "nobody's address is kept"


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(readers: Readers) -> None:
    form = readers.shown("/proposer")
    answer = readers.at(LATER).post("/proposer", data=form | SOURCE | {"url": "pas une adresse", "name": ""})
    page = html.fromstring(answer.text)
    assert answer.status_code == 422
    assert page.xpath("//input[@name='url']/@value") == ["pas une adresse"]
    assert page.xpath("string(//textarea[@name='why'])").strip() == "des ateliers"
    for name in ("url", "name"):
        (field,) = page.xpath(f"//input[@name='{name}']")
        assert field.get("aria-invalid") == "true"
        told = page.get_element_by_id(field.get("aria-describedby").split()[0])
        assert told.text_content()
        assert told.getparent() == field.getparent()
    assert readers.proposed == []


def test_hostile_words_are_shown_again_as_words(readers: Readers) -> None:
    form = readers.shown("/proposer")
    page = html.fromstring(readers.at(LATER).post("/proposer", data=form | SOURCE | {"name": HOSTILE, "url": ""}).text)
    assert page.xpath("//input[@name='name']/@value") == [HOSTILE]
    assert not page.xpath("//script|//img")


def test_a_machine_falls_into_the_trap_and_learns_nothing(readers: Readers) -> None:
    form = readers.shown("/proposer")
    answer = readers.at(LATER).post("/proposer", data=form | SOURCE | {TRAP: "https://spam.example.org"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/proposer/merci")
    assert readers.proposed == []


def test_the_trap_is_hidden_from_people_and_their_programs(readers: Readers) -> None:
    page = html.fromstring(readers.at().get("/proposer").text)
    (field,) = page.xpath(f"//input[@name='{TRAP}']")
    assert field.get("tabindex") == "-1"
    assert field.getparent().get("aria-hidden") == "true"


def test_nobody_fills_in_a_form_in_two_seconds(readers: Readers) -> None:
    form = readers.shown("/proposer")
    assert readers.at(timedelta(seconds=2)).post("/proposer", data=form | SOURCE).status_code == 422
    assert readers.proposed == []
    assert readers.at(timedelta(seconds=4)).post("/proposer", data=form | SOURCE).status_code == 303


@pytest.mark.parametrize("token", ["", "nonsense", "WzEsMl0.abc", "é" * 300])
def test_a_form_without_our_token_is_given_back(readers: Readers, token: str) -> None:
    answer = readers.at(LATER).post("/proposer", data=SOURCE | {"jeton": token})
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("//input[@name='jeton']/@value") != [token]
    assert readers.proposed == []


def test_a_token_is_good_for_its_own_form_and_for_half_a_day(readers: Readers) -> None:
    item = made.item_named(readers.engine, Kind.EVENT, "Nuit modulaire")
    other = readers.shown(f"/e/{item}/signaler")
    assert readers.at(LATER).post("/proposer", data=SOURCE | other).status_code == 422
    form = readers.shown("/proposer")
    assert readers.at(timedelta(hours=12, seconds=5)).post("/proposer", data=SOURCE | form).status_code == 422
    assert readers.at(timedelta(hours=11)).post("/proposer", data=SOURCE | form).status_code == 303


def test_one_client_sends_six_in_an_hour(readers: Readers) -> None:
    form = readers.shown("/proposer")
    client = readers.at(LATER)
    answers = [client.post("/proposer", data=SOURCE | form | {"name": f"n° {n}"}) for n in range(8)]
    assert [a.status_code for a in answers] == [303] * 6 + [429] * 2
    assert answers[-1].headers["retry-after"] == "3600"
    assert "n° 7" in answers[-1].text
    assert client.post("/en/proposer", data=SOURCE | form | {"name": "other language"}).status_code == 429
    assert len(readers.proposed) == 6


def test_a_button_pressed_twice_is_one_proposal(readers: Readers) -> None:
    form = readers.shown("/proposer")
    client = readers.at(LATER)
    assert [client.post("/proposer", data=SOURCE | form).status_code for _ in range(2)] == [303, 303]
    assert len(readers.proposed) == 1


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"origin": "https://evil.example"}, "quoi=source", 403),
        ({"origin": "null"}, "quoi=source", 403),
        ({"content-type": "application/json"}, "{}", 415),
        ({"content-type": "multipart/form-data; boundary=x"}, "--x--", 415),
        ({}, "why=" + "x" * 40_000, 413),
        ({}, "&".join(f"a{n}=1" for n in range(60)), 413),
    ],
)
def test_what_no_form_of_ours_sends_is_refused(
    readers: Readers, headers: dict[str, str], body: str, status: int
) -> None:
    sent = {"content-type": "application/x-www-form-urlencoded"} | headers
    assert readers.at().post("/proposer", content=body, headers=sent).status_code == status
    assert readers.proposed == []


@pytest.mark.parametrize("name", ["url", "name", "why"])
def test_long_words_are_refused_beside_their_field(readers: Readers, name: str) -> None:
    form = readers.shown("/proposer")
    long = "https://a.example.org/" + "x" * 2100
    answer = readers.at(LATER).post("/proposer", data=form | SOURCE | {name: long})
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath(f"//p[@id='x-{name}']")


def test_a_form_is_kept_by_no_cache_and_an_unknown_item_has_none(readers: Readers) -> None:
    client = readers.at()
    assert client.get("/proposer").headers["cache-control"] == "no-store"
    assert client.get("/e/00000000-0000-0000-0000-000000000000/signaler").status_code == 404
    assert client.get("/e/nothing/signaler").status_code == 404


def test_the_forms_speak_english(readers: Readers) -> None:
    form = readers.shown("/en/proposer")
    answer = readers.at(LATER).post("/en/proposer", data=form | SOURCE | {"name": ""})
    assert "This field is needed." in answer.text
    assert readers.at(LATER).post("/en/proposer", data=form | SOURCE).headers["location"] == "/en/proposer/merci"
