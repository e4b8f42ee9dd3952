# ruff: noqa: E501  (tables of cases, one a line)
"""Matching: one thing once, two things twice, the same answer in any order."""

from __future__ import annotations

import random
import time

import pytest
from items import article, call, event

from transforms.matching import Candidate, Cluster, Judgement, match
from vigie.model import Verdict

NAMUR, LIEGE = "92094", "62063"
EVENING = "2026-03-05T18:30"


def groups(*candidates: Candidate, judgements: tuple[Judgement, ...] = ()) -> list[list[str]]:
    return [[f"{s}{k}" for s, k in cluster.members] for cluster in match(candidates, judgements)]


def asked(*candidates: Candidate) -> bool:
    return any(cluster.asks for cluster in match(candidates, ()))


SAME = [
    (event("a", "1", "Atelier jeu vidéo", EVENING, nis=NAMUR), event("b", "1", "ATELIER JEUX VIDEO", EVENING, nis=NAMUR)),
    (event("a", "1", "Café numérique : l’IA au musée", EVENING, nis=NAMUR, venue="TRAKK"), event("b", "1", "L’IA au musée", EVENING, nis=NAMUR, venue="Le TRAKK")),
    (event("a", "1", "Nuit du mapping lumineux", EVENING), event("b", "1", "Nuit du mapping lumineux", EVENING, nis=NAMUR)),
    (event("a", "1", "Nuit du mapping lumineux", "2026-03-05", nis=NAMUR), event("b", "1", "Nuit du mapping lumineux", EVENING, nis=NAMUR)),
    (event("a", "1", "Nuit du mapping", "2026-03-05T19:00", nis=NAMUR), event("b", "1", "Nuit du mapping", "2026-03-05T19:30", nis=NAMUR)),
    (event("a", "1", "Expo Forêts sonores", "2026-03-05", nis=NAMUR, end="2026-05-05"), event("b", "1", "Forêts sonores", "2026-03-05", nis=NAMUR, end="2026-05-05")),
    (event("a", "1", "Masterclass TouchDesigner avancé", EVENING, nis=NAMUR, url="https://x.example/e/1/"), event("b", "1", "Masterclass TouchDesigner", EVENING, url="http://www.x.example/e/1?utm_source=b")),
    (event("a", "1", "Nuit du maping lumineux", EVENING, nis=NAMUR), event("b", "1", "Nuits du mapping lumineux", EVENING, nis=NAMUR)),
    (event("a", "1", "Quai Ouest : Forêts sonores", EVENING, nis=NAMUR), event("b", "1", "Forêts sonores", EVENING, nis=NAMUR, venue="Quai Ouest")),
    (article("a", "1", "Un fonds pour le jeu vidéo wallon (communiqué)", "2026-02-01"), article("b", "1", "Un fonds pour le jeu vidéo wallon", "2026-02-02")),
    (call("a", "1", "Appel : musique et IA", "2026-05-01", identifier="X-1"), call("b", "1", "Music and AI", identifier="x-1")),
    (call("a", "1", "Appel à projets Patrimoine augmenté", "2026-05-01"), call("b", "1", "AAP – Patrimoine augmenté", "2026-05-01")),
    (article("a", "1", "Un fonds pour le jeu vidéo wallon", "2026-02-01"), article("b", "1", "Un fonds pour le jeu vidéo wallon", "2026-02-02")),
]  # fmt: skip
DIFFERENT = [
    # Two workshops on one day in one town.
    (event("a", "1", "Atelier jeu vidéo pour débutants", EVENING, nis=NAMUR), event("b", "1", "Atelier jeu vidéo pour experts", EVENING, nis=NAMUR)),
    (event("a", "1", "Atelier peinture", EVENING, nis=NAMUR), event("b", "1", "Atelier teinture", EVENING, nis=NAMUR)),
    (event("a", "1", "Atelier robots", EVENING, nis=NAMUR), event("b", "1", "Atelier poterie", EVENING, nis=NAMUR)),
    (event("a", "1", "Atelier", EVENING, nis=NAMUR, venue="TRAKK"), event("b", "1", "Atelier", EVENING, nis=NAMUR, venue="Quai Ouest")),
    # Numbers tell editions and ages apart.
    (event("a", "1", "Café numérique #4", EVENING, nis=NAMUR), event("b", "1", "Café numérique #5", EVENING, nis=NAMUR)),
    (event("a", "1", "Stage robots 6-8 ans", EVENING, nis=NAMUR), event("b", "1", "Stage robots 9-12 ans", EVENING, nis=NAMUR)),
    # One title, two towns; two days; two sessions of a day; next year.
    (event("a", "1", "Nuit du mapping lumineux", EVENING, nis=NAMUR), event("b", "1", "Nuit du mapping lumineux", EVENING, nis=LIEGE)),
    (event("a", "1", "Nuit du mapping lumineux", EVENING, nis=NAMUR), event("b", "1", "Nuit du mapping lumineux", "2026-03-06T18:30", nis=NAMUR)),
    (event("a", "1", "Visite des ateliers", "2026-03-05T10:00", nis=NAMUR), event("b", "1", "Visite des ateliers", "2026-03-05T14:00", nis=NAMUR)),
    (event("a", "1", "Festival Pixel 2025", "2025-10-24", nis=NAMUR), event("b", "1", "Festival Pixel 2026", "2026-10-23", nis=NAMUR)),
    # A festival and one of its evenings.
    (event("a", "1", "Festival Pixel", "2026-03-05", nis=NAMUR, end="2026-03-08"), event("b", "1", "Festival Pixel : concert de clôture", "2026-03-08T20:00", nis=NAMUR)),
    # A source tells its own things apart.
    (event("a", "1", "Atelier robots", EVENING, nis=NAMUR), event("a", "2", "Atelier robots", EVENING, nis=NAMUR)),
    (call("a", "1", "Appel Patrimoine 2025", "2025-05-01"), call("b", "1", "Appel Patrimoine 2026", "2026-05-01")),
    (call("a", "1", "Bourse de création sonore", "2026-05-01"), call("b", "1", "Bourse de création sonore", "2026-11-01")),
    (call("a", "1", "Coopération", "2026-05-01", identifier="X-1"), call("b", "1", "Coopération", "2026-05-01", identifier="X-2")),
    (article("a", "1", "Un fonds pour le jeu vidéo wallon", "2025-02-01"), article("b", "1", "Un fonds pour le jeu vidéo wallon", "2026-02-02")),
]  # fmt: skip


@pytest.mark.parametrize("pair", SAME, ids=lambda p: p[0].record.content.title + "|" + p[1].record.content.title)
def test_same(pair: tuple[Candidate, Candidate]) -> None:
    clusters = match(pair, ())
    assert len(clusters) == 1
    assert clusters[0].because


@pytest.mark.parametrize("pair", DIFFERENT, ids=lambda p: p[0].record.content.title + "|" + p[1].record.content.title)
def test_different(pair: tuple[Candidate, Candidate]) -> None:
    assert len(match(pair, ())) == 2


def test_what_is_likely_but_unproven_is_asked_once() -> None:
    pair = DIFFERENT[0]
    clusters = match(pair, ())
    asks = [a for c in clusters for a in c.asks]
    assert [(a.a, a.b) for a in asks] == [(("a", "1"), ("b", "1"))]
    assert asks[0].because


def test_a_page_listed_twice_by_one_source_is_one_thing() -> None:
    twice = [event("a", k, "Atelier robots", EVENING, url="https://a.example/robots") for k in ("1", "2")]
    assert groups(*twice) == [["a1", "a2"]]


def test_a_series_gathers_the_sessions_that_another_source_lists_one_by_one() -> None:
    first, second, other = (
        event("a", k, "Atelier robots", s, nis=NAMUR)
        for k, s in (("1", EVENING), ("2", "2026-03-12T18:30"), ("3", "2026-03-19T18:30"))
    )
    series = event("b", "x", "Atelier robots", EVENING, "2026-03-12T18:30", nis=NAMUR)
    # Without the series the sessions are things of their own; a session that the series lacks stays alone.
    assert groups(first, second) == [["a1"], ["a2"]]
    assert groups(first, second, other, series) == [["a1", "a2", "bx"], ["a3"]]


def test_the_first_seen_is_the_founder() -> None:
    late, early = (
        event("a", "1", "Atelier robots", EVENING, nis=NAMUR, seen=9),
        event("b", "1", "Atelier robots", EVENING, nis=NAMUR, seen=2),
    )
    assert groups(late, early) == [["b1", "a1"]]


def test_judgements_win() -> None:
    pair = SAME[0]
    apart = Judgement(("a", "1"), ("b", "1"), Verdict.DIFFERENT)
    assert len(match(pair, (apart,))) == 2
    assert not [a for c in match(pair, (apart,)) for a in c.asks]
    other = DIFFERENT[1]
    together = Judgement(("b", "1"), ("a", "1"), Verdict.SAME)
    assert len(match(other, (together,))) == 1
    assert match(other, (Judgement(("z", "9"), ("a", "1"), Verdict.SAME),)) == match(other, ())


def test_a_judged_pair_stays_apart_through_a_third() -> None:
    three = [event(s, "1", "Nuit du mapping lumineux", EVENING, nis=NAMUR) for s in "abc"]
    found = match(three, (Judgement(("a", "1"), ("b", "1"), Verdict.DIFFERENT),))
    assert all(not {("a", "1"), ("b", "1")} <= set(c.members) for c in found)
    assert len(found) == 2


def many(count: int) -> list[Candidate]:
    chance = random.Random(7)
    words = [
        "robot",
        "lumière",
        "pixel",
        "son",
        "danse",
        "réseau",
        "image",
        "forêt",
        "ville",
        "mémoire",
        "corps",
        "machine",
        "voix",
        "nuit",
        "miroir",
        "archive",
    ]
    return [
        event(
            f"s{i % 40}",
            str(i),
            "Atelier " + " ".join(chance.sample(words, 3)),
            f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}T{chance.choice((10, 14, 20))}:00",
            nis=chance.choice((NAMUR, LIEGE)),
            seen=chance.randrange(1, 28),
        )
        for i in range(count)
    ]


def test_any_order_gives_the_same_clusters() -> None:
    everything = many(400) + [c for pair in (*SAME, *DIFFERENT) for c in pair]
    unique = list({(c.source, c.key): c for c in everything}.values())
    expected: tuple[Cluster, ...] = match(unique, ())
    assert sorted(m for c in expected for m in c.members) == sorted((c.source, c.key) for c in unique)
    for seed in range(3):
        random.Random(seed).shuffle(unique)
        assert match(unique, ()) == expected


def test_the_work_grows_with_the_number_of_records() -> None:
    match(many(200), ())  # Stems and data files are read once.
    began = time.thread_time()
    match(many(1500), ())
    assert time.thread_time() - began < 20  # of CPU: 1 s; each against each takes minutes
