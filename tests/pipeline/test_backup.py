"""A backup restores to the same hash, elsewhere or in place; a damaged one is refused and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import steps
from pipeline.backup import NoBackup, backup, restore
from pipeline.house import House, open_house
from tests.conftest import Plot
from tests.pipeline.lived_days import FIRST, SOURCES, MovingWeb, at, live, morning
from vigie.model import Kind
from warehouse import editing, items, takedown
from warehouse.fingerprint import content_hash


def lived(plot: Plot, web: MovingWeb) -> House:
    house = open_house(plot.with_variables(VIGIE_SIMULATOR=web.address).settings, migrate=True)
    there = live(house, web, 0, SOURCES)
    with there.engine.begin() as connection:
        first = next(items.stream(connection, Kind.EVENT))
        editing.edit(connection, first.id, "title", "Corrigé à la main", "anne", morning(FIRST, 9))
    steps.curate(at(house, morning(FIRST, 10)))
    return house


def test_a_backup_restores_to_the_same_hash(new_plot: Callable[[], Plot], web: MovingWeb, tmp_path: Path) -> None:
    plot = new_plot()
    house = lived(plot, web)
    before = content_hash(house.engine)
    file = tmp_path / "copies" / "vigie.tar"
    index = backup(house, file)
    assert index.content_hash == before
    with pytest.raises(NoBackup, match="never replaces"):
        backup(house, file)

    elsewhere = new_plot().with_variables(VIGIE_SIMULATOR="127.0.0.1:9")
    done = json.loads(elsewhere.run("restore", str(file), "--json").stdout)
    assert done["content_hash"] == before
    restored = open_house(elsewhere.settings)
    assert content_hash(restored.engine) == before
    for source in restored.sources:
        if source.slug in SOURCES:
            with restored.engine.connect() as connection:
                wanted = items.ItemFilter(kind=source.kinds[0], source=source.slug)
                found = items.find(connection, wanted, morning(FIRST))
            assert all(restored.archive.body(c) for c in captures_of(restored, found[0].id))
    restored.engine.dispose()
    rebuilt = elsewhere.run("db", "rebuild", "--check")
    assert rebuilt.stdout.count(before) == 2, "the restored archive rebuilds the restored warehouse"


def captures_of(house: House, item: str) -> set[str]:
    from warehouse.explain import explain_all

    with house.engine.connect() as connection:
        return {choice.capture for choice in explain_all(connection, item) if choice.capture}


def test_in_place_the_old_house_is_kept(new_plot: Callable[[], Plot], web: MovingWeb, tmp_path: Path) -> None:
    plot = new_plot().with_variables(VIGIE_SIMULATOR=web.address)
    # In processes of their own: who reads sources keeps connections open, and a database in use is not renamed.
    web.move(FIRST)
    for step in (("ingest", *SOURCES[:2]), ("curate",)):
        plot.run(*step)
    house = open_house(plot.settings)
    before = content_hash(house.engine)
    backup(house, tmp_path / "vigie.tar")
    for step in (("ingest", *SOURCES[2:]), ("curate",)):
        plot.run(*step)
    after = content_hash(house.engine)
    assert after != before

    with pytest.raises(NoBackup, match="--replace"):
        restore(plot.settings, tmp_path / "vigie.tar")
    with pytest.raises(NoBackup, match="stop the house first"), house.engine.connect():
        restore(plot.settings, tmp_path / "vigie.tar", replace=True)
    assert content_hash(house.engine) == after
    house.engine.dispose()
    done = restore(plot.settings, tmp_path / "vigie.tar", replace=True)
    assert done.kept_as is not None
    assert done.kept_archive is not None
    again = open_house(plot.settings)
    assert content_hash(again.engine) == before
    again.engine.dispose()


def test_a_takedown_survives_an_older_backup(new_plot: Callable[[], Plot], web: MovingWeb, tmp_path: Path) -> None:
    """The backup still holds what was taken down since: the rule must be there, and take it down once more."""
    plot = new_plot().with_variables(VIGIE_SIMULATOR=web.address)
    web.move(FIRST)
    for step in (("ingest", *SOURCES[:2]), ("curate",), ("publish",)):
        plot.run(*step)
    plot.run("backup", str(tmp_path / "vigie.tar"))
    host = "agenda-hainaut.example"
    plot.run("forget", host, "--as", "host", "--because", "request 20", "--by", "anne")
    assert "takedowns are newer" in plot.run("restore", str(tmp_path / "vigie.tar"), "--replace").stdout
    house = open_house(plot.settings)
    with house.engine.connect() as connection:
        assert [(rule.scope, rule.value) for rule in takedown.rules(connection)] == [("host", host)]
        assert items.count(connection, items.ItemFilter(source="agenda-hainaut"), morning(FIRST)) > 0
    house.engine.dispose()
    assert "nothing is left" in plot.run("forget", "--again").stdout
    house = open_house(plot.settings)
    with house.engine.connect() as connection:
        assert items.count(connection, items.ItemFilter(source="agenda-hainaut"), morning(FIRST)) == 0
    house.engine.dispose()


def test_a_damaged_backup_is_refused(new_plot: Callable[[], Plot], web: MovingWeb, tmp_path: Path) -> None:
    house = lived(new_plot(), web)
    file = tmp_path / "vigie.tar"
    backup(house, file)
    whole = file.read_bytes()
    damaged = bytearray(whole)
    damaged[len(whole) // 3] ^= 0xFF
    for name, data in {"flipped": bytes(damaged), "half": whole[: len(whole) // 2], "empty": b""}.items():
        broken = tmp_path / f"{name}.tar"
        broken.write_bytes(data)
        with pytest.raises(NoBackup):
            restore(new_plot().settings, broken)
