"""What lint refuses: entries without a way that say one, recipes out of order, hosts that are asked too much; and
whatever stands in a file, it says so with file, line and field instead of breaking."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scrapers.catalogue import CatalogueError, lint, load
from scrapers.schedules import runs_a_day, schedule_error
from scrapers.source_rules import RESERVED, Finding

BASE = {"slug": "maison", "name": "Maison", "kinds": "[event]"}
FEED = {**BASE, "platform": "feed", "url": "https://maison.example/feed/"}
FIND = {**BASE, "find": "true", "site": "https://maison.example"}
RECIPES = """
  - since: {newer}
    item: article
    fields: {{title: h2}}
  - {older}item: li
    fields: {{title: b}}"""


def text_of(entry: dict[str, str]) -> str:
    return "".join(
        f"{key}: {value}\n" if not value.startswith("\n") else f"{key}:{value}\n" for key, value in entry.items()
    )


def put(folder: Path, *entries: dict[str, str]) -> Path:
    for entry in entries:
        (folder / f"{entry['slug']}.yaml").write_text(text_of(entry))
    return folder


def told(findings: tuple[Finding, ...]) -> list[tuple[str, int, str]]:
    return [(Path(finding.file).stem, finding.line, finding.field) for finding in findings]


@pytest.mark.parametrize("entry", [FEED, FIND, {**FIND, "url": "https://maison.example/agenda"},
                                   {**BASE, "find": "true"},
                                   {**FEED, "known": "seen in a public list"}, {**FEED, "known": "found by a probe"},
                                   {**FEED, "nature": "aggregator", "state": "blocked"},
                                   {**FEED, "nature": "aggregator", "state": "dead"},
                                   {**FEED, "nature": "aggregator", "rights": "{permission_ref: mail of 2026-10-01}"},
                                   {**FEED, "crawl_delay": "60", "max_pages": "44"}])  # fmt: skip
def test_an_entry_that_fits(tmp_path: Path, entry: dict[str, str]) -> None:
    assert lint(put(tmp_path, entry)) == ()
    (source,) = load(tmp_path)
    assert source.find == ("find" in entry)
    assert source.platform == entry.get("platform", "")
    assert source.known == entry.get("known", "")
    assert source.urls == ((entry["url"],) if "url" in entry else ())


@pytest.mark.parametrize(
    ("entry", "line", "field", "words"),
    [
        ({**BASE, "url": "https://maison.example/"}, 1, "", "or find: true"),
        ({**BASE, "platform": "feed"}, 1, "url", "either url or urls is needed"),
        ({**FEED, "find": "true"}, 4, "platform", "leave platform out, or take find away"),
        ({**FIND, "options": "{pages: first}"}, 6, "options", "leave options out"),
        ({**FIND, "recipe": "{item: li, fields: {title: b}}"}, 6, "recipe", "leave recipe out"),
        ({**FIND, "url": "https://a.example/", "urls": "[https://b.example/]"}, 6, "url", "only one of url and urls"),
        ({**FIND, "find": "false"}, 4, "find", "True was expected"),
        ({**FIND, "url": "https://a.example:99/"}, 6, "url", "port 99"),
        ({**FEED, "known": "somebody said so"}, 6, "known", "seen, composed, inferred or found"),
        ({**FEED, "known": "seen"}, 6, "known", "seen, composed, inferred or found"),
        ({**FEED, "options": "{colour: red}"}, 6, "options.colour", "feed has no option 'colour'"),
        ({**FEED, "options": "\n  pages: first\n  per_page: 5"}, 8, "options.per_page", "feed has no option"),
        ({**FEED, "options": "{event_when: 'appel('}"}, 6, "options.event_when", "no regular expression"),
        ({**FEED, "options": "{index: 'a[['}"}, 6, "options.index", "no CSS selector"),
        ({**FEED, "platform": "eu_funding", "options": "{identifiers: '*'}"}, 6, "options.identifiers", "no regular"),
        ({**FEED, "nature": "aggregator"}, 6, "nature", "state: blocked until then"),
        ({**FIND, "nature": "aggregator", "state": "unconfirmed"}, 6, "nature", "needs rights.permission_ref"),
        ({**FEED, "see_also": "[maison]"}, 6, "see_also", "does not name itself"),
        ({**FEED, "see_also": "[ailleurs]"}, 6, "see_also[0]", "there is no entry 'ailleurs'"),
        ({**FEED, "see_also": "[]"}, 6, "see_also", "non-empty"),
        ({**FEED, "max_pages": "1000", "crawl_delay": "3"}, 6, "max_pages", "50 minutes, a run has 45"),
        ({**FEED, "crawl_delay": ".nan"}, 6, "crawl_delay", ".nan is no number"),
        ({**FEED, "crawl_delay": "120"}, 1, "max_pages", "102 minutes"),
        ({**FEED, "schedule": '"*/5 * * * *"'}, 6, "schedule", "busy 8.2 hours a day, 8 are its budget"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(tmp_path: Path, entry: dict[str, str], line: int, field: str, words: str) -> None:
    found = lint(put(tmp_path, entry))
    assert told(found) == [("maison", line, field)], found
    assert words in found[0].message


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_slugs_that_mean_something_else_are_refused(tmp_path: Path, slug: str) -> None:
    (found,) = lint(put(tmp_path, {**FEED, "slug": slug}))
    assert str(found).startswith(f"{tmp_path}/{slug}.yaml:1: slug: '{slug}' is reserved for ")


@pytest.mark.parametrize(
    ("newer", "older", "line", "field", "words"),
    [
        ("'2026-02-31'", "", 7, "recipe[0].since", "no day of the calendar"),
        ("soon", "", 7, "recipe[0].since", "does not match"),
        ("2026-04-01", "since: 2026-04-01\n    ", 10, "recipe[1].since", "newest first"),
        ("2026-04-01", "since: 2027-01-01\n    ", 10, "recipe[1].since", "newest first"),
    ],
)
def test_recipes_stand_newest_first_each_with_its_day(
    tmp_path: Path, newer: str, older: str, line: int, field: str, words: str
) -> None:
    entry = {**FEED, "platform": "recipe", "recipe": RECIPES.format(newer=newer, older=older)}
    found = lint(put(tmp_path, entry))
    assert told(found) == [("maison", line, field)]
    assert words in found[0].message
    good = {**entry, "recipe": RECIPES.format(newer="2026-04-01", older="")}
    assert lint(put(tmp_path, good)) == ()
    undated = {**good, "recipe": good["recipe"].replace("since: 2026-04-01\n    ", "")}
    (missing,) = lint(put(tmp_path, undated))
    assert (missing.field, missing.line) == ("recipe[0]", 7)
    assert "missing: since" in missing.message


def test_entries_that_name_each_other_both_do(tmp_path: Path) -> None:
    other = {**FEED, "slug": "atelier", "see_also": "[maison]"}
    put(tmp_path, other, {**FEED, "see_also": "[atelier]"})
    assert lint(tmp_path) == ()
    assert [source.see_also for source in load(tmp_path)] == [("maison",), ("atelier",)]
    (found,) = lint(put(tmp_path, FEED))
    assert (Path(found.file).stem, found.field) == ("atelier", "see_also[0]")
    # What maison says cannot be read now: that it names nobody is not known.
    (tmp_path / "maison.yaml").write_text("slug: [")
    assert [Path(finding.file).stem for finding in lint(tmp_path)] == ["maison"]


def test_one_host_has_one_delay_whoever_reads_it(tmp_path: Path) -> None:
    slow = {**FEED, "slug": "lent", "url": "https://www.commune.example/feed/", "crawl_delay": "120", "max_pages": "5"}
    put(tmp_path, slow, {**FIND, "slug": "autre", "site": "https://www.commune.example"})
    (found,) = lint(tmp_path)
    assert (Path(found.file).stem, found.field) == ("autre", "crawl_delay")
    assert found.message == "lent says 120 s for www.commune.example: one host, one crawl_delay"
    put(tmp_path, {**FIND, "slug": "autre", "site": "https://www.commune.example", "crawl_delay": "120"})
    assert lint(tmp_path) == ()


def test_sources_of_a_host_share_its_day(tmp_path: Path) -> None:
    """Five sources, 51 requests with 120 s between them would not fit a run; 21 of them do, but not in one night."""
    for number in range(12):
        url = f"https://www.commune.example/{number}/feed/"
        put(tmp_path, {**FEED, "slug": f"s{number}", "url": url, "crawl_delay": "120", "max_pages": "20"})
    found = lint(tmp_path)
    assert {finding.field for finding in found} == {"schedule"}
    assert len(found) == 12
    assert "www.commune.example would be busy 8.4 hours a day, 8 are its budget" in found[0].message
    put(tmp_path, {**FEED, "slug": "s0", "url": "https://www.commune.example/0/feed/", "crawl_delay": "120",
                   "max_pages": "20", "state": "dead"})  # fmt: skip
    assert lint(tmp_path) == (), "a dead one is not read"


@pytest.mark.parametrize(
    ("schedule", "runs"),
    [
        ("@hourly", 24), ("@daily", 1), ("@weekly", 1 / 7), ("0 6 * * *", 1), ("0 6,18 * * *", 2), ("*/15 * * * *", 96),
        ("5 8-18 * * 1-5", 11 * 5 / 7), ("0 0 1 * *", 1 / 31), ("0 6 * * 0,7", 2 / 7), ("0 6 1 * 1", 1 / 31 + 1 / 7),
        ("0 6 * 6 *", 1 / 12), ("10/20 * * * *", 72),
    ],
)  # fmt: skip
def test_runs_a_day(schedule: str, runs: float) -> None:
    assert schedule_error(schedule) is None
    assert runs_a_day(schedule) == pytest.approx(runs)


KEYS = [
    *("slug", "name", "site", "kinds", "platform", "find", "url", "urls", "known", "options", "recipe", "see_also"),
    *("state", "nature", "rights", "schedule", "crawl_delay", "max_pages", "notes"),
]
WORDS = st.sampled_from(KEYS)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=True), st.text(max_size=12),
    st.sampled_from(["feed", "recipe", "wordpress", "event", "https://a.example/", "aggregator", "2026-02-31"]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
HEALTH = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def is_told(folder: Path) -> None:
    """Whatever is wrong has a finding in the file, at a line that it has; without one, the entry loads."""
    found = lint(folder)
    lines = len((folder / "maison.yaml").read_bytes().splitlines())
    for finding in found:
        assert finding.file == str(folder / "maison.yaml")
        assert 1 <= finding.line <= lines + 1
        assert finding.message.strip()
        assert "\n" not in finding.message or "not YAML" in finding.message
    if found:
        with pytest.raises(CatalogueError) as raised:
            load(folder)
        assert raised.value.findings == found
    else:
        assert [source.slug for source in load(folder)] == ["maison"]


@HEALTH
@given(changes=st.dictionaries(WORDS, VALUES, max_size=4), dropped=st.sets(WORDS, max_size=3))
@example(changes={"recipe": [{"item": "li", "fields": {"title": {"select": 3}}}]}, dropped=set())
@example(changes={"options": {"pages": float("nan")}, "kinds": ["event", "event"]}, dropped=set())
def test_an_entry_broken_in_its_values_is_told(tmp_path: Path, changes: dict[str, object], dropped: set[str]) -> None:
    entry: dict[str, object] = {"slug": "maison", "name": "Maison", "kinds": ["event"], "platform": "feed"}
    entry |= {"url": "https://maison.example/feed/", **changes}
    kept = {key: value for key, value in entry.items() if key not in dropped}
    (tmp_path / "maison.yaml").write_text(yaml.safe_dump(kept, allow_unicode=True), "utf-8")
    is_told(tmp_path)


@HEALTH
@given(at=st.integers(0, 200), cut=st.integers(0, 30), put_in=st.binary(max_size=12))
@example(at=0, cut=200, put_in=b"")
@example(at=0, cut=0, put_in=b"\xef\xbb\xbf")
@example(at=12, cut=0, put_in=b"\x00")
@example(at=0, cut=0, put_in=b"? [a]: b\n")
@example(at=0, cut=0, put_in=b"!!binary x: 1\n")
def test_an_entry_broken_in_its_bytes_is_told(tmp_path: Path, at: int, cut: int, put_in: bytes) -> None:
    whole = text_of({**FEED, "options": "{pages: first}", "rights": "{licence: x, checked_on: 2026-01-02}"}).encode()
    (tmp_path / "maison.yaml").write_bytes(whole[:at] + put_in + whole[at + cut :])
    is_told(tmp_path)
