"""The catalogue: what a file may say, and how it is told what is wrong, with its line."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from scrapers.catalogue import SCHEMA, CatalogueError, lint, load, read_source
from scrapers.schedules import schedule_error
from vigie.model import FieldRule, Kind, Nature, SourceState

PLATFORMS = ("feed", "recipe")
ROOT = Path(__file__).resolve().parents[2]
SMALL = """\
slug: kikk
name: KIKK
kinds: [event]
platform: feed
url: https://kikk.example/feed/
"""
FULL = """\
# yaml-language-server: $schema=../scrapers/schema/source-v1.json
slug: trakk
name: TRAKK
site: https://trakk.example
kinds: [event, call]
platform: recipe
urls: [https://trakk.example/agenda, "https://trakk.example/appels?lang=fr"]
schedule: "15 6 * * 1-5"
language: fr
place: Namur
trust: 80
nature: aggregator
rights: {licence: CC BY 4.0, republish: true, permission_ref: mail of 2026-01-02, checked_on: 2026-01-03}
owner: equipe
state: confirmed
notes: The list shows ten days.
priority: 1
crawl_delay: 2.5
max_pages: 3
options: {repair: rows, call_when: 2026, event_when: yes, news_when: no}
recipe:
  item: li.event
  key: {select: a, attr: href, match: '(\\d+)$'}
  fields:
    title: h3
    url: {select: a, attr: href}
    category: {select: .tag, all: true}
  detail:
    body: .text
  next: a.next
"""


def written(folder: Path, text: str, name: str = "kikk") -> Path:
    (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_a_small_source_takes_five_lines(tmp_path: Path) -> None:
    (source,) = load(written(tmp_path, SMALL), PLATFORMS)
    assert (source.slug, source.urls, source.kinds) == ("kikk", ("https://kikk.example/feed/",), (Kind.EVENT,))
    assert (source.schedule, source.trust, source.nature) == ("@daily", 50, Nature.ORGANISER)
    assert source.file == str(tmp_path / "kikk.yaml")


def test_every_key_arrives(tmp_path: Path) -> None:
    source = read_source(written(tmp_path, FULL, "trakk") / "trakk.yaml", PLATFORMS)
    assert source.urls == ("https://trakk.example/agenda", "https://trakk.example/appels?lang=fr")
    assert (source.site, source.place, source.owner) == ("https://trakk.example", "Namur", "equipe")
    assert (source.nature, source.state) == (Nature.AGGREGATOR, SourceState.CONFIRMED)
    assert source.rights.republish
    assert source.rights.checked_on == date(2026, 1, 3)
    assert (source.crawl_delay, source.max_pages, source.priority, source.trust) == (2.5, 3, 1, 80)
    assert dict(source.options) == {"call_when": "2026", "event_when": "yes", "news_when": "no", "repair": "rows"}
    assert source.recipe is not None
    assert source.recipe.key == FieldRule("key", "a", "href", "(\\d+)$")
    assert source.recipe.fields[0] == FieldRule("title", "h3")
    assert source.recipe.fields[2] == FieldRule("category", ".tag", all=True)
    assert source.recipe.detail == (FieldRule("body", ".text"),)
    assert (source.recipe.item, source.recipe.next) == ("li.event", "a.next")


def test_sources_are_sorted_and_folders_below_are_not_read(tmp_path: Path) -> None:
    for slug in ("zebra", "alpha"):
        written(tmp_path, SMALL.replace("slug: kikk", f"slug: {slug}"), slug)
    (tmp_path / "below").mkdir()
    written(tmp_path / "below", "nonsense", "x")
    assert [s.slug for s in load(tmp_path, PLATFORMS)] == ["alpha", "zebra"]


def changed(**lines: str | None) -> str:
    """SMALL with keys replaced, added or (None) left out."""
    kept = {line.split(":")[0]: line for line in SMALL.splitlines()}
    kept |= {key: f"{key}: {value}" for key, value in lines.items()}
    return "\n".join(kept[key] for key in kept if not (key in lines and lines[key] is None)) + "\n"


RECIPE = "\n  item: li\n  fields:\n    "


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        (changed(colour="red"), 6, "colour", "unknown key 'colour'"),
        (changed(slug="other"), 1, "slug", "the file is kikk.yaml"),
        (changed(slug="Kikk_1"), 1, "slug", "does not match"),
        (changed(name=None), 1, "", "missing: name"),
        (changed(url=None), 1, "url", "either url or urls"),
        (changed(urls="[https://b.example/]"), 5, "url", "either url or urls"),
        (changed(kinds="[concert]"), 3, "kinds[0]", "'concert' is none of event, news, call"),
        (changed(kinds="event"), 3, "kinds", "array was expected"),
        (changed(kinds="[]"), 3, "kinds", "non-empty"),
        (changed(platform="gopher"), 4, "platform", "known: feed, recipe"),
        (changed(platform="recipe"), 4, "platform", "needs a recipe"),
        (changed(url="/feed/"), 5, "url", "no absolute http(s) URL"),
        (changed(url="ftp://kikk.example/"), 5, "url", "no absolute http(s) URL"),
        (changed(url="https://user:pw@kikk.example/"), 5, "url", "credentials"),
        (changed(url="https://kikk.example:8080/"), 5, "url", "port 8080"),
        (changed(site="https:///x"), 6, "site", "no host"),
        (changed(url=None, urls="\n  - https://a.example/\n  - https://b@c.example/"), 7, "urls[1]", "credentials"),
        (changed(schedule="often"), 6, "schedule", "five cron fields"),
        (changed(schedule="'61 * * * *'"), 6, "schedule", "minute"),
        (changed(trust="101"), 6, "trust", "greater than the maximum"),
        (changed(trust="high"), 6, "trust", "integer was expected"),
        (changed(trust="yes"), 6, "trust", "integer was expected"),
        (changed(language="français"), 6, "language", "does not match"),
        (changed(state="maybe"), 6, "state", "none of confirmed"),
        (changed(nature="aggregator"), 6, "nature", "needs rights.permission_ref"),
        (changed(nature="aggregator", rights="{licence: x}"), 6, "nature", "needs rights.permission_ref"),
        (changed(rights="{republish: maybe}"), 6, "rights.republish", "boolean was expected"),
        (changed(rights="{checked_on: 2026-02-31}"), 6, "rights.checked_on", ""),
        (changed(rights="\n  licence: x\n  license: y"), 8, "rights.license", "unknown key 'license'"),
        (changed(options="{list: [a]}"), 6, "options.list", "was expected"),
        (changed(max_pages="0"), 6, "max_pages", "less than the minimum"),
        (changed(recipe=RECIPE + "titel: h3"), 9, "recipe.fields.titel", "unknown raw field 'titel'"),
        (changed(recipe=RECIPE + "title: 'h3[['"), 9, "recipe.fields.title", "no CSS selector"),
        (changed(recipe=RECIPE + "title: {select: h3, match: '('}"), 9, "recipe.fields.title.match", "regular"),
        (changed(recipe=RECIPE + "title: {selekt: h3}"), 9, "recipe.fields.title", "select, attr, match, all"),
        (changed(recipe=RECIPE + "title: h3\n  detail:\n    body: p"), 10, "recipe.detail", "need a field url"),
        (changed(recipe="{item: li}"), 6, "recipe", "missing: fields"),
        (SMALL + "name: again\n", 6, "name", "stands here twice"),
        (changed(rights="{licence: a, licence: b}"), 6, "rights.licence", "stands here twice"),
        (SMALL + "notes: *x\n", 6, "", "aliases"),
        (SMALL + "notes: &x y\n", 6, "", "aliases"),
        (SMALL + "notes: !!python/object/apply:os.system [ls]\n", 6, "notes", "string was expected"),
        (SMALL + "notes: [\n", 7, "", "not YAML"),
        (SMALL + "\tnotes: x\n", 6, "", "not YAML"),
        (SMALL + "---\nslug: two\n", 6, "", "not YAML"),
        ("", 1, "", "empty"),
        ("- a\n- b\n", 1, "", "object was expected"),
        ("just words\n", 1, "", "object was expected"),
    ],
)
def test_a_finding_names_file_line_and_field(tmp_path: Path, text: str, line: int, field: str, words: str) -> None:
    found = lint(written(tmp_path, text), PLATFORMS)
    assert (str(tmp_path / "kikk.yaml"), line, field) in {(f.file, f.line, f.field) for f in found}, found
    assert any(words in f.message for f in found), found
    with pytest.raises(CatalogueError) as raised:
        load(tmp_path, PLATFORMS)
    assert raised.value.findings == found
    assert str(found[0]) in str(raised.value)


def test_every_file_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "slug: a\n", "a")
    written(tmp_path, changed(slug="b", colour="red", trust="500"), "b")
    (tmp_path / "c.yml").write_text("x: 1")
    found = lint(tmp_path, PLATFORMS)
    assert {Path(f.file).name for f in found} == {"a.yaml", "b.yaml", "c.yml"}
    assert {f.field for f in found if f.file.endswith("b.yaml")} == {"colour", "trust"}
    told = {f.message for f in found if f.file.endswith("a.yaml")}
    assert "missing: name, kinds" in told
    assert "missing: platform (or find: true, when nobody knows yet how it can be read)" in told


def test_no_folder_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no such folder"):
        load(tmp_path / "none", PLATFORMS)


def test_bytes_that_are_no_text_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "kikk.yaml").write_bytes(b"slug: \xff\xfe")
    assert "cannot be read" in lint(tmp_path, PLATFORMS)[0].message


def test_the_platforms_that_are_known_are_those_of_the_readers(tmp_path: Path) -> None:
    pytest.importorskip("scrapers.readers")
    assert [s.slug for s in load(written(tmp_path, SMALL))] == ["kikk"]
    assert lint(written(tmp_path, changed(platform="gopher")))


def test_the_schema_knows_the_raw_names_of_the_rooms() -> None:
    page = (ROOT / "docs" / "rooms.md").read_text()
    section = page.split("### Names of raw fields")[1].split("\nOne name, one meaning")[0].split("\n", 1)[1]
    without_remarks = re.sub(r"\([^)]*\)", "", section)
    documented = set(re.findall(r"`([a-z_]+)`", without_remarks))
    schema = json.loads(SCHEMA.read_text())
    recipe = schema["$defs"]["recipe"]["properties"]
    assert set(recipe["fields"]["propertyNames"]["enum"]) == documented
    assert recipe["detail"]["propertyNames"] == recipe["fields"]["propertyNames"]


@pytest.mark.parametrize(
    "good", ["@hourly", "@weekly", "0 6 * * *", "*/15 * * * *", "5,35 8-18 * * 1-5", "0 0 1 */2 7"]
)
def test_schedules_that_run(good: str) -> None:
    assert schedule_error(good) is None


@pytest.mark.parametrize("bad", ["", "@never", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
                                 "* * * * 8", "*/0 * * * *", "9-5 * * * *", "a * * * *", "1- * * * *"])  # fmt: skip
def test_schedules_that_do_not(bad: str) -> None:
    assert schedule_error(bad) is not None
