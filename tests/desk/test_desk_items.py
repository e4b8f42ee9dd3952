"""The item page over HTTP: every field with its sources, typed corrections and what does not fit, merge and split,
notes, hints, undo; what an editor did survives the next scrape."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from desk_items import HALLE, PROVINCE, House, call, event, house, place
from desk_site import NOW, DeskSite, Signed
from sqlalchemy import text

from vigie.model import Occurrence
from warehouse import editing, notes
from web.desk.people import Role


@pytest.fixture
def home(desk: DeskSite) -> Iterator[House]:
    with house(desk) as made:
        yield made


@pytest.fixture
def ada(home: House) -> Signed:
    return home.site.signed_in("ada")


def correct(client: Signed, item: str, field: str, mark: str | None = None, **said: Any) -> httpx.Response:
    """Sends the form of a field as it stands on its page, with these inputs."""
    page = client.get(f"/desk/e/{item}/fields/{field}").text
    opened = mark or found(r'name="mark" value="([^"]+)"', page)
    return client.post(f"/desk/e/{item}/fields/{field}", data={"mark": opened, **said})


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page, re.DOTALL)
    assert match, pattern
    return html.unescape(match[1])


def refusal(answer: httpx.Response) -> str:
    assert answer.status_code == 422, answer.status_code
    return found(r'role="alert">(.*?)</p>', answer.text)


def test_a_correction_survives_the_next_scrape_and_a_source_that_moves_is_told(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    answer = correct(ada, item, "title", value="Nuit modulaire, le concert")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/e/{item}?did=saved#f-title")
    assert home.shown(item, "title") == "Nuit modulaire, le concert"
    home.bring(HALLE)  # the same again
    assert home.shown(item, "title") == "Nuit modulaire, le concert"
    assert "conflict-box" not in ada.get(f"/desk/e/{item}").text
    home.bring(HALLE, a=event("Nuit des modulaires"))
    assert home.shown(item, "title") == "Nuit modulaire, le concert"
    page = ada.get(f"/desk/e/{item}").text
    assert "La source a bougé depuis la correction" in page
    assert all(said in page for said in ("Nuit modulaire", "Nuit modulaire, le concert", "Nuit des modulaires"))
    assert home.acts() == [("edit", "ada")]


def test_every_field_shows_each_source_with_its_own_words(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire", place=place("La Halle"), organizers=("Basse Tension",)))
    home.bring(PROVINCE, b=event("Nuit modulaire", place=place("La Halle"), price_text="12 €"))
    item = home.item("Nuit modulaire")
    page = ada.get(f"/desk/e/{item}").text
    for said in ("La Halle", "L’Agenda provincial", "Basse Tension", "confiance 80/100", "confiance 40/100", "feed/1"):
        assert said in page
    assert f'href="/e/{item}/why/title"' in page
    assert "seule source à le dire" in page
    why = ada.get(f"/e/{item}/why/title")
    assert why.status_code == 200
    assert "Nuit modulaire" in why.text


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("title", {"value": "  Un   titre "}, "Un titre"),
        ("description", {"value": "Un.\r\nDeux."}, "Un.\nDeux."),
        ("url", {"value": "https://halle.example/neuf"}, "https://halle.example/neuf"),
        ("organizers", {"value": "Un\n\nDeux\nUn"}, ["Un", "Deux"]),
        ("is_free", {"value": "yes"}, True),
        ("is_free", {"value": "no"}, None),
        ("attendance", {"value": "mixed"}, "mixed"),
        ("status", {"value": "postponed"}, "postponed"),
        (
            "occurrences",
            {"0-start-day": "2026-03-29", "0-start-time": "18:30", "0-end-time": "20:00"},
            [
                {
                    "start": {"local": "2026-03-29T18:30:00"},
                    "end": {"local": "2026-03-29T20:00:00"},
                }
            ],
        ),
        (
            "occurrences",
            {"3-start-day": "2026-04-02", "0-start-day": "2026-04-01", "0-start-vague": "1"},
            [
                {"start": {"local": "2026-04-01T00:00:00", "precision": "month"}},
                {"start": {"local": "2026-04-02T00:00:00", "precision": "day"}},
            ],
        ),
        (
            "place",
            {"name": "Le Delta", "municipality": "Namur", "postcode": "5000"},
            {"name": "Le Delta", "municipality": "Namur", "nis": "92094", "province": "namur", "postcode": "5000"},
        ),
        ("prices", {"0-low": "12,50", "0-high": "20"}, [{"low": "12.5", "high": "20", "role": "price"}]),
        ("previous_start", {"day": "2026-03-19"}, {"local": "2026-03-19T00:00:00", "precision": "day"}),
        ("relevance", {"value": "90"}, 90),
    ],
)
def test_what_is_typed_becomes_the_value(
    home: House, ada: Signed, field: str, said: dict[str, str], value: object
) -> None:
    home.bring(HALLE, a=event("Nuit modulaire", day=20))
    item = home.item("Nuit modulaire")
    assert correct(ada, item, field, **said).status_code == 303
    assert holds(home.shown(item, field), value), home.shown(item, field)
    assert ada.get(f"/desk/e/{item}/fields/{field}").status_code == 200


def holds(shown: Any, wanted: Any) -> bool:
    """Whether what is shown says all that is wanted; a false switch may be left out."""
    if isinstance(wanted, dict):
        return isinstance(shown, dict) and all(holds(shown.get(name), value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return len(shown) == len(wanted) and all(map(holds, shown, wanted))
    return bool(shown == wanted or (wanted is None and shown is False))


@pytest.mark.parametrize(
    ("field", "said", "why"),
    [
        ("title", {"value": "  "}, "Ce champ ne peut pas rester vide."),
        ("url", {"value": "javascript:alert(1)"}, "Ce n’est pas une adresse du web"),
        ("relevance", {"value": "101"}, "Écrivez un nombre entier de 0 à 100."),
        ("occurrences", {"0-start-day": "2026-02-30"}, "Ce jour n’existe pas"),
        ("occurrences", {"0-start-day": ""}, "Donnez au moins une date."),
        (
            "occurrences",
            {"0-start-day": "2026-03-02", "0-start-time": "20:00", "0-end-time": "19:00"},
            "La fin vient avant le début.",
        ),
        ("occurrences", {"0-start-day": "2026-03-02", "0-start-time": "25:00"}, "Cette heure n’existe pas"),
        ("occurrences", {"0-start-day": "2026-03-02", "0-zone": "Mars/Nord"}, "Ce fuseau horaire n’existe pas."),
        ("place", {"name": "Le Delta", "municipality": "Namurre"}, "Cette commune n’est pas au répertoire belge"),
        ("place", {"name": "x", "latitude": "50"}, "Donnez les deux coordonnées"),
        ("prices", {"0-low": "douze"}, "Écrivez un montant en chiffres"),
        ("prices", {"0-low": "20", "0-high": "12"}, "Le plus haut montant est sous le plus bas."),
        ("status", {"value": "perhaps"}, "Choisissez l’une des possibilités."),
        ("title", {"value": "Bon", "until": "2026-03-01"}, "Ce jour est passé."),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_kept(
    home: House, ada: Signed, field: str, said: dict[str, str], why: str
) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    answer = correct(ada, item, field, **said)
    assert refusal(answer).startswith(why)
    for typed in [] if field == "status" else said.values():  # a choice that is none cannot be shown
        assert not typed.strip() or typed in html.unescape(answer.text)
    assert home.acts() == []


def test_deadlines_of_a_call(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=call("Bourse", 4, 2))
    item = home.item("Bourse")
    said = {"0-day": "2026-04-09", "0-time": "12:00", "0-label": "Premier tour", "1-day": "2026-03-30", "1-strict": "1"}
    assert correct(ada, item, "deadlines", **said).status_code == 303
    first, second = home.shown(item, "deadlines")
    assert first["at"]["local"] == "2026-03-30T00:00:00"
    assert first["strict"] is True
    assert (second["at"]["local"], second["label"]) == ("2026-04-09T12:00:00", "Premier tour")


def test_an_event_is_called_off_only_with_a_proof_that_stays_beside_it(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    assert "preuve" in refusal(correct(ada, item, "status", value="cancelled"))
    assert home.shown(item, "status") in (None, "scheduled")
    assert correct(ada, item, "status", value="cancelled", proof="own").status_code == 303
    assert home.shown(item, "status") == "cancelled"
    assert "décision de la rédaction" in ada.get(f"/desk/e/{item}").text
    assert home.acts() == [("desk", "ada"), ("edit", "ada")]
    undo_last(home, ada, item)  # the proof goes with it: it is one act
    assert home.shown(item, "status") in (None, "scheduled")
    assert noted(home, item) == ()


def noted(home: House, item: str) -> tuple[str, ...]:
    with home.site.engine.connect() as connection:
        return tuple(one.text for one in notes.of(connection, item))


def undo_last(home: House, client: Signed, item: str) -> None:
    """Undoes the newest decision that the page offers to undo."""
    page = client.get(f"/desk/e/{item}").text
    seq = found(r'name="seq" value="(\d+)"', page)
    answer = client.post(f"/desk/e/{item}/undo", data={"seq": seq})
    assert answer.headers["location"] == f"/desk/e/{item}?did=undone"


def test_topics_are_ticked_one_by_one_and_the_source_is_still_heard(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit", topics=("discipline:games", "event_type:workshop")))
    item = home.item("Nuit")
    assert correct(ada, item, "topics", value=["discipline:xr", "event_type:workshop"]).status_code == 303
    assert sorted(home.shown(item, "topics")) == ["discipline:xr", "event_type:workshop"]
    home.bring(HALLE, a=event("Nuit", topics=("discipline:games", "event_type:workshop", "audience:youth")))
    assert sorted(home.shown(item, "topics")) == ["audience:youth", "discipline:xr", "event_type:workshop"]
    assert ada.post(f"/desk/e/{item}/fields/topics/release").status_code == 303
    assert sorted(home.shown(item, "topics")) == ["audience:youth", "discipline:games", "event_type:workshop"]


def test_a_form_that_was_opened_before_another_edit_says_so(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    opened = found(r'name="mark" value="([^"]+)"', ada.get(f"/desk/e/{item}/fields/title").text)
    bob = home.site.signed_in("bob")
    correct(bob, item, "title", value="Celui de Bob")
    answer = correct(ada, item, "title", mark=opened, value="Celui d’Ada")
    assert answer.status_code == 409
    page = html.unescape(answer.text)
    assert all(said in page for said in ("bob l’a corrigé", "Celui de Bob", "Celui d’Ada"))
    assert home.shown(item, "title") == "Celui de Bob"
    again = found(r'name="mark" value="([^"]+)"', answer.text)
    assert correct(ada, item, "title", mark=again, value="Celui d’Ada").status_code == 303
    assert home.shown(item, "title") == "Celui d’Ada"


def test_an_edit_ends_with_its_day(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    correct(ada, item, "title", value="Aujourd’hui seulement", until="2026-03-12")
    with home.site.engine.connect() as connection:
        held = editing.held_edit(connection, item, "title")
    assert held is not None
    assert held["until"] == (NOW + timedelta(days=1)).replace(hour=23, day=12)  # midnight in Brussels


def test_hide_show_pin_and_note_count_at_once_and_are_undone(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    assert ada.get(f"/e/{item}").status_code == 200
    ada.post(f"/desk/e/{item}/hide")
    assert ada.get(f"/e/{item}").status_code == 404
    undo_last(home, ada, item)
    assert ada.get(f"/e/{item}").status_code == 200
    ada.post(f"/desk/e/{item}/pin", data={"until": "2026-04-01"})
    assert "À la une jusqu’au" in ada.get(f"/desk/e/{item}").text
    ada.post(f"/desk/e/{item}/notes", data={"text": "Appeler la salle <b>"})
    page = ada.get(f"/desk/e/{item}").text
    assert "Appeler la salle &lt;b&gt;" in page
    assert "Appeler la salle" not in ada.get(f"/e/{item}").text
    note = found(r"/notes/([0-9a-f-]{36})/remove", page)
    ada.post(f"/desk/e/{item}/notes/{note}/remove")
    assert noted(home, item) == ()
    undo_last(home, ada, item)
    assert noted(home, item) == ("Appeler la salle <b>",)
    assert [act for act, _ in home.acts()] == ["hide", "hide", "pin", "desk", "desk", "desk"]


def test_two_items_become_one_after_a_look_and_two_again(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire", place=place("La Halle")))
    home.bring(PROVINCE, b=event("Soirée de synthétiseurs", day=21, price_text="12 €"))
    kept, other = home.item("Nuit modulaire"), home.item("Soirée de synthétiseurs")
    assert other in ada.get(f"/desk/e/{kept}/merge", params={"q": "synthétiseurs"}).text
    assert other in ada.get(f"/desk/e/{kept}/merge", params={"q": f"https://vigie.test/e/{other}"}).text
    preview = ada.get(f"/desk/e/{kept}/merge", params={"other": other}).text
    assert "Réunir ces deux fiches" in preview
    assert "12 €" in preview.replace("\xa0", " ")
    answer = ada.post(f"/desk/e/{kept}/merge", data={"other": other})
    assert answer.headers["location"] == f"/desk/e/{kept}?did=merged"
    assert home.shown(kept, "price_text") == "12 €"
    assert ada.get(f"/e/{other}").headers["location"] == f"/e/{kept}"
    undo_last(home, ada, kept)
    assert ada.get(f"/e/{other}").status_code == 200
    assert home.shown(kept, "price_text") is None


def test_a_record_is_split_off(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire", place=place("La Halle")))
    home.bring(PROVINCE, b=event("Nuit modulaire", place=place("La Halle")))
    item = home.item("Nuit modulaire")
    assert items_of(home) == 1
    refused = ada.post(f"/desk/e/{item}/split", data={"record": ["halle/a", "province/b"]})
    assert refused.status_code == 409
    assert "pas toutes" in refused.text
    ada.post(f"/desk/e/{item}/split", data={"record": ["province/b"]})
    assert items_of(home) == 2


def items_of(home: House) -> int:
    with home.site.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(DISTINCT item) FROM memberships")).scalar_one())


def test_everything_goes_back_to_the_sources_as_one_act(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire", topics=("discipline:games",)))
    item = home.item("Nuit modulaire")
    correct(ada, item, "title", value="Autre")
    correct(ada, item, "description", value="Un texte.")
    correct(ada, item, "topics", value=["discipline:xr"])
    ada.post(f"/desk/e/{item}/release")
    assert (home.shown(item, "title"), home.shown(item, "description")) == ("Nuit modulaire", None)
    assert home.shown(item, "topics") == ["discipline:games"]
    undo_last(home, ada, item)
    assert (home.shown(item, "title"), home.shown(item, "description")) == ("Autre", "Un texte.")
    assert home.shown(item, "topics") == ["discipline:xr"]


def test_the_page_says_who_else_has_it_open(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    with home.site.engine.begin() as connection:
        notes.seen(connection, item, "bob", NOW - timedelta(minutes=3))
        notes.seen(connection, item, "zoé", NOW - timedelta(minutes=11))
    page = ada.get(f"/desk/e/{item}").text
    assert "bob a cette fiche ouverte depuis 3 minutes." in page
    assert "zoé" not in page
    assert "ada a cette fiche" not in page
    assert "bob a cette fiche" in ada.post(f"/desk/e/{item}/presence").text
    assert home.acts() == []


def test_the_page_of_an_item_undoes_what_is_of_that_item_alone(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit"), b=event("Jour", day=25))
    night, day = home.item("Nuit"), home.item("Jour")
    ada.post(f"/desk/e/{day}/hide")
    with home.site.engine.connect() as connection:
        seq = connection.execute(text("SELECT max(seq) FROM journal")).scalar_one()
    answer = ada.post(f"/desk/e/{night}/undo", data={"seq": str(seq)})
    assert answer.status_code == 409
    assert ada.get(f"/e/{day}").status_code == 404


def test_a_viewer_reads_and_changes_nothing(home: House) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    viewer = home.site.signed_in("vera", Role.VIEWER)
    page = viewer.get(f"/desk/e/{item}").text
    assert "Masquer la fiche" not in page
    assert "/fields/title" not in page
    assert viewer.get(f"/desk/e/{item}/fields/title").status_code == 200
    assert viewer.post(f"/desk/e/{item}/hide").status_code == 403
    assert viewer.post(f"/desk/e/{item}/fields/title", data={"value": "x"}).status_code == 403
    assert home.acts() == []


@pytest.mark.parametrize("path", ["x", "00000000-0000-0000-0000-000000000000", "../../etc"])
def test_no_item_no_page(desk: DeskSite, path: str) -> None:
    assert desk.signed_in().get(f"/desk/e/{path}").status_code == 404


def test_what_a_source_says_never_runs(home: House, ada: Signed) -> None:
    hostile = '<script>alert("x")</script>'
    home.bring(
        HALLE,
        a=replace(event(hostile, organizers=(hostile,)), occurrences=(Occurrence(event("x").occurrences[0].start),)),
    )
    item = home.item(hostile)
    for path in (f"/desk/e/{item}", f"/desk/e/{item}/fields/title", "/desk/items", f"/desk/e/{item}/merge"):
        assert hostile not in ada.get(path).text
