"""A changed record costs its neighbourhood only, and gives what looking at everything would give."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, text

from tests.warehouse.made import NOW, bring, event, place, record, source
from transforms.matching import edges, profile
from vigie.model import Content, Record, Verdict
from warehouse import editing, judgements, pending, portions
from warehouse.curate import Curated, curate
from warehouse.fingerprint import content_hash, parts
from warehouse.tables import suppressions

SOURCES = tuple(
    source(name, trust) for name, trust in (("maison", 80), ("ville", 50), ("portail", 30), ("gazette", 20))
)
TITLES = ("Nuit des pixels", "Nuit des pixels : Namur", "Atelier de soudure", "Soudure pour tous", "Marché de Noël")
DERIVED = ("SELECT * FROM blocks", "SELECT * FROM pairs", "SELECT * FROM asks")


def derived(engine: Engine) -> list[list[str]]:
    with engine.connect() as connection:
        return [sorted(str(tuple(row)) for row in connection.execute(text(query))) for query in DERIVED]


def again_from_nothing(engine: Engine, day: int) -> Curated:
    """A curation that forgot all it knew about neighbours."""
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE blocks, pairs, asks"))
        pending.mark_all(connection)
    return curate(engine, NOW + timedelta(days=day))


def thing(dice: random.Random) -> Content:
    where = dice.choice((None, place("Le Quai"), place("La Tour")))
    return event(dice.choice(TITLES), dice.randint(10, 13), dice.choice((18, 20, None)), place=where)


def days(dice: random.Random) -> Iterator[tuple[Record, ...]]:
    """What four sources list, day after day: things come, change, leave."""
    listed: dict[tuple[int, str], Content] = {}
    for _ in range(12):
        for _ in range(dice.randint(1, 4)):
            at, key = dice.randrange(len(SOURCES)), str(dice.randrange(4))
            if (at, key) in listed and dice.random() < 0.3:
                del listed[at, key]
            else:
                listed[at, key] = thing(dice)
        yield tuple(record(SOURCES[at], key, content) for (at, key), content in sorted(listed.items()))


@pytest.mark.parametrize("seed", range(6))
def test_step_by_step_is_as_all_at_once(engine: Engine, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    most = portions.MOST
    dice = random.Random(seed)
    known: list[Record] = []
    for day, records in enumerate(days(dice)):
        for of in SOURCES:
            bring(engine, of, *(r for r in records if r.source == of.slug), day=day)
        known += records
        with engine.begin() as connection:
            one, other = dice.choice(known), dice.choice(known)
            if (one.source, one.key) != (other.source, other.key):
                verdict = dice.choice(list(Verdict))
                judgements.judge(connection, (one.source, one.key), (other.source, other.key), verdict, "test", NOW)
            held = connection.execute(text("SELECT id::text FROM items ORDER BY id")).scalars().all()
            if held and dice.random() < 0.5:
                editing.edit(connection, dice.choice(held), "title", f"Corrigé {day}", "test", NOW)
            if day == 8:
                gone = f"{one.source}/{one.key}"
                connection.execute(insert(suppressions).values(scope="record", value=gone, reason="test", at=NOW))
        curate(engine, NOW + timedelta(days=day))
        before, found = content_hash(engine), derived(engine)
        with engine.connect() as connection:
            told = parts(connection)
        monkeypatch.setattr(portions, "MOST", 3 if day % 2 else most)  # in small portions it is the same too
        redone = again_from_nothing(engine, day)
        monkeypatch.setattr(portions, "MOST", most)
        with engine.connect() as connection:
            assert parts(connection) == told
        assert (redone.items, redone.changes) == (0, 0)
        assert content_hash(engine) == before
        assert derived(engine) == found


def test_a_first_curation_in_portions_is_as_in_one(
    engine: Engine, other_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for most, house in ((portions.MOST, engine), (2, other_engine)):
        dice = random.Random(11)
        for number, of in enumerate(SOURCES):
            bring(house, of, *(record(of, str(n), thing(dice)) for n in range(6)), day=number)
        monkeypatch.setattr(portions, "MOST", most)
        done = curate(house, NOW)
        with house.connect() as connection:
            log = connection.execute(text("SELECT item::text, type, fields FROM changes ORDER BY item, seq")).all()
            assert connection.execute(text("SELECT max(seq) FROM changes")).scalar() == len(log)
        told.append((done, content_hash(house), derived(house), [tuple(row) for row in log]))
    assert told[0] == told[1]
    assert told[0][0].records == 24


def test_a_moved_record_is_all_that_is_looked_at(engine: Engine) -> None:
    crowd = [record(SOURCES[1], str(n), event(f"Concert numéro {n}", 10 + n % 15)) for n in range(60)]
    bring(engine, SOURCES[1], *crowd)
    bring(engine, SOURCES[0], record(SOURCES[0], "x", event("Nuit des pixels", 12, place=place())))
    assert curate(engine, NOW).records == 61
    bring(engine, SOURCES[2], record(SOURCES[2], "y", event("Nuit des pixels", 12, place=place())), day=1)
    looked = curate(engine, NOW + timedelta(days=1))
    assert looked == Curated(records=2, items=1, changes=0)  # it and the one that it joins, which says nothing new


def questionable() -> tuple[Record, Record]:
    """Two records of two sources of which matching says that an editor should be asked."""
    dice = random.Random(3)
    for _ in range(2_000):
        two = record(SOURCES[0], "1", thing(dice)), record(SOURCES[1], "2", thing(dice))
        if [edge.verdict for edge in edges([profile(one) for one in two])] == [Verdict.ASK]:
            return two
    raise AssertionError("no two things of these are a question")


def test_questions_wait_until_they_are_answered(engine: Engine) -> None:
    one, other = questionable()
    bring(engine, SOURCES[0], one)
    bring(engine, SOURCES[1], other)
    curate(engine, NOW)
    asked = "SELECT source_a, key_a, source_b, key_b FROM asks"
    with engine.begin() as connection:
        assert [tuple(r) for r in connection.execute(text(asked))] == [("maison", "1", "ville", "2")]
        judgements.judge(connection, ("ville", "2"), ("maison", "1"), Verdict.DIFFERENT, "test", NOW)
    curate(engine, NOW + timedelta(days=1))
    with engine.connect() as connection:
        assert connection.execute(text(asked)).all() == []
        assert connection.execute(text("SELECT count(*) FROM items")).scalar() == 2
