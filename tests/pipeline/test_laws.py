"""Laws 2 and 7 of DESIGN.md §4 over a whole day of the simulated web."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from pipeline import steps
from pipeline.house import open_house
from tests.conftest import Plot
from vigie.model import Cause, Kind, Status
from warehouse import items
from warehouse.explain import explain_all
from warehouse.fingerprint import content_hash


def test_the_archive_alone_rebuilds_the_warehouse(new_plot: Callable[[], Plot]) -> None:
    """Law 2: the same captures give the same content hash, in any order of sources, and no web is asked."""
    lived = open_house(new_plot().settings, migrate=True)
    for source in lived.sources:
        steps.ingest(lived, source.slug)
    steps.curate(lived)
    (recording,) = lived.settings.archive.glob("*.warc.gz")

    catalogue = str(lived.settings.catalogue)
    plot = new_plot().with_variables(VIGIE_WEB=str(recording), VIGIE_CATALOGUE=catalogue, VIGIE_SIMULATOR="127.0.0.1:9")
    replayed = open_house(plot.settings, migrate=True)
    causes = {steps.ingest(replayed, source.slug).cause for source in reversed(replayed.sources)}
    steps.curate(replayed)
    assert causes == {Cause.OK}
    assert content_hash(replayed.engine) == content_hash(lived.engine)


def test_every_value_of_every_item_is_explained(plot: Plot) -> None:
    """Law 7: each value names its rule and record, and the passage of a kept capture that it was read from."""
    house = open_house(plot.settings, migrate=True)
    for source in house.sources:
        steps.ingest(house, source.slug)
    steps.curate(house)
    unexplained, unproven, values = [], [], 0
    with house.engine.connect() as connection:
        for item in (item for kind in Kind for item in items.stream(connection, kind)):
            choices = {choice.field: choice for choice in explain_all(connection, item.id)}
            said = {f.name: getattr(item.content, f.name) for f in fields(item.content)}
            # "scheduled" and "False" are what stands when a source says nothing.
            for name in (n for n, v in said.items() if v not in (None, (), False, "", Status.SCHEDULED)):
                values += 1
                choice = choices.get(name)
                if choice is None or not (choice.rule and choice.source and choice.key):
                    unexplained.append((item.id, name))
                elif choice.provenance is None and not choice.rule.startswith("with:"):
                    unproven.append((choice.source, choice.key, name))
                elif choice.provenance is not None:
                    assert house.archive.body(choice.provenance.evidence.capture)
    assert values > 3000
    assert unexplained == []
    assert unproven == []
