"""Matching step by step: an incremental run gives what a full one gives, whatever the order or the batches."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from items import event

from pipeline.scores.worlds import world
from transforms.match_clusters import SUCCEEDED
from transforms.matching import (
    Candidate,
    Cluster,
    Edge,
    Judgement,
    Member,
    block_keys,
    cluster,
    components,
    edges,
    match,
    profile,
)
from vigie.model import Record, Verdict

SEEN = datetime(2026, 1, 1, tzinfo=UTC)
NAMUR, LIEGE = "92094", "62063"
EVENING = "2026-03-05T20:00"


def candidates(n: int, seed: int = 5) -> list[Candidate]:
    return [Candidate(t.record.source, t.record.key, t.record, 50, SEEN) for t in world(n, seed)]


def member(one: Candidate) -> Member:
    return one.source, one.key


def plain(found: Iterable[Edge]) -> set[tuple[Member, Member, Verdict, int, tuple[str, ...], Member | None]]:
    return {(e.a, e.b, e.verdict, e.strength, e.because, e.series) for e in found}


def said(a: Candidate, b: Candidate, verdict: Verdict) -> Judgement:
    return Judgement(member(a), member(b), verdict)


WORLD = candidates(1500)
FULL = match(WORLD)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_records_and_sources_changes_nothing(seed: int) -> None:
    shuffled = list(WORLD)
    random.Random(seed).shuffle(shuffled)
    assert match(shuffled) == FULL


def test_a_second_run_and_a_run_over_everything_known_change_nothing() -> None:
    assert match(WORLD) == FULL
    profiles = [profile(c.record) for c in WORLD]
    assert plain(edges(profiles, profiles)) == plain(edges(profiles))


def test_an_unrelated_source_leaves_the_others_as_they_were() -> None:
    # Houses of other towns and years: nothing of them can concern the world.
    strangers = [
        event("zz", str(i), f"Zwanzeviertel {i}", f"2031-01-{i + 1:02}T03:17", nis="11001", seen=20) for i in range(20)
    ]
    found = match([*WORLD, *strangers])
    assert [c for c in found if c.members[0][0] != "zz"] == list(FULL)
    assert sum(len(c.members) == 1 for c in found if c.members[0][0] == "zz") == 20


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 6))
def test_batches_in_any_order_give_the_edges_of_one_run(seed: int, count: int) -> None:
    chance = random.Random(seed)
    profiles = [profile(c.record) for c in WORLD[:600]]
    chance.shuffle(profiles)
    batches = [profiles[i::count] for i in range(count)]
    found: list[Edge] = []
    known: list[object] = []
    for batch in batches:
        found += edges(batch, known)  # type: ignore[arg-type]
        known += batch
    assert len(found) == len(plain(found))
    assert plain(found) == plain(edges(profiles))


def test_edges_need_only_the_neighbours_that_share_a_key() -> None:
    profiles = [profile(c.record) for c in WORLD]
    new, known = profiles[:60], profiles[60:]
    wanted = {key for p in new for key in block_keys(p)}
    near = [p for p in known if wanted.intersection(block_keys(p))]
    assert len(near) < len(known) / 3
    assert plain(edges(new, near)) == plain(edges(new, known))


def test_components_can_be_clustered_one_by_one() -> None:
    found = edges([profile(c.record) for c in WORLD])
    parts = components(map(member, WORLD), found)
    assert sorted(m for part in parts for m in part) == sorted(map(member, WORLD))
    apart: list[Cluster] = []
    for part in parts:
        inside = set(part)
        own = [e for e in found if e.a in inside or e.b in inside]
        apart += cluster([(m, SEEN) for m in part], own)
    assert sorted(apart, key=lambda c: c.members) == sorted(FULL, key=lambda c: c.members)


def test_a_changed_record_moves_only_what_it_touches() -> None:
    changed = next(c for c in FULL if len(c.members) > 2).members[0]
    moved = [
        event(c.source, c.key, "Tout autre chose ici", "2033-05-05T11:11", nis="11001") if member(c) == changed else c
        for c in WORLD
    ]
    before = {c.members: c for c in FULL if changed not in c.members}
    after = {c.members: c for c in match(moved) if changed not in c.members}
    touched = {m for c in FULL if changed in c.members for m in c.members}
    assert {k for k in before if not touched & set(k)} == {k for k in after if not touched & set(k)}


def test_keys_are_the_same_everywhere_and_fit_in_sixty_four_bits() -> None:
    one = profile(event("a", "1", "Nuit du mapping", EVENING, nis=NAMUR, venue="TRAKK").record)
    keys = block_keys(one)
    assert len(set(keys)) == len(keys)
    assert all(-(2**63) <= key < 2**63 for key in keys)
    other = profile(event("b", "9", "NUIT DU MAPPING", EVENING, nis=NAMUR, venue="Le Trakk").record)
    assert set(block_keys(other)) == set(keys)


def test_keys_do_not_depend_on_the_process() -> None:
    program = (
        "from pipeline.scores.worlds import world; from transforms.matching import block_keys, profile;"
        "print([sorted(block_keys(profile(t.record))) for t in world(40, 5)])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {f"{[sorted(block_keys(profile(c.record))) for c in candidates(40)]}\n".encode()}


def test_a_merge_by_an_editor_and_its_undoing_restore_everything() -> None:
    a, b = WORLD[0], WORLD[700]
    together = match(WORLD, [said(a, b, Verdict.SAME)])
    assert any({member(a), member(b)} <= set(c.members) for c in together)
    assert match(WORLD, []) == FULL


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_judgements_always_win(seed: int) -> None:
    chance = random.Random(seed)
    some = WORLD[:300]
    judged: list[Judgement] = []
    kin = [c for c in match(some) if len(c.members) > 1]
    for one in chance.sample(kin, 5):
        judged.append(Judgement(one.members[0], one.members[1], Verdict.DIFFERENT))
    apart = {frozenset((j.a, j.b)) for j in judged}
    found = match(some, judged)
    for one in found:
        assert not any(frozenset((x, y)) in apart for x in one.members for y in one.members if x < y)
        assert not any(frozenset((q.a, q.b)) in apart for q in one.asks)


def test_no_third_record_bridges_what_a_fact_tells_apart() -> None:
    # One film in two towns at one hour, and a copy that names no town: nobody can know which one it is.
    film = "Projection : Les Renards de la nuit polaire"
    two = [event("a", "1", film, EVENING, nis=NAMUR), event("b", "1", film, EVENING, nis=LIEGE)]
    lost = event("c", "1", film, EVENING)
    found = match([*two, lost])
    assert [len(c.members) for c in found] == [1, 1, 1]
    assert {(q.a, q.b) for c in found for q in c.asks} == {(("a", "1"), ("c", "1")), (("b", "1"), ("c", "1"))}
    # With one town alone there is no doubt.
    assert [len(c.members) for c in match([two[0], lost])] == [2]


def test_one_list_page_does_not_make_one_thing_of_what_it_lists() -> None:
    page = "https://agenda.example/mars?jour=5"
    short = event("a", "1", "Atelier", EVENING, nis=NAMUR, url=page)
    longer = event("b", "1", "Atelier poterie", EVENING, nis=NAMUR, url=page)
    assert len(match([short, longer])) == 2
    film = [event(s, "1", "Les Renards polaires", EVENING, nis=n, url=page) for s, n in (("a", NAMUR), ("b", LIEGE))]
    assert len(match(film)) == 2


def test_evil_titles_cost_little() -> None:
    evil = ["9" * 20_000, "١٢٣ " * 5_000, "((([[[" * 4_000, "a" * 100_000, "é’ " * 20_000, "\ud800", "…"]
    for i, title in enumerate(evil):
        record: Record = event("a", str(i), title, EVENING, nis=NAMUR).record
        began = datetime.now(UTC)
        keys = block_keys(profile(record))
        assert len(keys) < 60
        assert (datetime.now(UTC) - began).total_seconds() < 0.1
    assert len(match([event("a", str(i), t, EVENING, nis=NAMUR) for i, t in enumerate(evil)])) == len(evil)


def test_a_thing_that_its_source_lists_under_one_id_after_another_is_one_thing() -> None:
    """However much it said otherwise of it in between; another thing of the source stays another one."""
    first, second, third, other = (("quai", key) for key in "abcd")
    chain = [Edge(*two, Verdict.SAME, 100, (SUCCEEDED,)) for two in ((first, second), (second, third))]
    apart = [
        Edge(first, third, Verdict.DIFFERENT, 0, ("another day",)),
        Edge(third, other, Verdict.SAME, 90, ("alike",)),
    ]
    seen = [(member, SEEN) for member in (first, second, third, other)]
    assert [c.members for c in cluster(seen, [*chain, *apart])] == [(first, second, third), (other,)]
    judged = [Judgement(first, second, Verdict.DIFFERENT)]
    assert (first,) in [c.members for c in cluster(seen, [*chain, *apart], judged)], "an editor knows better"
