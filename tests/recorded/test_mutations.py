"""Would a fixture notice? Each platform's main selector or key is broken once, in a copy of its real reader.

A platform without a fixture fails here, and so does one without a line in BROKEN: a new reader brings both.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import recorded_fixtures
from pipeline.recorded_fixtures import EXPECTED, Fixture, fixtures, observed
from scrapers.readers import PLATFORMS, module_of, reader_for
from scrapers.readers.index import DocumentReader
from vigie.protocols import Reader

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUES = sorted(
    {file.parents[3] for top in ("sources", "tests") for file in (ROOT / top).rglob(f"recorded/*/*/{EXPECTED}")}
)
BY_PLATFORM: dict[str, list[Fixture]] = {}
for _catalogue in CATALOGUES:
    for _fixture in fixtures(_catalogue):
        BY_PLATFORM.setdefault(_fixture.source.platform, []).append(_fixture)


@dataclass(frozen=True)
class Break:
    """What a site's change would do to a reader: `old` is what it looks for, `new` is never there."""

    module: str
    old: str
    new: str


BROKEN = {
    "digital_wallonia": Break("digital_wallonia", 'found.get("hits")', 'found.get("treffer")'),
    "drupal": Break("drupal", "_ROWS = (", '_ROWS = (".gone",) or ('),
    "drupal_jsonapi": Break("drupal_jsonapi", 'attributes.get("title")', 'attributes.get("intitule")'),
    "eu_funding": Break("eu_funding", 'data.get("results")', 'data.get("treffer")'),
    "feed": Break("feed", 'feed.get("entries")', 'feed.get("eintraege")'),
    "ical": Break("ical", '"SUMMARY"), "/SUMMARY"', '"INTITULE"), "/SUMMARY"'),
    "json": Break("generic_json", 'source.option("list")', 'source.option("liste")'),
    "mec": Break("mec_pages", "_ROW = ", '_ROW = ".gone" or '),
    "odoo": Break("odoo", "_EVENT_CARDS = ", '_EVENT_CARDS = ".gone" or '),
    "openagenda": Break("openagenda", 'data.get("events")', 'data.get("evenements")'),
    "opendatasoft": Break("opendatasoft", '("results", "records")', '("lignes", "rangs")'),
    "page": Break("page", 'say("title", title.text', 'say("title", None'),
    "plone": Break("plone", 'data.get("items")', 'data.get("rangs")'),
    "prezly": Break("prezly_story", 'story.get("title")', 'story.get("intitule")'),
    "recipe": Break("recipe", "selected(tree, recipe.item)", 'selected(tree, recipe.item + ".gone")'),
    "schema_org": Break("schema_org_blocks", 'script[type*="ld+json" i]', 'script[type*="gone" i]'),
    "sitemap": Break("sitemaps", '"loc" in said', '"gone" in said'),
    "squarespace": Break("squarespace", '("upcoming", "past", "items")', '("futurs", "anciens", "rangs")'),
    "tribe_events": Break("tribe_events", 'data.get("events")', 'data.get("evenements")'),
    "typo3": Break("typo3", "_ITEMS = (", '_ITEMS = (".gone",) or ('),
    "wix": Break("wix", 'widget.get("events")', 'widget.get("evenements")'),
    "wordpress": Break("wordpress", '("title", "title")', '("intitule", "title")'),
}


def broken(platform: str, at: Break, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The platform's reader, made anew from its source text with one thing broken."""
    changed = f"scrapers.readers.{at.module}"
    module = fresh(changed, at, monkeypatch)
    if changed != module_of(platform):
        module = fresh(module_of(platform), None, monkeypatch)
    inner: Reader = module.READER
    return DocumentReader(inner.platform, inner.version, inner)


def fresh(name: str, at: Break | None, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    text = Path(spec.origin).read_text()
    if at is not None:
        assert at.old in text, f"{name} does not say {at.old!r} any more: correct BROKEN"
        text = text.replace(at.old, at.new)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(sys.modules[name.rpartition(".")[0]], name.rpartition(".")[2], module, raising=False)
    exec(compile(text, spec.origin, "exec"), module.__dict__)
    return module


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_has_a_fixture(platform: str) -> None:
    assert BY_PLATFORM.get(platform), f"nothing is recorded of {platform}: `vigie sources record SLUG`"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_broken_selector_is_named(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert platform in BROKEN, f"say in BROKEN what to break in the reader of {platform}"
    found = BY_PLATFORM.get(platform, [])
    assert all(observed(fixture) == fixture.expected for fixture in found), "whole, the fixtures hold"
    reader = broken(platform, BROKEN[platform], monkeypatch)
    monkeypatch.setattr(recorded_fixtures, "reader_for", lambda name: reader if name == platform else reader_for(name))
    named = [fixture.slug for fixture in found if observed(fixture) != fixture.expected]
    assert named, f"no fixture of {platform} notices that {BROKEN[platform].old!r} is gone"
