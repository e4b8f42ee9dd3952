"""The audit trail: in plain words, by person, item, act and period; undone from there, or refused with a reason."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from desk_site import DeskSite
from selection_samples import NOW, furnished_desks, item_named

from vigie.model import Kind
from warehouse import editing, items, journal, views
from warehouse.curate import curate
from warehouse.journal import Act
from web.desk.people import Role


@pytest.fixture(scope="module")
def desks() -> Iterator[Callable[[], DeskSite]]:
    with furnished_desks() as another:
        yield another


@pytest.fixture
def house(desks: Callable[[], DeskSite]) -> DeskSite:
    """Ada moved the workshop and tagged the concert; Bob hid it, an hour later; Ada saved a view."""
    made = desks()
    workshop, concert = item_named(made.engine, "Atelier"), item_named(made.engine, "Concert")
    sessions = [{"start": {"local": "2026-03-15T11:00:00", "zone": "Europe/Brussels", "precision": "minute"}}]
    with made.engine.begin() as connection:
        editing.edit(connection, workshop, "occurrences", sessions, "ada", NOW)
        editing.tag(connection, concert, "discipline:xr", True, "ada", NOW)
    with made.engine.begin() as connection:
        editing.hide(connection, concert, True, "bob", NOW + timedelta(hours=1))
        views.save(connection, "Ateliers", None, Kind.EVENT, "type=workshop", True, "ada", NOW + timedelta(days=1))
    curate(made.engine, NOW)
    for name, role in (("ada", Role.EDITOR), ("vera", Role.VIEWER)):
        made.add(name, role)  # two more acts, of "test"
    return made


def rows(page: str) -> list[str]:
    """The lines of the trail as a reader reads them."""
    found = re.split(r'<li>\s*<p class="trail-when">', page.partition("</ol>\n<nav")[0])[1:]
    words = (re.sub(r"<[^>]+>", " ", one) for one in found)
    return [" ".join(unescape(one).split()) for one in words]


def numbers(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'href="/desk/audit/(\d+)">(?:Voir ou|Voir l)', page)]


def test_decisions_are_told_in_words_newest_first(house: DeskSite) -> None:
    told = rows(house.signed_in().get("/desk/audit").text)[2:]
    assert len(told) == 4
    assert "ada a ajouté Vue" in told[0]
    assert "Ateliers" in told[0]
    assert "type : workshop" in told[0]
    assert "bob a masqué la fiche" in told[1]
    assert "Concert pour vingt synthétiseurs" in told[1]
    assert "ada sujet" in told[2]
    assert "ada a corrigé : Dates" in told[3]
    assert "samedi 14 mars" in told[3]
    assert "dimanche 15 mars" in told[3]
    assert "{" not in "".join(told)  # no JSON
    assert "local" not in told[3]


@pytest.mark.parametrize(("filters", "count"), [
    ("person=bob", 1), ("person=ada", 3), ("act=hide", 1), ("act=desk&person=ada", 1), ("from=2026-03-13", 1),
    ("to=2026-03-12", 5), ("from=2026-03-12&to=2026-03-12&person=bob", 1), ("person=eve", 0), ("act=nonsense", 6),
    ("from=soon", 6), ("item=no-id", 6),
])  # fmt: skip
def test_the_trail_is_narrowed(house: DeskSite, filters: str, count: int) -> None:
    assert len(rows(house.signed_in().get(f"/desk/audit?{filters}").text)) == count


def test_the_trail_of_one_item(house: DeskSite) -> None:
    concert = item_named_hidden(house)
    told = rows(house.signed_in().get(f"/desk/audit?item={concert}").text)
    assert ["bob a masqué" in told[0], "ada sujet" in told[1], len(told)] == [True, True, 2]


def item_named_hidden(house: DeskSite) -> str:
    with house.engine.connect() as connection:
        entry = next(e for e in journal.read(connection, acts=(Act.HIDE,)))
    assert entry.subject
    return entry.subject


def test_every_decision_is_on_some_page(house: DeskSite) -> None:
    workshop = item_named(house.engine, "Atelier")
    with house.engine.begin() as connection:
        for n in range(60):
            editing.edit(connection, workshop, "title", f"Titre {n}", "ada", NOW + timedelta(minutes=n))
        wanted = [e.seq for e in journal.read(connection, acts=(Act.EDIT, Act.TAG, Act.HIDE, Act.DESK))]
    client, seen, address = house.signed_in(), [], "/desk/audit"
    while address:
        page = client.get(address).text
        seen += numbers(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(older[1]) if older else ""
    people = set(wanted)
    assert sorted(seen, reverse=True) == seen
    assert people <= set(seen)
    assert len(seen) == len(set(seen)) == 66


def test_an_act_says_what_its_undo_does_and_is_undone(house: DeskSite) -> None:
    client = house.signed_in()
    (seq,) = numbers(client.get("/desk/audit?act=edit").text)
    page = client.get(f"/desk/audit/{seq}").text
    assert "Défaire cet acte" in page
    assert "Ce qui était là avant revient" in page
    answer = client.post(f"/desk/audit/{seq}/undo")
    assert answer.status_code == 303
    with house.engine.connect() as connection:
        found = items.get(connection, item_named(house.engine, "Atelier"))
    assert found is not None
    assert str(found.content.occurrences[0].start.day) == "2026-03-14"  # type: ignore[union-attr]
    after = client.get(answer.headers["location"]).text
    assert "C’est fait" in after
    assert f"a défait l’acte n° {seq}" in " ".join(rows(client.get("/desk/audit").text))


def test_an_undo_over_somebody_s_head_is_refused_with_a_name(house: DeskSite) -> None:
    workshop = item_named(house.engine, "Atelier")
    client = house.signed_in()
    (seq,) = numbers(client.get("/desk/audit?act=edit").text)
    with house.engine.begin() as connection:
        editing.release(connection, workshop, "occurrences", "bob", NOW + timedelta(hours=2))
    page = client.get(f"/desk/audit/{seq}").text
    assert "bob a agi depuis sur la même chose" in page
    assert "Défaites d’abord l’acte" in page
    assert "Défaire cet acte" not in page
    assert client.post(f"/desk/audit/{seq}/undo").status_code == 409


def test_who_may_only_read_sees_and_undoes_nothing(house: DeskSite) -> None:
    client = house.signed_in("vera", Role.VIEWER)
    (seq,) = numbers(client.get("/desk/audit?act=edit").text)
    assert "Défaire cet acte" not in client.get(f"/desk/audit/{seq}").text
    assert client.post(f"/desk/audit/{seq}/undo").status_code == 403


def test_an_act_that_is_none(house: DeskSite) -> None:
    client = house.signed_in()
    assert client.get("/desk/audit/999999").status_code == 404
    with house.engine.connect() as connection:
        run = next(e.seq for e in journal.read(connection, acts=(Act.CURATION,)))
    assert client.get(f"/desk/audit/{run}").status_code == 404
    assert client.post(f"/desk/audit/{run}/undo").status_code == 404
    assert client.post("/desk/audit/999999/undo").status_code == 404


def test_the_chain_is_proved_and_a_breach_is_told(house: DeskSite) -> None:
    client = house.signed_in()
    with house.engine.connect() as connection:
        newest = journal.newest(connection)
    assert f"Chaîne vérifiée jusqu’à la ligne {newest}" in client.get("/desk/audit").text
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE journal SET author = 'eve' WHERE act = 'hide'")
    assert "Chaîne vérifiée" in client.get("/desk/audit").text  # proved a moment ago
    page = client.get("/desk/audit?verify=1").text
    assert "La chaîne est rompue" in page
    assert "Chaîne vérifiée" not in page


def test_the_trail_as_a_file(house: DeskSite) -> None:
    workshop = item_named(house.engine, "Atelier")
    with house.engine.begin() as connection:
        editing.edit(connection, workshop, "title", "=1+1", "ada", NOW + timedelta(days=2))
    answer = house.signed_in().get("/desk/audit.csv?person=ada")
    told = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["person"] for row in told} == {"ada"}
    assert (told[0]["act"], told[0]["what"], told[0]["after"]) == ("edit", "title", "'=1+1")
    assert told[0]["before"] == "Atelier de casques au bord de l’eau"
    assert 'filename="vigie-journal-2026-03-12.csv"' in answer.headers["content-disposition"]
