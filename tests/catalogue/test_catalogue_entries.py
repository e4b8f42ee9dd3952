"""Every entry of both catalogues: it fits the schema, its reader asks for addresses that somebody saw, and is short."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import pytest

from scrapers.address import check_url
from scrapers.catalogue import lint, load
from scrapers.readers import PLATFORMS, reader_for
from vigie.model import Nature, Source, SourceState

ROOT = Path(__file__).resolve().parents[2]
LIVE, SIMULATED = ROOT / "sources", ROOT / "sources" / "simulated"
FACTS = ROOT.parent / "shared" / "facts"
NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
ENTRIES = load(LIVE)
EVERY = pytest.mark.parametrize("source", ENTRIES, ids=lambda source: source.slug)

COMPOSED = {
    "becentral": "calendar id seen, path by the pattern of another Google calendar",
    "imio-agenda-enwallonie": "endpoint read in the code of the platform, never called",
    "odwb-actualites-wallonie": "dataset id seen, path by the portal's v2.1 pattern",
    "odwb-evenements-wallonie": "dataset id seen, path by the portal's v2.1 pattern",
    "wajug": "group seen, path by the pattern for any Meetup group",
    "zygomars": "one post seen, the list is its address without the number",
}
ELSEWHERE = {
    "becentral": "www.google.com",
    "imal": "www.google.com",
    **dict.fromkeys(
        ("cosme-smp", "creative-europe", "digital-europe", "erasmus-plus", "horizon-europe", "new-european-bauhaus"),
        "api.tech.ec.europa.eu",
    ),
}
"""Sources that are read on another host than their own site's."""


@pytest.mark.parametrize("folder", [LIVE, SIMULATED], ids=["live", "simulated"])
def test_lint_finds_nothing(folder: Path) -> None:
    assert lint(folder) == ()
    assert len(load(folder)) >= 20


def test_the_median_entry_is_at_most_twelve_lines() -> None:
    lengths = sorted(len(file.read_text().splitlines()) for file in LIVE.glob("*.yaml"))
    print(f"\n{len(lengths)} entries, {lengths[0]} to {lengths[-1]} lines, median {median(lengths):g}")
    assert median(lengths) <= 12
    assert len(lengths) >= 25


@EVERY
def test_an_entry_says_what_it_is_and_how_it_is_known(source: Source) -> None:
    assert source.platform in PLATFORMS
    assert source.notes.endswith(".")
    assert "\n" not in source.notes
    assert len(source.notes) <= 120
    assert source.site
    assert source.state is not SourceState.CONFIRMED, "nothing was fetched live yet"
    assert source.nature is not Nature.AGGREGATOR or source.rights.permission_ref
    assert not source.rights.republish
    text = Path(source.file).read_text()
    assert re.search(r"^state: ", text, re.M), "said, not left to the default"
    assert re.search(r"^max_pages: ", text, re.M), "said, not left to the default"


@EVERY
def test_a_reader_starts_with_addresses_on_the_host_that_the_entry_means(source: Source) -> None:
    requests = reader_for(source.platform).start(source, NOW)
    assert requests
    own = urlsplit(source.site or "").hostname or ""
    expected = ELSEWHERE.get(source.slug) or own.removeprefix("www.")
    for request in requests:
        target = check_url(request.url)
        assert target.host == expected or target.host.endswith("." + expected)
        assert target.host == urlsplit(source.urls[0]).hostname


def test_an_address_that_nobody_saw_is_called_composed() -> None:
    said = {source.slug for source in ENTRIES if "composed" in source.notes.lower()}
    assert said == set(COMPOSED)


@pytest.mark.shared
def test_no_address_is_invented() -> None:
    """Each site, and each address that is not listed above as composed, stands in the facts word by word."""
    known = (FACTS / "sources.jsonl").read_text() + (FACTS / "API_SHAPES.md").read_text()
    words = set(re.findall(r"https?://[^\s\"`'<>]+", known))
    words |= {word.rstrip(".,;)/") for word in words}
    for source in ENTRIES:
        assert (source.site or "").rstrip("/") in words, source.slug
        for url in source.urls:
            assert source.slug in COMPOSED or url.rstrip("/") in words or url in words, f"{source.slug}: {url}"


@pytest.mark.shared
def test_an_entry_agrees_with_the_facts() -> None:
    rows = {row["slug"]: row for row in map(json.loads, (FACTS / "sources.jsonl").read_text().splitlines())}
    for source in ENTRIES:
        row = rows[source.slug]
        assert source.priority == row["priority"], source.slug
        assert source.nature.value == row["nature"], source.slug
        assert {kind.value for kind in source.kinds} <= set(row["kinds"]), source.slug
        assert source.language in row["language"].split(","), source.slug
