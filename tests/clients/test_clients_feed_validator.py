"""The W3C feed validator on every feed that we publish: no error, no warning.

It is not a package: the folder of its sources is named by VIGIE_FEEDVALIDATOR, or the mirror of its repository is here.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from feeds import check
from feeds.channel import Site
from feeds.formats import ATOM, NAMES, RSS, channel_for
from feeds.selection import select
from tests.clients import made_world
from tests.clients.hostile_items import Hostile
from tests.clients.programs_here import python, run
from tests.clients.served_site import ServedSite
from vigie.model import Kind
from warehouse import editing

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
    folder.mkdir(exist_ok=True)
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


STRICTER = 5


@pytest.mark.client(
    "W3C feed validator",
    "Atom, RSS, broken on purpose",
    "ninety faults that feeds/check.py finds: the validator finds them too, but for five",
)
def test_our_checks_and_the_validator_agree(validator: Path, tmp_path: Path) -> None:
    samples = _samples()
    whole = {"atom": samples.ATOM, "rss": samples.RSS}
    files = {tmp_path / f"whole.{form}": None for form in whole}
    for form, faults in (("atom", samples.BROKEN_ATOM), ("rss", samples.BROKEN_RSS)):
        (tmp_path / f"whole.{form}").write_text(whole[form])
        for n, (part, by, finding) in enumerate(faults):
            file = tmp_path / f"{n}.{form}"
            file.write_text(whole[form].replace(part, by, 1))
            files[file] = finding
    found = python("feedvalidator_finds.py", validator, f"--as={samples.SELF}", *files)
    silent = [finding for file, finding in files.items() if not found[str(file)]]
    assert len(files) > 90
    assert silent[:2] == [None, None], "the feeds without fault are blamed"
    assert len(silent) == 2 + STRICTER, silent


def _samples() -> Any:
    file = Path(__file__).parents[1] / "feeds" / "broken_feed_samples.py"
    spec = importlib.util.spec_from_file_location("broken_feed_samples", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_our_checks_find_nothing_on_what_is_published(site: ServedSite) -> None:
    """No client: the same rules of our own, on the same answers, media types included."""
    checks = {"atom": check.atom, "rss": check.rss}
    answers = {}
    for path in site.published():
        form = path.rsplit(".", 1)[1]
        if form in checks:
            url = site.feed(path)
            answers[url] = httpx.get(url)
            assert check.served(form, answers[url].headers["content-type"]) == []
            assert checks[form](answers[url].content, url) == []
    assert len(answers) > 20
    for name in NAMES.values():
        files = {url: a.content for url, a in answers.items() if url.endswith(".atom")}
        assert check.archive_chain(files, site.feed(f"{name}.atom")) == []


@pytest.mark.client(
    "W3C feed validator",
    "changes.atom with tombstones",
    "items hidden and revised: nothing but the warning that it knows no RFC 6721",
)
def test_only_the_known_warning_on_tombstones(new_site: Callable[[], ServedSite], validator: Path) -> None:
    site = new_site()
    news = [(key, content) for _, key, content in made_world.articles()][:8]
    site.bring(made_world.GAZETTE, news)
    site.publish()
    gone = [item.id for item in site.items(Kind.NEWS)[:3]]
    later = timedelta(hours=2)
    with site.house.engine.begin() as connection:
        for item in gone:
            editing.hide(connection, item, True, "editor@example.org", made_world.NOW + later)
    site.publish(later)
    url = site.feed("changes.atom")
    body = httpx.get(url).content
    assert all(body.count(f'at:deleted-entry ref="tag:vigie.example,2026:{item}'.encode()) == 1 for item in gone)
    found = python("feedvalidator_finds.py", validator, url)
    assert {name for name, _ in found[url]} == {"UnknownNamespace"}
    assert unexpected(found) == {}
