"""Merges and splits: the id that the editor names stays, records that come later find their place, all comes back."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, text

from tests.warehouse.made import NOW, article, bring, event, place, record, source
from vigie.model import ChangeType, Content, Event, Item, Kind, Source, Verdict
from warehouse import changes, editing, items, joining, journal, judgements, redo, undoing
from warehouse.curate import curate
from warehouse.fingerprint import content_hash, parts
from warehouse.identity import mint

QUAI, PORTAIL, VILLE = source("quai", trust=80), source("portail", trust=40), source("ville", trust=60)
A, B, C = ("portail", "a"), ("quai", "b"), ("ville", "c")
ID_A, ID_B, ID_C = mint(*A), mint(*B), mint(*C)
DAY = count(10)
CONCERT, SOIREE = event("Concert de machines", 12, place=place()), event("Soirée modulaire", 12, place=place("La Tour"))


def shown(engine: Engine) -> dict[str, Item]:
    with engine.connect() as connection:
        return {i.id: i for kind in (Kind.EVENT, Kind.NEWS) for i in items.stream(connection, kind)}


def redirect(engine: Engine, id_: str) -> str | None:
    with engine.connect() as connection:
        return items.redirect(connection, id_)


def merge(engine: Engine, kept: str, other: str) -> int:
    with engine.begin() as connection:
        rows = joining.merge(connection, kept, other, "anne", NOW)
    curate(engine, NOW + timedelta(days=next(DAY)))
    return rows[0]


def split(engine: Engine, item: str, *records: tuple[str, str]) -> int:
    with engine.begin() as connection:
        rows = joining.split(connection, item, records, "anne", NOW)
    curate(engine, NOW + timedelta(days=next(DAY)))
    return rows[0]


def undo(engine: Engine, seq: int) -> int:
    with engine.begin() as connection:
        done = undoing.undo(connection, seq, "luc", NOW)
    curate(engine, NOW + timedelta(days=next(DAY)))
    return done.rows[0]


def later(engine: Engine, of: Source, key: str, content: Content) -> None:
    day = next(DAY)
    bring(engine, of, record(of, key, content), day=day, complete=False)
    curate(engine, NOW + timedelta(days=day))


@pytest.fixture
def two(engine: Engine) -> Engine:
    """Two things, A older than B."""
    bring(engine, PORTAIL, record(PORTAIL, "a", CONCERT))
    bring(engine, QUAI, record(QUAI, "b", SOIREE), day=1)
    curate(engine, NOW + timedelta(days=1))
    return engine


@pytest.mark.parametrize(("kept", "other"), [(ID_A, ID_B), (ID_B, ID_A)], ids=["older", "younger"])
def test_the_named_id_stays_the_other_redirects_and_a_split_brings_both_back(
    two: Engine, kept: str, other: str
) -> None:
    before, alone = content_hash(two), shown(two)
    merge(two, kept, other)
    assert set(shown(two)) == {kept}
    assert shown(two)[kept].content.title == "Soirée modulaire", "the trusted source speaks, whatever the id"
    assert (redirect(two, other), redirect(two, kept)) == (kept, None)
    with two.connect() as connection:
        newest = changes.since(connection, 2)
    assert [(c.item, c.merged_into) for c in newest if c.type is ChangeType.MERGED] == [(other, kept)]
    for _ in range(2):  # the preference needs no second word
        later(two, VILLE, "c", CONCERT)
        assert set(shown(two)) == {kept}
    assert {s.source for s in shown(two)[kept].sightings} == {"portail", "quai", "ville"}
    split(two, kept, B)
    assert {i: item.content for i, item in shown(two).items()} == {i: item.content for i, item in alone.items()}
    assert [s.source for s in shown(two)[ID_A].sightings] == ["ville", "portail"]
    assert content_hash(two) != before, "a record came since"


@pytest.mark.parametrize(("kept", "other"), [(ID_A, ID_B), (ID_B, ID_A)], ids=["older", "younger"])
@pytest.mark.parametrize("curated", [True, False])
def test_undoing_a_merge_and_undoing_that(two: Engine, kept: str, other: str, curated: bool) -> None:
    before = content_hash(two)
    with two.begin() as connection:
        seq = joining.merge(connection, kept, other, "anne", NOW)[0]
        back = seq if curated else undoing.undo(connection, seq, "anne", NOW).rows[0]
    curate(two, NOW + timedelta(days=next(DAY)))
    if curated:
        assert set(shown(two)) == {kept}
        back = undo(two, seq)
    assert content_hash(two) == before
    again = undo(two, back)
    assert set(shown(two)) == {kept}
    merged = content_hash(two)
    assert merged != before
    undo(two, again)
    assert content_hash(two) == before


def test_both_ids_come_back_although_another_took_the_place_meanwhile(two: Engine) -> None:
    """While B is merged into A, a record of B's thing comes from A's own source: it cannot join, so it founds an item.
    Undoing gives its readers B's old id again, not the newcomer's."""
    seq = merge(two, ID_A, ID_B)
    later(two, PORTAIL, "z", SOIREE)
    newcomer = mint("portail", "z")
    assert set(shown(two)) == {ID_A, newcomer}
    undo(two, seq)
    assert set(shown(two)) == {ID_A, ID_B}
    assert redirect(two, newcomer) == ID_B
    assert {(s.source, s.key) for s in shown(two)[ID_B].sightings} == {B, ("portail", "z")}


def test_the_last_of_two_merges_before_a_curation_counts(two: Engine) -> None:
    later(two, VILLE, "c", event("Nuit des ondes", 12))
    with two.begin() as connection:
        joining.merge(connection, ID_B, ID_A, "anne", NOW)
        joining.merge(connection, ID_C, ID_B, "anne", NOW)
    curate(two, NOW + timedelta(days=next(DAY)))
    assert set(shown(two)) == {ID_C}
    assert (redirect(two, ID_A), redirect(two, ID_B)) == (ID_C, ID_C)


def test_a_merge_holds_every_record_when_one_moves_on(engine: Engine) -> None:
    bring(engine, PORTAIL, record(PORTAIL, "a", CONCERT))
    bring(engine, QUAI, record(QUAI, "b", CONCERT), day=1)
    bring(engine, VILLE, record(VILLE, "c", SOIREE), day=2)
    curate(engine, NOW + timedelta(days=2))
    assert set(shown(engine)) == {ID_A, ID_C}
    merge(engine, ID_A, ID_C)
    later(engine, QUAI, "b", event("Tout autre chose", 28))
    assert set(shown(engine)) == {ID_A}, "an editor said that all three are one"


def test_what_cannot_be_merged_says_why(two: Engine) -> None:
    later(two, VILLE, "n", article("Bilan de l'année", 3))
    news = mint("ville", "n")
    with two.begin() as connection:
        for kept, other, why in (
            (ID_A, ID_A, "one item already"),
            (ID_A, news, "kind event.*kind news"),
        ):
            with pytest.raises(joining.Unjoinable, match=why):
                joining.merge(connection, kept, other, "anne", NOW)
        with pytest.raises(KeyError, match=ID_C):
            joining.merge(connection, ID_A, ID_C, "anne", NOW)
        judgements.judge(connection, A, B, Verdict.DIFFERENT, "luc", NOW)
        seq = journal.newest(connection)
        with pytest.raises(joining.Unjoinable, match=rf"portail/a.*quai/b.*different by luc.*row {seq}"):
            joining.merge(connection, ID_A, ID_B, "anne", NOW)
        undoing.undo(connection, seq, "luc", NOW)
    merge(two, ID_A, ID_B)
    with two.begin() as connection:
        for pair in ((ID_A, ID_B), (ID_B, ID_A)):
            with pytest.raises(joining.Unjoinable, match=f"{ID_B} was merged into {ID_A}"):
                joining.merge(connection, *pair, "anne", NOW)
        assert journal.newest(connection) == seq + 3, "what was refused left nothing: an undo, a merge, a curation"


def test_a_split_of_what_was_always_one_gives_a_new_id_and_back(engine: Engine) -> None:
    bring(engine, PORTAIL, record(PORTAIL, "a", CONCERT))
    bring(engine, QUAI, record(QUAI, "b", CONCERT), day=1)
    curate(engine, NOW + timedelta(days=1))
    assert set(shown(engine)) == {ID_A}
    with engine.connect() as connection:
        before = parts(connection)
    seq = split(engine, ID_A, A)
    assert set(shown(engine)) == {ID_A, ID_B}, "the id goes with the record that founded it"
    undo(engine, seq)
    assert set(shown(engine)) == {ID_A}
    assert redirect(engine, ID_B) == ID_A, "an address that was given out keeps leading somewhere"
    with engine.connect() as connection:
        after = parts(connection)
    assert {name for name in after if after[name] != before[name]} == {"items", "choices", "names"}, (
        "those of the second id"
    )


def test_a_split_leaves_two_things_not_three(engine: Engine) -> None:
    """The record that is split off was the only link between the two others."""
    bring(engine, PORTAIL, record(PORTAIL, "a", CONCERT))
    bring(engine, QUAI, record(QUAI, "b", event("Nuit des ondes", 12)), day=1)
    bring(engine, VILLE, record(VILLE, "c", SOIREE), day=2)
    curate(engine, NOW + timedelta(days=2))
    with engine.begin() as connection:  # A - B - C, held by what was said of B alone
        judgements.judge(connection, A, B, Verdict.SAME, "anne", NOW)
        judgements.judge(connection, B, C, Verdict.SAME, "anne", NOW)
    curate(engine, NOW + timedelta(days=next(DAY)))
    assert set(shown(engine)) == {ID_A}
    seq = split(engine, ID_A, B)
    assert {frozenset((s.source, s.key) for s in i.sightings) for i in shown(engine).values()} == {
        frozenset({A, C}),
        frozenset({B}),
    }
    undo(engine, seq)
    assert set(shown(engine)) == {ID_A}


def test_what_cannot_be_split_says_why(two: Engine) -> None:
    with two.begin() as connection:
        for records, why in (([A], "not all: portail/a"), ([], "not all"), ([B], "quai/b: no record of")):
            with pytest.raises(joining.Unjoinable, match=why):
                joining.split(connection, ID_A, records, "anne", NOW)


def test_edits_of_both_come_back_with_their_items(two: Engine) -> None:
    with two.begin() as connection:
        editing.edit(connection, ID_A, "title", "Concert (corrigé)", "anne", NOW)
        editing.edit(connection, ID_B, "title", "Soirée (corrigée)", "anne", NOW)
        editing.edit(connection, ID_A, "price_text", "8 €", "anne", NOW)
        editing.tag(connection, ID_A, "discipline:sound", True, "anne", NOW)
    curate(two, NOW + timedelta(days=2))
    before = content_hash(two)
    seq = merge(two, ID_B, ID_A)
    content = shown(two)[ID_B].content
    assert isinstance(content, Event)
    assert (content.title, content.price_text) == ("Soirée (corrigée)", "8 €")
    assert content.topics == ("discipline:sound",)
    undo(two, seq)
    assert content_hash(two) == before


def test_a_rebuild_gives_the_same_ids(two: Engine, other_engine: Engine) -> None:
    """What the journal tells of merges, splits and undoing is enough to do it all again (law 2)."""
    with two.connect() as connection:
        start = journal.newest(connection)
    for of, key, content, day in ((PORTAIL, "a", CONCERT, 0), (QUAI, "b", SOIREE, 1)):
        bring(other_engine, of, record(of, key, content), day=day)
    curate(other_engine, NOW + timedelta(days=1))
    undo(two, merge(two, ID_B, ID_A))
    merge(two, ID_B, ID_A)
    split(two, ID_B, A)
    with two.connect() as connection:
        rows = list(journal.read(connection, start))
    for row in rows:
        if row.act is journal.Act.CURATION:
            curate(other_engine, row.at)
        else:
            with other_engine.begin() as connection:
                redo.redo(connection, row)
    with two.connect() as one, other_engine.connect() as other:
        assert [r.chain for r in journal.read(other)] == [r.chain for r in journal.read(one)]
        assert changes.since(other, 0) == changes.since(one, 0)
    assert content_hash(other_engine) == content_hash(two)


def test_a_split_gives_back_the_id_that_was_shown_last(two: Engine) -> None:
    """B's id was kept over A's older one; merged into C and split off again, the two are B's, not A's."""
    later(two, VILLE, "c", event("Nuit des ondes", 12))
    merge(two, ID_B, ID_A)
    merge(two, ID_C, ID_B)
    split(two, ID_C, A, B)
    assert set(shown(two)) == {ID_B, ID_C}
    assert redirect(two, ID_A) == ID_B


def test_two_merges_before_one_curation_make_one_chain(two: Engine) -> None:
    """C stays rather than B, and B rather than A: C stays. Undone at once, all three are back, whatever came since."""
    later(two, VILLE, "c", event("Nuit des ondes", 12))
    with two.begin() as connection:
        first = joining.merge(connection, ID_C, ID_B, "anne", NOW)[0]
        second = joining.merge(connection, ID_B, ID_A, "anne", NOW)[0]
    curate(two, NOW + timedelta(days=next(DAY)))
    assert set(shown(two)) == {ID_C}
    later(two, PORTAIL, "z", event("Nuit des ondes", 12))
    newcomer = mint("portail", "z")
    assert set(shown(two)) == {ID_C, newcomer}
    with two.begin() as connection:
        undoing.undo(connection, second, "luc", NOW)
        undoing.undo(connection, first, "luc", NOW)
    curate(two, NOW + timedelta(days=next(DAY)))
    assert set(shown(two)) == {ID_A, ID_B, ID_C}
    assert redirect(two, newcomer) == ID_C


def test_an_undone_split_gives_up_the_new_id_although_it_is_the_elder(engine: Engine) -> None:
    """The founder of a morning is chosen by name: the other record may have been there an hour before."""
    bring(engine, QUAI, record(QUAI, "b", CONCERT))
    with engine.begin() as connection:
        connection.execute(text("UPDATE records SET first_seen = first_seen - interval '1 hour'"))
    bring(engine, PORTAIL, record(PORTAIL, "a", CONCERT))
    curate(engine, NOW)
    assert set(shown(engine)) == {ID_A}
    seq = split(engine, ID_A, B)
    assert shown(engine)[ID_B].created_at < shown(engine)[ID_A].created_at
    undo(engine, seq)
    assert set(shown(engine)) == {ID_A}
    assert redirect(engine, ID_B) == ID_A
