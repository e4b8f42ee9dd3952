"""The W3C feed validator on every feed that we publish: no error, no warning.

It is not a package: the folder of its sources is named by VIGIE_FEEDVALIDATOR, or the mirror of its repository is here.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feeds.channel import Site
from feeds.formats import ATOM, NAMES, RSS, channel_for
from feeds.selection import select
from tests.clients import made_world
from tests.clients.hostile_items import Hostile
from tests.clients.programs_here import python, run
from tests.clients.served_site import ServedSite
from vigie.model import Kind

MIRROR = Path("/work/.mirror/w3c+feedvalidator/repo")
FUZZED = 5
# The validator knows no RFC 6721: this warning alone is known, and only there (FEEDS.md §3).
KNOWN = {"changes.atom": {"UnknownNamespace"}}


@pytest.fixture(scope="session")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that holds the package `feedvalidator`."""
    named = os.environ.get("VIGIE_FEEDVALIDATOR")
    if named:
        yield Path(named)
        return
    if not MIRROR.is_dir():
        pytest.skip("no VIGIE_FEEDVALIDATOR and no mirror: the W3C feed validator was NOT run")
    folder = tmp_path_factory.mktemp("feedvalidator")
    packed = folder / "src.tar"
    run(["git", f"--git-dir={MIRROR}", "archive", "-o", str(packed), "HEAD", "src"])
    subprocess.run(["tar", "-xf", str(packed), "-C", str(folder)], check=True)
    yield folder / "src"


def unexpected(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    left = {}
    for url, findings in found.items():
        known = KNOWN.get(url.rsplit("/", 1)[1], set())
        others = [f for f in findings if f[0] not in known]
        if others:
            left[url] = others
    return left


@pytest.mark.client(
    "W3C feed validator", "Atom, RSS", "every published feed, slice and archive over HTTP: 0 errors, 0 warnings"
)
def test_no_finding_on_any_published_feed(site: ServedSite, validator: Path) -> None:
    paths = sorted(p for p in site.published() if p.endswith((".atom", ".rss")))
    assert len(paths) > 20
    assert {"agenda.atom", "watch.rss", "province/namur/agenda.atom"} <= set(paths)
    assert unexpected(python("feedvalidator_finds.py", validator, *map(site.feed, paths))) == {}


FILTERED = (
    "agenda.atom?province=namur", "agenda.rss?province=namur&q=rendez-vous", "agenda.atom?province=liege&type=workshop",
    "watch.rss?q=num%C3%A9ro", "calls.atom?q=bourse", "agenda.atom?q=introuvable", "calls.rss?q=introuvable",
)  # fmt: skip


@pytest.mark.client(
    "W3C feed validator", "Atom, RSS of a filter", "seven filters as addresses, two of them empty: 0 errors, 0 warnings"
)
def test_no_finding_on_filtered_feeds(site: ServedSite, validator: Path) -> None:
    urls = [f"{site.url}/{query}" for query in FILTERED]
    assert unexpected(python("feedvalidator_finds.py", validator, *urls)) == {}


@pytest.mark.client(
    "W3C feed validator",
    "Atom, RSS, hostile texts",
    "1,500 items with hostile texts in every field: 0 errors, 0 warnings",
)
def test_no_finding_on_hostile_texts(site: ServedSite, validator: Path) -> None:
    """The feeds are served by the real site, from its folder, under a name that nothing else has."""
    urls = []
    public = Site(url=site.url)
    folder = site.folder / "hostile"
    folder.mkdir()
    for seed in range(FUZZED):
        for kind in Kind:
            items = select(Hostile(seed).items(kind, 100), kind, made_world.NOW.date())
            assert len(items) > 50
            for form in (ATOM, RSS):
                path = f"hostile/{NAMES[kind]}{seed}{form.suffix}"
                (site.folder / path).write_bytes(
                    form.render(items, channel_for(path, kind, items, public, made_world.NOW.date()))
                )
                urls.append(site.feed(path))
    assert unexpected(python("feedvalidator_finds.py", validator, *urls)) == {}
