"""Libraries of feeds: every entry is an item of the warehouse, and a second round brings nothing."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clients.expected_values import article_instant, title_of
from tests.clients.programs_here import node, python
from tests.clients.served_site import ServedSite
from vigie.model import Article, Item, Kind

NAMES = (("agenda", Kind.EVENT), ("watch", Kind.NEWS), ("calls", Kind.CALL))
LIVE = 100
WHAT = "ids, titles, links, dates, texts of every entry"
in_each = pytest.mark.parametrize(("name", "kind"), NAMES, ids=[n for n, _ in NAMES])


def rss_title(title: str) -> str:
    """RSS titles have no type: brackets become typographic and a reference is broken, so that no reader undoes them."""
    return re.sub(r"&(?=#|\w+;)", "& ", title.replace("<", "‹").replace(">", "›"))


def every_entry_is_an_item(site: ServedSite, entries: list[dict[str, Any]], kind: Kind, rss: bool = False) -> None:
    """Ids, titles, links, days and texts; nothing is lost but what the live feed leaves to its archives."""
    by_id = {item.id: item for item in site.items(kind)}
    assert len({e["id"] for e in entries}) == len(entries) == min(len(by_id), LIVE)
    for entry in entries:
        item = by_id[entry["id"].rsplit(":", 1)[1]]
        assert entry["id"].startswith("tag:vigie.example,2026:")
        assert entry["title"] == (rss_title(title_of(item)) if rss else title_of(item))
        assert entry["link"] == f"{site.url}/e/{item.id}"
        assert _second(entry["published"]) == _published(item)
        assert entry["text"].strip()
        assert (item.content.description or "").split("\n")[0][:200] in entry["text"], entry


def _second(stamp: str) -> datetime:
    parsed = datetime.fromisoformat(stamp) if stamp[0].isdigit() else parsedate_to_datetime(stamp)
    return parsed.astimezone(UTC).replace(microsecond=0)


def _published(item: Item) -> datetime:
    return article_instant(item) if isinstance(item.content, Article) else item.created_at.replace(microsecond=0)


@in_each
@pytest.mark.client("feedparser", "Atom", f"{WHAT}, categories, links to the originals; 304 by ETag and by date")
def test_feedparser_reads_atom(site: ServedSite, name: str, kind: Kind) -> None:
    read = python("feedparser_reads.py", site.feed(f"{name}.atom"))
    assert (read["version"], read["bozo"], read["status"]) == ("atom10", False, [200, 304, 304])
    every_entry_is_an_item(site, read["entries"], kind)
    by_id = {item.id: item for item in site.items(kind)}
    for entry in read["entries"]:
        item = by_id[entry["id"][-36:]]
        assert entry["topics"] == [t.split(":")[1] for t in item.content.topics]
        assert _second(entry["updated"]) == item.revised_at.replace(microsecond=0)
        assert len(entry["via"]) == 1
        assert entry["via"][0].startswith("https://")


@in_each
@pytest.mark.client("feedparser", "RSS", f"{WHAT}; 304 by ETag and by date")
def test_feedparser_reads_rss(site: ServedSite, name: str, kind: Kind) -> None:
    read = python("feedparser_reads.py", site.feed(f"{name}.rss"))
    assert (read["version"], read["bozo"], read["status"]) == ("rss20", False, [200, 304, 304])
    every_entry_is_an_item(site, read["entries"], kind, rss=True)


@in_each
@pytest.mark.parametrize("suffix", ["atom", "rss"])
@pytest.mark.client("rss-parser", "Atom, RSS", WHAT)
def test_rss_parser(site: ServedSite, name: str, kind: Kind, suffix: str) -> None:
    entries = node("rss_parser.mjs", site.feed(f"{name}.{suffix}"))["entries"]
    every_entry_is_an_item(site, _undone(entries) if suffix == "atom" else entries, kind, rss=suffix == "rss")


@in_each
@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
@pytest.mark.client("feedsmith", "Atom, RSS, JSON Feed", WHAT)
def test_feedsmith(site: ServedSite, name: str, kind: Kind, suffix: str) -> None:
    read = node("feedsmith.mjs", site.feed(f"{name}.{suffix}"))
    assert read["format"] == suffix
    entries = _undone(read["entries"], texts=suffix != "json", titles=suffix == "atom")
    if suffix == "json":
        entries = entries[:LIVE]
    every_entry_is_an_item(site, entries, kind, rss=suffix == "rss")


def _undone(entries: list[dict[str, Any]], texts: bool = True, titles: bool = True) -> list[dict[str, Any]]:
    """What a library hands over as HTML, as the person who sees it reads it. It is declared so: `type="html"`."""
    return [
        {**e, "title": _shown(e["title"]) if titles else e["title"], "text": _shown(e["text"]) if texts else e["text"]}
        for e in entries
    ]


def _shown(markup: str) -> str:
    return html.unescape(markup) if re.search(r"&(\w+|#\d+);", markup) else markup


@pytest.mark.client("reader", "Atom, RSS, JSON Feed", f"{WHAT}; the second round of requests is answered 304")
def test_reader_is_told_that_nothing_moved(site: ServedSite, folder: Path) -> None:
    names = [f"{name}.{suffix}" for name, _ in NAMES for suffix in ("atom", "rss", "json")]
    urls = [site.feed(n) for n in names]
    first = python("reader_reads.py", folder / "db", *urls)
    for name, kind in NAMES:
        for suffix in ("atom", "rss", "json"):
            url = site.feed(f"{name}.{suffix}")
            read = [e for e in first["entries"] if e["feed"] == url]
            entries = _undone(read, texts=suffix != "json", titles=suffix == "atom")
            assert first["rounds"][url] == {"new": len(entries), "modified": 0}
            every_entry_is_an_item(site, entries[:LIVE], kind, rss=suffix == "rss")
    already = {n: len(site.asked(n)) for n in names}
    again = python("reader_reads.py", folder / "db", *urls)
    assert set(again["rounds"].values()) == {None}
    assert {n: site.asked(n)[already[n] :] for n in names} == {n: [304] for n in names}
    assert all(e["read"] for e in again["entries"])
