"""Proposals of readers: kept in private, decided by editors, every decision an act that can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from warehouse import journal, proposals, undoing
from warehouse.proposals import About, State, UnknownProposal

AT = datetime(2026, 3, 12, 8, tzinfo=UTC)
SAID = {"url": "https://exemple.example.org/agenda", "why": "un agenda que personne ne lit"}


def test_a_proposal_waits_in_the_order_of_its_coming(engine: Engine) -> None:
    with engine.begin() as connection:
        second = proposals.propose(connection, About.SOURCE, {"url": "b"}, None, AT + timedelta(minutes=1))
        first = proposals.propose(connection, About.EVENT, SAID, None, AT)
        found = proposals.open_proposals(connection)
    assert [(p.id, p.kind, p.state) for p in found] == [
        (first, About.EVENT, State.OPEN),
        (second, About.SOURCE, State.OPEN),
    ]
    assert found[0].said == SAID
    assert found[0].at == AT


def test_a_proposal_is_no_act_and_its_words_are_never_in_the_journal(engine: Engine) -> None:
    with engine.begin() as connection:
        id = proposals.propose(connection, About.SOURCE, SAID, None, AT)
        assert list(journal.read(connection)) == []
        assert proposals.decide(connection, id, State.REFUSED, "déjà lue", "ada", AT)
        (entry,) = journal.read(connection)
    assert "personne ne lit" not in str(entry.body)
    assert entry.author == "ada"


def test_a_decision_takes_it_from_the_queue_and_undoing_brings_it_back(engine: Engine) -> None:
    with engine.begin() as connection:
        id = proposals.propose(connection, About.SOURCE, SAID, None, AT)
        proposals.decide(connection, id, State.ACCEPTED, "sources/exemple.yaml", "ada", AT)
        assert proposals.open_proposals(connection) == ()
        assert [p.note for p in proposals.decided_proposals(connection)] == ["sources/exemple.yaml"]
        (entry,) = journal.read(connection)
        undoing.undo(connection, entry.seq, "ada", AT + timedelta(minutes=5))
        (back,) = proposals.open_proposals(connection)
    assert (back.id, back.said, back.decided_by, back.note) == (id, SAID, None, None)


def test_the_same_decision_twice_is_one_act(engine: Engine) -> None:
    with engine.begin() as connection:
        id = proposals.propose(connection, About.SOURCE, SAID, None, AT)
        assert proposals.decide(connection, id, State.SPAM, None, "ada", AT)
        assert not proposals.decide(connection, id, State.SPAM, None, "bob", AT + timedelta(hours=1))
        assert len(list(journal.read(connection))) == 1


def test_an_unknown_proposal_cannot_be_decided(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(UnknownProposal):
        proposals.decide(connection, "00000000-0000-0000-0000-000000000000", State.SPAM, None, "ada", AT)


def test_what_came_lately_is_counted_and_recognised(engine: Engine) -> None:
    with engine.begin() as connection:
        id = proposals.propose(connection, About.SOURCE, SAID, None, AT)
        assert proposals.came_since(connection, AT) == 1
        assert proposals.came_since(connection, AT + timedelta(seconds=1)) == 0
        hour = timedelta(hours=1)
        assert proposals.same_lately(connection, SAID, AT + hour, hour) == id
        assert proposals.same_lately(connection, SAID, AT + 2 * hour, hour) is None
        assert proposals.same_lately(connection, SAID | {"why": "autre"}, AT, hour) is None
