"""The review queue over a real warehouse: what is asked, in which order, what an answer does, that each is undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from desk_items import HALLE, PROVINCE, House, article, at, call, event, house, place, record, source
from desk_site import NOW, DeskSite
from sqlalchemy import text

from vigie.model import Occurrence, Status, Suggestion
from warehouse import editing, proposals, review, undoing
from warehouse.editorial import Shelf, row
from warehouse.load import load
from warehouse.review import Answer, Asked, Question
from warehouse.review_changes import moved


@pytest.fixture
def home(desk: DeskSite) -> Iterator[House]:
    with house(desk) as made:
        yield made


def asked(home: House, kind: Asked, skipped: bool = False) -> tuple[Question, ...]:
    with home.site.engine.connect() as connection:
        return review.queue(connection, NOW, (kind,), skipped=skipped)


def answered(home: House, question: Question, said: Answer) -> int:
    with home.site.engine.begin() as connection:
        row = review.answer(connection, question, said, "ada", NOW)
    home.curate()
    return row


def undone(home: House, seq: int) -> None:
    with home.site.engine.begin() as connection:
        undoing.undo(connection, seq, "ada", NOW)
    home.curate()


def test_a_new_source_is_asked_about_once(home: House) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    (question,) = asked(home, Asked.NEW_SOURCE)
    assert (question.subject, question.title, question.mark) == ("halle", "La Halle", "new")
    seq = answered(home, question, Answer.ACCEPTED)
    assert asked(home, Asked.NEW_SOURCE) == ()
    with home.site.engine.connect() as connection:
        found = row(connection, Shelf.REVIEWS, {"kind": "new-source", "subject": "halle"})
    assert found is not None
    assert (found.verdict, found.author) == ("accepted", "ada")
    undone(home, seq)
    assert asked(home, Asked.NEW_SOURCE) == (question,)


def test_relevance_that_is_unsure_is_confirmed_or_hidden(home: House) -> None:
    home.bring(
        HALLE,
        low=event("Brocante", day=15, relevance=34),
        first=event("Brocante numérique", day=14, relevance=35),
        last=event("Atelier radio", day=13, relevance=64),
        sure=event("Nuit modulaire", relevance=65),
        over=event("Hier", day=1, relevance=50),
    )
    questions = asked(home, Asked.UNSURE)
    assert [q.title for q in questions] == ["Atelier radio", "Brocante numérique"]  # what comes first is asked first
    radio = home.item("Atelier radio")
    seq = answered(home, questions[0], Answer.REFUSED)
    assert [q.title for q in asked(home, Asked.UNSURE)] == ["Brocante numérique"]
    assert hidden(home, radio)
    undone(home, seq)
    assert not hidden(home, radio)
    assert [q.title for q in asked(home, Asked.UNSURE)] == ["Atelier radio", "Brocante numérique"]


def hidden(home: House, item: str) -> bool:
    with home.site.engine.connect() as connection:
        return bool(connection.execute(text("SELECT hidden FROM items WHERE id = :id"), {"id": item}).scalar_one())


def test_what_was_skipped_waits_behind_and_is_still_there(home: House) -> None:
    home.bring(HALLE, a=event("Brocante", day=14, relevance=50), b=event("Radio", day=13, relevance=50))
    radio, brocante = asked(home, Asked.UNSURE)
    answered(home, radio, Answer.SKIPPED)
    assert asked(home, Asked.UNSURE) == (brocante,)
    assert [q.title for q in asked(home, Asked.UNSURE, skipped=True)] == ["Radio"]
    with home.site.engine.connect() as connection:
        assert review.counts(connection, NOW)[Asked.UNSURE] == 1
        assert review.counts(connection, NOW, skipped=True)[Asked.UNSURE] == 1
    answered(home, asked(home, Asked.UNSURE, skipped=True)[0], Answer.ACCEPTED)
    assert asked(home, Asked.UNSURE, skipped=True) == ()


def test_an_answer_to_another_question_than_the_one_that_stands_is_refused(home: House) -> None:
    home.bring(HALLE, a=event("Brocante", relevance=50))
    (question,) = asked(home, Asked.UNSURE)
    home.bring(HALLE, a=event("Brocante du dimanche", relevance=50))
    with pytest.raises(review.Outdated):
        answered(home, question, Answer.REFUSED)
    (again,) = asked(home, Asked.UNSURE)
    answered(home, again, Answer.ACCEPTED)
    with pytest.raises(review.Outdated):
        answered(home, again, Answer.REFUSED)


def test_two_records_are_judged_the_same_or_different(home: House) -> None:
    home.bring(HALLE, a=event("Nuit modulaire", place=place("La Halle")))
    home.bring(PROVINCE, b=event("Soirée de synthétiseurs", day=20, place=place("La Halle")))
    with home.site.engine.begin() as connection:
        ask = {"sa": "halle", "ka": "a", "sb": "province", "kb": "b"}
        connection.execute(text("INSERT INTO asks VALUES (:sa, :ka, :sb, :kb, '[\"même soir, même lieu\"]')"), ask)
    (question,) = asked(home, Asked.DUPLICATE)
    assert question.records == (("halle", "a"), ("province", "b"))
    seq = answered(home, question, Answer.ACCEPTED)
    assert asked(home, Asked.DUPLICATE) == ()
    assert one_item(home)
    undone(home, seq)
    assert not one_item(home)


def one_item(home: House) -> bool:
    with home.site.engine.connect() as connection:
        return bool(connection.execute(text("SELECT count(DISTINCT item) = 1 FROM memberships")).scalar_one())


def test_a_day_that_moved_is_accepted_or_the_old_one_is_held(home: House) -> None:
    first = event("Nuit modulaire", day=20)
    home.bring(HALLE, a=first)
    assert asked(home, Asked.CHANGE) == ()  # what is new did not change
    home.bring(HALLE, a=replace(first, occurrences=(Occurrence(at(3, 21)),)))
    item = home.item("Nuit modulaire")
    (question,) = asked(home, Asked.CHANGE)
    assert (question.subject, question.item) == (item, item)
    seq = answered(home, question, Answer.REFUSED)
    assert home.shown(item, "occurrences")[0]["start"]["local"] == "2026-03-20T20:00:00"
    assert home.shown(item, "previous_start") is None
    assert home.shown(item, "status") in (None, "scheduled")
    assert asked(home, Asked.CHANGE) == ()
    undone(home, seq)
    assert home.shown(item, "occurrences")[0]["start"]["local"] == "2026-03-21T20:00:00"
    (again,) = asked(home, Asked.CHANGE)
    answered(home, again, Answer.ACCEPTED)
    assert asked(home, Asked.CHANGE) == ()
    home.bring(HALLE, a=replace(first, occurrences=(Occurrence(at(3, 27)),)))
    assert [q.subject for q in asked(home, Asked.CHANGE)] == [item]  # another change, another question


def test_what_an_editor_changed_is_no_question(home: House) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    with home.site.engine.begin() as connection:
        editing.edit(connection, item, "title", "Tout autre chose", "ada", NOW)
    home.curate()
    assert home.shown(item, "title") == "Tout autre chose"
    assert asked(home, Asked.CHANGE) == ()


def test_much_and_little() -> None:
    before = event("Nuit modulaire : concert pour vingt synthétiseurs", place=place("La Halle"))
    later, evening = Occurrence(at(3, 20, 22)), Occurrence(at(3, 20, 23))
    assert moved(before, replace(before, occurrences=(later,))) == ()  # two hours later that evening
    assert moved(before, replace(before, occurrences=(evening,))) == ("occurrences",)
    assert moved(before, replace(before, occurrences=(Occurrence(at(3, 21)),))) == ("occurrences",)
    assert moved(before, replace(before, title="Nuit modulaire : vingt synthétiseurs en concert")) == ()
    assert moved(before, replace(before, title="Bal folk")) == ("title",)
    assert moved(before, replace(before, place=place("La Halle", "Mons", "53053", "hainaut"))) == ("place",)
    assert moved(before, replace(before, place=None)) == ("place",)
    assert moved(before, replace(before, status=Status.CANCELLED)) == ("status",)
    assert moved(before, replace(before, status=Status.RESCHEDULED)) == ()
    assert moved(call("Bourse", 4, 1), call("Bourse", 4, 1)) == ()
    assert moved(call("Bourse", 4, 1), call("Bourse", 3, 25)) == ("deadlines",)


def test_a_conflict_is_settled_both_ways(home: House) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    item = home.item("Nuit modulaire")
    with home.site.engine.begin() as connection:
        editing.edit(connection, item, "title", "Nuit modulaire !", "ada", NOW)
    home.curate()
    assert asked(home, Asked.CONFLICT) == ()
    home.bring(HALLE, a=event("Nuit des modulaires"))
    (question,) = asked(home, Asked.CONFLICT)
    assert question.subject == f"{item}/title"
    seq = answered(home, question, Answer.ACCEPTED)
    assert home.shown(item, "title") == "Nuit modulaire !"
    assert asked(home, Asked.CONFLICT) == ()
    undone(home, seq)
    (question,) = asked(home, Asked.CONFLICT)
    answered(home, question, Answer.REFUSED)
    assert home.shown(item, "title") == "Nuit des modulaires"
    assert asked(home, Asked.CONFLICT) == ()


def test_a_suggestion_becomes_an_item_or_none(home: House) -> None:
    news = article("La Halle annonce la couleur")
    said = Suggestion(event("Bal des robots", month=4, day=3), "Bal des robots le 3 avril", (0, 25), 80, ("date",))
    told = replace(record(HALLE, "n", news), suggestions=(said,))
    load(home.site.engine, HALLE, [told], (), ["n"], True, home.now, "run")
    home.curate()
    (question,) = asked(home, Asked.SUGGESTION)
    assert question.title == "Bal des robots"
    assert question.due == at(4, 3).utc
    seq = answered(home, question, Answer.ACCEPTED)
    assert home.item("Bal des robots")
    assert asked(home, Asked.SUGGESTION) == ()
    undone(home, seq)
    assert [q.title for q in asked(home, Asked.SUGGESTION)] == ["Bal des robots"]
    answered(home, asked(home, Asked.SUGGESTION)[0], Answer.REFUSED)
    assert asked(home, Asked.SUGGESTION) == ()


def test_a_source_that_fails_or_brings_nothing_is_silent(home: House) -> None:
    home.bring(HALLE, a=event("Nuit modulaire"))
    assert asked(home, Asked.SILENT) == ()
    run(home, "halle", "r1", NOW - timedelta(days=3), "ok", True)
    run(home, "halle", "r2", NOW - timedelta(days=1), "server-error", False)
    (question,) = asked(home, Asked.SILENT)
    assert question.mark.startswith("failing since 2026-03-09")
    answered(home, question, Answer.ACCEPTED)
    run(home, "halle", "r3", NOW - timedelta(hours=1), "server-error", False)
    assert asked(home, Asked.SILENT) == ()  # it is the same silence
    run(home, "halle", "r4", NOW - timedelta(minutes=50), "ok", True)
    assert asked(home, Asked.SILENT) == ()
    quiet = source("vieux", "La Vieille Grange")
    home.hours -= 61 * 24 * 60
    home.bring(quiet, **{f"k{n}": event(f"Veillée {n}", month=1, day=n) for n in range(1, 6)})
    home.hours += 61 * 24 * 60
    (question,) = asked(home, Asked.SILENT)
    assert question.subject == "vieux"
    assert question.mark.startswith("quiet since 2026-01-")


def run(home: House, slug: str, id: str, at: object, cause: str, complete: bool) -> None:
    with home.site.engine.begin() as connection:
        connection.execute(
            text("""INSERT INTO runs (id, source, started_at, finished_at, cause, complete)
                    VALUES (:id, :source, :at, :at, :cause, :complete)"""),
            {"id": id, "source": slug, "at": at, "cause": cause, "complete": complete},
        )


def test_what_readers_propose_waits_and_is_decided(home: House) -> None:
    with home.site.engine.begin() as connection:
        id = proposals.propose(connection, proposals.About.SOURCE, {"name": "Le Phare"}, None, NOW)
    (question,) = asked(home, Asked.PROPOSAL)
    assert (question.subject, question.title) == (id, "Le Phare")
    seq = answered(home, question, Answer.REFUSED)
    assert asked(home, Asked.PROPOSAL) == ()
    undone(home, seq)
    assert [q.subject for q in asked(home, Asked.PROPOSAL)] == [id]


def test_the_last_answer_of_a_person_goes_back_one_by_one(home: House) -> None:
    home.bring(HALLE, a=event("Brocante", day=14, relevance=50), b=event("Radio", day=13, relevance=50))
    radio, brocante = asked(home, Asked.UNSURE)
    first, second = answered(home, radio, Answer.ACCEPTED), answered(home, brocante, Answer.REFUSED)
    assert last(home, "ada") == second
    assert last(home, "bob") is None
    undone(home, second)
    assert last(home, "ada") == first
    undone(home, first)
    assert last(home, "ada") is None
    assert [q.title for q in asked(home, Asked.UNSURE)] == ["Radio", "Brocante"]


def last(home: House, author: str) -> int | None:
    with home.site.engine.connect() as connection:
        return review.last_answer(connection, author)


def test_what_happens_first_is_asked_first_whatever_its_kind(home: House) -> None:
    first = event("Nuit modulaire", day=25)
    home.bring(HALLE, a=first, b=event("Radio", day=24, relevance=50))
    home.bring(HALLE, a=replace(first, occurrences=(Occurrence(at(3, 22)),)))
    with home.site.engine.connect() as connection:
        kinds = [q.kind for q in review.queue(connection, NOW)]
        counts = {kind: many for kind, many in review.counts(connection, NOW).items() if many}
    assert kinds == [Asked.CHANGE, Asked.UNSURE, Asked.NEW_SOURCE]
    assert counts == {Asked.CHANGE: 1, Asked.UNSURE: 1, Asked.NEW_SOURCE: 1}
