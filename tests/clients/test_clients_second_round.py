"""Readers that remember: what was revised at its source is the same entry, changed, and not a new one."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.clients.made_world import FONDS, GAZETTE, articles, calls
from tests.clients.programs_here import installed, python, run
from tests.clients.served_site import ServedSite
from vigie.model import Content

FEEDS = ("watch.atom", "watch.rss", "watch.json", "calls.atom", "calls.rss", "calls.json")
NEWS = [(key, content) for _, key, content in articles()][:20]
CALLS = [(key, content) for _, key, content in calls()][:10]


@pytest.fixture
def small_site(new_site: Callable[[], ServedSite]) -> ServedSite:
    site = new_site()
    site.bring(GAZETTE, NEWS)
    site.bring(FONDS, CALLS)
    site.publish()
    return site


def revise(site: ServedSite) -> None:
    """A day later: one title, one text and the address of one page are others, and one article is new."""
    later = timedelta(days=1)
    told = list(NEWS)
    told[7] = (told[7][0], replace(told[7][1], title="Un titre corrigé"))
    told[8] = (told[8][0], replace(told[8][1], description="Un texte corrigé."))
    told[9] = (told[9][0], replace(told[9][1], url="https://gazette.example/autre-adresse/9"))
    added: list[tuple[str, Content]] = [("n99", replace(NEWS[0][1], title="Une vraie nouveauté", url=None))]
    site.bring(GAZETTE, [*told, *added], later)
    site.bring(FONDS, [(CALLS[0][0], replace(CALLS[0][1], title="Bourse 1, version corrigée")), *CALLS[1:]], later)
    site.publish(later)


@pytest.mark.client(
    "reader",
    "Atom, RSS, JSON Feed",
    "after an edition with four revisions and a novelty: one entry is new, the others stay read",
)
def test_reader_sees_revisions_as_such(small_site: ServedSite, folder: Path) -> None:
    urls = [small_site.feed(n) for n in FEEDS]
    first = python("reader_reads.py", folder / "db", *urls)
    assert [first["rounds"][u]["new"] for u in urls] == [20, 20, 20, 10, 10, 10]
    revise(small_site)
    second = python("reader_reads.py", folder / "db", *urls)
    # RSS has no `updated`, and an address of the original that moved is not in it.
    assert {n: second["rounds"][small_site.feed(n)] for n in FEEDS} == {
        "watch.atom": {"new": 1, "modified": 3}, "watch.rss": {"new": 1, "modified": 2},
        "watch.json": {"new": 1, "modified": 3}, "calls.atom": {"new": 0, "modified": 1},
        "calls.rss": {"new": 0, "modified": 1}, "calls.json": {"new": 0, "modified": 1},
    }  # fmt: skip
    fresh = [e for e in second["entries"] if not e["read"]]
    assert {(e["feed"], e["title"]) for e in fresh} == {
        (small_site.feed(f"watch.{s}"), "Une vraie nouveauté") for s in ("atom", "rss", "json")
    }


@pytest.mark.client(
    "newsboat", "Atom, RSS", "two reloads: nothing is unread twice; after revisions: only the novelty is"
)
def test_newsboat_shows_nothing_twice(small_site: ServedSite, folder: Path) -> None:
    names = [n for n in FEEDS if not n.endswith(".json")]
    (folder / "urls").write_text("".join(f"{small_site.feed(n)}\n" for n in names))
    (folder / "config").write_text("")
    newsboat = [installed("newsboat"), "-u", f"{folder}/urls", "-c", f"{folder}/cache.db", "-C", f"{folder}/config"]
    newsboat += ["--log-level", "4", "--log-file", f"{folder}/newsboat.log"]

    def reload() -> int:
        return int(run([*newsboat, "-x", "reload", "print-unread"], {"HOME": str(folder)}).split()[0])

    # An item keeps one id in all formats: newsboat shows the Atom and the RSS copy as one.
    assert reload() == len(NEWS) + len(CALLS)
    _read_everything(folder / "cache.db")
    assert reload() == 0
    # Newsboat does not look at an answer whose Last-Modified is the one it had: editions are more than a second apart.
    time.sleep(1.1)
    revise(small_site)
    assert reload() == 1, (folder / "newsboat.log").read_text(errors="replace")[-20_000:]
    with sqlite3.connect(folder / "cache.db") as cache:
        rows = cache.execute("SELECT title, unread, guid FROM rss_item").fetchall()
    assert {title for title, unread, _ in rows if unread} == {"Une vraie nouveauté"}
    assert "Un titre corrigé" in {title for title, _, _ in rows}
    assert len({guid for _, _, guid in rows}) == len(NEWS) + 1 + len(CALLS)


def _read_everything(cache: Path) -> None:
    """What a person does who has read all: newsboat has no command for it that needs no terminal."""
    with sqlite3.connect(cache) as connection:
        connection.execute("UPDATE rss_item SET unread = 0")
