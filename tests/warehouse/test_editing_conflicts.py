"""A conflict stands exactly while the sources say something else than what the edit was made on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.warehouse.made import NOW, article, bring, event, place, record, source
from vigie.model import Item, Kind
from warehouse import conflicts, editing, items, joining, journal, undoing
from warehouse.curate import curate
from warehouse.identity import mint

QUAI, PORTAIL = source("quai", trust=80), source("portail", trust=40)
ID = mint("quai", "1")
OTHER = mint("portail", "9")


def shown(engine: Engine, id_: str = ID) -> Item:
    with engine.connect() as connection:
        item = items.get(connection, id_)
    assert item is not None
    return item


def says(engine: Engine, price: str | None, day: int, description: str | None = None) -> None:
    """The trusted source says it, and curation follows."""
    told = event("Nuit des pixels", 12, place=place(), price_text=price, description=description)
    bring(engine, QUAI, record(QUAI, "1", told), day=day)
    curate(engine, NOW + timedelta(days=day))


def edit(engine: Engine, field: str, value: object, day: int, until: int | None = None, id_: str = ID) -> None:
    end = None if until is None else NOW + timedelta(days=until)
    with engine.begin() as connection:
        editing.edit(connection, id_, field, value, "anne", NOW + timedelta(days=day), end)


def conflict(engine: Engine) -> tuple[object, object, object] | None:
    """(base, what the sources say, value) of the one open conflict."""
    with engine.connect() as connection:
        found = conflicts.open_conflicts(connection)
    assert len(found) < 2
    return (found[0].base, found[0].sources_say, found[0].value) if found else None


def test_a_conflict_comes_and_goes_with_the_source(engine: Engine) -> None:
    says(engine, "8 €", 0)
    edit(engine, "price_text", "10 €", 0)
    assert conflict(engine) is None, "nobody moved yet"
    curate(engine, NOW)
    says(engine, "8 €", 1, description="Autre chose a bougé")
    assert conflict(engine) is None, "another field moved, not this one"
    says(engine, "12 €", 2)
    assert conflict(engine) == ("8 €", "12 €", "10 €")
    assert shown(engine).content.price_text == "10 €"  # type: ignore[union-attr]
    says(engine, "8 €", 3)
    assert conflict(engine) is None, "the source came back to what it said"
    says(engine, None, 4)
    assert conflict(engine) == ("8 €", None, "10 €"), "saying nothing is moving too"
    says(engine, "10 €", 5)
    assert conflict(engine) == ("8 €", "10 €", "10 €"), "agreeing is moving: the edit may be released"


def test_the_three_answers(engine: Engine) -> None:
    says(engine, "8 €", 0)
    edit(engine, "price_text", "10 €", 0, until=60)
    says(engine, "12 €", 1)
    with engine.begin() as connection:
        assert conflicts.keep(connection, ID, "price_text", "luc", NOW + timedelta(days=2))
        assert not conflicts.keep(connection, ID, "description", "luc", NOW)
    assert conflict(engine) is None
    curate(engine, NOW + timedelta(days=2))
    assert conflict(engine) is None
    assert shown(engine).content.price_text == "10 €"  # type: ignore[union-attr]
    says(engine, "14 €", 3)
    assert conflict(engine) == ("12 €", "14 €", "10 €"), "kept against 12 €, not against 14 €"
    with engine.connect() as connection:
        kept = conflicts.three_way(connection, ID, "price_text")
    assert kept is not None
    assert (kept.conflict.author, kept.conflict.until) == ("luc", NOW + timedelta(days=60))
    edit(engine, "price_text", "prix libre", 4)
    assert conflict(engine) is None, "another value rests on what the sources say now"
    says(engine, "16 €", 5)
    with engine.begin() as connection:
        assert editing.release(connection, ID, "price_text", "luc", NOW + timedelta(days=5))
    curate(engine, NOW + timedelta(days=5))
    assert conflict(engine) is None
    assert shown(engine).content.price_text == "16 €"  # type: ignore[union-attr]


def test_three_ways_of_one_field(engine: Engine) -> None:
    bring(engine, PORTAIL, record(PORTAIL, "77", event("Nuit des pixels", 12, place=place(), price_text="5 €")))
    says(engine, "8 €", 1)
    id_ = mint("portail", "77")
    with engine.connect() as connection:
        assert conflicts.three_way(connection, id_, "price_text") is None
    edit(engine, "price_text", None, 1, id_=id_)
    says(engine, "9 €", 2)
    with engine.connect() as connection:
        found = conflicts.three_way(connection, id_, "price_text")
    assert found is not None
    assert (found.conflict.base, found.conflict.sources_say, found.conflict.value) == ("8 €", "9 €", None)
    assert [(v.source, v.value, v.trust) for v in found.voices] == [("quai", "9 €", 80), ("portail", "5 €", 40)]
    assert [v.changed_at for v in found.voices] == [NOW + timedelta(days=2), NOW]


def test_an_edit_rests_on_what_was_shown_not_on_what_waits(engine: Engine) -> None:
    """The source moves between what the editor saw and the edit: the editor must hear of it."""
    says(engine, "8 €", 0)
    bring(engine, QUAI, record(QUAI, "1", event("Nuit des pixels", 12, place=place(), price_text="20 €")), day=1)
    edit(engine, "price_text", "10 €", 1)
    curate(engine, NOW + timedelta(days=1))
    assert conflict(engine) == ("8 €", "20 €", "10 €")


def test_an_edit_after_a_release_does_not_rest_on_the_edit_before(engine: Engine) -> None:
    says(engine, "8 €", 0)
    edit(engine, "price_text", "10 €", 0)
    curate(engine, NOW)
    with engine.begin() as connection:
        editing.release(connection, ID, "price_text", "anne", NOW)
    edit(engine, "price_text", "11 €", 0)  # before any curation: 10 € is still shown
    curate(engine, NOW + timedelta(days=1))
    assert conflict(engine) is None
    assert shown(engine).content.price_text == "11 €"  # type: ignore[union-attr]


def test_an_edit_of_topics_does_not_rest_on_a_tag(engine: Engine) -> None:
    told = event("Nuit des pixels", 12, place=place(), topics=("discipline:games",))
    bring(engine, QUAI, record(QUAI, "1", told))
    curate(engine, NOW)
    with engine.begin() as connection:
        editing.tag(connection, ID, "discipline:sound", True, "anne", NOW)
    curate(engine, NOW)
    assert shown(engine).content.topics == ("discipline:games", "discipline:sound")
    edit(engine, "topics", ["discipline:image"], 0)
    curate(engine, NOW)
    assert conflict(engine) is None
    assert shown(engine).content.topics == ("discipline:image", "discipline:sound"), "a tag moves an edit's topics too"


def test_an_expired_edit_gives_the_field_back_and_is_no_conflict(engine: Engine) -> None:
    says(engine, "8 €", 0)
    edit(engine, "price_text", "10 €", 0, until=3)
    says(engine, "9 €", 1)
    assert conflict(engine) == ("8 €", "9 €", "10 €")
    curate(engine, NOW + timedelta(days=3))
    assert conflict(engine) is None
    assert shown(engine).content.price_text == "9 €"  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="never hold"):
        edit(engine, "price_text", "10 €", 4, until=4)


def test_after_a_merge_the_edit_shown_is_the_one_in_conflict_and_release_frees_both(engine: Engine) -> None:
    says(engine, "8 €", 0)
    bring(engine, PORTAIL, record(PORTAIL, "9", event("Veillée", 20, price_text="3 €", description="Longue")), day=1)
    curate(engine, NOW + timedelta(days=1))
    for id_, value in ((ID, "10 €"), (OTHER, "4 €")):
        edit(engine, "price_text", value, 1, id_=id_)
    edit(engine, "description", "Très longue", 1, id_=OTHER)
    curate(engine, NOW + timedelta(days=1))
    with engine.begin() as connection:
        joining.merge(connection, ID, OTHER, "anne", NOW + timedelta(days=2))
    curate(engine, NOW + timedelta(days=2))
    says(engine, "12 €", 3)
    assert conflict(engine) == ("8 €", "12 €", "10 €"), "the covered edit of the absorbed item is not shown"
    assert shown(engine).content.description == "Très longue"
    bring(engine, PORTAIL, record(PORTAIL, "9", event("Veillée", 20, description="Courte")), day=4)
    curate(engine, NOW + timedelta(days=4))
    with engine.begin() as connection:
        two = {(c.field, c.item, c.shown_by) for c in conflicts.open_conflicts(connection)}
        assert two == {("price_text", ID, ID), ("description", OTHER, ID)}
        assert conflicts.keep(connection, ID, "description", "luc", NOW + timedelta(days=4))
        assert editing.release(connection, ID, "price_text", "luc", NOW + timedelta(days=4))
    curate(engine, NOW + timedelta(days=4))
    assert conflict(engine) is None
    assert shown(engine).content.price_text == "12 €", "the source, not the other item's edit"  # type: ignore[union-attr]


def test_an_undone_answer_brings_the_conflict_back(engine: Engine) -> None:
    says(engine, "8 €", 0)
    edit(engine, "price_text", "10 €", 0)
    says(engine, "12 €", 1)
    with engine.begin() as connection:
        conflicts.keep(connection, ID, "price_text", "anne", NOW + timedelta(days=1))
    with engine.begin() as connection:
        undoing.undo(connection, newest(engine), "anne", NOW + timedelta(days=1))
    for _ in range(2):
        assert conflict(engine) == ("8 €", "12 €", "10 €")
        curate(engine, NOW + timedelta(days=1))


def newest(engine: Engine) -> int:
    with engine.connect() as connection:
        return journal.newest(connection)


def test_an_edit_of_a_field_that_the_item_lost_is_no_conflict_until_it_is_back(engine: Engine) -> None:
    says(engine, "8 €", 0)
    edit(engine, "price_text", "10 €", 0)
    bring(engine, QUAI, record(QUAI, "1", article("La nuit annoncée", 12)), day=1)
    curate(engine, NOW + timedelta(days=1))
    assert shown(engine).kind is Kind.NEWS
    assert conflict(engine) is None
    says(engine, "9 €", 2)
    assert conflict(engine) == ("8 €", "9 €", "10 €")
