"""`vigie sources rekey`: another identity rule moves the keys, and nothing that hangs on them is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.rebuilding import rebuild_beside
from pipeline.rekey import plan, rekey
from tests.conftest import Plot
from tests.pipeline.mutated_reader import mutated
from vigie.model import Verdict
from warehouse import editing, journal, judgements, rekeying
from warehouse.tables.columns import metadata

SLUG, OTHER = "fonds-image-actualites", "commune-marche"
VERSIONS = f"SELECT content_hash, number, from_instant FROM versions WHERE source = '{SLUG}' ORDER BY 1, 2"
SEEN = f"SELECT content_hash, first_seen, last_seen FROM records WHERE source = '{SLUG}' ORDER BY 1"
RULE = ("wordpress", "wordpress", "item.finish(source, key,", "item.finish(source, f'moved {key}',")


@pytest.fixture
def house(plot: Plot) -> Iterator[House]:
    """Two sources read and curated; an editor has changed a title and judged two records."""
    opened = open_house(plot.settings, migrate=True)
    for slug in (SLUG, OTHER):
        steps.ingest(opened, slug)
    steps.curate(opened)
    first, second = keys_of(opened.engine, SLUG)[:2]
    at = opened.settings.clock()
    with opened.engine.begin() as connection:
        editing.edit(connection, item_of(opened.engine, first), "title", "Un autre titre", "ana", at)
        judgements.judge(connection, (SLUG, first), (SLUG, second), Verdict.DIFFERENT, "ana", at)
    steps.curate(opened)
    yield opened
    opened.engine.dispose()


def keys_of(engine: Engine, slug: str) -> list[str]:
    with engine.connect() as connection:
        query = text('SELECT key FROM records WHERE source = :s ORDER BY key COLLATE "C"')
        return list(connection.execute(query, {"s": slug}).scalars())


def item_of(engine: Engine, key: str) -> str:
    query = text("SELECT item::text FROM memberships WHERE source = :s AND key = :k")
    with engine.connect() as connection:
        return str(connection.execute(query, {"s": SLUG, "k": key}).scalar_one())


def everything(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_the_old_rule_moves_nothing(house: House) -> None:
    planned = plan(house, SLUG)
    assert (dict(planned.keys), planned.lost, planned.taken) == ({}, (), ())
    assert planned.kept == len(keys_of(house.engine, SLUG)) > 10


def test_what_hangs_on_a_key_follows_it(house: House) -> None:
    before = keys_of(house.engine, SLUG)
    items = {key: item_of(house.engine, key) for key in before}
    versions = everything(house.engine, VERSIONS)
    seen = everything(house.engine, SEEN)
    others = keys_of(house.engine, OTHER)
    with mutated(*RULE):
        dry = plan(house, SLUG)
        assert keys_of(house.engine, SLUG) == before, "a plan moves nothing"
        done = rekey(house, SLUG, "ana")
        assert done == dry
        assert dict(done.keys) == {key: f"moved {key}" for key in before}
        assert keys_of(house.engine, SLUG) == sorted(f"moved {key}" for key in before)
        assert {key: item_of(house.engine, f"moved {key}") for key in before} == items
        assert everything(house.engine, VERSIONS) == versions
        assert everything(house.engine, SEEN) == seen
        a, b = (f"moved {key}" for key in before[:2])
        with house.engine.connect() as connection:
            assert judgements.of(connection, (SLUG, a), (SLUG, b)) is Verdict.DIFFERENT
            told = [entry for entry in journal.read(connection) if entry.act is journal.Act.REKEY]
        assert [(entry.subject, entry.author) for entry in told] == [(SLUG, "ana")]
        assert keys_of(house.engine, OTHER) == others
        steps.curate(house)
        certificate = steps.ingest(house, SLUG)
        assert (certificate.new, certificate.changed, certificate.missing) == (0, 0, 0)
        steps.curate(house)
        assert {key: item_of(house.engine, f"moved {key}") for key in before} == items
        titles = everything(house.engine, f"SELECT title FROM items WHERE id = '{items[before[0]]}'")
        assert titles == [("Un autre titre",)]
        assert everything(house.engine, "SELECT count(*) FROM items WHERE withdrawn_at IS NOT NULL") == [(0,)]
        assert not plan(house, SLUG).keys


def test_a_rebuild_agrees_afterwards(house: House) -> None:
    """The mapping is remembered: the present code gives the new keys from the first run on, items keep their ids."""
    with mutated(*RULE):
        rekey(house, SLUG, "ana")
        steps.curate(house)
        done = rebuild_beside(house, check=True)
    assert done.hash_after == done.hash_before
    assert not done.skipped


def test_the_way_back_is_the_old_rule_and_rekey_again(house: House) -> None:
    before = keys_of(house.engine, SLUG)
    with mutated(*RULE):
        rekey(house, SLUG, "ana")
    assert len(rekey(house, SLUG, "ana").keys) == len(before)
    assert keys_of(house.engine, SLUG) == before


def test_every_column_that_holds_a_key_is_moved() -> None:
    """A table with a source and a key that is not named here is a table that a rekey would forget."""
    columns = {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}
    keyed = {name for name, held in columns.items() if {"source", "key"} <= held}
    assert keyed == {*rekeying.PLAIN, *rekeying.APART}
    assert {name for name, held in columns.items() if "key_a" in held} == set(rekeying.PAIRED)
    assert {name for name, held in columns.items() if "founder_key" in held} == set(rekeying.FOUNDED)
    assert {name for name, held in columns.items() if "keys" in held} == set(rekeying.LISTED)
    others = {name for held in columns.values() for name in held if "key" in name}
    assert others == {"key", "keys", "key_a", "key_b", "founder_key", "old_key", "new_key"}


def test_a_key_that_is_taken_is_refused(house: House) -> None:
    first, second = keys_of(house.engine, SLUG)[:2]
    with pytest.raises(rekeying.Taken, match=second), house.engine.begin() as connection:
        rekeying.move(connection, SLUG, {first: second}, "ana", house.settings.clock() + timedelta(hours=1))
    assert keys_of(house.engine, SLUG)[:2] == [first, second]
