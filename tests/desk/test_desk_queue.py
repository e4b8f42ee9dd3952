"""The review queue over HTTP: fifty questions triaged by posts, each act in the journal, the last one taken back; keys
that can be turned off; the first page; proposals."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from desk_items import HALLE, PROVINCE, House, call, event, house, place
from desk_site import NOW, DeskSite, Signed
from sqlalchemy import text

from vigie.model import Occurrence
from warehouse import auditing, journal, proposals
from web.desk.home import visits
from web.desk.moderation import catalogue_entry
from web.desk.people import Role


@pytest.fixture
def home(desk: DeskSite) -> Iterator[House]:
    with house(desk) as made:
        yield made


@pytest.fixture
def ada(home: House) -> Signed:
    return home.site.signed_in("ada")


def asked(page: str) -> dict[str, str] | None:
    """What the form of a question sends, its answer aside; None when nothing is asked."""
    said = {
        name: html.unescape(value) for name, value in re.findall(r'name="(about|subject|mark)" value="([^"]*)"', page)
    }
    return said if "about" in said else None


def said(page: str) -> str:
    match = re.search(r'id="said"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert match
    return html.unescape(match[1]).strip()


def test_fifty_questions_are_triaged_by_posts(home: House, ada: Signed) -> None:
    unsure = {f"u{n}": event(f"Brocante {n}", day=13 + n % 15, relevance=50) for n in range(40)}
    moving = {f"m{n}": event(f"Concert {n}", month=4, day=1 + n) for n in range(9)}
    home.bring(HALLE, **unsure, **moving)
    home.bring(
        HALLE, **{key: replace(one, occurrences=event("x", month=5, day=2).occurrences) for key, one in moving.items()}
    )
    answers = ["accepted", "refused"]
    done: list[tuple[str, str]] = []
    address = "/desk/queue"
    while (question := asked(ada.get(address).text)) is not None:
        answer = ada.post("/desk/queue", data={**question, "answer": answers[len(done) % 2]})
        assert answer.status_code == 303
        done.append((question["about"], answers[len(done) % 2]))
        address = answer.headers["location"]
        assert len(done) <= 50
    assert len(done) == 50
    assert [kind for kind, _ in done] == ["unsure"] * 40 + ["change"] * 9 + [
        "new-source"
    ]  # what happens first is first
    with home.site.engine.connect() as connection:
        hidden = connection.execute(text("SELECT count(*) FROM items WHERE hidden")).scalar_one()
        reviews = connection.execute(text("SELECT verdict, count(*) FROM reviews GROUP BY 1 ORDER BY 1")).all()
        held = connection.execute(text("SELECT count(DISTINCT item) FROM edits WHERE released_at IS NULL")).scalar_one()
        told = list(auditing.decisions(connection, author="ada"))
        breach = journal.verify(journal.read(connection))
    assert hidden == 20
    assert [tuple(row) for row in reviews] == [("accepted", 25), ("refused", 25)]
    assert held == 4  # of nine changes, from the second on every other one was refused
    assert len([entry for entry in told if (entry.body or {}).get("table") == "reviews"]) == 50
    assert breach is None
    assert "La file est vide" in ada.get("/desk/queue").text


def test_the_last_answer_is_taken_back_and_asked_again(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Brocante", day=14, relevance=50), b=event("Radio", day=13, relevance=50))
    first = asked(ada.get("/desk/queue").text)
    assert first is not None
    ada.post("/desk/queue", data={**first, "answer": "refused"})
    second = asked(ada.get("/desk/queue").text)
    assert second is not None
    assert second["subject"] != first["subject"]
    answer = ada.post("/desk/queue/undo", data={"kind": ""})
    page = ada.get(answer.headers["location"]).text
    assert asked(page) == first
    assert said(page) == "Défait : la question est de nouveau là."
    assert "Défaire ma dernière réponse" not in page
    bob = home.site.signed_in("bob")
    assert "done=nothing" in bob.post("/desk/queue/undo").headers["location"]


def test_an_answer_that_comes_too_late_changes_nothing(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Brocante", relevance=50))
    question = asked(ada.get("/desk/queue").text)
    assert question is not None
    home.site.signed_in("bob").post("/desk/queue", data={**question, "answer": "accepted"})
    answer = ada.post("/desk/queue", data={**question, "answer": "refused"})
    assert "n’attendait plus" in said(ada.get(answer.headers["location"]).text)
    assert ada.get(f"/e/{question['subject']}").status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        {"about": "nothing"}, {"answer": "perhaps"}, {"subject": "x\x00"}, {"subject": "x"}, {"mark": "other"},
        {"about": "duplicate"}, {"about": "conflict"}, {"about": "change"}, {"about": "proposal"},
    ],
)  # fmt: skip
def test_an_answer_to_nothing_changes_nothing(home: House, ada: Signed, bad: dict[str, str]) -> None:
    home.bring(HALLE, a=event("Brocante", relevance=50))
    question = asked(ada.get("/desk/queue").text)
    answer = ada.post("/desk/queue", data={**(question or {}), "answer": "refused", **bad})
    assert "done=outdated" in answer.headers["location"]
    assert home.acts() == []


def test_duplicates_stand_side_by_side(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire", place=place("La Halle")))
    home.bring(PROVINCE, b=event("Soirée de synthétiseurs", place=place("Le Delta")))
    with home.site.engine.begin() as connection:
        connection.execute(text("INSERT INTO asks VALUES ('halle', 'a', 'province', 'b', '[\"même soir\"]')"))
    page = ada.get("/desk/queue?kind=duplicate").text
    for words in ("Nuit modulaire", "Soirée de synthétiseurs", "La Halle", "Le Delta", "même soir", "Même chose"):
        assert words in page


def test_keys_are_marked_and_can_be_turned_off(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Brocante", relevance=50))
    page = ada.get("/desk/queue").text
    assert all(f'data-key="{key}"' in page for key in "ars")
    assert "data-keys" in page
    assert 'aria-keyshortcuts="a"' in page
    ada.post("/desk/queue/keys", data={"keys": "off"})
    off = ada.get("/desk/queue").text
    assert " data-keys" not in off
    assert "aria-keyshortcuts" not in off
    assert "Elle a sa place" in off  # the buttons stay
    ada.post("/desk/queue/keys", data={"keys": "on"})
    assert " data-keys" in ada.get("/desk/queue").text


def test_a_viewer_sees_questions_and_answers_none(home: House) -> None:
    home.bring(HALLE, a=event("Brocante", relevance=50))
    viewer = home.site.signed_in("vera", Role.VIEWER)
    page = viewer.get("/desk/queue").text
    assert "Cette fiche a-t-elle sa place ici" in page
    assert 'name="answer"' not in page
    assert viewer.post("/desk/queue", data={"about": "unsure", "answer": "refused"}).status_code == 403


def test_the_first_page_says_what_waits_and_what_happens(home: House, ada: Signed) -> None:
    home.bring(
        HALLE,
        a=event("Ce soir", day=12),
        b=event("Demain", day=13),
        c=event("Brocante", day=14, relevance=50),
        d=call("Bourse qui clôt", 3, 14),
        e=call("Bourse plus tard", 3, 20),
    )
    with home.site.engine.begin() as connection:
        connection.execute(
            text("""INSERT INTO runs (id, source, started_at, finished_at, cause, complete)
                    VALUES ('r', 'halle', :at, :at, 'timeout', false)"""),
            {"at": NOW - timedelta(hours=1)},
        )
    page = ada.get("/desk").text
    for words in ("3 questions vous attendent", "Ce soir", "Bourse qui clôt", "timeout", "nouvelles fiches"):
        assert words in page.replace("\xa0", " "), words
    for words in ("Demain", "Bourse plus tard", "Brocante"):
        assert words not in page
    assert ada.get("/desk/").status_code == 200


def test_a_visit_lasts_until_a_pause() -> None:
    day, hour = timedelta(days=1), timedelta(hours=1)
    since, kept = visits(None, NOW)
    assert since == NOW - day
    since, kept = visits(kept, NOW + timedelta(minutes=10))
    assert since == NOW - day  # still the same visit
    since, kept = visits(kept, NOW + 2 * hour)
    assert since == NOW + timedelta(minutes=10)  # what changed since that visit ended
    for broken in ("", "x|y", "99999999999|99999999999", "|", f"{int(NOW.timestamp())}|"):
        assert visits(broken, NOW)[0] == NOW - day


def test_proposals_are_decided_handed_over_and_put_back(home: House, ada: Signed) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    with home.site.engine.begin() as connection:
        source = proposals.propose(
            connection, proposals.About.SOURCE, {"name": "Le Phare", "url": "https://phare.example/agenda"}, None, NOW
        )
        known = proposals.propose(
            connection, proposals.About.EVENT,
            {"title": "<b>Bal</b>", "when": "demain", "url": "https://www.halle.example/bal"}, None, NOW,
        )  # fmt: skip
        error = proposals.propose(
            connection, proposals.About.ERROR, {"wrong": "date", "details": "C’est le 21."}, item, NOW
        )
    page = ada.get("/desk/proposals").text
    assert "&lt;b&gt;Bal&lt;/b&gt;" in page
    assert "Ce site est déjà lu (La Halle)" in page
    assert "slug: le-phare" in page
    assert ada.post(f"/desk/proposals/{error}", data={"state": "accepted"}).headers["location"] == f"/desk/e/{item}"
    ada.post(f"/desk/proposals/{source}", data={"state": "accepted", "note": "Donné à Léa"})
    ada.post(f"/desk/proposals/{known}", data={"state": "spam"})
    page = ada.get("/desk/proposals").text
    assert "Aucune proposition n’attend." in page
    assert "Donné à Léa" in page
    ada.post(f"/desk/proposals/{known}/undo")
    with home.site.engine.connect() as connection:
        assert [one.id for one in proposals.open_proposals(connection)] == [known]
    assert ada.post(f"/desk/proposals/{known}", data={"state": "open"}).headers["location"].endswith("done=gone")
    assert [author for _, author in home.acts()] == ["ada"] * 4


def test_what_to_add_to_the_catalogue_is_an_entry_of_it() -> None:
    entry = catalogue_entry("L’Été : où ?", "https://ete.example/agenda?x=1")
    assert entry.splitlines()[:3] == ["slug: l-ete-ou", "name: 'L’Été : où ?'", "site: https://ete.example/"]


def test_moved_sessions_are_shown_before_and_now(home: House, ada: Signed) -> None:
    first = event("Nuit modulaire", day=20)
    home.bring(HALLE, a=first)
    home.bring(HALLE, a=replace(first, occurrences=(Occurrence(event("x", day=21).occurrences[0].start),)))
    page = ada.get("/desk/queue?kind=change").text.replace("\xa0", " ")
    assert "vendredi 20 mars" in page
    assert "samedi 21 mars" in page
