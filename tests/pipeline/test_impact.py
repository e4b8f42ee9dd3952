"""`vigie sources impact`: nothing for a refactor, the source and the field for a broken key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.impact import NoRevision, impact
from tests.conftest import NOW, Plot
from tests.pipeline.mutated_reader import mutated
from vigie.settings import Settings
from warehouse import server
from warehouse.fingerprint import content_hash

# What all of a platform hangs on: (module, what stands there, what stands there no more, the field that tells of it).
BROKEN = {
    "eu_funding": ("eu_funding", '"startDate"', '"beginDate"', "opens"),
    "feed": ("feed", '("title", "title")', '("title", "titel")', ""),
    "ical": ("ical", '"SUMMARY"', '"SUMMARIES"', ""),
    "opendatasoft": ("opendatasoft_fields", '"title": "title"', '"titel": "title"', ""),
    "plone": ("plone", '"title": "title"', '"titel": "title"', ""),
    "schema_org": ("schema_org_items", 'node.get("name")', 'node.get("nome")', ""),
    "tribe_events": ("tribe_events", '("title", "title")', '("titel", "title")', ""),
    "wordpress": ("wordpress", '("title", "title")', '("titel", "title")', ""),
}


@pytest.fixture(scope="module")
def house(database_server: Settings, simulated_web: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that has read every source of the made-up web once."""
    environ = {
        "VIGIE_HOME": str(tmp_path_factory.mktemp("impact")),
        "VIGIE_SIMULATOR": simulated_web,
        "VIGIE_DATABASE_URL": server.database_url(database_server, "impact"),
        "VIGIE_HOST_GAP": "0.001",
        "VIGIE_NOW": NOW,
    }
    opened = open_house(Settings.from_environment(environ), migrate=True)
    for source in opened.sources:
        steps.ingest(opened, source.slug)
    yield opened
    opened.engine.dispose()


def slugs_of(house: House, platform: str) -> list[str]:
    return [source.slug for source in house.sources if source.platform == platform]


def test_without_a_change_nothing_moves_and_nothing_is_written(house: House) -> None:
    before = content_hash(house.engine)
    found = impact(house, [source.slug for source in house.sources])
    assert not [one for one in found if one.moves]
    assert sum(one.after for one in found) > 300
    assert content_hash(house.engine) == before


def test_every_platform_of_the_made_up_web_is_broken_once(house: House) -> None:
    assert {*BROKEN, "recipe"} == {source.platform for source in house.sources}


@pytest.mark.parametrize("platform", BROKEN)
def test_a_broken_key_names_its_sources_and_the_field(house: House, platform: str) -> None:
    name, old, new, field = BROKEN[platform]
    with mutated(platform, name, old, new):
        found = impact(house, [source.slug for source in house.sources])
    assert {one.source for one in found if one.moves} == set(slugs_of(house, platform))
    for one in (one for one in found if one.moves):
        if field:
            assert one.fields.get(field), one
        else:
            assert one.gone or one.fields.get("title"), one
            assert one.fields.get("title") or any("title" in reason for reason in one.reasons), one.reasons
    assert not impact(house, slugs_of(house, platform))[0].moves


def test_a_broken_selector_of_a_recipe_names_its_source(house: House, tmp_path: Path) -> None:
    """The catalogue counts as much as the code: an edited entry is held against what is published."""
    source = next(source for source in house.sources if source.platform == "recipe")
    for entry in house.settings.catalogue.glob("*.yaml"):
        told = yaml.safe_load(entry.read_text("utf-8"))
        if told["slug"] == source.slug:
            told["recipe"]["item"] = "li.no-such-item"
        (tmp_path / entry.name).write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    edited = open_house(house.settings, tmp_path)
    found = [one for one in impact(edited, [s.slug for s in edited.sources]) if one.moves]
    assert [one.source for one in found] == [source.slug]
    assert found[0].gone == found[0].before > 0
    edited.engine.dispose()


def test_a_revision_that_there_is_not_is_named(house: House) -> None:
    with pytest.raises(NoRevision, match="no-such-revision"):
        impact(house, [house.sources[0].slug], "no-such-revision")


def test_the_code_of_a_revision_reads_the_same_archive(house: House) -> None:
    """The revision that is checked out says what the present code says; with a broken key it is named."""
    slugs = slugs_of(house, "plone")
    assert not [one for one in impact(house, slugs, "HEAD") if one.moves]
    name, old, new, _ = BROKEN["plone"]
    with mutated("plone", name, old, new):
        assert [one.source for one in impact(house, slugs, "HEAD") if one.moves] == slugs


def test_the_command_says_no_difference_and_what_moved(plot: Plot) -> None:
    plot.run("ingest", "commune-marche")
    assert "no difference" in plot.run("sources", "impact", "commune-marche").stdout
    assert plot.run("sources", "impact", "commune-marche", "--json").stdout.strip() == "[]"
