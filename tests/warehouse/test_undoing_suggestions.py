"""What an editor decided on a suggestion is undone like anything else: it waits again, or is an item again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.warehouse.made import NOW, article, bring, event, place, record, source
from vigie.model import Event, Kind, Suggestion
from warehouse import desk, items, journal, undoing
from warehouse.curate import curate

GAZETTE = source("gazette", trust=40)
TITLE = "Journées du code créatif"


def state(engine: Engine) -> tuple[str, list[str]]:
    """The state of the one suggestion, and the events shown, after a curation."""
    curate(engine, NOW + timedelta(days=1))
    with engine.connect() as connection:
        (one,) = desk.standing(connection)
        return one.state, [i.content.title for i in items.stream(connection, Kind.EVENT)]


def undo(engine: Engine, seq: int) -> int:
    with engine.begin() as connection:
        return undoing.undo(connection, seq, "luc", NOW).rows[0]


@pytest.mark.parametrize(("how", "shown"), [("accept", [TITLE]), ("dismiss", [])])
def test_a_decision_on_a_suggestion_is_undone_and_done_again(engine: Engine, how: str, shown: list[str]) -> None:
    content = event(TITLE, 20, None, place=place())
    assert isinstance(content, Event)
    told = Suggestion(content, f"{TITLE} le 20 mars", (10, 60), 80, ("a day and a place",))
    bring(engine, GAZETTE, replace(record(GAZETTE, "1", article("Le code en fête", 25)), suggestions=(told,)))
    assert state(engine) == ("open", [])
    with engine.begin() as connection:
        getattr(desk, how)(connection, desk.standing(connection)[0].id, "anne", NOW)
        seq = journal.newest(connection)
    decided = state(engine)
    assert decided[1] == shown
    back = undo(engine, seq)
    assert state(engine) == ("open", [])
    with pytest.raises(undoing.Refused, match="luc undid it"):
        undo(engine, seq)
    undo(engine, back)
    assert state(engine) == decided
