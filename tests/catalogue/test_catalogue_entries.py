"""Every entry of both catalogues: it fits the schema, says how it is known, invents no address, and is short."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
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
WITH_A_WAY = [source for source in ENTRIES if not source.find]
AT_LEAST = 208
SECOND = {"hub-brussels-appels": "hub-brussels", "wbi-actualites": "wbi"}
"""Second entries of a publisher that the facts know once, for another kind of things at another address."""
SHARED_SERVICES = {
    "api.tech.ec.europa.eu": "the search of EU Funding & Tenders",
    "api.openagenda.com": "OpenAgenda",
    "openhub.fab-manager.com": "Fab-manager",
    "search.production.ribo.digitalwallonia.be": "the index of Digital Wallonia",
    "www.google.com": "Google Calendar",
}
"""Hosts that answer for the site of another."""


@pytest.mark.parametrize(("folder", "least"), [(LIVE, AT_LEAST), (SIMULATED, 20)], ids=["live", "simulated"])
def test_lint_finds_nothing(folder: Path, least: int) -> None:
    assert lint(folder) == ()
    assert len(load(folder)) >= least


def test_the_median_entry_is_at_most_twelve_lines() -> None:
    lengths = sorted(len(file.read_text().splitlines()) for file in LIVE.glob("*.yaml"))
    print(f"\n{len(lengths)} entries, {lengths[0]} to {lengths[-1]} lines, median {median(lengths):g}")
    assert median(lengths) <= 12


@EVERY
def test_an_entry_says_what_it_is_and_how_it_is_known(source: Source) -> None:
    assert source.find != (source.platform in PLATFORMS)
    assert source.notes == "" or re.fullmatch(r"[^\n]{1,119}\.", source.notes), "one line of at most 120 characters"
    assert bool(source.known) == bool(source.urls or source.site), "an address is known from somewhere"
    assert source.known or source.notes, "something is said of it"
    assert source.state is not SourceState.CONFIRMED, "nothing was fetched live yet"
    assert source.permitted or source.state is SourceState.BLOCKED
    assert not source.rights.republish
    text = Path(source.file).read_text()
    assert re.search(r"^state: ", text, re.M), "said, not left to the default"
    assert source.find or re.search(r"^max_pages: ", text, re.M), "said, not left to the default"


@EVERY
def test_an_entry_is_read_on_the_host_that_it_means(source: Source) -> None:
    for url in source.urls:
        host = check_url(url).host
        own = (urlsplit(source.site or "").hostname or "").removeprefix("www.")
        assert host == own or host.endswith(f".{own}") or host in SHARED_SERVICES, url


@pytest.mark.parametrize("source", WITH_A_WAY, ids=lambda source: source.slug)
def test_a_reader_starts_on_the_host_of_its_address(source: Source) -> None:
    requests = reader_for(source.platform).start(source, NOW)
    assert requests
    assert {check_url(request.url).host for request in requests} == {check_url(url).host for url in source.urls}


def test_sources_that_announce_the_same_name_each_other() -> None:
    names = {source.slug: source.see_also for source in ENTRIES}
    assert set(names["kikk"]) >= {"kikk-festival", "trakk", "le-pavillon", "wid-summit"}
    for slug, parent in SECOND.items():
        assert parent in names[slug]


def test_no_aggregator_is_read_without_a_permission() -> None:
    found = {source.slug: source for source in ENTRIES if source.nature is Nature.AGGREGATOR}
    assert len(found) == 10
    for source in found.values():
        assert not source.permitted
        assert source.notes.startswith("No permission recorded")


@pytest.mark.shared
def test_every_source_of_the_facts_has_its_entry() -> None:
    assert {source.slug for source in ENTRIES} == set(facts()) | set(SECOND)


@pytest.mark.shared
def test_no_address_is_invented() -> None:
    """Each site, and each address that is not said to be composed, stands in the facts word by word."""
    known = (FACTS / "sources.jsonl").read_text() + (FACTS / "API_SHAPES.md").read_text()
    words = set(re.findall(r"https?://[^\s\"`'<>]+", known))
    words |= {word.rstrip(".,;)/") for word in words}
    for source in ENTRIES:
        assert not source.site or source.site.rstrip("/") in words, source.slug
        for url in source.urls:
            if url.rstrip("/") not in words and url not in words:
                assert "composed" in source.known, f"{source.slug}: {url}"


@pytest.mark.shared
def test_an_entry_agrees_with_the_facts() -> None:
    rows = facts()
    for source in ENTRIES:
        row = rows[SECOND.get(source.slug, source.slug)]
        assert source.priority == row["priority"], source.slug
        assert source.nature.value == row["nature"], source.slug
        assert {kind.value for kind in source.kinds} <= {str(kind) for kind in row["kinds"]}, source.slug
        english = any("/en" in url for url in source.urls)
        assert english or source.language in str(row["language"]).split(","), source.slug
        assert (source.site or "").rstrip("/") == str(row["site"] or "").rstrip("/"), source.slug
        if source.find and not source.urls:
            assert {kind.value for kind in source.kinds} == {str(kind) for kind in row["kinds"]}, source.slug


def facts() -> dict[str, dict[str, Any]]:
    return {row["slug"]: row for row in map(json.loads, (FACTS / "sources.jsonl").read_text().splitlines())}
