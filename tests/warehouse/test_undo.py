"""A merge keeps ids and redirects; taking the word back undoes it exactly: ids, redirects, edits, the whole hash."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from tests.warehouse.made import NOW, bring, event, place, record, source
from vigie.model import ChangeType, Item, Kind, Verdict
from warehouse import changes, editing, items, judgements
from warehouse.curate import curate
from warehouse.fingerprint import content_hash
from warehouse.identity import mint

QUAI, PORTAIL, VILLE = source("quai", trust=80), source("portail", trust=40), source("ville", trust=60)
A, B, C = ("portail", "a"), ("quai", "b"), ("ville", "c")
ID_A, ID_B, ID_C = mint(*A), mint(*B), mint(*C)
DAY = count(1)


def shown(engine: Engine) -> dict[str, Item]:
    with engine.connect() as connection:
        return {i.id: i for i in items.stream(connection, Kind.EVENT)}


def titles(engine: Engine) -> dict[str, str]:
    return {id_: item.content.title for id_, item in shown(engine).items()}


def redirects(engine: Engine) -> dict[str, str | None]:
    with engine.connect() as connection:
        return {id_: items.redirect(connection, id_) for id_ in (ID_A, ID_B, ID_C)}


def say(engine: Engine, verdict: Verdict, *pairs: tuple[tuple[str, str], tuple[str, str]]) -> None:
    """An editor's word, and the curation after it."""
    with engine.begin() as connection:
        for one, other in pairs:
            judgements.judge(connection, one, other, verdict, "anne", NOW)
    curate(engine, NOW + timedelta(days=next(DAY)))


@pytest.fixture
def three(engine: Engine) -> Engine:
    """Three things of three sources that nothing joins, the first one edited."""
    bring(engine, PORTAIL, record(PORTAIL, "a", event("Concert de machines", 12, place=place())))
    bring(engine, QUAI, record(QUAI, "b", event("Soirée modulaire", 12, place=place("La Tour"))), day=1)
    bring(engine, VILLE, record(VILLE, "c", event("Nuit des ondes", 12)), day=2)
    curate(engine, NOW + timedelta(days=2))
    with engine.begin() as connection:
        editing.edit(connection, ID_B, "price_text", "8 €", "anne", NOW)
        editing.edit(connection, ID_B, "title", "Soirée modulaire (corrigé)", "anne", NOW)
        editing.edit(connection, ID_A, "title", "Concert (corrigé)", "anne", NOW)
    curate(engine, NOW + timedelta(days=2))
    return engine


def test_same_and_back_leaves_no_trace_but_the_log(three: Engine) -> None:
    before, named = content_hash(three), titles(three)
    assert set(named) == {ID_A, ID_B, ID_C}
    say(three, Verdict.SAME, (A, B))
    assert titles(three) == {ID_A: "Concert (corrigé)", ID_C: "Nuit des ondes"}
    assert redirects(three) == {ID_A: None, ID_B: ID_A, ID_C: None}
    assert shown(three)[ID_A].content.price_text == "8 €", "the edit of the absorbed item is shown by its heir"  # type: ignore[union-attr]
    say(three, Verdict.ASK, (A, B))
    assert titles(three) == named
    assert redirects(three) == dict.fromkeys((ID_A, ID_B, ID_C))
    assert [shown(three)[i].content.price_text for i in (ID_A, ID_B)] == [None, "8 €"]  # type: ignore[union-attr]
    assert content_hash(three) == before
    with three.connect() as connection:
        moved = changes.since(connection, 5)
    assert {(c.type, c.item) for c in moved} >= {(ChangeType.MERGED, ID_B), (ChangeType.REINSTATED, ID_B)}


def test_a_chain_of_merges_is_undone_in_any_order(three: Engine) -> None:
    before = content_hash(three)
    say(three, Verdict.SAME, (B, C))
    assert redirects(three) == {ID_A: None, ID_B: None, ID_C: ID_B}
    say(three, Verdict.SAME, (A, C))
    assert set(shown(three)) == {ID_A}
    assert redirects(three) == {ID_A: None, ID_B: ID_A, ID_C: ID_A}, "an old address leads to the end of all merges"
    say(three, Verdict.ASK, (B, C))
    assert set(shown(three)) == {ID_A, ID_B}
    assert redirects(three)[ID_C] == ID_A, "its record is there, not with the item that it was first merged into"
    say(three, Verdict.ASK, (A, C))
    assert content_hash(three) == before
    say(three, Verdict.SAME, (B, C), (A, C))
    assert set(shown(three)) == {ID_A}
    say(three, Verdict.ASK, (B, C), (A, C))
    assert content_hash(three) == before


def test_different_and_back_splits_and_rejoins(engine: Engine) -> None:
    same = event("Nuit des pixels", 12, place=place())
    bring(engine, PORTAIL, record(PORTAIL, "a", same))
    bring(engine, QUAI, record(QUAI, "b", same), day=1)
    curate(engine, NOW + timedelta(days=1))
    before = content_hash(engine)
    assert set(shown(engine)) == {ID_A}
    with engine.begin() as connection:
        editing.edit(connection, ID_A, "title", "La nuit (corrigé)", "anne", NOW)
    curate(engine, NOW + timedelta(days=1))
    edited = content_hash(engine)
    assert edited != before
    say(engine, Verdict.DIFFERENT, (A, B))
    assert titles(engine) == {ID_A: "La nuit (corrigé)", ID_B: "Nuit des pixels"}
    split = content_hash(engine)
    say(engine, Verdict.ASK, (A, B))
    assert titles(engine) == {ID_A: "La nuit (corrigé)"}
    assert redirects(engine)[ID_B] == ID_A, "an address that was given out keeps leading somewhere"
    joined = content_hash(engine)
    say(engine, Verdict.DIFFERENT, (A, B))
    assert content_hash(engine) == split
    say(engine, Verdict.ASK, (A, B))
    assert content_hash(engine) == joined
