"""Sameness from outside: the truth never reaches the matcher, counting is right, and the clusters of the command stay
when the order or the company of the records changes."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from pipeline.scores.outside import HIDDEN, by_hand, judge, run
from pipeline.scores.outside_worlds import Known, lines, world


@pytest.fixture(scope="module")
def hand() -> list[Known]:
    return by_hand()


def parted(clusters: dict[str, int], ids: set[str]) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for one, number in clusters.items():
        if one in ids:
            groups.setdefault(number, set()).add(one)
    return {frozenset(group) for group in groups.values()}


def test_the_hand_set_is_what_its_description_says(hand: list[Known]) -> None:
    things = Counter(one.truth for one in hand)
    assert len(hand) >= 240
    assert len(things) >= 110
    assert len({one.record["id"] for one in hand}) == len(hand)
    assert sum(one.trap is not None for one in hand) >= 100


def test_no_truth_is_handed_over(hand: list[Known]) -> None:
    for known in (hand, world(300)):
        for line in lines(known):
            assert not set(json.loads(line)) & set(HIDDEN)


def test_a_world_is_the_same_twice_and_another_with_another_seed() -> None:
    once, again, other = world(500), world(500), world(500, seed=2)
    assert once == again
    assert once != other
    assert len(once) >= 500


def test_a_larger_world_is_not_denser() -> None:
    def busiest(n: int) -> int:
        days = Counter(
            (r.get("city"), str(r.get("start"))[:10])
            for k in world(n, shapes=("english",))
            if (r := k.record).get("city")
        )
        return max(days.values())

    assert busiest(20_000) <= 4 * busiest(2_000)


def test_pairs_are_counted() -> None:
    def one(name: str, truth: str, noise: tuple[str, ...] = ("plain",)) -> Known:
        return Known({"id": name}, truth, noise, "f", "homonym")

    known = [one("a", "x"), one("b", "x", ("typo",)), one("c", "x"), one("d", "y"), one("e", "z")]
    judged = judge(known, {"a": 1, "b": 1, "c": 2, "d": 2})
    # Of the pairs ab, ac, bc one is joined; cd is joined and wrong; e was refused, so it stands alone.
    assert (judged.hits, judged.missed, judged.wrong) == (1, 2, 1)
    assert judged.noise["typo"] == [1, 2]
    assert judged.traps == {"homonym": 1}
    assert judged.precision == 0.5


def test_order_and_company_change_no_cluster(hand: list[Known]) -> None:
    ids = {str(one.record["id"]) for one in hand}
    shuffled = list(hand)
    random.Random(7).shuffle(shuffled)
    beside = [*world(400), *hand]
    clusters = run(hand).clusters
    assert ids == set(clusters)
    assert parted(run(shuffled).clusters, ids) == parted(clusters, ids)
    assert parted(run(beside).clusters, ids) == parted(clusters, ids)
