"""Curation: ids that never move, fields chosen by the rule, changes only when something moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.warehouse.made import NOW, article, at, bring, contents, event, place, record, source
from vigie.model import ChangeType, Content, Item, Kind, Occurrence, Source, Status, Verdict
from warehouse import changes, editing, items, judgements
from warehouse.curate import Curated, curate
from warehouse.explain import explain, explain_all
from warehouse.fingerprint import content_hash, parts
from warehouse.identity import mint

QUAI = source("quai-numerique", trust=80)
PORTAIL = source("portail-culture", trust=40)
TITLE = "Nuit des pixels au Quai"


def night(day: int = 12, **more: object) -> Content:
    return event(TITLE, day, place=place(), **more)


def shown(engine: Engine, kind: Kind = Kind.EVENT) -> list[Item]:
    with engine.connect() as connection:
        return list(items.stream(connection, kind))


def log(engine: Engine, since: int = 0) -> list[ChangeType]:
    with engine.connect() as connection:
        return [change.type for change in changes.since(connection, since)]


def step(engine: Engine, of: Source, content: Content, day: int) -> Curated:
    """A run of one source that lists one thing, then a curation."""
    bring(engine, of, record(of, "1", content), day=day)
    return curate(engine, NOW + timedelta(days=day))


def test_two_sources_one_item_with_both_sightings(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "1", night()))
    bring(engine, PORTAIL, record(PORTAIL, "77", night()), record(PORTAIL, "78", event("Atelier de soudure", 20)))
    assert curate(engine, NOW) == Curated(records=3, items=2, changes=2)
    both = next(i for i in shown(engine) if i.content.title == TITLE)
    assert [(s.source, s.key) for s in both.sightings] == [("quai-numerique", "1"), ("portail-culture", "77")]
    assert both.sightings[0].name == "Quai Numerique"
    assert (both.sequence, both.created_at, both.revised_at) == (0, NOW, NOW)


def test_curating_twice_touches_no_row(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "1", night()))
    curate(engine, NOW)
    before = contents(engine)
    assert curate(engine, NOW + timedelta(days=1)) == Curated(0, 0, 0)
    assert contents(engine) == before


def test_only_items_whose_records_moved_are_written(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "1", night()), record(QUAI, "2", event("Atelier de soudure", 20)))
    curate(engine, NOW)
    bring(engine, QUAI, record(QUAI, "1", night()), record(QUAI, "2", event("Atelier de tissage", 20)), day=1)
    assert curate(engine, NOW + timedelta(days=1)) == Curated(1, 1, 1)


def test_the_log_names_what_moved_and_sequence_follows(engine: Engine) -> None:
    step(engine, QUAI, night(), 0)
    first = shown(engine)[0].id
    moves = [
        (night(description="Projections"), ChangeType.UPDATED, ("description",), 0),
        (night(13, description="Projections"), ChangeType.RESCHEDULED, ("occurrences", "previous_start", "status"), 1),
        (night(13, description="Projections", status=Status.CANCELLED), ChangeType.CANCELLED, ("status",), 2),
        (night(13, description="Projections"), ChangeType.REINSTATED, ("status",), 3),
        (event(TITLE, 13, description="Projections"), ChangeType.UPDATED, ("place",), 4),
    ]
    for day, (content, kind, fields, sequence) in enumerate(moves, 1):
        step(engine, QUAI, content, day)
        with engine.connect() as connection:
            (change,) = changes.since(connection, day)
        (item,) = shown(engine)
        assert (change.seq, change.type, change.fields, change.item) == (day + 1, kind, fields, first)
        assert (item.id, item.sequence, item.revised_at) == (first, sequence, NOW + timedelta(days=day))


def test_missing_record_keeps_its_item_and_its_status(engine: Engine) -> None:
    step(engine, QUAI, night(), 0)
    bring(engine, QUAI, day=1)
    curate(engine, NOW + timedelta(days=1))
    (item,) = shown(engine)
    assert item.content.status is Status.SCHEDULED  # type: ignore[union-attr]
    assert item.sightings[0].state == "missing"
    assert log(engine) == [ChangeType.CREATED]


def test_merge_keeps_the_older_and_redirects_split_brings_both_back(engine: Engine) -> None:
    a, b = record(QUAI, "1", event("Concert de machines", 12)), record(PORTAIL, "77", event("Soirée modulaire", 12))
    bring(engine, PORTAIL, b)
    bring(engine, QUAI, a, day=1)
    curate(engine, NOW + timedelta(days=1))
    old, new = mint("portail-culture", "77"), mint("quai-numerique", "1")
    assert {i.id for i in shown(engine)} == {old, new}
    pair = ("quai-numerique", "1"), ("portail-culture", "77")
    with engine.begin() as connection:
        judgements.judge(connection, *pair, Verdict.SAME, "anne", NOW)
    curate(engine, NOW + timedelta(days=2))
    assert [i.id for i in shown(engine)] == [old]
    with engine.connect() as connection:
        merged = items.get(connection, new)
        assert merged is not None
        assert merged.merged_into == old
        assert items.redirect(connection, new) == old
        assert items.redirect(connection, old) is None
        assert [c.merged_into for c in changes.since(connection, 2) if c.type is ChangeType.MERGED] == [old]
    with engine.begin() as connection:
        judgements.judge(connection, *pair, Verdict.DIFFERENT, "anne", NOW)
    curate(engine, NOW + timedelta(days=3))
    assert {i.id: i.content.title for i in shown(engine)} == {old: "Soirée modulaire", new: "Concert de machines"}
    with engine.connect() as connection:
        assert items.redirect(connection, new) is None
    assert ChangeType.REINSTATED in log(engine, 3)


def test_the_id_survives_a_new_title_date_url_and_a_trusted_newcomer(engine: Engine) -> None:
    step(engine, PORTAIL, night(), 0)
    (before,) = shown(engine)
    bring(engine, PORTAIL, record(PORTAIL, "1", event("Autre titre", 25), url="https://portail.example/n"), day=1)
    curate(engine, NOW + timedelta(days=1))
    step(engine, QUAI, event("Autre titre", 25), 2)
    (after,) = shown(engine)
    assert after.id == before.id == mint("portail-culture", "1")
    assert len(after.sightings) == 2


def test_any_order_of_sources_gives_the_same_warehouse(engine: Engine, other_engine: Engine) -> None:
    rows = {
        QUAI: (record(QUAI, "1", night(description="Court")), record(QUAI, "2", article("Bilan 2025", 3))),
        PORTAIL: (record(PORTAIL, "77", night(description="Un texte plus long")), record(PORTAIL, "8", night(28))),
    }
    for target, order in ((engine, (QUAI, PORTAIL)), (other_engine, (PORTAIL, QUAI))):
        for of in order:
            bring(target, of, *rows[of])
        curate(target, NOW)
    with engine.connect() as one, other_engine.connect() as two:
        assert parts(one) == parts(two)
    assert content_hash(engine) == content_hash(other_engine)


def test_explain_names_rule_winner_and_what_the_others_said(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "1", night(description="Court")))
    bring(
        engine,
        PORTAIL,
        record(PORTAIL, "77", event(TITLE, 12, place=place(), description="Long", image="https://i.example/1")),
    )
    curate(engine, NOW)
    (item,) = shown(engine)
    with engine.connect() as connection:
        words, image = explain(connection, item.id, "description"), explain(connection, item.id, "image")
        title = explain(connection, item.id, "title")
        assert explain(connection, item.id, "rrule") is None
        said = {c.field for c in explain_all(connection, item.id)}
    assert words is not None
    assert (words.rule, words.source, words.value) == ("trust", "quai-numerique", '"Court"')
    assert words.competing == (("portail-culture/77", '"Long"'),)
    assert image is not None
    assert (image.rule, image.source) == ("only", "portail-culture")
    assert title is not None
    assert title.rule == "agreed"
    assert title.provenance is not None
    assert title.provenance.evidence.capture == title.capture
    assert {"title", "occurrences", "place", "status", "url", "description", "image"} - said == {"url"}


def test_an_edit_wins_survives_the_source_and_is_released(engine: Engine) -> None:
    step(engine, QUAI, night(), 0)
    (item,) = shown(engine)
    with engine.begin() as connection:
        editing.edit(connection, item.id, "title", "Nuit corrigée", "anne", NOW)
        with pytest.raises(ValueError, match="title"):
            editing.edit(connection, item.id, "title", None, "anne", NOW)
        with pytest.raises(ValueError, match="colour"):
            editing.edit(connection, item.id, "colour", "red", "anne", NOW)
    curate(engine, NOW + timedelta(days=1))
    step(engine, QUAI, event("Nuit renommée", 12), 2)
    assert shown(engine)[0].content.title == "Nuit corrigée"
    with engine.connect() as connection:
        why = explain(connection, item.id, "title")
    assert why is not None
    assert (why.rule, why.key, why.competing) == ("editor", "anne", (("quai-numerique/1", '"Nuit renommée"'),))
    with engine.begin() as connection:
        assert editing.release(connection, item.id, "title", "anne", NOW)
        assert not editing.release(connection, item.id, "title", "anne", NOW)
    curate(engine, NOW + timedelta(days=3))
    assert shown(engine)[0].content.title == "Nuit renommée"


def test_hiding_takes_an_item_out_of_sight_and_says_so(engine: Engine) -> None:
    step(engine, QUAI, night(), 0)
    (item,) = shown(engine)
    with engine.begin() as connection:
        assert editing.hide(connection, item.id, True, "anne", NOW)
        assert not editing.hide(connection, item.id, True, "anne", NOW)
    assert shown(engine) == []
    step(engine, QUAI, night(14), 1)
    assert shown(engine) == []
    with engine.begin() as connection:
        editing.hide(connection, item.id, False, "anne", NOW)
    assert [i.id for i in shown(engine)] == [item.id]
    assert log(engine) == [
        ChangeType.CREATED,
        ChangeType.WITHDRAWN,
        ChangeType.RESCHEDULED,
        ChangeType.REINSTATED,
    ]


def test_a_suppressed_url_is_withdrawn_and_not_loaded_again(engine: Engine) -> None:
    from sqlalchemy import insert

    from warehouse.tables import suppressions

    step(engine, QUAI, night(), 0)
    with engine.begin() as connection:
        row = {"scope": "url", "value": "https://quai-numerique.example/1", "reason": "asked", "at": NOW}
        connection.execute(insert(suppressions).values(row))
    curate(engine, NOW + timedelta(days=1))
    assert shown(engine) == []
    assert log(engine) == [ChangeType.CREATED, ChangeType.WITHDRAWN]
    before = contents(engine)
    bring(engine, QUAI, record(QUAI, "1", night(15)), day=2)
    curate(engine, NOW + timedelta(days=2))
    assert contents(engine) == before


def test_occurrences_come_from_one_record_with_what_belongs_to_them(engine: Engine) -> None:
    moved = night(14, previous_start=at(12))
    two = event(TITLE, 14, place=place(), occurrences=(Occurrence(at(14), at(14, 23)), Occurrence(at(15))))
    bring(engine, PORTAIL, record(PORTAIL, "77", two))
    bring(engine, QUAI, record(QUAI, "1", moved))
    curate(engine, NOW)
    merged = [i for i in shown(engine) if len(i.sightings) == 2]
    for item in merged:
        assert item.content.occurrences == moved.occurrences  # type: ignore[union-attr]
        assert item.content.previous_start == at(12)  # type: ignore[union-attr]
    assert merged, "matching no longer joins these two: choose another pair"


def test_an_edit_goes_with_its_item_into_a_merge_and_back(engine: Engine) -> None:
    """Law 6: the item that takes the place of another shows what editors said of both, its own first."""
    step(engine, QUAI, night(), 0)
    bring(engine, PORTAIL, record(PORTAIL, "77", event("Atelier de gravure", 20)), day=1)
    curate(engine, NOW + timedelta(days=1))
    kept, lost = sorted(shown(engine), key=lambda i: i.created_at)
    with engine.begin() as connection:
        editing.edit(connection, lost.id, "description", "Venez à vélo", "anne", NOW)
        editing.edit(connection, lost.id, "title", "Atelier", "anne", NOW)
        editing.edit(connection, kept.id, "title", "Nuit corrigée", "anne", NOW)
    curate(engine, NOW + timedelta(days=2))
    pair = (("quai-numerique", "1"), ("portail-culture", "77"))
    for verdict, expected in (
        (Verdict.SAME, {"Nuit corrigée": "Venez à vélo"}),
        (Verdict.DIFFERENT, {"Nuit corrigée": None, "Atelier": "Venez à vélo"}),
    ):
        with engine.begin() as connection:
            judgements.judge(connection, *pair, verdict, "anne", NOW)
        curate(engine, NOW + timedelta(days=3))
        assert {i.content.title: i.content.description for i in shown(engine)} == expected


def test_an_edit_of_another_kind_waits_and_stops_nothing(engine: Engine) -> None:
    step(engine, QUAI, night(), 0)
    (item,) = shown(engine)
    with engine.begin() as connection:
        editing.edit(connection, item.id, "is_free", True, "anne", NOW)
    step(engine, QUAI, article("La nuit annoncée", 12), 1)
    with engine.connect() as connection:
        told = items.get(connection, item.id)
    assert told is not None
    assert told.kind is Kind.NEWS
    step(engine, QUAI, night(14), 2)
    assert shown(engine)[0].content.is_free is True  # type: ignore[union-attr]
