"""A merge and a split in the timelines of both items, and the order of what happens at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pipeline.commands.item import lived_of
from pipeline.house import open_house
from pipeline.timeline import ORDER, Lived, Moment, What, moved, timeline
from tests.conftest import Plot
from tests.warehouse.made import NOW, article, bring, event, place, record, source
from vigie.model import Change, ChangeType, Kind, Verdict
from warehouse import editing, judgements
from warehouse.curate import curate
from warehouse.identity import mint

QUAI, PORTAIL = source("quai", trust=80), source("portail", trust=40)
A, B = ("portail", "a"), ("quai", "b")
ID_A, ID_B = mint(*A), mint(*B)


def told(moments: Sequence[Moment], *kinds: What) -> list[tuple[What, str, str]]:
    return [(m.what, m.said, m.by) for m in moments if m.what in kinds]


def test_a_merge_and_its_undoing_are_told_by_both(plot: Plot) -> None:
    engine = open_house(plot.settings, migrate=True).engine
    bring(engine, PORTAIL, record(PORTAIL, "a", event("Concert de machines", 12, place=place())))
    bring(engine, QUAI, record(QUAI, "b", event("Soirée modulaire", 12, place=place("La Tour"))))
    curate(engine, NOW)
    for day, verdict in ((1, Verdict.SAME), (2, Verdict.ASK)):
        with engine.begin() as connection:
            judgements.judge(connection, A, B, verdict, "luc", NOW + timedelta(days=day))
        curate(engine, NOW + timedelta(days=day))
    with engine.begin() as connection:
        editing.hide(connection, ID_A, True, "anne", NOW + timedelta(days=3))
        editing.hide(connection, ID_A, False, "anne", NOW + timedelta(days=4))
    with engine.connect() as connection:
        heir, absorbed = (timeline(lived_of(connection, i)) for i in (ID_A, ID_B))

    judged = ["judge: portail/a and quai/b: same (was ask)", "judge: portail/a and quai/b: ask (was same)"]
    assert told(heir, What.DECISION) == [
        *((What.DECISION, words, "luc") for words in judged),
        (What.DECISION, "hide: hidden", "anne"),
        (What.DECISION, "hide: shown again", "anne"),
    ]
    assert told(absorbed, What.DECISION) == [(What.DECISION, words, "luc") for words in judged]
    assert [m.said for m in heir if m.what is What.JOINED] == ["quai tells of it too"]
    assert [m.said for m in heir if m.what is What.LEFT] == ["quai no longer stands behind it"]
    assert f"{ID_B} was merged into it" in [m.said for m in heir if m.what is What.CHANGE]
    assert [m.said for m in absorbed if m.what is What.CHANGE] == ["created", f"merged into {ID_A}", "reinstated"]
    titles = [one for m in heir for one in m.moved if one.field == "title" and m.what is What.CHANGE]
    assert [(one.before, one.after) for one in titles] == [
        ("Concert de machines", "Soirée modulaire"),
        ("Soirée modulaire", "Concert de machines"),
    ]
    hidden = [(one.before, one.after) for m in heir for one in m.moved if one.field == "hidden"]
    assert hidden == [(False, True), (True, False)]
    assert [(m.at, ORDER[m.what]) for m in heir] == sorted((m.at, ORDER[m.what]) for m in heir)
    assert {m.source for m in heir if m.what is What.FIRST_SEEN} == {"portail", "quai"}
    assert all(m.capture for m in heir if m.what is What.FIRST_SEEN)


def test_other_terms_of_a_source_are_told(plot: Plot) -> None:
    engine = open_house(plot.settings, migrate=True).engine
    one = record(QUAI, "b", event("Soirée modulaire", 12))
    bring(engine, QUAI, one)
    curate(engine, NOW)
    bring(engine, replace(QUAI, name="Le Quai"), one, day=1)
    curate(engine, NOW + timedelta(days=1))
    with engine.connect() as connection:
        (terms,) = (m for m in timeline(lived_of(connection, ID_B)) if m.what is What.TERMS)
    assert [(m.field, m.before, m.after) for m in terms.moved] == [("name", "Quai", "Le Quai")]
    assert terms.at == NOW + timedelta(days=1)


def test_a_change_before_versions_were_kept_has_no_values() -> None:
    old = Change(7, datetime(2025, 1, 1, tzinfo=NOW.tzinfo), "x", Kind.EVENT, ChangeType.UPDATED, ("title",))
    (moment,) = timeline(Lived("x", changes=[old]))
    assert (moment.said, moment.moved, moment.number) == ("updated: title", (), 7)
    assert timeline(Lived("x")) == ()


def test_fields_that_moved_between_kinds() -> None:
    found = {one.field: (one.before, one.after) for one in moved(event("Une soirée", 12), article("Une soirée", 3))}
    assert found["occurrences"][1] is None
    assert found["published"][0] is None
    assert "title" not in found
